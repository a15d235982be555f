"""The dialog in which an owner writes an answer of their own; and the button that opens it."""

import reflex as rx

from privexbot_app.ui.components.forms import text_area, text_field
from privexbot_app.ui.states.answer_form import AnswerFormState


def answer_dialog() -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(rx.cond(AnswerFormState.is_edit, "Edit the answer", "Answer a question")),
            rx.dialog.description("Whoever asks this gets your answer word for word, before anything else is tried."),
            rx.form(_fields(), on_submit=AnswerFormState.save, id="answer-form"),
            max_width="560px",
        ),
        open=AnswerFormState.is_open,
        on_open_change=AnswerFormState.set_open,
    )


def answer_button(label: str, on_click: rx.EventHandler, icon: str = "pencil-line", **props) -> rx.Component:
    props = {"variant": "soft", "size": "2", **props}
    return rx.button(rx.icon(icon, size=15, aria_hidden="true"), label, on_click=on_click, type="button", **props)


def _problem(field: str) -> rx.Var[str]:
    return rx.cond(AnswerFormState.problem_field == field, AnswerFormState.problem, "")


def _fields() -> rx.Component:
    return rx.el.div(
        text_field(
            "question",
            "Question",
            default_value=AnswerFormState.first_question,
            max_length=300,
            problem=_problem("question"),
        ),
        text_area("answer", "Answer", default_value=AnswerFormState.first_answer, rows="5", problem=_problem("answer")),
        text_area(
            "phrasings",
            "Other ways to ask it",
            default_value=AnswerFormState.first_phrasings,
            rows="3",
            hint="One a line. Two or three make it much easier to recognise.",
            problem=_problem("phrasings"),
        ),
        text_field(
            "link",
            "Link",
            default_value=AnswerFormState.first_link,
            placeholder="https://example.com/shipping",
            hint="Optional: a page that says more.",
            problem=_problem("link"),
        ),
        rx.el.div(
            rx.dialog.close(rx.button("Cancel", type="button", variant="soft", color_scheme="gray")),
            rx.button("Save", type="submit", id="save-answer"),
            class_name="form-foot",
        ),
        class_name="form",
        style={"marginTop": "16px"},
    )
