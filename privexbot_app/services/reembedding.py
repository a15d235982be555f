"""A knowledge base goes over to another embedding model while the old one serves, as steps that may be repeated.

Vectors for the new model gather beside the old ones; when nothing is lacking, one transaction takes them all, so that
nobody ever searches half of one and half of the other. The steps run in job threads, so they are plain functions.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from privexbot_app.db import in_session, reading, transaction
from privexbot_app.models import EmbeddingMove, MoveState, SourceKind, now
from privexbot_app.rag.chunk import PassageDraft
from privexbot_app.services import spaces
from privexbot_app.services.calibrating import Known, get_to_know
from privexbot_app.services.embedding_words import NotEmbedded
from privexbot_app.services.preparing import embed_together, texts_to_embed
from privexbot_app.services.spaces import Space, hash_of
from privexbot_app.store import embedding as store
from privexbot_app.store import pending
from privexbot_app.store.passages import bump_version, refresh_statistics
from privexbot_app.store.pending import Decided, Lacking

log = logging.getLogger(__name__)

BATCH = 32  # passages that are embedded and committed together
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
BUSY_SECONDS = 0.2
LOCK_MILLISECONDS = 500  # shorter than PostgreSQL needs to see a deadlock: who writes a source shall not lose it


class _Work(NamedTuple):
    """Where a move leads, and where from."""

    target: Space
    serving: Space


def open_move(knowledge_base_id: UUID, attempt: int) -> bool:
    """Get to know the model if it is new; False when the move is not wanted any more. Raises NotEmbedded."""
    work = in_session(_start, knowledge_base_id, attempt)
    if work is None:
        return False
    if work.target.id is not None and not work.target.dimensions:
        if work.target.remote is None:
            raise NotEmbedded("unreadable")
        in_session(_keep_known, work.target.id, get_to_know(work.target.remote))
    return True


def embed_passages(knowledge_base_id: UUID, attempt: int, after: int) -> int:
    """Embed the next passages behind the one with the id `after`, and return the last one's id; 0 when there are none
    left, or the move is not wanted any more. Doing it twice embeds nothing twice. Raises NotEmbedded."""
    found = in_session(_find_lacking, knowledge_base_id, attempt, after)
    if found is None:
        return 0
    work, lacking = found
    texts = {one.passage_id: _texts_of(one, work.serving) for one in lacking}
    hashes = {id_: hash_of(work.target, of_one) for id_, of_one in texts.items()}
    known = in_session(pending.list_known, knowledge_base_id, set(hashes.values()))
    new = {hashes[id_]: of_one for id_, of_one in texts.items() if hashes[id_] not in known}
    vectors = known | embed_together(work.target, new)
    rows = [
        {
            "passage_id": one.passage_id,
            "knowledge_base_id": knowledge_base_id,
            "read_hash": one.content_hash,
            "content_hash": hashes[one.passage_id] if one.content_hash else "",
            "vectors": vectors[hashes[one.passage_id]],
        }
        for one in lacking
    ]
    return lacking[-1].passage_id if in_session(_put, knowledge_base_id, attempt, rows) else 0


def embed_decided(knowledge_base_id: UUID, attempt: int) -> bool:
    """The same for passages that the owner decided about; whether there may be more of them. Raises NotEmbedded."""
    found = in_session(_find_decided, knowledge_base_id, attempt)
    if found is None:
        return False
    work, decided = found
    texts = {one.override_id: _texts_of_both(one, work.serving) for one in decided}
    read = embed_together(work.target, {id_: both[0] for id_, both in texts.items()})
    edited = embed_together(work.target, {id_: both[1] for id_, both in texts.items() if both[1]})
    rows = [
        {
            "override_id": one.override_id,
            "knowledge_base_id": knowledge_base_id,
            "decided_at": one.changed_at,
            "content_hash": hash_of(work.target, texts[one.override_id][0]) if one.content_hash else "",
            "read_vectors": read[one.override_id],
            "edited_vectors": edited.get(one.override_id, b""),
        }
        for one in decided
    ]
    return in_session(_put_decided, knowledge_base_id, attempt, rows)


def switch(knowledge_base_id: UUID, attempt: int) -> bool:
    """Let all that was embedded count at once; False when something was written meanwhile that lacks it still, or when
    somebody is just writing."""
    try:
        return in_session(_switch, knowledge_base_id, attempt)
    except OperationalError as busy:
        log.info("a knowledge base was not switched yet: %s", type(busy.orig).__name__)
        time.sleep(BUSY_SECONDS)
        return False


def fail_move(knowledge_base_id: UUID, attempt: int, problem: str) -> None:
    """Say why, and when it is tried again; what is there already is kept for that."""
    in_session(_fail, knowledge_base_id, attempt, problem)


async def list_due(unchanged_seconds: float) -> list[tuple[UUID, int]]:
    """Moves (knowledge base, attempt) of all workspaces that a job should work on. First every knowledge base that
    should be in another space than it is gets its move, and no other keeps one."""
    if await _is_unsettled():
        await _settle()
    waiting = await _list_waiting(now() - timedelta(seconds=unchanged_seconds))
    if any(state is MoveState.FAILED for _, _, state in waiting):
        await _try_again()  # those are asked for at the next look
    return [(base_id, attempt) for base_id, attempt, state in waiting if state is not MoveState.FAILED]


@reading
def _is_unsettled(session: Session) -> bool:
    return bool(store.list_unsettled(session, spaces.installs_space_id())) or not spaces.are_keys_kept(session)


@transaction
def _settle(session: Session) -> None:
    install = spaces.keep_keys(session)
    for base, space_id in store.list_unsettled(session, install.id if install else None):
        set_course(session, base.id, space_id)


def set_course(session: Session, knowledge_base_id: UUID, space_id: UUID | None) -> None:
    """The knowledge base moves to that space from now on, or stays if it is there; what was embedded on another course
    is dropped, and what was embedded on this one is used again."""
    base = pending.lock_base(session, knowledge_base_id)
    move = store.find_move(session, knowledge_base_id)
    if move is not None and (move.space_id != space_id or base is None or base.space_id == space_id):
        pending.drop_pending(session, knowledge_base_id)
        session.delete(move)
        session.flush()
        move = None
    if base is not None and base.space_id != space_id and move is None:
        session.add(EmbeddingMove(knowledge_base_id=knowledge_base_id, space_id=space_id, attempt=_new_attempt()))


def restart(move: EmbeddingMove) -> None:
    """A new attempt at once; failures count on."""
    move.attempt, move.state, move.changed_at = max(_new_attempt(), move.attempt + 1), MoveState.QUEUED, now()


def _new_attempt() -> int:
    return round(now().timestamp() * 1000)


@reading
def _list_waiting(session: Session, since: datetime) -> list[tuple[UUID, int, MoveState]]:
    found = store.list_waiting(session, since, now())
    return [(move.knowledge_base_id, move.attempt, move.state) for move in found]


@transaction
def _try_again(session: Session) -> None:
    for move in store.list_waiting(session, now() - timedelta(days=1000), now()):
        if move.state is MoveState.FAILED:
            restart(move)


def _start(session: Session, knowledge_base_id: UUID, attempt: int) -> _Work | None:
    work = _work(session, knowledge_base_id, attempt)
    if work is None:
        return None
    move = store.lock_move(session, knowledge_base_id, attempt)
    if move is not None and move.state is MoveState.QUEUED:
        move.state, move.started_at = MoveState.RUNNING, now()
    return work


def _work(session: Session, knowledge_base_id: UUID, attempt: int) -> _Work | None:
    """None when it is not wanted any more."""
    move = store.lock_move(session, knowledge_base_id, attempt)
    if move is None:
        return None
    move.changed_at = now()
    target = spaces.open_space(session, store.find_space(session, move.space_id))
    return _Work(target, spaces.open_space(session, store.find_serving(session, knowledge_base_id)))


def _keep_known(session: Session, space_id: UUID, known: Known) -> None:
    if row := store.find_space(session, space_id):
        row.dimensions, row.dollars_per_token = known.dimensions, known.dollars_per_token
        row.gain, row.shift = known.scale


def _find_lacking(
    session: Session, knowledge_base_id: UUID, attempt: int, after: int
) -> tuple[_Work, list[Lacking]] | None:
    work = _work(session, knowledge_base_id, attempt)
    lacking = pending.list_lacking(session, knowledge_base_id, after, BATCH) if work else []
    return (work, lacking) if work and lacking else None


def _find_decided(session: Session, knowledge_base_id: UUID, attempt: int) -> tuple[_Work, list[Decided]] | None:
    work = _work(session, knowledge_base_id, attempt)
    decided = pending.list_decided(session, knowledge_base_id, BATCH) if work else []
    return (work, decided) if work and decided else None


def _put(session: Session, knowledge_base_id: UUID, attempt: int, rows: Sequence[Mapping[str, Any]]) -> bool:
    if store.lock_move(session, knowledge_base_id, attempt) is None:
        return False
    pending.put_pending(session, rows)
    return True


def _put_decided(session: Session, knowledge_base_id: UUID, attempt: int, rows: Sequence[Mapping[str, Any]]) -> bool:
    if store.lock_move(session, knowledge_base_id, attempt) is None:
        return False
    pending.put_decided(session, rows)
    return True


def _texts_of(one: Lacking, serving: Space) -> list[str]:
    """As they were when it was read. A document that has no title of its own is listed under another, which its
    passages were not embedded with; the hash tells."""
    spans = tuple((int(start), int(end)) for start, end in one.sentences)
    titles = ("",) if one.kind is SourceKind.QA else (one.title, "")
    known = [_texts(title, one.heading, one.text, spans) for title in titles]
    said = next((texts for texts in known if hash_of(serving, texts) == one.content_hash), known[0])
    return [*said, *(one.phrasings or ())]


def _texts_of_both(one: Decided, serving: Space) -> tuple[list[str], list[str]]:
    """Of the words that were read, and of the owner's; empty where there are none."""
    read_spans = tuple((int(start), int(end)) for start, end in one.read_sentences)
    spans = tuple((int(start), int(end)) for start, end in one.edited_sentences)
    known = {title: _texts(title, one.heading, one.read_text, read_spans) for title in (one.title, "")}
    title = next((name for name, texts in known.items() if hash_of(serving, texts) == one.content_hash), one.title)
    return known[title], _texts(title, one.heading, one.edited_text, spans) if one.edited_text else []


def _texts(title: str, heading: str, text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return texts_to_embed(title, PassageDraft(0, heading, text, 0, len(text), spans))


def _switch(session: Session, knowledge_base_id: UUID, attempt: int) -> bool:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sql(f"SET LOCAL lock_timeout = '{LOCK_MILLISECONDS}ms'"))
    base = pending.lock_base(session, knowledge_base_id)
    move = store.lock_move(session, knowledge_base_id, attempt)
    if base is None or move is None:
        return True
    if not pending.is_complete(session, knowledge_base_id):
        return False
    pending.take_pending(session, knowledge_base_id)
    base.space_id = move.space_id
    session.delete(move)
    session.flush()
    bump_version(session, knowledge_base_id)
    refresh_statistics(session)
    for left in store.list_left(session, spaces.installs_space_id()):
        left.sealed_key = b""
    return True


def _fail(session: Session, knowledge_base_id: UUID, attempt: int, problem: str) -> None:
    move = store.lock_move(session, knowledge_base_id, attempt)
    if move is None:
        return
    move.failures += 1
    move.state, move.problem, move.changed_at = MoveState.FAILED, problem, now()
    move.due_at = now() + min(FIRST_PAUSE * 2 ** min(move.failures - 1, 20), LONGEST_PAUSE)
