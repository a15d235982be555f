"""What owners upload: a file is a source, each file of a ZIP archive one of its own; bad ones cost only themselves."""

from dataclasses import dataclass
from functools import lru_cache, partial
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.errors import AppError, TooLarge
from privexbot_app.models import Source
from privexbot_app.rag.parse.kinds import ARCHIVE, ENDINGS, advice
from privexbot_app.rag.parse.sandbox import Bounds, Told, ask_child
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.knowledge import Upload, add_file, add_named
from privexbot_app.services.roles import require_editor
from privexbot_app.settings import settings
from privexbot_app.store.chatbots import get_knowledge_base

__all__ = ["ACCEPTED", "Added", "add_upload", "advice"]

UNPACKED_SHARE = 3  # an archive may unpack to so many times the file limit
ACCEPTED = {**ENDINGS, ".zip": ARCHIVE}


@dataclass(frozen=True)
class Added:
    """The sources that an upload has become, and (name, sentence) for each of its files that was left out."""

    sources: list[Source]
    problems: list[tuple[str, str]]


async def add_upload(viewer: Viewer, knowledge_base_id: UUID, upload: Upload) -> Added:
    """Raises NotFound, Invalid and TooLarge as `add_file` does, and ParseError for an archive that cannot be opened."""
    if not _is_archive(upload):
        return Added([await add_file(viewer, knowledge_base_id, upload)], [])
    await _check_place(viewer, knowledge_base_id)
    told = await to_thread.run_sync(partial(_unpack, upload), limiter=_unpackers())
    if not told.fields["is_archive"]:
        return Added([await add_file(viewer, knowledge_base_id, upload)], [])
    return await _add_each(viewer, knowledge_base_id, told)


@reading
def _check_place(session: Session, viewer: Viewer, knowledge_base_id: UUID) -> None:
    """Before anything is unpacked."""
    require_editor(viewer)
    get_knowledge_base(session, viewer.scope, knowledge_base_id)


def _is_archive(upload: Upload) -> bool:
    """By its name, or by its bytes where the name says nothing."""
    ending = f".{upload.name.rpartition('.')[2].lower()}"
    return ending == ".zip" or (ending not in ENDINGS and upload.content.startswith(b"PK\x03\x04"))


def _unpack(upload: Upload) -> Told:
    limits = settings()
    if len(upload.content) > limits.file_bytes:
        raise TooLarge(f"This is larger than {limits.file_bytes // 1_000_000} MB.", field="file")
    most = UNPACKED_SHARE * limits.file_bytes
    order = {"task": "unpack", "most_bytes": most, "most_file_bytes": limits.file_bytes}
    return ask_child(order, upload.content, Bounds(limits.parse_seconds, limits.parse_memory_bytes, most))


@lru_cache(maxsize=1)
def _unpackers() -> CapacityLimiter:
    """One archive at a time: each may hold a whole process and its memory."""
    return CapacityLimiter(1)


async def _add_each(viewer: Viewer, knowledge_base_id: UUID, told: Told) -> Added:
    sources: list[Source] = []
    problems = [(str(name), str(reason)) for name, reason in told.fields["problems"]]
    for name, content in told.files():
        try:
            sources.append(await add_named(viewer, knowledge_base_id, Upload(name, content)))
        except AppError as problem:
            problems.append((name, problem.message))
    return Added(sources, problems)
