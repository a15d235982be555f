"""Duplicates and contradictions: pairs of passages beside each other, one of which can be disabled."""

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.parts import card
from privexbot_app.ui.components.sections import KNOWLEDGE, sections
from privexbot_app.ui.states.conflicts import ConflictsState, PairRow, SideRow


@chatbot_page("/knowledge/duplicates", "Duplicates", ConflictsState.load)
def add_conflicts() -> rx.Component:
    return rx.fragment(
        sections(KNOWLEDGE), rx.el.div(_start(), rx.cond(ConflictsState.is_done, _found()), class_name="stack")
    )


def _start() -> rx.Component:
    progress = rx.progress(value=ConflictsState.percent, custom_attrs={"aria-label": "Compared"}, id="compare-progress")
    left_out = rx.cond(
        ConflictsState.compared < ConflictsState.total,
        rx.el.span("Only the first ", ConflictsState.compared, " of ", ConflictsState.total, " passages. "),
    )
    skipped = rx.cond(
        ConflictsState.skipped > 0, rx.el.span(ConflictsState.skipped, " sentences with numbers were left out.")
    )
    return card(
        rx.button(
            rx.icon("git-compare", size=16, aria_hidden="true"),
            "Compare all passages",
            on_click=ConflictsState.compare,
            loading=ConflictsState.is_busy,
            id="compare",
            size="3",
        ),
        rx.cond(ConflictsState.is_busy, rx.el.div(progress, style={"marginTop": "14px"})),
        rx.cond(
            ConflictsState.is_done,
            rx.el.p(
                ConflictsState.compared, " passages compared. ", left_out, skipped, class_name="muted", id="compared"
            ),
        ),
        title="Duplicates and contradictions",
        note="Two documents that say the same, or different numbers, prices and dates for the same thing.",
    )


def _found() -> rx.Component:
    return rx.fragment(
        _pairs("Contradictions", "contradictions", ConflictsState.contradictions, "No contradiction was found."),
        _pairs("Duplicates", "duplicates", ConflictsState.duplicates, "No duplicate was found."),
    )


def _pairs(title: str, id_: str, rows: ArrayVar[list[PairRow]], nothing: str) -> rx.Component:
    shown = rx.el.ul(rx.foreach(rows, _pair), class_name="rows", id=id_)
    return rx.el.section(
        rx.el.h2(title, class_name="card-title alone"),
        rx.cond(rows, shown, rx.el.p(nothing, class_name="muted", id=f"no-{id_}")),
    )


def _pair(pair: ObjectVar[PairRow]) -> rx.Component:
    return rx.el.li(_side(pair.first), _side(pair.second), class_name="card pad pair")


def _side(side: ObjectVar[SideRow]) -> rx.Component:
    icon = rx.cond(side.is_disabled, rx.icon("eye", size=14), rx.icon("eye-off", size=14))
    return rx.el.div(
        rx.link(side.title, href=side.href, class_name="row-title plain-link"),
        rx.el.span("from “", side.source, "”", class_name="muted"),
        rx.el.p(side.said, class_name=rx.cond(side.is_disabled, "said muted", "said")),
        rx.button(
            icon,
            rx.cond(side.is_disabled, "Enable this passage", "Disable this passage"),
            on_click=ConflictsState.disable(side.passage_id, ~side.is_disabled),
            variant="soft",
            color_scheme="gray",
            size="1",
            class_name="disable",
        ),
        class_name="pair-side",
    )
