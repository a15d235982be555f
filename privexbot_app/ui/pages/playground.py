"""Trying a chatbot before visitors do."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.chat import bubble, plain_bubble, thinking
from privexbot_app.ui.components.chatbot_frame import chatbot_page, place
from privexbot_app.ui.components.forms import problem_line
from privexbot_app.ui.components.parts import loading
from privexbot_app.ui.states.playground import OfferField, OfferRow, PlaygroundState


@chatbot_page("/playground", "Playground", PlaygroundState.load)
def add_playground() -> rx.Component:
    return rx.cond(PlaygroundState.is_loaded, rx.el.div(_hint(), _chat(), class_name="stack"), loading(1, "480px"))


def _hint() -> rx.Component:
    return rx.cond(
        PlaygroundState.has_knowledge,
        rx.fragment(),
        rx.callout.root(
            rx.callout.icon(rx.icon("info", size=16)),
            rx.callout.text(
                "It has nothing to answer from yet. ",
                rx.link("Add knowledge first", href=place("/knowledge"), underline="always"),
            ),
            size="1",
        ),
    )


def _chat() -> rx.Component:
    return rx.el.section(_bar(), _messages(), _input(), class_name="card chat", aria_label="Playground")


def _bar() -> rx.Component:
    return rx.el.div(
        rx.el.span("Only you see this. It is not counted.", class_name="muted"),
        rx.button(
            rx.icon("rotate-ccw", size=14, aria_hidden="true"),
            "Start over",
            id="restart",
            on_click=PlaygroundState.restart,
            variant="soft",
            color_scheme="gray",
            size="2",
        ),
        class_name="chat-bar",
    )


def _messages() -> rx.Component:
    return rx.auto_scroll(
        rx.el.ol(
            rx.cond(PlaygroundState.greeting, plain_bubble(PlaygroundState.greeting)),
            rx.foreach(PlaygroundState.said, bubble),
            rx.cond(PlaygroundState.is_busy, rx.fragment(), rx.foreach(PlaygroundState.offers, _offer)),
            rx.cond(
                PlaygroundState.is_busy,
                rx.cond(PlaygroundState.draft, plain_bubble(PlaygroundState.draft, id="draft"), thinking()),
            ),
            class_name="messages",
            id="messages",
            aria_live="polite",
        ),
        class_name="chat-scroll",
        tab_index=0,
        role="region",
        aria_label="Messages",
    )


def _offer(offer: ObjectVar[OfferRow]) -> rx.Component:
    """As visitors are asked, in plain."""
    return rx.el.li(
        rx.form(
            rx.el.input(type="hidden", name="offer", value=offer.id, read_only=True),
            rx.el.strong(offer.summary),
            rx.foreach(offer.fields, _offer_field),
            problem_line(
                rx.cond(PlaygroundState.offer_problem_field, "", PlaygroundState.offer_problem), "offer-problem"
            ),
            rx.el.div(
                rx.button(rx.cond(offer.is_form, "Send", "Confirm"), type="submit", size="2", class_name="offer-yes"),
                rx.button(
                    "Cancel",
                    type="button",
                    size="2",
                    variant="soft",
                    color_scheme="gray",
                    class_name="offer-no",
                    on_click=PlaygroundState.decide({"offer": offer.id, "choice": "no"}),
                ),
                class_name="row",
            ),
            on_submit=PlaygroundState.decide,
            class_name="stack",
        ),
        class_name="message says card pad offer",
    )


def _offer_field(field: ObjectVar[OfferField]) -> rx.Component:
    problem = rx.cond(PlaygroundState.offer_problem_field == field.name, PlaygroundState.offer_problem, "")
    return rx.el.div(
        rx.el.label(field.label, rx.input(name=field.name, auto_complete="off", size="2")),
        rx.cond(field.help, rx.el.p(field.help, class_name="hint")),
        problem_line(problem, "offer-field-problem"),
        class_name="field",
    )


def _input() -> rx.Component:
    return rx.el.div(
        rx.cond(PlaygroundState.said, rx.fragment(), _suggestions()),
        rx.form(
            rx.el.div(
                rx.input(
                    id="question",
                    name="question",
                    placeholder="Ask a question …",
                    auto_complete="off",
                    size="3",
                    aria_label="Your question",
                    flex="1",
                ),
                rx.icon_button(
                    rx.icon("arrow-up", size=18),
                    id="ask",
                    type="submit",
                    size="3",
                    aria_label="Ask",
                    disabled=PlaygroundState.is_busy,
                ),
                class_name="ask-row",
            ),
            on_submit=PlaygroundState.ask,
            reset_on_submit=True,
        ),
        class_name="chat-foot",
    )


def _suggestions() -> rx.Component:
    return rx.el.div(
        rx.foreach(
            PlaygroundState.suggestions,
            lambda text: rx.button(text, on_click=PlaygroundState.use_suggestion(text), variant="soft", radius="full"),
        ),
        class_name="row suggestions",
    )
