"""Reads an evaluation set, halves it, and puts it into the product's own tables."""

import json
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from privexbot_app.store.passages import PreparedPassage


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
    """Where passages of a set lie now; `passage_ids` tells which of them a document is."""

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


def half_of_titles(chosen: EvalSet, seed: int) -> frozenset[str]:
    """Half of the articles, the same ones whenever it is asked for."""
    titles = sorted({passage.title for passage in chosen.passages})
    random.Random(seed).shuffle(titles)
    return frozenset(titles[: len(titles) // 2])


def prepare_set(chosen: EvalSet, progress: Progress) -> dict[str, Sequence["PreparedPassage"]]:
    """Each passage cut and embedded as a document of its own; blocks."""
    from privexbot_app.rag.document import ParsedDocument
    from privexbot_app.services.preparing import prepare_passages

    prepared: dict[str, Sequence[PreparedPassage]] = {}
    for passage in chosen.passages:
        prepared[passage.id] = prepare_passages(ParsedDocument(passage.title, passage.text))
        progress.tell("embedded", len(prepared), len(chosen.passages))
    return prepared


def store_set(
    chosen: EvalSet, prepared: Mapping[str, Sequence["PreparedPassage"]], titles: Collection[str] | None = None
) -> Stored:
    """One knowledge base, one source, one document a passage; only those under these titles, if any are given."""
    from sqlmodel import Session

    from privexbot_app.db import in_session
    from privexbot_app.models import Document, KnowledgeBase, Source, SourceKind, SourceState, Workspace
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
    documents: dict[UUID, str] = {}

    def write(session: Session) -> None:
        for row in (workspace, base, source):
            session.add(row)
            session.flush()
        for passage in chosen.passages:
            if titles is not None and passage.title not in titles:
                continue
            document = Document(
                source_id=source.id,
                knowledge_base_id=base.id,
                title=passage.title[:300],
                text=passage.text,
                content_hash="",
            )
            session.add(document)
            replace_passages(session, document.id, base.id, prepared[passage.id])
            documents[document.id] = passage.id

    in_session(write)
    return Stored(base.id, documents)
