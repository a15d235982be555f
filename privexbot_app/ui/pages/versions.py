"""Versions of a chatbot's settings."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.services.versions import NOW
from privexbot_app.ui.components.answer_form import answer_button
from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.parts import card, empty, loading, moment
from privexbot_app.ui.components.sections import DEPLOY, sections
from privexbot_app.ui.states.versions import Difference, VersionRow, VersionsState


@chatbot_page("/deploy/versions", "Versions", VersionsState.load)
def add_versions() -> rx.Component:
    nothing = empty(
        "history",
        "No versions yet",
        "Each deployment keeps the settings as they are then, and so does each change while visitors can talk to it.",
        id="no-versions",
    )
    page = rx.el.div(
        rx.cond(VersionsState.before, _comparison()),
        rx.el.ul(rx.foreach(VersionsState.rows, _row), class_name="rows", id="versions"),
        rx.el.p("Sources, questions and answers are no part of a version: they stay as they are.", class_name="muted"),
        class_name="stack",
    )
    return rx.fragment(
        sections(DEPLOY), rx.cond(VersionsState.is_loaded, rx.cond(VersionsState.rows, page, nothing), loading(3))
    )


def _row(row: ObjectVar[VersionRow]) -> rx.Component:
    return rx.el.li(
        rx.el.span(row.number, class_name="row-icon"),
        rx.el.div(
            rx.el.strong("Version ", row.number, " · ", row.reason, class_name="row-title"),
            rx.el.span(moment(row.at), rx.el.span(row.author), class_name="row-facts"),
            class_name="row-body",
        ),
        rx.el.div(
            answer_button(
                "Compare", VersionsState.compare(row.number), "git-compare", color_scheme="gray", class_name="compare"
            ),
            _roll_back(row),
            class_name="gap-actions",
        ),
        class_name="card source gap",
    )


def _roll_back(row: ObjectVar[VersionRow]) -> rx.Component:
    return rx.alert_dialog.root(
        rx.alert_dialog.trigger(
            rx.button(rx.icon("undo-2", size=15, aria_hidden="true"), "Go back", variant="soft", class_name="roll-back")
        ),
        rx.alert_dialog.content(
            rx.alert_dialog.title("Go back to version ", row.number, "?"),
            rx.alert_dialog.description(
                "Its settings are in use at once. What is set now is kept as a version, so you can return to it."
            ),
            rx.el.div(
                rx.alert_dialog.cancel(rx.button("Cancel", variant="soft", color_scheme="gray")),
                rx.alert_dialog.action(
                    rx.button("Go back", on_click=VersionsState.roll_back(row.number), class_name="confirm-roll-back")
                ),
                class_name="form-foot",
                style={"marginTop": "20px"},
            ),
            max_width="420px",
        ),
    )


def _comparison() -> rx.Component:
    table = rx.el.table(
        rx.el.thead(rx.el.tr(*[rx.el.th(name, scope="col") for name in ("Setting", "Before", "After")])),
        rx.el.tbody(rx.foreach(VersionsState.differences, _difference)),
        class_name="table differences",
        id="differences",
    )
    same = rx.el.p("These two are the same.", class_name="muted", id="no-differences")
    return card(
        rx.el.div(
            _choice("Before", VersionsState.before, VersionsState.choose_before),
            rx.icon("arrow-right", size=16, aria_hidden="true"),
            _choice("After", VersionsState.after, VersionsState.choose_after),
            class_name="row",
            style={"marginBottom": "14px"},
        ),
        rx.cond(VersionsState.differences, table, same),
        title="What is different",
    )


def _choice(label: str, value: rx.Var[str], on_change: rx.EventHandler) -> rx.Component:
    return rx.select.root(
        rx.select.trigger(custom_attrs={"aria-label": label}),
        rx.select.content(
            rx.select.item("What is set now", value=str(NOW)),
            rx.foreach(VersionsState.rows, lambda row: rx.select.item("Version ", row.number, value=row.number)),
        ),
        value=value,
        on_change=on_change,
    )


def _difference(one: ObjectVar[Difference]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(one.setting), rx.el.td(rx.el.pre(one.before, class_name="was")), rx.el.td(rx.el.pre(one.after))
    )
