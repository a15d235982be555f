"""The receipt of a reply: what it was made from, and the same question asked again on today's knowledge."""

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar
from reflex.vars.base import Var

from privexbot_app.ui.components.chatbot_frame import chatbot_page, place
from privexbot_app.ui.components.parts import card, loading, moment
from privexbot_app.ui.states.receipts import ActionUseRow, PassageRow, ReceiptState

CHANGES = {
    "same": ("unchanged", "gray"),
    "changed": ("changed", "amber"),
    "gone": ("gone", "red"),
    "new": ("new", "green"),
}


@chatbot_page("/receipts/[message_id]", "Receipt", ReceiptState.load)
def add_receipt() -> rx.Component:
    return rx.cond(ReceiptState.is_loaded, _receipt(), loading(3, "120px"))


def _receipt() -> rx.Component:
    return rx.el.article(
        rx.link(
            rx.icon("arrow-left", size=15, aria_hidden="true"),
            "All conversations",
            href=place("/conversations"),
            class_name="back",
            size="2",
        ),
        _question(),
        rx.el.div(
            _answer("Answer then", ReceiptState.answer, ReceiptState.model, ReceiptState.passages, "then"),
            rx.cond(
                ReceiptState.is_replayed,
                _answer(
                    "Answer today", ReceiptState.answer_now, ReceiptState.model_now, ReceiptState.passages_now, "now"
                ),
                _again(),
            ),
            class_name="two",
        ),
        class_name="stack",
        style={"gap": "14px"},
    )


def _question() -> rx.Component:
    return card(
        rx.el.p(ReceiptState.question, id="receipt-question", style={"whiteSpace": "pre-wrap"}),
        rx.cond(
            ReceiptState.searched,
            rx.el.p("Searched for: ", rx.el.q(ReceiptState.searched), class_name="hint", id="receipt-searched"),
        ),
        rx.el.div(
            moment(ReceiptState.at),
            rx.el.span("prompt version ", ReceiptState.prompt_version),
            rx.cond(ReceiptState.grounding, rx.el.span(ReceiptState.grounding, " answers")),
            class_name="row-facts",
        ),
        title="Question",
    )


def _again() -> rx.Component:
    return card(
        rx.el.p(
            "Ask the same question again, with what the chatbot knows today. Nothing is kept, no action is called."
        ),
        rx.button(
            "Replay", id="replay", on_click=ReceiptState.replay, loading=ReceiptState.is_replaying, variant="soft"
        ),
        title="Answer today",
    )


def _answer(
    title: str, text: Var[str], model: Var[str], passages: ArrayVar[list[PassageRow]], id_: str
) -> rx.Component:
    return card(
        rx.cond(
            ReceiptState.is_replayed & (id_ == "now"),
            rx.badge(
                rx.cond(ReceiptState.is_same, "Same answer", "Different answer"),
                color_scheme=rx.cond(ReceiptState.is_same, "green", "amber"),
                high_contrast=True,
            ),
        ),
        rx.el.p(text, id=f"answer-{id_}", style={"whiteSpace": "pre-wrap"}),
        rx.el.div(rx.el.span(model), class_name="row-facts"),
        _unsupported() if id_ == "then" else rx.fragment(),
        _actions() if id_ == "then" else rx.fragment(),
        rx.el.ol(rx.foreach(passages, _passage), class_name="citations", id=f"passages-{id_}", aria_label="Passages"),
        title=title,
    )


def _actions() -> rx.Component:
    return rx.cond(
        ReceiptState.actions,
        rx.el.div(
            rx.el.p("Actions that were called:", class_name="hint"),
            rx.el.ul(rx.foreach(ReceiptState.actions, _action)),
            id="receipt-actions",
        ),
    )


def _action(row: ObjectVar[ActionUseRow]) -> rx.Component:
    return rx.el.li(
        rx.el.strong(row.title), " ", row.arguments, " ", rx.el.span(row.outcome, class_name="muted"), class_name="said"
    )


def _unsupported() -> rx.Component:
    return rx.cond(
        ReceiptState.unsupported,
        rx.el.div(
            rx.el.p("No passage supports:", class_name="hint"),
            rx.el.ul(rx.foreach(ReceiptState.unsupported, lambda said: rx.el.li(rx.el.mark(said)))),
            id="unsupported",
        ),
    )


def _passage(row: ObjectVar[PassageRow]) -> rx.Component:
    changes = [
        (change, rx.badge(word, color_scheme=color, high_contrast=True)) for change, (word, color) in CHANGES.items()
    ]
    return rx.el.li(
        rx.el.span(row.number, class_name="cite-number", aria_hidden="true"),
        rx.el.span(
            rx.el.strong(row.title),
            rx.match(row.change, *changes, rx.fragment()),
            rx.el.q(row.excerpt),
            rx.el.span(
                rx.cond(
                    row.is_beside, rx.el.span("told because it stands beside another"), rx.el.span("score ", row.score)
                ),
                rx.el.code(row.sha256, title="SHA-256"),
                class_name="row-facts",
            ),
        ),
    )
