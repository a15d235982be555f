"""What owners decided about passages: found again by the passage's words, whenever these are read anew."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select, update

from privexbot_app.errors import NotFound
from privexbot_app.models import Document, KnowledgeBase, Passage, PassageOverride, Source, SourceKind
from privexbot_app.store.scope import Scope


class Owned(NamedTuple):
    """A passage with the facts about its document and source that a decision needs."""

    passage: Passage
    title: str
    url: str
    source_id: UUID
    kind: SourceKind


def hash_words(url: str, heading: str, text: str) -> str:
    """The same for the same words under the same heading of the same page."""
    return sha256("\0".join((url, heading, text)).encode()).hexdigest()


def get_passage(session: Session, scope: Scope, passage_id: int) -> Owned:
    query = (
        select_columns(Passage, col(Document.title), col(Document.url), col(Source.id), col(Source.kind))
        .join(Document, col(Document.id) == Passage.document_id)
        .join(Source, col(Source.id) == Document.source_id)
        .join(KnowledgeBase, col(KnowledgeBase.id) == Source.knowledge_base_id)
        .where(col(KnowledgeBase.workspace_id) == scope.workspace_id, col(Passage.id) == passage_id)
    )
    if found := session.execute(query).one_or_none():
        return Owned(*found)
    raise NotFound("There is no such passage any more.")


def find_or_add(session: Session, owned: Owned) -> PassageOverride:
    """What was decided about the passage; nothing yet, if it is new."""
    passage = owned.passage
    if passage.override_id is not None:
        return session.get_one(PassageOverride, passage.override_id)
    override = PassageOverride(
        knowledge_base_id=passage.knowledge_base_id,
        source_id=owned.source_id,
        words_hash=hash_words(owned.url, passage.heading, passage.text),
        read_text=passage.text,
        read_sentences=passage.sentences,
        read_vectors=passage.vectors,
        read_lexemes=passage.lexemes,
    )
    session.add(override)
    session.flush()
    return override


def apply(session: Session, override: PassageOverride, owned: Owned) -> None:
    """Every passage of these words becomes what was decided; a decision for nothing is forgotten."""
    same = (
        select(Passage.id)
        .join(Document, col(Document.id) == Passage.document_id)
        .where(Document.source_id == override.source_id, Document.url == owned.url)
        .where(Passage.heading == owned.passage.heading, Passage.text == owned.passage.text)
    )
    ids = list(session.exec(same))
    values = values_of(override)
    if not _decides(override):
        values["override_id"] = None
        session.delete(override)
    session.execute(update(Passage).where(col(Passage.id).in_(ids)).values(**values))
    session.expire(owned.passage)


def keep_decisions(session: Session, document_id: UUID, rows: Sequence[dict[str, Any]]) -> None:
    """Change the rows of passages that are about to be written to what was decided about their words before."""
    url, source_id = session.exec(select(Document.url, Document.source_id).where(Document.id == document_id)).one()
    overrides = session.exec(select(PassageOverride).where(PassageOverride.source_id == source_id))
    decided = {override.words_hash: override for override in overrides}
    for row in rows if decided else ():
        if override := decided.get(hash_words(url, row["heading"], row["text"])):
            override.read_text, override.read_sentences = row["text"], list(row["sentences"])
            override.read_vectors, override.read_lexemes = row["vectors"], row["lexemes"]
            row.update(values_of(override))


def values_of(override: PassageOverride) -> dict[str, Any]:
    """The passage as the chatbot has it; one that is disabled has no words to be found by."""
    text = "edited" if override.edited_text else "read"
    lexemes = "" if override.is_disabled else getattr(override, f"{text}_lexemes")
    return {
        "text": getattr(override, f"{text}_text"),
        "sentences": getattr(override, f"{text}_sentences"),
        "vectors": getattr(override, f"{text}_vectors"),
        "lexemes": lexemes,
        "lexeme_count": len(lexemes.split()),
        "override_id": override.id,
    }


def _decides(override: PassageOverride) -> bool:
    return bool(override.is_disabled or override.is_pinned or override.boost or override.edited_text)
