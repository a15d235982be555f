"""Files that visitors send along with a message: checked by their bytes, kept in the database, read by a child process.

A file belongs to the visitor who sent it. It can be fetched by a link that was signed for it and is short-lived, and is
always handed out as something to save, never as something to open in our origin.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from sqlmodel import Session

from privexbot_app import security
from privexbot_app.db import reading, transaction
from privexbot_app.errors import Invalid, NotFound, TooLarge, TooMany, Unsupported
from privexbot_app.models import Chatbot, Message, UploadContent, VisitorUpload, now
from privexbot_app.rag.file_kinds import kind_of
from privexbot_app.rag.parse import parse_in_child
from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.services.upload_kinds import allowed_types, endings_of
from privexbot_app.services.verdicts import AskedFile
from privexbot_app.services.visitor_menu import visitor_menu_of
from privexbot_app.services.visits import Visit
from privexbot_app.services.widget_tasks import MOST_FILES
from privexbot_app.settings import settings
from privexbot_app.store import visiting as store
from privexbot_app.store.conversations import lock_visitor

PURPOSE = "upload"
LINK_SECONDS = 3600
READ_SECONDS = 10.0
KEPT_CHARACTERS = 20_000
LONGEST_NAME = 120
DAY = timedelta(days=1)
SWEEP_BATCH = 100
REMEMBERED_FILES = 3


@dataclass(frozen=True)
class File:
    """A file as it is shown: `url` is a path on our origin that opens it for an hour."""

    id: UUID
    name: str
    type: str
    size: int
    url: str
    created_at: datetime


def file_of(upload: VisitorUpload) -> File:
    """With a fresh link."""
    url = f"/api/v1/uploads/{security.sign(PURPOSE, str(upload.id))}"
    return File(upload.id, upload.name, upload.media_type, upload.size_bytes, url, upload.created_at)


async def add_upload(visit: Visit, name: str, content: bytes) -> File:
    """Keep a file for the visitor's next message.

    Raises NotFound where the owner takes none, TooLarge, Unsupported, Invalid for an empty one, and TooMany.
    """
    name = _plain(name)
    media_type = _check(visit, name, content)
    await _check_room(visit)
    upload = VisitorUpload(
        chatbot_id=visit.chatbot.id,
        visitor_id=visit.visitor_id,
        name=name,
        media_type=media_type,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        text=await to_thread.run_sync(partial(_read, content, media_type, name), limiter=_readers()),
    )
    return await _add(visit, upload, content)


def claim(session: Session, visitor_id: UUID | None, upload_ids: Sequence[UUID]) -> list[VisitorUpload]:
    """The visitor's own files that wait for a message, for whoever is writing it. Raises Invalid for any other id."""
    if not upload_ids:
        return []
    if len(upload_ids) > MOST_FILES:
        raise Invalid(f"A message may have {MOST_FILES} files.", field="files")
    found = store.list_unsent(session, visitor_id, upload_ids) if visitor_id else []
    if {upload.id for upload in found} != set(upload_ids):
        raise Invalid("One of the files is not there any more. Please add it again.", field="files")
    return found


def attach(sent: Sequence[VisitorUpload], message: Message) -> None:
    """They belong to this message from now on, which is written already."""
    for upload in sent:
        upload.message_id = message.id


def files_for(
    session: Session, chatbot: Chatbot, message: Message, sent: Sequence[VisitorUpload]
) -> tuple[AskedFile, ...]:
    """Those that come with the question and, without any, the latest of the conversation if files are taken at all."""
    if sent:
        return tuple(AskedFile(one.id, one.name, one.text, is_new=True) for one in sent)
    if not visitor_menu_of(chatbot).takes_uploads:
        return ()
    before = store.list_latest_uploads(session, message.conversation_id, REMEMBERED_FILES)
    return tuple(AskedFile(one.id, one.name, one.text, is_new=False) for one in before)


def files_of(session: Session, messages: Sequence[Message]) -> dict[UUID, list[File]]:
    """By message; one without any is left out."""
    found = store.list_uploads(session, [message.id for message in messages])
    return {message_id: [file_of(upload) for upload in uploads] for message_id, uploads in found.items()}


@reading
def open_upload(session: Session, token: str) -> tuple[VisitorUpload, bytes]:
    """What a link leads to. Raises NotFound for one that is forged or has expired, and when the file was erased."""
    facts = security.read_signed(PURPOSE, token, LINK_SECONDS)
    if facts is None or (found := store.find_upload(session, UUID(facts[0]))) is None:
        raise NotFound("This link has expired. Open the conversation again.")
    upload, kept = found
    return upload, kept.content


@transaction
def delete_unsent(session: Session) -> int:
    """Files that were chosen more than a day ago and never sent; returns how many went, at most a batch."""
    return store.delete_unsent(session, now() - DAY, SWEEP_BATCH)


def _plain(name: str) -> str:
    """The file's own name, without a folder and without what steers a terminal or the direction of a text."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if sign.isprintable() and sign not in '"<>|:*?').strip(". ")
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[-LONGEST_NAME:] or "file"


def _check(visit: Visit, name: str, content: bytes) -> str:
    """Its media type."""
    menu = visitor_menu_of(visit.chatbot)
    if not menu.takes_uploads:
        raise NotFound("This chatbot takes no files.")
    if len(content) > settings().upload_bytes:
        raise TooLarge(f"A file may have {settings().upload_bytes // 1_000_000} MB.", field="file")
    if not content:
        raise Invalid("The file is empty.", field="file")
    media_type = kind_of(name, content)
    if media_type not in allowed_types(menu.upload_kinds):
        raise Unsupported(f"Please choose one of these: {endings_of(menu.upload_kinds)}.", field="file")
    return media_type


@lru_cache(maxsize=1)
def _readers() -> CapacityLimiter:
    """One file at a time: visitors' files must not keep answers waiting."""
    return CapacityLimiter(1)


def _read(content: bytes, media_type: str, name: str) -> str:
    """The beginning of its text; empty for a picture and for what cannot be read. Blocks."""
    if media_type.startswith("image/"):
        return ""
    limits: dict[str, Any] = {
        "timeout_seconds": min(READ_SECONDS, settings().parse_seconds),
        "memory_bytes": settings().parse_memory_bytes,
    }
    try:
        text = parse_in_child(content, media_type, name, **limits).text
    except ParseError:
        return ""
    return text.replace("\0", "")[:KEPT_CHARACTERS]


@reading
def _check_room(session: Session, visit: Visit) -> None:
    _count(session, visit)


def _count(session: Session, visit: Visit) -> None:
    since, chatbot_id = now() - DAY, visit.chatbot.id
    own = store.count_uploads(session, since, chatbot_id=chatbot_id, visitor_id=visit.visitor_id)
    everybodys = store.count_uploads(session, since, chatbot_id=chatbot_id)
    if own >= settings().uploads_per_day_per_visitor or everybodys >= settings().uploads_per_day_per_chatbot:
        raise TooMany("That was enough files for today. Please describe it in words.", retry_after_seconds=3600)


@transaction
def _add(session: Session, visit: Visit, upload: VisitorUpload, content: bytes) -> File:
    if lock_visitor(session, visit.chatbot.id, visit.visitor_id) is None:
        raise NotFound("There is no such visitor.")
    _count(session, visit)
    session.add(upload)
    session.flush()
    session.add(UploadContent(upload_id=upload.id, content=content))
    return file_of(upload)
