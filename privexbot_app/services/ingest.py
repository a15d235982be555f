"""Reading and indexing a source, as steps that may be repeated: each leaves the same rows however often it ran.

The steps run in job threads, so they are plain functions. A new reading is a new document beside the old one; the old
one goes when the new one is ready, so a reading that fails keeps what was known.
"""

import asyncio
import codecs
import hashlib
import logging
from collections import OrderedDict
from datetime import timedelta
from threading import Lock
from uuid import UUID

from sqlmodel import Session

from privexbot_app.adapters import egress
from privexbot_app.db import in_session, reading
from privexbot_app.models import Document, Source, SourceContent, SourceKind, SourceState, now
from privexbot_app.rag.chunk import PassageDraft, chunk
from privexbot_app.rag.document import ParsedDocument
from privexbot_app.services.file_reading import read_file
from privexbot_app.services.preparing import again_if_moved, prepare_batch
from privexbot_app.store import facts as fact_store
from privexbot_app.store import passages as passage_store
from privexbot_app.store import sources as store
from privexbot_app.store.passages import PreparedPassage

log = logging.getLogger(__name__)

BATCH = 48  # passages that are embedded and committed together: a second of work
KEPT_READINGS = 2
DEFECT = "Something went wrong on our side while this was read. Please try again."


class Reading:
    """A source's text cut into passages; read again after a restart, never stored twice."""

    def __init__(self, document: ParsedDocument) -> None:
        self.document = document
        self.drafts: tuple[PassageDraft, ...] = tuple(chunk(document))


_readings: OrderedDict[UUID, Reading] = OrderedDict()
_readings_lock = Lock()


def read_source(source_id: UUID, attempt: int) -> int:
    """Fetch and parse; returns how many passages there are to index, 0 when the job is not wanted any more."""
    source = in_session(_start_reading, source_id, attempt)
    if source is None:
        return 0
    content = _fetch(source) if source.kind is SourceKind.PAGE else in_session(_get_content, source_id)
    reading = _read(content)
    in_session(_start_indexing, source_id, attempt, content, reading)
    _keep(source_id, reading)
    return len(reading.drafts)


def index_batch(source_id: UUID, attempt: int, first: int) -> None:
    """Embed and commit the passages from `first` on; doing it twice leaves them once. Raises NotEmbedded."""
    reading = _find_kept(source_id) or _keep(source_id, _read(in_session(_get_content, source_id)))
    base_id = in_session(store.find_base_id, source_id)
    drafts = reading.drafts[first : first + BATCH]

    def prepare_and_put() -> None:
        prepared = prepare_batch(reading.document.title, drafts, base_id)
        in_session(_put_batch, source_id, attempt, prepared)

    again_if_moved(prepare_and_put)


def finish_source(source_id: UUID, attempt: int) -> None:
    """What an earlier reading taught is forgotten, and the source is ready."""
    in_session(_finish, source_id, attempt)
    _forget(source_id)


def fail_source(source_id: UUID, attempt: int, reason: str) -> None:
    """Say why; what an earlier reading taught stays."""
    in_session(_fail, source_id, attempt, reason)
    _forget(source_id)


@reading
def list_stalled(session: Session, unchanged_seconds: float) -> list[tuple[UUID, int]]:
    """Sources (id, attempt) that should be worked on and were not touched lately."""
    since = now() - timedelta(seconds=unchanged_seconds)
    found = store.list_unfinished(session, since)
    return [(source.id, source.attempt) for source in found if source.kind is not SourceKind.SITE]


def _fetch(source: Source) -> SourceContent:
    page = asyncio.run(egress.fetch_page(source.url))
    return SourceContent(
        source_id=source.id,
        media_type=page.media_type,
        name=page.final_url,
        content=as_utf8(page.content, page.charset, page.media_type),
    )


def as_utf8(content: bytes, charset: str, media_type: str) -> bytes:
    """With a mark, when the website said in which encoding it is: what is said outside a page outranks its inside."""
    if not charset or media_type == "application/pdf":
        return content
    try:
        return codecs.BOM_UTF8 + content.decode(charset).encode()
    except (LookupError, UnicodeError):
        return content


def _read(content: SourceContent) -> Reading:
    return Reading(read_file(content.content, content.media_type, content.name))


def _find_kept(source_id: UUID) -> Reading | None:
    with _readings_lock:
        return _readings.get(source_id)


def _keep(source_id: UUID, reading: Reading) -> Reading:
    with _readings_lock:
        _readings[source_id] = reading
        while len(_readings) > KEPT_READINGS:
            _readings.popitem(last=False)
    return reading


def _forget(source_id: UUID) -> None:
    with _readings_lock:
        _readings.pop(source_id, None)


def _start_reading(session: Session, source_id: UUID, attempt: int) -> Source | None:
    """None for a source that is gone, was queued anew, or has been read to the end by this attempt already."""
    source = store.find_for_job(session, source_id, attempt)
    if source is None or source.state not in store.UNFINISHED:
        return None
    source.state, source.changed_at = SourceState.READING, now()
    return source


def _get_content(session: Session, source_id: UUID) -> SourceContent:
    return session.get_one(SourceContent, source_id)


def _start_indexing(session: Session, source_id: UUID, attempt: int, content: SourceContent, reading: Reading) -> None:
    """Keep what was fetched, and put an empty document in the place of one that this attempt left before."""
    if (source := store.find_for_job(session, source_id, attempt)) is None:
        return
    session.merge(content)
    store.delete_documents(session, source_id, attempts=[attempt])
    document = reading.document
    if source.kind is SourceKind.PAGE and document.title:
        source.title = document.title[:300]
    row = Document(
        source_id=source.id,
        knowledge_base_id=source.knowledge_base_id,
        attempt=attempt,
        title=source.title if source.kind is SourceKind.TEXT else (document.title or source.title)[:300],
        url=source.url,
        text=document.text,
        content_hash=hashlib.sha256(document.text.encode()).hexdigest(),
        page_kind=document.page_kind,
    )
    session.add(row)
    fact_store.put_facts(session, row, document.facts)
    source.state, source.notes, source.changed_at = SourceState.INDEXING, list(document.problems), now()
    source.done, source.total = 0, len(reading.drafts)


def _put_batch(session: Session, source_id: UUID, attempt: int, prepared: list[PreparedPassage]) -> None:
    source = store.find_for_job(session, source_id, attempt)
    if source is None or source.done > prepared[-1].position:  # written already, by a step that died before it said so
        return
    document = store.get_document(session, source_id, attempt)
    passage_store.put_passages(session, document.id, source.knowledge_base_id, prepared)
    source.done, source.changed_at = max(source.done, prepared[-1].position + 1), now()


def _finish(session: Session, source_id: UUID, attempt: int) -> None:
    if (source := store.find_for_job(session, source_id, attempt)) is None:
        return
    store.delete_documents(session, source_id, attempts=range(1, attempt))
    passage_store.bump_version(session, source.knowledge_base_id)
    passage_store.refresh_statistics(session)
    source.state, source.done, source.changed_at = SourceState.READY, source.total, now()


def _fail(session: Session, source_id: UUID, attempt: int, reason: str) -> None:
    if (source := store.find_for_job(session, source_id, attempt)) is None:
        return
    store.delete_documents(session, source_id, attempts=[attempt])
    passage_store.bump_version(session, source.knowledge_base_id)
    source.state, source.error, source.changed_at = SourceState.FAILED, reason, now()
