"""Coverage: sources that answers come from and sources that are never found, with size and cost."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.chatbot_frame import chatbot_page, place
from privexbot_app.ui.components.parts import empty, loading
from privexbot_app.ui.components.sections import KNOWLEDGE, sections
from privexbot_app.ui.states.coverage import CoverageRow, CoverageState

COLUMNS = ("Source", "Found", "Quoted", "Passages", "Characters", "Vectors", "Tokens", "Cost")


@chatbot_page("/knowledge/coverage", "Coverage", CoverageState.load)
def add_coverage() -> rx.Component:
    nothing = empty("pie-chart", "No sources yet", "Add a text, a file or a page under Sources.", id="no-coverage")
    page = rx.el.div(_tiles(), rx.cond(CoverageState.rows, _table(), nothing), class_name="stack")
    return rx.fragment(sections(KNOWLEDGE), rx.cond(CoverageState.is_loaded, page, loading(3)))


def _tiles() -> rx.Component:
    gaps = rx.link("see what is missing", href=place("/improve"), class_name="plain-link tile-note")
    days = rx.el.span(CoverageState.days, " days", class_name="tile-note")
    return rx.el.dl(
        _tile("Answers to visitors", CoverageState.replies, days),
        _tile("Without an answer", CoverageState.unanswered, gaps),
        _tile("Sources never found", CoverageState.never),
        _tile("Passages", CoverageState.passages),
        _tile("Vectors", CoverageState.vectors),
        _tile("Embedding", CoverageState.cost, rx.el.span(CoverageState.tokens, " tokens", class_name="tile-note")),
        class_name="tiles",
        style={"margin": "0"},
    )


def _tile(label: str, value: rx.Var, note: rx.Component | str = "") -> rx.Component:
    return rx.el.div(rx.el.dt(label, note), rx.el.dd(value), class_name="card tile")


def _table() -> rx.Component:
    return rx.el.div(
        rx.el.table(
            rx.el.caption(
                "In how many answers each source was found and quoted, in the last ",
                CoverageState.days,
                " days; never found ones first. Tokens are an estimate; the cost is that of embedding them, "
                "nothing for the model that comes along.",
                class_name="muted",
            ),
            rx.el.thead(rx.el.tr(*[rx.el.th(name, scope="col") for name in COLUMNS])),
            rx.el.tbody(rx.foreach(CoverageState.rows, _row)),
            class_name="table figures-table",
            id="coverage",
        ),
        class_name="card scroll-x",
    )


def _row(row: ObjectVar[CoverageRow]) -> rx.Component:
    never = rx.badge("never", color_scheme="amber", radius="full", high_contrast=True)
    figures = (row.quoted, row.passages, row.characters, row.vectors, row.tokens, row.cost)
    return rx.el.tr(
        rx.el.td(rx.el.strong(row.title), rx.el.span(row.base, class_name="muted"), class_name="named"),
        _cell("Found", rx.cond(row.found > 0, row.found.to_string(), never)),
        *[_cell(name, value) for name, value in zip(COLUMNS[2:], figures, strict=True)],
    )


def _cell(name: str, value: rx.Var | rx.Component) -> rx.Component:
    return rx.el.td(value, custom_attrs={"data-label": name})
