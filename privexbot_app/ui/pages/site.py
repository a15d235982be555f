"""A website among the sources: its crawl, its pages, what changed on it, and how it is read."""

import reflex as rx

from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.parts import loading
from privexbot_app.ui.components.site_changes import site_changes, stale_answers
from privexbot_app.ui.components.site_head import count_badge, site_head
from privexbot_app.ui.components.site_pages import site_pages
from privexbot_app.ui.components.site_settings import site_settings
from privexbot_app.ui.states.site import SiteState
from privexbot_app.ui.states.site_changes import SiteChangesState
from privexbot_app.ui.states.site_pages import SitePagesState

LOAD = [SiteState.load, SitePagesState.load, SiteChangesState.load]


@chatbot_page("/knowledge/site/[source_id]", "Website", LOAD)
def add_site() -> rx.Component:
    return rx.cond(SiteState.is_loaded, rx.el.div(site_head(), _parts(), class_name="stack"), loading(3))


def _parts() -> rx.Component:
    stale = SiteChangesState.stale.length()
    parts = (
        ("pages", "Pages", rx.fragment(), site_pages()),
        ("changes", "Changes", count_badge(SiteState.undecided), site_changes()),
        ("stale", "Out of date", count_badge(stale, "orange"), stale_answers()),
        ("settings", "Settings", rx.fragment(), site_settings()),
    )
    return rx.tabs.root(
        rx.tabs.list(
            *[
                rx.tabs.trigger(
                    rx.el.span(label, badge, class_name="row tab-name"), value=value, id=f"site-{value}-tab"
                )
                for value, label, badge, _ in parts
            ],
            flex_wrap="wrap",
        ),
        *[rx.tabs.content(content, value=value, padding_top="18px") for value, _, _, content in parts],
        default_value="pages",
    )
