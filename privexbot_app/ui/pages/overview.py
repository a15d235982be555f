"""The first page of a chatbot: figures, and what to do next."""

import reflex as rx

from privexbot_app.services.analytics import COUNTED_DAYS
from privexbot_app.ui.components.chatbot_frame import chatbot_page, place
from privexbot_app.ui.components.parts import card, loading
from privexbot_app.ui.states.overview import OverviewState


@chatbot_page("", "Overview", OverviewState.load)
def add_overview() -> rx.Component:
    return rx.cond(OverviewState.is_loaded, rx.el.div(_steps(), _tiles(), class_name="stack"), loading(2))


def _tiles() -> rx.Component:
    return rx.el.dl(
        _tile("conversations", "messages-square", "Conversations", OverviewState.conversations),
        _tile("messages", "message-circle", "Messages", OverviewState.messages),
        _tile("leads", "contact", "Leads", OverviewState.leads),
        _tile("unanswered", "circle-help", "Unanswered", OverviewState.unanswered),
        _tile("helped", "thumbs-up", "Helpful answers", OverviewState.helped),
        _tile("did-not-help", "thumbs-down", "Unhelpful answers", OverviewState.did_not_help),
        _tile("rating", "star", "Rating", OverviewState.rating, _of_ratings()),
        _tile("widget-opened", "mouse-pointer-click", "Widget opens", OverviewState.widget_opened),
        class_name="tiles",
    )


def _of_ratings() -> rx.Component:
    return rx.fragment(OverviewState.ratings.to_string(), f" in {COUNTED_DAYS} days")


def _tile(id_: str, icon: str, label: str, count: rx.Var, note: str | rx.Component = "") -> rx.Component:
    note = note or (f"last {COUNTED_DAYS} days" if label.startswith("Widget") else "all time")
    return rx.el.div(
        rx.el.dt(rx.icon(icon, size=16, aria_hidden="true"), label, rx.el.span(note, class_name="tile-note")),
        rx.el.dd(count, id=f"count-{id_}"),
        class_name="card tile",
    )


def _steps() -> rx.Component:
    is_done = OverviewState.has_knowledge & OverviewState.was_tried & OverviewState.is_live
    return rx.cond(
        is_done,
        rx.fragment(),
        card(
            rx.el.ol(
                _step("Add knowledge", "Texts, files or page addresses.", "/knowledge", OverviewState.has_knowledge),
                _step("Try it", "Ask what your visitors will ask.", "/playground", OverviewState.was_tried),
                _step("Deploy", "Paste one line into your website.", "/deploy", OverviewState.is_live),
                class_name="steps",
            ),
            title="Three steps to your first visitor",
        ),
    )


def _step(title: str, text: str, path: str, is_done: rx.vars.BooleanVar) -> rx.Component:
    mark = rx.cond(
        is_done,
        rx.icon("circle-check-big", size=22, color=rx.color("green", 10), aria_label="Done"),
        rx.icon("circle-dashed", size=22, color=rx.color("gray", 9), aria_label="To do"),
    )
    return rx.el.li(
        mark,
        rx.el.span(rx.el.strong(title), rx.el.span(text)),
        rx.link(rx.cond(is_done, "Open", "Start"), href=place(path), aria_label=title, size="2", weight="medium"),
    )
