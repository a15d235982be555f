"""What the models did, and what that cost."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.parts import empty, loading, moment, page_head
from privexbot_app.ui.components.shell import private
from privexbot_app.ui.states.usage import AnswerRow, DayRow, UsageState


@private("/usage", "Usage", UsageState.load)
def add_usage() -> rx.Component:
    nothing = empty(
        "receipt-text",
        "No model was used yet",
        "Every answer that a model writes is counted here, with its tokens and its price. Quotes are free.",
        id="no-usage",
    )
    return rx.fragment(
        page_head("Usage", note="The last 30 days. Days are those of UTC; prices are the providers’ list prices."),
        rx.cond(UsageState.is_loaded, rx.cond(UsageState.days, _tables(), nothing), loading(3, "60px")),
    )


def _tables() -> rx.Component:
    return rx.el.div(
        rx.el.p(UsageState.total, id="total", class_name="muted"),
        _table("days", ("Day", "Chatbot", "Model", "Answers", "Tokens", "Cost"), rx.foreach(UsageState.days, _day)),
        rx.el.h2("Latest answers", class_name="card-title alone"),
        _table("answers", ("When", "Chatbot", "Model", "Tokens", "Cost"), rx.foreach(UsageState.answers, _answer)),
        class_name="stack",
    )


def _table(id_: str, columns: tuple[str, ...], rows: rx.Component) -> rx.Component:
    head = rx.el.thead(rx.el.tr(*[rx.el.th(column, scope="col") for column in columns]))
    return rx.el.table(head, rx.el.tbody(rows), id=id_, class_name="card table")


def _day(row: ObjectVar[DayRow]) -> rx.Component:
    cells = (row.day, row.chatbot, row.model, row.answers, row.tokens, row.cost)
    return rx.el.tr(*[rx.el.td(cell) for cell in cells])


def _answer(row: ObjectVar[AnswerRow]) -> rx.Component:
    cells = (row.chatbot, row.model, row.tokens, row.cost)
    return rx.el.tr(rx.el.td(moment(row.at)), *[rx.el.td(cell) for cell in cells])
