"""What a chatbot has read: all documents, and one with its passages beside its text."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.chatbot_frame import chatbot_page, place
from privexbot_app.ui.components.fact_table import fact_table
from privexbot_app.ui.components.parts import empty, loading, moment
from privexbot_app.ui.components.passage_cards import edit_dialog, passage_cards
from privexbot_app.ui.components.sections import KNOWLEDGE, sections
from privexbot_app.ui.components.source_list import ICONS
from privexbot_app.ui.states.document import DocumentState
from privexbot_app.ui.states.document_facts import DocumentFactsState
from privexbot_app.ui.states.documents import DocumentItem, DocumentsState


@chatbot_page("/knowledge/documents", "Documents", DocumentsState.load)
def add_documents() -> rx.Component:
    page = rx.el.div(_search(), _list(), _pager(), class_name="stack")
    return rx.fragment(sections(KNOWLEDGE), rx.cond(DocumentsState.is_loaded, page, loading(3, "74px")))


def _search() -> rx.Component:
    return rx.input(
        rx.input.slot(rx.icon("search", size=16, aria_hidden="true")),
        value=DocumentsState.words,
        on_change=DocumentsState.look_for.debounce(300),
        placeholder="Title, address or source",
        size="3",
        id="look-for",
        custom_attrs={"aria-label": "Look for a document"},
    )


def _list() -> rx.Component:
    nothing = empty("file-search", "No documents here", "What a source says appears here once it was read.", id="none")
    rows = rx.el.ul(rx.foreach(DocumentsState.rows, _row), class_name="rows", id="documents")
    return rx.cond(DocumentsState.rows, rows, nothing)


def _row(row: ObjectVar[DocumentItem]) -> rx.Component:
    marks = [(kind, rx.icon(icon, size=18, aria_hidden="true")) for kind, icon in ICONS.items()]
    return rx.el.li(
        rx.el.span(rx.match(row.kind, *marks, rx.icon("file", size=18, aria_hidden="true")), class_name="row-icon"),
        rx.el.div(
            rx.link(row.title, href=place("/knowledge/documents/") + row.id, class_name="row-title plain-link"),
            rx.cond(
                row.link,
                rx.el.a(row.link, href=row.link, target="_blank", rel="noopener noreferrer", class_name="row-link"),
            ),
            rx.el.span(
                rx.cond(row.source, rx.el.span("from “", row.source, "”", class_name="clip")),
                rx.el.span(row.characters.to_string(), " characters"),
                rx.el.span(row.passages, rx.cond(row.passages == 1, " passage", " passages")),
                rx.cond(row.decided > 0, rx.el.span(row.decided, " changed by you")),
                rx.el.span("read ", moment(row.at)),
                class_name="row-facts",
            ),
            class_name="row-body",
        ),
        class_name="card source",
    )


def _pager() -> rx.Component:
    is_one_page = (DocumentsState.first == 0) & ~DocumentsState.has_more
    return rx.cond(
        is_one_page,
        rx.fragment(),
        rx.el.nav(
            _turn("Earlier", DocumentsState.turn(-1), DocumentsState.first == 0),
            rx.el.span(DocumentsState.total, " documents", class_name="muted"),
            _turn("More", DocumentsState.turn(1), ~DocumentsState.has_more),
            class_name="row between",
            aria_label="Pages",
        ),
    )


def _turn(label: str, on_click: rx.EventHandler, is_off: rx.Var[bool]) -> rx.Component:
    return rx.button(label, on_click=on_click, disabled=is_off, variant="soft", color_scheme="gray")


@chatbot_page("/knowledge/documents/[document_id]", "Document", [DocumentState.load, DocumentFactsState.load])
def add_document() -> rx.Component:
    return rx.fragment(
        sections(KNOWLEDGE),
        rx.link(
            rx.icon("arrow-left", size=16, aria_hidden="true"),
            "All documents",
            href=place("/knowledge/documents"),
            class_name="back",
        ),
        rx.cond(DocumentState.is_loaded, _document(), loading(3)),
        edit_dialog(),
    )


def _document() -> rx.Component:
    return rx.fragment(
        rx.el.header(
            rx.el.h2(DocumentState.title, id="document-title"),
            rx.cond(
                DocumentState.link,
                rx.el.a(
                    DocumentState.link,
                    href=DocumentState.link,
                    target="_blank",
                    rel="noopener noreferrer",
                    class_name="row-link",
                ),
            ),
            class_name="document-head",
        ),
        _parts(),
        rx.el.div(_text(), passage_cards(), class_name="two reading"),
        fact_table(),
    )


def _parts() -> rx.Component:
    return rx.cond(
        DocumentState.pages > 1,
        rx.el.nav(
            _turn("Earlier part", DocumentState.turn(-1), DocumentState.page == 0),
            rx.el.span("part ", DocumentState.page + 1, " of ", DocumentState.pages, class_name="muted", id="part"),
            _turn("Next part", DocumentState.turn(1), DocumentState.page + 1 == DocumentState.pages),
            class_name="row between",
            aria_label="Parts of the document",
        ),
    )


def _text() -> rx.Component:
    text = rx.el.div(
        DocumentState.before,
        rx.cond(DocumentState.marked, rx.el.mark(DocumentState.marked, id="place")),
        DocumentState.after,
        id="document-text",
        class_name="card pad document-text",
        tab_index=0,
        role="region",
        aria_label="Text as it was read",
    )
    return rx.el.section(rx.el.h3("As it was read", class_name="card-title"), text)
