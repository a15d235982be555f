"""What visitors asked and the chatbot did not know, most asked first."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.answer_form import answer_button, answer_dialog
from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.parts import empty, loading, moment
from privexbot_app.ui.components.sections import IMPROVE, sections
from privexbot_app.ui.states.answer_form import AnswerFormState
from privexbot_app.ui.states.gaps import ExampleRow, GapRow, GapsState

NOTHING = {
    "open": ("circle-check-big", "Nothing is open", "Questions that the chatbot cannot answer appear here by meaning."),
    "answered": ("message-circle", "Nothing was answered yet", "Gaps that you answered are kept here."),
    "dismissed": ("archive", "Nothing was dismissed", "Gaps that you do not want to answer are kept here."),
}


@chatbot_page("/improve", "Improve", GapsState.load)
def add_improve() -> rx.Component:
    return rx.fragment(
        sections(IMPROVE),
        rx.cond(GapsState.is_loaded, rx.el.div(_filter(), _list(), class_name="stack"), loading(3, "110px")),
        answer_dialog(),
    )


def _filter() -> rx.Component:
    return rx.segmented_control.root(
        rx.segmented_control.item("Open", value="open"),
        rx.segmented_control.item("Answered", value="answered"),
        rx.segmented_control.item("Dismissed", value="dismissed"),
        value=GapsState.shown,
        on_change=lambda state: GapsState.show(state.to(str)),
        id="gap-states",
        custom_attrs={"aria-label": "Which gaps to show"},
        align_self="flex-start",
    )


def _list() -> rx.Component:
    nothing = rx.match(
        GapsState.shown,
        *[(state, empty(icon, title, text, id="no-gaps")) for state, (icon, title, text) in NOTHING.items()],
        rx.fragment(),
    )
    return rx.cond(GapsState.rows, rx.el.ul(rx.foreach(GapsState.rows, _gap), class_name="rows", id="gaps"), nothing)


def _gap(gap: ObjectVar[GapRow]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h2(gap.title, class_name="gap-title"),
            rx.el.div(
                rx.badge(
                    rx.cond(gap.questions == 1, "asked once", f"asked {gap.questions} times"),
                    color_scheme="amber",
                    radius="full",
                    high_contrast=True,
                ),
                rx.cond(
                    gap.down_voted > 0,
                    rx.badge(gap.down_voted, " down-voted", color_scheme="red", radius="full", high_contrast=True),
                ),
                rx.el.span("Last ", moment(gap.at)),
                class_name="row-facts",
            ),
            rx.el.ul(rx.foreach(gap.examples, _example), class_name="examples", aria_label="As visitors asked it"),
            rx.cond(gap.more > 0, rx.el.span("and ", gap.more, " more", class_name="muted")),
            class_name="row-body",
        ),
        _actions(gap),
        class_name="card source gap",
    )


def _example(example: ObjectVar[ExampleRow]) -> rx.Component:
    return rx.el.li(rx.link("“", example.text, "”", href=example.href, class_name="plain-link"))


def _actions(gap: ObjectVar[GapRow]) -> rx.Component:
    answer = answer_button("Answer this", AnswerFormState.start_from_gap(gap.id), class_name="answer-gap")
    edit = answer_button("Edit answer", AnswerFormState.start_edit(gap.pair_id), class_name="edit-gap-answer")
    dismiss = answer_button("Dismiss", GapsState.dismiss(gap.id), "archive", color_scheme="gray", class_name="dismiss")
    reopen = answer_button("Open again", GapsState.reopen(gap.id), "archive-restore", color_scheme="gray")
    return rx.el.div(
        rx.match(
            GapsState.shown,
            ("open", rx.fragment(answer, dismiss)),
            ("answered", rx.cond(gap.pair_id, edit)),
            rx.fragment(answer, reopen),
        ),
        class_name="gap-actions",
    )
