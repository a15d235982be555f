"""The contact details that visitors left."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.parts import empty, loading, moment, page_link
from privexbot_app.ui.states.leads import LeadField, LeadRow, LeadsState


@chatbot_page("/leads", "Leads", LeadsState.load)
def add_leads() -> rx.Component:
    nothing = empty(
        "contact",
        "No leads yet",
        "When the chatbot does not know an answer it offers visitors to leave their contact details. They land here.",
        id="no-leads",
    )
    return rx.cond(LeadsState.is_loaded, rx.cond(LeadsState.rows, _table(), nothing), loading(3, "60px"))


def _table() -> rx.Component:
    last = rx.el.span("Conversation", class_name="unseen")
    return rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(*[rx.el.th(column, scope="col") for column in ("Received", "Details", "Page", last)])),
            rx.el.tbody(rx.foreach(LeadsState.rows, _row)),
            id="leads",
            class_name="card table",
        ),
        rx.cond(LeadsState.has_more, rx.button("Show more", id="more", on_click=LeadsState.load_more, variant="soft")),
        class_name="stack",
    )


def _row(row: ObjectVar[LeadRow]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(moment(row.at)),
        rx.el.td(rx.el.dl(rx.foreach(row.fields, _field), class_name="facts")),
        rx.el.td(rx.cond(row.page, page_link(row.page, row.link))),
        rx.el.td(rx.cond(row.conversation, rx.link("Open conversation", href=row.conversation))),
    )


def _field(field: ObjectVar[LeadField]) -> rx.Component:
    return rx.el.div(rx.el.dt(field.label), rx.el.dd(field.value))
