"""Messages as bubbles, with what they point at. Texts are only ever texts here: nothing in them becomes markup."""

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar
from reflex.vars.base import Var

from privexbot_app.ui.components.chatbot_frame import place
from privexbot_app.ui.components.face import face
from privexbot_app.ui.components.parts import moment
from privexbot_app.ui.components.text_blocks import text_blocks
from privexbot_app.ui.states.message_rows import CitationRow, FileRow, MessageRow

WRONG_ENDS = {
    "truncated": "The answer was cut off.",
    "stopped": "The answer was stopped.",
    "failed": "The answer failed.",
    "generating": "Still being written …",
}


LOOKS = (("visitor", "message asks"), ("operator", "message says by-person"), ("note", "message says note"))


def bubble(message: ObjectVar[MessageRow], *actions: rx.Component) -> rx.Component:
    """`actions` stand at the end of the notes below the message."""
    return rx.el.li(
        rx.match(
            message.who,
            ("visitor", rx.el.span("Visitor: ", class_name="unseen")),
            ("operator", _author(message)),
            ("note", _author(message, "Note, which the visitor never sees")),
            rx.el.span("Chatbot: ", class_name="unseen"),
        ),
        rx.el.div(rx.cond(message.blocks, text_blocks(message.blocks), message.text), class_name="bubble"),
        rx.cond(message.files, _files(message.files)),
        rx.cond(message.citations, citations(message.citations)),
        rx.cond(message.unsupported, _unsupported(message.unsupported)),
        _notes(message, actions),
        class_name=rx.match(message.who, *LOOKS, "message says"),
    )


def _author(message: ObjectVar[MessageRow], remark: str = "") -> rx.Component:
    return rx.el.div(
        face(message.author),
        rx.el.strong(message.author.name),
        rx.el.span(rx.icon("lock", size=12, aria_hidden="true"), remark, class_name="remark") if remark else "",
        class_name="author",
    )


def plain_bubble(text: str | Var[str], **props) -> rx.Component:
    """What the bot says outside of the list: its greeting, and an answer that is on its way."""
    return rx.el.li(
        rx.el.span("Chatbot: ", class_name="unseen"),
        rx.el.div(text, class_name="bubble"),
        class_name="message says",
        **props,
    )


def thinking() -> rx.Component:
    return _dots("Looking for an answer …", class_name="message says")


def typing() -> rx.Component:
    """The visitor is writing just now."""
    return _dots("The visitor is typing …", class_name="message asks typing", id="visitor-types")


def _dots(said: str, **props) -> rx.Component:
    dots = rx.el.span(rx.el.i(), rx.el.i(), rx.el.i(), class_name="dots", aria_hidden="true")
    return rx.el.li(rx.el.div(dots, rx.el.span(said, class_name="unseen"), class_name="bubble"), **props)


def _files(rows: ArrayVar[list[FileRow]]) -> rx.Component:
    """What the visitor sent: our server lets browsers only save it."""
    return rx.el.ul(rx.foreach(rows, _file), class_name="files", aria_label="Files")


def _file(row: ObjectVar[FileRow]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.icon("paperclip", size=14, aria_hidden="true"),
            rx.el.span(row.name, class_name="clip", dir="auto"),
            rx.el.span(row.size, class_name="muted"),
            href=row.link,
            target="_blank",  # a link within the tab would be taken for a page of ours
            rel="noopener noreferrer",
        )
    )


def citations(rows: ArrayVar[list[CitationRow]]) -> rx.Component:
    return rx.el.ol(rx.foreach(rows, _citation), class_name="citations", aria_label="Sources")


def _citation(row: ObjectVar[CitationRow]) -> rx.Component:
    title = rx.cond(
        row.link,
        rx.el.a(row.title, href=row.link, target="_blank", rel="noopener noreferrer"),
        rx.el.span(row.title),
    )
    return rx.el.li(
        rx.el.span(row.n, class_name="cite-number", aria_hidden="true"),
        rx.el.span(
            title,
            rx.cond(row.is_edited, rx.el.span("edited by the owner", class_name="muted")),
            rx.cond(row.quote, rx.el.q(row.quote)),
        ),
    )


def _unsupported(said: ArrayVar[list[str]]) -> rx.Component:
    return rx.el.div(
        rx.el.span("Not supported by any passage: "),
        rx.foreach(said, lambda sentence: rx.el.mark(sentence, class_name="unsupported")),
        class_name="message-notes",
    )


def _opinion(message: ObjectVar[MessageRow]) -> rx.Component:
    """The visitor's thumb, with what they did not like."""
    thumb = rx.cond(
        message.rating == "up",
        rx.icon("thumbs-up", size=14, aria_label="The visitor found this helpful"),
        rx.icon("thumbs-down", size=14, aria_label="The visitor did not find this helpful"),
    )
    return rx.cond(message.rating, rx.el.span(thumb, " ", message.complaint, class_name="opinion"))


def _notes(message: ObjectVar[MessageRow], actions: tuple[rx.Component, ...]) -> rx.Component:
    return rx.el.div(
        rx.cond(message.is_unknown, rx.badge("Did not know", color_scheme="amber", radius="full", high_contrast=True)),
        rx.cond(
            message.wants_person, rx.badge("Asked for a person", color_scheme="blue", radius="full", high_contrast=True)
        ),
        rx.match(
            message.state,
            *[(state, rx.badge(text, color_scheme="red", high_contrast=True)) for state, text in WRONG_ENDS.items()],
            rx.fragment(),
        ),
        rx.cond(message.at, moment(message.at)),
        rx.cond(message.model, rx.el.span(message.model)),
        rx.cond(message.cost, rx.el.span(message.cost, title="What this answer has cost")),
        rx.cond(message.receipt_id, rx.link("Receipt", href=place("/receipts/") + message.receipt_id, size="1")),
        _opinion(message),
        *actions,
        class_name="message-notes",
    )
