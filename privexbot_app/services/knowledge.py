"""What the owner gives a chatbot to know: texts, files and pages. Reading and indexing them is a job (see ingest)."""

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from sqlmodel import Session

from privexbot_app.adapters import queue
from privexbot_app.db import reading, transaction
from privexbot_app.errors import Conflict, Invalid, TooLarge
from privexbot_app.models import Source, SourceContent, SourceKind, SourceState, now
from privexbot_app.rag.parse.kinds import ARCHIVE, ENDINGS, advice, recognise
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.roles import require_editor
from privexbot_app.settings import settings
from privexbot_app.store import sources as store
from privexbot_app.store.chatbots import get_chatbot, get_knowledge_base
from privexbot_app.store.knowledge_links import list_base_ids
from privexbot_app.store.passages import bump_version


class Upload(NamedTuple):
    """A file as the browser sent it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class SourceOverview:
    """A source with what its card shows: `done` of `total` passages are indexed."""

    id: UUID
    kind: SourceKind
    title: str
    url: str
    state: SourceState
    done: int
    total: int
    passages: int
    error: str
    notes: list[str]


async def add_text(viewer: Viewer, knowledge_base_id: UUID, title: str, text: str) -> Source:
    """Raises Invalid for an empty text or title, TooLarge over the file limit."""
    title, text = " ".join(title.split()), text.strip()
    if not title:
        raise Invalid("Give the text a title, such as “Returns”.", field="title")
    if not text:
        raise Invalid("There is no text to learn from.", field="text")
    content = text.encode("utf-8", "replace")
    _check_size(len(content))
    source = _new_source(viewer, knowledge_base_id, SourceKind.TEXT, title)
    return await _add(
        viewer, source, SourceContent(source_id=source.id, media_type="text/plain", name=title[:300], content=content)
    )


async def add_file(viewer: Viewer, knowledge_base_id: UUID, upload: Upload) -> Source:
    """What kind of file it is, its reader finds out by its bytes; the name only gives it a chance.

    Raises Invalid for a kind that cannot be read, TooLarge over the file limit.
    """
    name = upload.name.replace("\\", "/").rpartition("/")[2][-300:] or "file"
    return await add_named(viewer, knowledge_base_id, Upload(name, upload.content))


async def add_named(viewer: Viewer, knowledge_base_id: UUID, upload: Upload) -> Source:
    """The same, for a name that may be a path in an archive."""
    name, content = upload
    if not content:
        raise Invalid("The file is empty.", field="file")
    _check_size(len(content))
    source = _new_source(viewer, knowledge_base_id, SourceKind.FILE, name)
    kept = SourceContent(source_id=source.id, media_type=_media_type(name, content), name=name, content=content)
    return await _add(viewer, source, kept)


def _media_type(name: str, content: bytes) -> str:
    ending = f".{name.rpartition('.')[2].lower()}"
    media_type = ENDINGS.get(ending) or (recognise(content) if not content.startswith(b"PK") else ARCHIVE)
    if not media_type:
        raise Invalid(f"This kind of file cannot be read: {advice(name)}.", field="file")
    return media_type


async def add_page(viewer: Viewer, knowledge_base_id: UUID, url: str) -> Source:
    """The page is fetched by the job; raises Invalid for what is no web address at all."""
    url = url.strip()
    url = url if "://" in url else f"https://{url}"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > 2000:
        raise Invalid("Enter a page's address, such as https://example.com/shipping.", field="url")
    return await _add(viewer, _new_source(viewer, knowledge_base_id, SourceKind.PAGE, url, url), None)


def _new_source(viewer: Viewer, knowledge_base_id: UUID, kind: SourceKind, title: str, url: str = "") -> Source:
    workspace_id = viewer.workspace_id
    return Source(workspace_id=workspace_id, knowledge_base_id=knowledge_base_id, kind=kind, title=title[:300], url=url)


def _check_size(size_bytes: int) -> None:
    if size_bytes > settings().file_bytes:
        raise TooLarge(f"This is larger than {settings().file_bytes // 1_000_000} MB.", field="file")


async def _add(viewer: Viewer, source: Source, content: SourceContent | None) -> Source:
    require_editor(viewer)
    await _insert(viewer, source, content)
    await queue.enqueue_ingest(source.id, source.attempt)
    return source


@transaction
def _insert(session: Session, viewer: Viewer, source: Source, content: SourceContent | None) -> None:
    get_knowledge_base(session, viewer.scope, source.knowledge_base_id)
    session.add(source)
    session.flush()
    if content is not None:
        session.add(content)


@reading
def list_sources(session: Session, viewer: Viewer, knowledge_base_id: UUID) -> list[SourceOverview]:
    """Newest first; raises NotFound for a knowledge base the viewer cannot see."""
    get_knowledge_base(session, viewer.scope, knowledge_base_id)
    sources = store.list_sources(session, viewer.scope, knowledge_base_id)
    passages = store.count_passages(session, [source.id for source in sources])
    return [_overview(source, passages.get(source.id, 0)) for source in sources]


@reading
def list_sources_of_bot(session: Session, viewer: Viewer, chatbot_id: UUID) -> list[SourceOverview]:
    """Of every knowledge base that the chatbot searches; raises NotFound for a chatbot the viewer cannot see."""
    bases = list_base_ids(session, get_chatbot(session, viewer.scope, chatbot_id))
    sources = [source for base_id in bases for source in store.list_sources(session, viewer.scope, base_id)]
    passages = store.count_passages(session, [source.id for source in sources])
    return [_overview(source, passages.get(source.id, 0)) for source in sources]


def _overview(source: Source, passages: int) -> SourceOverview:
    return SourceOverview(
        id=source.id,
        kind=source.kind,
        title=source.title,
        url=source.url,
        state=source.state,
        done=source.done,
        total=source.total,
        passages=passages,
        error=source.error,
        notes=source.notes,
    )


async def retry_source(viewer: Viewer, source_id: UUID) -> Source:
    """Read it again from the start; what it taught before stays until the new reading is ready."""
    require_editor(viewer)
    source = await _queue_again(viewer, source_id)
    enqueue = queue.enqueue_crawl if source.kind is SourceKind.SITE else queue.enqueue_ingest
    await enqueue(source.id, source.attempt)
    return source


@transaction
def _queue_again(session: Session, viewer: Viewer, source_id: UUID) -> Source:
    source = store.get_source(session, viewer.scope, source_id)
    if source.kind is SourceKind.QA:
        raise Conflict("Questions and answers are written here: there is nothing to read again.")
    if source.state in store.UNFINISHED:
        raise Conflict("This source is being read already.")
    source.state, source.attempt, source.error, source.notes = SourceState.QUEUED, source.attempt + 1, "", []
    source.done, source.total, source.changed_at = 0, 0, now()
    return source


@transaction
def delete_source(session: Session, viewer: Viewer, source_id: UUID) -> None:
    """The chatbot forgets it at once."""
    require_editor(viewer)
    source = store.get_source(session, viewer.scope, source_id)
    session.delete(source)
    bump_version(session, source.knowledge_base_id)
