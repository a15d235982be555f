"""What a chatbot knows: the ways to add to it on one side, the sources with their progress on the other."""

import reflex as rx

from privexbot_app.ui.components.base_bar import base_bar
from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.forms import text_area, text_field
from privexbot_app.ui.components.parts import card, empty, loading
from privexbot_app.ui.components.sections import KNOWLEDGE, sections
from privexbot_app.ui.components.site_form import add_site_form
from privexbot_app.ui.components.source_list import source_list
from privexbot_app.ui.components.upload_box import problem_list, upload_box
from privexbot_app.ui.states.knowledge import PAGES_AT_ONCE, KnowledgeState


@chatbot_page("/knowledge", "Knowledge", KnowledgeState.load)
def add_knowledge() -> rx.Component:
    return rx.fragment(
        sections(KNOWLEDGE), base_bar(), rx.el.div(_sources(), _ways_to_add(), class_name="two knowledge")
    )


def _sources() -> rx.Component:
    nothing = empty(
        "book-open",
        "It knows nothing yet",
        "Add a text, a file or a page address. Reading starts at once, and you can watch it here.",
        id="no-sources",
    )
    return rx.el.section(
        rx.el.h2("Sources", class_name="card-title"),
        rx.cond(
            KnowledgeState.is_loaded,
            rx.cond(KnowledgeState.sources, source_list(KnowledgeState.sources), nothing),
            loading(3, "74px"),
        ),
        class_name="stack",
        style={"gap": "12px"},
    )


def _ways_to_add() -> rx.Component:
    return card(
        rx.tabs.root(
            rx.tabs.list(
                _way("text", "Text", "type"),
                _way("files", "Files", "file-up"),
                _way("pages", "Pages", "globe"),
                _way("site", "Website", "network"),
                flex_wrap="wrap",
                size="1",
            ),
            rx.tabs.content(_text_form(), value="text", padding_top="18px"),
            rx.tabs.content(upload_box(), value="files", padding_top="18px"),
            rx.tabs.content(_pages_form(), value="pages", padding_top="18px"),
            rx.tabs.content(add_site_form(), value="site", padding_top="18px"),
            default_value="text",
        ),
        title="Add knowledge",
        id="add-knowledge",
    )


def _way(value: str, label: str, icon: str) -> rx.Component:
    return rx.tabs.trigger(
        rx.el.span(rx.icon(icon, size=15, aria_hidden="true"), label, class_name="row", style={"gap": "6px"}),
        value=value,
        id=f"add-{value}",
    )


def _problem(field: str) -> rx.Var[str]:
    return rx.cond(KnowledgeState.text_field == field, KnowledgeState.text_problem, "")


def _text_form() -> rx.Component:
    return rx.form(
        rx.el.div(
            text_field("title", "Title", placeholder="Returns", max_length=200, problem=_problem("title")),
            text_area("text", "Text", rows="9", problem=_problem("text")),
            rx.el.div(_submit("add-text-button", "Add text"), class_name="form-foot"),
            class_name="form",
        ),
        on_submit=KnowledgeState.add_text,
        id="text-form",
    )


def _pages_form() -> rx.Component:
    return rx.form(
        rx.el.div(
            text_area(
                "addresses",
                "Page addresses",
                rows="6",
                placeholder="https://example.com/shipping\nhttps://example.com/returns",
                hint=f"One a line, at most {PAGES_AT_ONCE} at once.",
            ),
            problem_list(KnowledgeState.page_problems, "page-problems"),
            rx.el.div(_submit("add-pages-button", "Add pages"), class_name="form-foot"),
            class_name="form",
        ),
        on_submit=KnowledgeState.add_pages,
        id="pages-form",
    )


def _submit(id_: str, label: str) -> rx.Component:
    return rx.button(rx.icon("plus", size=16, aria_hidden="true"), label, id=id_, type="submit", size="3")
