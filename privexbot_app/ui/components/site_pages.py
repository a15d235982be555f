"""The pages of a website, one a row: what became of each, and why."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.parts import empty, loading, moment
from privexbot_app.ui.components.site_head import page_link
from privexbot_app.ui.states.site import SiteState
from privexbot_app.ui.states.site_pages import SitePagesState
from privexbot_app.ui.states.site_rows import CountRow, PageRow

STATES = {
    "indexed": ("green", "Known"),
    "fetched": ("amber", "Waits for you"),
    "found": ("gray", "Found"),
    "skipped": ("gray", "Left out"),
    "failed": ("red", "Failed"),
    "gone": ("orange", "Gone"),
}


def site_pages() -> rx.Component:
    nothing = rx.cond(
        (SitePagesState.words != "") | (SitePagesState.shown != ""),
        empty("search-x", "No page fits", "Try other words, or all states.", id="no-pages-fit"),
        empty("network", "No page was found yet", "Pages appear here as soon as the website answers.", id="no-pages"),
    )
    return rx.cond(
        SitePagesState.is_loaded,
        rx.el.div(
            rx.el.div(_filters(), _search(), class_name="row between"),
            rx.cond(SitePagesState.rows, _list(), nothing),
            class_name="stack",
            style={"gap": "14px"},
        ),
        loading(3, "64px"),
    )


def _filters() -> rx.Component:
    return rx.el.div(
        rx.el.button(
            "All",
            on_click=SitePagesState.show(""),
            type="button",
            aria_pressed=rx.cond(SitePagesState.shown == "", "true", "false"),
        ),
        rx.foreach(SiteState.counts, _filter),
        class_name="filters",
        role="group",
        aria_label="Pages by state",
    )


def _filter(row: ObjectVar[CountRow]) -> rx.Component:
    labels = [(state, label) for state, (_, label) in STATES.items()]
    return rx.el.button(
        rx.match(row.state, *labels, row.state),
        rx.el.span(row.count, class_name="count"),
        on_click=SitePagesState.show(row.state),
        type="button",
        aria_pressed=rx.cond(SitePagesState.shown == row.state, "true", "false"),
    )


def _search() -> rx.Component:
    return rx.debounce_input(
        rx.input(
            rx.input.slot(rx.icon("search", size=15, aria_hidden="true")),
            value=SitePagesState.words,
            on_change=SitePagesState.search,
            placeholder="Address or title",
            aria_label="Search in the pages",
            type="search",
            id="page-search",
        ),
        debounce_timeout=300,
    )


def _list() -> rx.Component:
    return rx.fragment(
        rx.el.ul(rx.foreach(SitePagesState.rows, _page), class_name="card page-rows", id="pages"),
        rx.el.div(
            rx.el.span(
                SitePagesState.first + 1, "–", SitePagesState.last, " of ", SitePagesState.total, class_name="muted"
            ),
            rx.el.div(
                _turn("chevron-left", "Pages before", -1), _turn("chevron-right", "Pages after", 1), class_name="row"
            ),
            class_name="row between",
        ),
    )


def _turn(icon: str, label: str, step: int) -> rx.Component:
    is_end = SitePagesState.first == 0 if step < 0 else SitePagesState.last >= SitePagesState.total
    return rx.icon_button(
        rx.icon(icon, size=16),
        on_click=SitePagesState.turn(step),
        disabled=is_end,
        aria_label=label,
        variant="soft",
        color_scheme="gray",
    )


def _page(page: ObjectVar[PageRow]) -> rx.Component:
    badges = [
        (state, rx.badge(label, color_scheme=color, radius="full", high_contrast=True))
        for state, (color, label) in STATES.items()
    ]
    return rx.el.li(
        rx.el.div(
            rx.cond(page.title, rx.el.strong(page.title, class_name="row-title")),
            page_link(page.path, page.link),
            rx.cond(page.error, rx.el.span(page.error, class_name="muted")),
            rx.cond(page.is_kept, rx.el.span("What was known of it still counts.", class_name="muted")),
            class_name="row-body",
        ),
        rx.el.div(
            rx.match(page.state, *badges, rx.badge(page.state)),
            rx.el.span(moment(page.at), class_name="muted page-time"),
            class_name="page-state",
        ),
        custom_attrs={"data-state": page.state},
    )
