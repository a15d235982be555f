"""The pages below one tab of a chatbot."""

import reflex as rx

from privexbot_app.ui.components.chatbot_frame import place

KNOWLEDGE = (
    ("Sources", "/knowledge"),
    ("Questions and answers", "/knowledge/answers"),
    ("Documents", "/knowledge/documents"),
    ("Try a search", "/knowledge/search"),
    ("Coverage", "/knowledge/coverage"),
    ("Duplicates", "/knowledge/duplicates"),
)
IMPROVE = (("Gaps", "/improve"), ("Test set", "/improve/tests"))
SETTINGS = (
    ("Name and answers", "/settings"),
    ("Appearance", "/settings/appearance"),
    ("Behaviour", "/settings/behaviour"),
    ("Messages", "/settings/messages"),
    ("Lead form", "/settings/lead-form"),
    ("Texts", "/settings/texts"),
    ("Handing over", "/settings/handover"),
    ("Visitors’ menu", "/settings/visitors"),
)
DEPLOY = (("On your website", "/deploy"), ("Versions", "/deploy/versions"))


def sections(pages: tuple[tuple[str, str], ...]) -> rx.Component:
    return rx.el.nav(*[_section(*page) for page in pages], class_name="sections", aria_label="Pages of this tab")


def _section(label: str, path: str) -> rx.Component:
    is_here = rx.State.router.url.path == place(path)
    return rx.link(label, href=place(path), aria_current=rx.cond(is_here, "page", "false"), underline="none")
