"""The test set: questions with known answers, their results, and whether they guard a deployment."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.forms import field, text_area, text_field
from privexbot_app.ui.components.parts import card, empty, loading, moment
from privexbot_app.ui.components.sections import IMPROVE, sections
from privexbot_app.ui.states.test_set import ANY_SOURCE, TestRow, TestSetState

RESULTS = {"passed": ("green", "Passed"), "failed": ("red", "Failed"), "new": ("gray", "Not run yet")}


@chatbot_page("/improve/tests", "Test set", TestSetState.load)
def add_test_set() -> rx.Component:
    page = rx.el.div(
        rx.el.section(_run(), _list(), class_name="stack", style={"gap": "14px"}),
        rx.el.div(_add(), _guard(), class_name="stack"),
        class_name="two",
    )
    return rx.fragment(sections(IMPROVE), rx.cond(TestSetState.is_loaded, page, loading(3)))


def _run() -> rx.Component:
    result = rx.cond(
        TestSetState.finished_at,
        rx.fragment(
            rx.el.strong(TestSetState.passed, " of ", TestSetState.rows.length(), " pass", id="test-summary"),
            rx.el.span(" · last run ", moment(TestSetState.finished_at)),
            rx.cond(TestSetState.is_current, rx.fragment(), rx.el.span(" · something changed since then")),
        ),
        rx.el.span("Asked of the chatbot as it is set now. Visitors’ counts and gaps are not touched."),
    )
    progress = rx.el.div(
        rx.progress(
            value=100 * TestSetState.done // TestSetState.total, custom_attrs={"aria-label": "Questions asked"}
        ),
        rx.el.span(TestSetState.done, " of ", TestSetState.total, class_name="muted"),
        class_name="progress-row",
    )
    return card(
        rx.el.div(
            rx.el.p(result, class_name="grow-text"),
            rx.button(
                rx.icon("play", size=16, aria_hidden="true"),
                "Run",
                id="run-tests",
                on_click=TestSetState.run,
                size="3",
                disabled=(TestSetState.total > 0) | ~TestSetState.rows.bool(),
            ),
            class_name="row between",
        ),
        rx.cond(TestSetState.total > 0, progress),
    )


def _list() -> rx.Component:
    nothing = empty(
        "list-checks",
        "No test questions yet",
        "Add what it must never get wrong. A run then shows what a change of settings or sources broke.",
        id="no-tests",
    )
    rows = rx.el.ul(rx.foreach(TestSetState.rows, _row), class_name="rows", id="tests")
    return rx.cond(TestSetState.rows, rows, nothing)


def _row(row: ObjectVar[TestRow]) -> rx.Component:
    badges = [
        (result, rx.badge(label, color_scheme=color, radius="full", high_contrast=True))
        for result, (color, label) in RESULTS.items()
    ]
    return rx.el.li(
        rx.el.div(
            rx.el.strong(row.question, class_name="gap-title"),
            rx.el.div(
                rx.match(row.result, *badges, rx.fragment()),
                rx.cond(row.change, rx.badge(row.change, color_scheme="iris", radius="full", high_contrast=True)),
                rx.cond(row.expected, rx.el.span("contains “", row.expected, "”")),
                rx.cond(row.source, rx.el.span("from ", row.source)),
                class_name="row-facts",
            ),
            rx.cond(row.problem, rx.el.p(row.problem, class_name="problem")),
            rx.cond(row.said, rx.el.p(row.said, class_name="said")),
            class_name="row-body",
        ),
        rx.icon_button(
            rx.icon("trash-2", size=16),
            on_click=TestSetState.delete(row.id),
            variant="ghost",
            color_scheme="gray",
            aria_label=f"Delete the test question {row.question}",
            class_name="delete-test",
        ),
        class_name="card source",
        custom_attrs={"data-result": row.result},
    )


def _problem(name: str) -> rx.Var[str]:
    return rx.cond(TestSetState.problem_field == name, TestSetState.problem, "")


def _add() -> rx.Component:
    source = rx.select.root(
        rx.select.trigger(id="source", custom_attrs={"aria-label": "Source"}, width="100%"),
        rx.select.content(
            rx.select.item("Any source", value=ANY_SOURCE),
            rx.foreach(TestSetState.sources, lambda one: rx.select.item(one.title, value=one.id)),
        ),
        name="source",
        default_value=ANY_SOURCE,
        size="3",
    )
    return card(
        rx.form(
            rx.el.div(
                text_field("question", "Question", max_length=2000, problem=_problem("question")),
                text_area(
                    "expected_text",
                    "The answer must contain",
                    rows="2",
                    hint="One thing a line; all of them must be there.",
                    problem=_problem("expected_text"),
                ),
                field("source", "and come from", source),
                rx.el.div(
                    rx.button(rx.icon("plus", size=16, aria_hidden="true"), "Add", id="add-test", type="submit"),
                    class_name="form-foot",
                ),
                class_name="form",
            ),
            on_submit=TestSetState.add,
            id="test-form",
        ),
        title="Add a test question",
    )


def _guard() -> rx.Component:
    return card(
        rx.el.label(
            rx.switch(checked=TestSetState.is_guarded, on_change=TestSetState.guard, id="guard"),
            rx.el.span("Deploy only when all test questions pass"),
            class_name="switch-row",
            html_for="guard",
        ),
        title="Publish gate",
        note="Deploying then needs a run on just what would be deployed, in which no question fails.",
    )
