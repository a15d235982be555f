"""EML: an e-mail's subject as its title, who wrote it and when, and its text; attachments are named, not read."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from privexbot_app.rag.document import Block, ParsedDocument, assemble
from privexbot_app.rag.parse import html, plain
from privexbot_app.rag.parse.decode import decode
from privexbot_app.rag.parse.errors import ParseError

MAX_PARTS = 500
NAMED_ATTACHMENTS = 20
UNHEADERLY = (ValueError, LookupError, AttributeError, TypeError)  # what the standard library does with hostile headers


def read(content: bytes, title: str) -> ParsedDocument:
    """Raises ParseError for what has no header of an e-mail."""
    mail = message_from_bytes(content, policy=policy.default)
    if not isinstance(mail, EmailMessage) or not any(name in mail for name in ("From", "Subject", "Date", "Received")):
        raise ParseError("The file is not an e-mail, or is damaged.")
    parts = [part for _, part in zip(range(MAX_PARTS), mail.walk(), strict=False)]
    facts = (f"{name}: {value}" for name in ("From", "Date") if (value := _header(mail, name)))
    blocks = [*map(Block, facts), *_body(parts)]
    return assemble(_header(mail, "Subject") or title, blocks, tuple(_attachments(parts)))


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(mail[name] or "").split())
    except UNHEADERLY:
        return ""


def _body(parts: list[EmailMessage]) -> Iterator[Block]:
    """The first part that is text, else the first that is HTML."""
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == kind and not _is_attachment(part) and (text := _text(part)).strip():
                yield from plain.blocks(text) if kind == "text/plain" else html.whole(text)
                return


def _text(part: EmailMessage) -> str:
    try:
        content = part.get_payload(decode=True)
        return decode(content, part.get_content_charset() or "") if isinstance(content, bytes) else ""
    except UNHEADERLY:
        return ""


def _is_attachment(part: EmailMessage) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except UNHEADERLY:
        return True


def _attachments(parts: list[EmailMessage]) -> Iterator[str]:
    names = [_name(part) for part in parts if not part.is_multipart() and _is_attachment(part)]
    for name in names[:NAMED_ATTACHMENTS]:
        yield f"The attachment “{name}” was not read: upload it as a file of its own."
    if len(names) > NAMED_ATTACHMENTS:
        yield f"{len(names) - NAMED_ATTACHMENTS} more attachments were not read."


def _name(part: EmailMessage) -> str:
    try:
        return (part.get_filename() or "without a name")[:100]
    except UNHEADERLY:
        return "without a name"
