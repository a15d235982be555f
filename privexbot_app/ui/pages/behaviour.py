"""What the widget does by itself: opening, sounds, pictures in answers, our name."""

import reflex as rx

from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.forms import text_area, text_field
from privexbot_app.ui.components.parts import card, loading
from privexbot_app.ui.components.sections import SETTINGS, sections
from privexbot_app.ui.components.switches import switch_row
from privexbot_app.ui.states.behaviour import BehaviourState


@chatbot_page("/settings/behaviour", "Behaviour", BehaviourState.load)
def add_behaviour() -> rx.Component:
    return rx.fragment(sections(SETTINGS), rx.cond(BehaviourState.is_loaded, _form(), loading(2, "200px")))


def _form() -> rx.Component:
    return rx.form(
        rx.el.div(
            _opening(),
            _pictures(),
            rx.el.div(rx.button("Save", id="save-behaviour", type="submit", size="3"), class_name="form-foot save-bar"),
            class_name="stack",
        ),
        on_submit=BehaviourState.save,
        key=BehaviourState.version.to_string(),
        id="behaviour-form",
    )


def _problem(name: str) -> rx.Var[str]:
    return rx.cond(BehaviourState.problem_field == name, BehaviourState.problem, "")


def _switch(name: str, label: str, hint: str) -> rx.Component:
    return switch_row(name, label, hint, is_on=BehaviourState.switches[name])


def _opening() -> rx.Component:
    return card(
        rx.el.div(
            text_field(
                "auto_open",
                "Open by itself after so many seconds",
                default_value=BehaviourState.texts["auto_open"],
                problem=_problem("auto_open"),
                placeholder="Never",
                input_mode="numeric",
                max_length=3,
                width="120px",
                auto_complete="off",
                hint="While this is empty it waits to be clicked. 0 opens it with the page.",
            ),
            _switch("sound", "A sound for new messages", "Visitors can turn it on and off; this is how it begins."),
            _switch("show_branding", "“Powered by PrivexBot”", "A line below the conversation."),
            class_name="form",
        ),
        title="The window",
    )


def _pictures() -> rx.Component:
    return card(
        text_area(
            "image_hosts",
            "Servers whose pictures are shown",
            rows="3",
            default_value=BehaviourState.texts["image_hosts"],
            problem=_problem("image_hosts"),
            placeholder="cdn.example.com",
            hint="One a line, by its exact name. While this is empty a picture in an answer is a link.",
        ),
        title="Pictures in answers",
        note="A picture tells its server who is looking. Name servers of yours, not such as anybody may put files on.",
    )
