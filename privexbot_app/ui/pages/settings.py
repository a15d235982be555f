"""What a chatbot is called, how it speaks, where it may be embedded, and its end."""

import reflex as rx

from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.forms import text_area, text_field
from privexbot_app.ui.components.identity_section import identity_section
from privexbot_app.ui.components.model_section import model_section
from privexbot_app.ui.components.parts import card, loading
from privexbot_app.ui.components.sections import SETTINGS, sections
from privexbot_app.ui.components.widget_preview import widget_preview
from privexbot_app.ui.pages.settings_answers import answers_section
from privexbot_app.ui.states.chatbot import ChatbotState
from privexbot_app.ui.states.identity import IdentityState
from privexbot_app.ui.states.model_plan import ModelPlanState
from privexbot_app.ui.states.settings import SettingsState
from privexbot_app.ui.states.sureness import SurenessState


@chatbot_page(
    "/settings",
    "Settings",
    [SettingsState.load, SurenessState.load_sureness, ModelPlanState.load_plan, IdentityState.load_identity],
)
def add_settings() -> rx.Component:
    return rx.fragment(sections(SETTINGS), _page())


def _page() -> rx.Component:
    return rx.cond(
        SettingsState.is_loaded,
        rx.el.div(
            rx.el.div(
                _form(),
                rx.cond(ModelPlanState.is_plan_loaded, model_section()),
                rx.cond(IdentityState.is_identity_loaded, identity_section()),
                _danger_zone(),
                class_name="stack",
            ),
            rx.el.div(widget_preview(), class_name="beside"),
            class_name="two even",
        ),
        loading(3, "200px"),
    )


def _problem(name: str) -> rx.Var[str]:
    return rx.cond(SettingsState.problem_field == name, SettingsState.problem, "")


def _form() -> rx.Component:
    return rx.form(
        rx.el.div(
            _greeting(),
            answers_section(_problem),
            _websites(),
            rx.el.div(rx.button("Save", id="save", type="submit", size="3"), class_name="form-foot save-bar"),
            class_name="stack",
        ),
        on_submit=SettingsState.save,
        key=SettingsState.version.to_string(),
        id="settings-form",
    )


def _greeting() -> rx.Component:
    return card(
        rx.el.div(
            text_field(
                "name",
                "Name",
                default_value=ChatbotState.bot_name,
                on_change=lambda text: SettingsState.type_text("name", text).debounce(250),
                problem=_problem("name"),
            ),
            text_area(
                "greeting",
                "Greeting",
                rows="2",
                default_value=SettingsState.greeting,
                on_change=lambda text: SettingsState.type_text("greeting", text).debounce(250),
                hint="The first thing a visitor reads.",
                problem=_problem("greeting"),
            ),
            text_area(
                "suggestions",
                "Suggested questions",
                rows="3",
                default_value=SettingsState.suggestions,
                on_change=lambda text: SettingsState.type_text("suggestions", text).debounce(250),
                hint="One a line, at most six. Visitors can click them.",
                problem=_problem("suggestions"),
            ),
            class_name="form",
        ),
        title="Name and greeting",
    )


def _websites() -> rx.Component:
    return card(
        text_area(
            "allowed_origins",
            "Allowed websites",
            rows="3",
            default_value=SettingsState.allowed_origins,
            placeholder="https://shop.example",
            hint="One a line. While this is empty, any website may embed the chatbot.",
            problem=_problem("allowed_origins"),
        ),
        title="Where it may be embedded",
    )


def _danger_zone() -> rx.Component:
    return card(
        rx.el.div(
            rx.el.p("With everything it knows, and all conversations and leads.", class_name="grow-text"),
            _delete_dialog(),
            class_name="row between",
        ),
        title="Delete this chatbot",
        class_name="danger",
    )


def _delete_dialog() -> rx.Component:
    return rx.dialog.root(
        rx.dialog.trigger(rx.button("Delete …", id="delete-chatbot", color_scheme="red", variant="soft")),
        rx.dialog.content(
            rx.dialog.title("Delete this chatbot?"),
            rx.dialog.description("This cannot be undone. Type ", rx.el.strong(ChatbotState.bot_name), " to be sure."),
            rx.form(
                text_field(
                    "typed_name", "Name of the chatbot", auto_complete="off", problem=SettingsState.delete_problem
                ),
                rx.el.div(
                    rx.dialog.close(rx.button("Cancel", type="button", variant="soft", color_scheme="gray", size="3")),
                    rx.button(
                        "Delete for ever", id="confirm-delete-chatbot", type="submit", color_scheme="red", size="3"
                    ),
                    class_name="form-foot",
                ),
                on_submit=SettingsState.delete,
                class_name="form",
                style={"marginTop": "16px"},
            ),
            max_width="440px",
        ),
    )
