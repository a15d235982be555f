"""Reads an evaluation set and puts it into the product's own tables."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4


@dataclass(frozen=True)
class SetPassage:
    id: str
    title: str
    text: str


@dataclass(frozen=True)
class SetQuery:
    id: str
    text: str
    gold: frozenset[str]
    answers: tuple[str, ...]
    answerable: bool


@dataclass(frozen=True)
class EvalSet:
    name: str
    passages: Sequence[SetPassage]
    queries: Sequence[SetQuery]


@dataclass(frozen=True)
class Stored:
    """Where the set lies now; `passage_ids` tells which of its passages a document is."""

    knowledge_base_id: UUID
    passage_ids: dict[UUID, str]


class Progress(Protocol):
    def tell(self, what: str, done: int, total: int) -> None: ...


def load_set(path: Path) -> EvalSet:
    content = json.loads(path.read_text())
    passages = [SetPassage(str(row["id"]), row["title"], row["text"]) for row in content["passages"]]
    queries = [
        SetQuery(
            str(row["id"]),
            row["text"],
            frozenset(map(str, row["gold"])),
            tuple(row["answers"]),
            bool(row["answerable"]),
        )
        for row in content["queries"]
    ]
    return EvalSet(content["name"], passages, queries)


def store_set(chosen: EvalSet, progress: Progress) -> Stored:
    """One knowledge base, one source, one document a passage; blocks while it embeds."""
    from sqlmodel import Session

    from privexbot_app.db import in_session
    from privexbot_app.models import Document, KnowledgeBase, Source, SourceKind, SourceState, Workspace
    from privexbot_app.rag.document import ParsedDocument
    from privexbot_app.services.search import prepare_passages
    from privexbot_app.store.passages import replace_passages

    workspace = Workspace(name=chosen.name)
    base = KnowledgeBase(workspace_id=workspace.id, name=chosen.name)
    source = Source(
        workspace_id=workspace.id,
        knowledge_base_id=base.id,
        kind=SourceKind.TEXT,
        title=chosen.name,
        state=SourceState.READY,
    )

    def add(session: Session) -> None:
        for row in (workspace, base, source):
            session.add(row)
            session.flush()

    def write(session: Session, passage: SetPassage, document_id: UUID) -> None:
        document = Document(
            id=document_id,
            source_id=source.id,
            knowledge_base_id=base.id,
            title=passage.title[:300],
            text=passage.text,
            content_hash="",
        )
        session.add(document)
        replace_passages(session, document_id, base.id, prepare_passages(ParsedDocument(passage.title, passage.text)))

    in_session(add)
    documents: dict[UUID, str] = {}
    for passage in chosen.passages:
        documents[document_id := uuid4()] = passage.id
        in_session(write, passage, document_id)
        progress.tell("indexed", len(documents), len(chosen.passages))
    return Stored(base.id, documents)
