"""What the widget says by itself: the owner's own words, one language at a time."""

import reflex as rx

from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.forms import field, text_field
from privexbot_app.ui.components.parts import card, loading
from privexbot_app.ui.components.sections import SETTINGS, sections
from privexbot_app.ui.states.texts import SPOKEN, TextsState


@chatbot_page("/settings/texts", "Texts", TextsState.load)
def add_texts() -> rx.Component:
    return rx.fragment(sections(SETTINGS), rx.cond(TextsState.is_loaded, _page(), loading(3, "200px")))


def _page() -> rx.Component:
    return rx.el.div(
        card(
            field("language", "Language", _choice()),
            title="What the widget says",
            note="Visitors read it in the language of their browser. A field that is empty says our words.",
        ),
        rx.form(
            card(
                rx.el.div(rx.foreach(TextsState.rows, _text), class_name="form"),
                rx.el.div(rx.button("Save", id="save-texts", type="submit", size="3"), class_name="form-foot save-bar"),
            ),
            on_submit=TextsState.save,
            key=TextsState.version.to_string(),
            id="texts-form",
        ),
        class_name="stack",
    )


def _choice() -> rx.Component:
    return rx.select(
        list(SPOKEN.values()),
        value=TextsState.language,
        on_change=TextsState.choose,
        id="language",
        size="3",
        aria_label="Language",
    )


def _text(row) -> rx.Component:
    problem = rx.cond(TextsState.problem_field == row["name"], TextsState.problem, "")
    name, ours = row["name"], row["ours"]
    return text_field(name, ours, default_value=row["own"], placeholder=ours, problem=problem)
