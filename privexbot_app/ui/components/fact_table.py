"""The facts of a document as a table, each with the switch that keeps it from visitors."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.states.document_facts import DocumentFactsState, FactItem

NOTE = "What the page states for machines (JSON-LD). The chatbot tells it where the page's own words do not."


def fact_table() -> rx.Component:
    nothing = rx.el.p(
        "The page states no facts for machines, such as prices or opening hours in JSON-LD.",
        class_name="muted",
        id="no-facts",
    )
    head = [rx.el.th(name, scope="col") for name in ("Subject", "What", "Value", "Valid until", "Visitors")]
    table = rx.el.table(
        rx.el.thead(rx.el.tr(*head)),
        rx.el.tbody(rx.foreach(DocumentFactsState.rows, _row)),
        class_name="card table",
        id="facts",
    )
    return rx.el.section(
        rx.el.h3("Facts", class_name="card-title"),
        rx.cond(DocumentFactsState.rows, rx.fragment(rx.el.p(NOTE, class_name="card-note"), table), nothing),
        class_name="stack facts",
        style={"gap": "10px", "marginTop": "24px"},
    )


def _row(row: ObjectVar[FactItem]) -> rx.Component:
    is_told = ~(row.is_hidden | row.is_over)
    return rx.el.tr(
        rx.el.td(row.subject, style={"whiteSpace": "normal"}),
        rx.el.td(row.name),
        rx.el.td(row.value, class_name=rx.cond(is_told, "", "muted"), style={"overflowWrap": "anywhere"}),
        rx.el.td(_validity(row)),
        rx.el.td(_control(row)),
        custom_attrs={"data-name": row.name},
    )


def _validity(row: ObjectVar[FactItem]) -> rx.Component:
    return rx.fragment(
        rx.cond(row.valid_from & (row.valid_from != row.valid_until), rx.el.span("from ", row.valid_from, " ")),
        rx.cond(row.valid_until, rx.el.span(row.valid_until, " ")),
        rx.cond(row.is_over, rx.badge("Over", color_scheme="gray", radius="full", high_contrast=True)),
    )


def _control(row: ObjectVar[FactItem]) -> rx.Component:
    def button(label: str, icon: str, is_hidden: bool) -> rx.Component:
        return rx.button(
            rx.icon(icon, size=14, aria_hidden="true"),
            label,
            on_click=DocumentFactsState.hide(row.id, is_hidden),
            variant="soft",
            color_scheme="gray",
            size="1",
            custom_attrs={"aria-label": f"{label}: {row.subject}, {row.name}"},
            class_name="show-fact" if not is_hidden else "hide-fact",
        )

    hidden = rx.badge("Hidden", color_scheme="red", radius="full", high_contrast=True)
    return rx.cond(
        row.is_hidden,
        rx.el.div(hidden, button("Show", "eye", False), class_name="row"),
        button("Hide", "eye-off", True),
    )
