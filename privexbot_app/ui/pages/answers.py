"""The owner's own questions and answers."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.answer_form import answer_dialog
from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.parts import card, empty, loading, moment
from privexbot_app.ui.components.sections import KNOWLEDGE, sections
from privexbot_app.ui.components.upload_box import problem_list
from privexbot_app.ui.states.answer_form import AnswerFormState
from privexbot_app.ui.states.answers import AnswersState, PairRow

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UPLOAD = "answers"


@chatbot_page("/knowledge/answers", "Questions and answers", AnswersState.load)
def add_answers() -> rx.Component:
    return rx.fragment(
        sections(KNOWLEDGE),
        rx.el.div(
            rx.el.section(_bar(), _list(), class_name="stack", style={"gap": "14px"}), _import(), class_name="two"
        ),
        answer_dialog(),
    )


def _bar() -> rx.Component:
    return rx.el.div(
        rx.form(
            rx.input(
                name="words", placeholder="Search …", id="search-answers", size="3", aria_label="Search the answers"
            ),
            on_submit=AnswersState.search,
            flex="1",
        ),
        rx.button(
            rx.icon("plus", size=16, aria_hidden="true"),
            "Add answer",
            id="add-answer",
            on_click=AnswerFormState.start,
            size="3",
        ),
        class_name="row",
    )


def _list() -> rx.Component:
    nothing = empty(
        "message-circle-question",
        "No answers of your own yet",
        "What you write here is told word for word, before the chatbot looks anywhere else.",
        id="no-answers",
    )
    not_found = rx.el.p("No question or answer holds these words.", class_name="muted", id="none-found")
    rows = rx.el.ul(rx.foreach(AnswersState.rows, _row), class_name="rows", id="answers")
    more = rx.button("Show more", id="more", on_click=AnswersState.load_more, variant="soft")
    return rx.cond(
        AnswersState.is_loaded,
        rx.cond(
            AnswersState.rows,
            rx.fragment(rows, rx.cond(AnswersState.has_more, more)),
            rx.cond(AnswersState.words, not_found, nothing),
        ),
        loading(3, "74px"),
    )


def _row(row: ObjectVar[PairRow]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.strong(row.question, class_name="row-title"),
            rx.cond(row.others, rx.el.span("Also: ", row.others, class_name="muted")),
            rx.el.p(row.answer, class_name="said"),
            rx.el.span(
                moment(row.at),
                rx.cond(
                    row.link, rx.el.a(row.link, href=row.link, target="_blank", rel="noopener", class_name="row-link")
                ),
                class_name="row-facts",
            ),
            class_name="row-body",
        ),
        rx.icon_button(
            rx.icon("pencil", size=16),
            on_click=AnswerFormState.start_edit(row.id),
            variant="ghost",
            color_scheme="gray",
            aria_label=f"Edit the answer to {row.question}",
            class_name="edit-answer",
        ),
        _delete(row),
        class_name="card source",
    )


def _delete(row: ObjectVar[PairRow]) -> rx.Component:
    return rx.alert_dialog.root(
        rx.alert_dialog.trigger(
            rx.icon_button(
                rx.icon("trash-2", size=16),
                variant="ghost",
                color_scheme="gray",
                aria_label=f"Delete the answer to {row.question}",
                class_name="delete-answer",
            )
        ),
        rx.alert_dialog.content(
            rx.alert_dialog.title("Delete this answer?"),
            rx.alert_dialog.description("The chatbot forgets what you wrote to “", row.question, "” at once."),
            rx.el.div(
                rx.alert_dialog.cancel(rx.button("Cancel", variant="soft", color_scheme="gray")),
                rx.alert_dialog.action(
                    rx.button(
                        "Delete", color_scheme="red", on_click=AnswersState.delete(row.id), class_name="confirm-delete"
                    )
                ),
                class_name="form-foot",
                style={"marginTop": "20px"},
            ),
            max_width="420px",
        ),
    )


def _import() -> rx.Component:
    return card(
        rx.el.div(
            _drop_zone(),
            rx.cond(
                AnswersState.import_total > 0,
                rx.el.div(
                    rx.progress(
                        value=100 * AnswersState.import_done // AnswersState.import_total,
                        custom_attrs={"aria-label": "Answers taken over"},
                    ),
                    rx.el.span(AnswersState.import_done, " of ", AnswersState.import_total, class_name="muted"),
                    class_name="progress-row",
                ),
            ),
            problem_list(AnswersState.import_problems, "import-problems"),
            class_name="form",
        ),
        title="Import many",
        note="A question that is there already gets the file’s answer.",
    )


def _drop_zone() -> rx.Component:
    zone = rx.upload.root(
        rx.icon("file-spreadsheet", size=28, aria_hidden="true"),
        rx.el.strong("Drop a CSV or Excel file here"),
        rx.el.span(
            "Its first line names the columns: question, answer, and if you like phrasings (between bars, |) and link.",
            class_name="hint",
        ),
        rx.button("Choose a file", id="choose-answers", type="button", variant="soft"),
        id=UPLOAD,
        accept={"text/csv": [".csv"], "text/plain": [".txt"], EXCEL: [".xlsx"]},
        max_files=1,
        multiple=False,
        no_keyboard=True,
        on_drop=AnswersState.take_file(rx.upload_files(UPLOAD)),
        class_name="drop-zone",
    )
    zone.children[0].children[0].custom_attrs = {"aria-label": "CSV or Excel file", "id": "answers-file"}
    return zone
