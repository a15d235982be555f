"""The owner's own questions and answers: what is written here is known at once, and told word for word."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from anyio import to_thread
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from sqlmodel import Session

from privexbot_app.adapters.embedder import embedder
from privexbot_app.db import in_session, reading, transaction
from privexbot_app.errors import Conflict, TooLarge
from privexbot_app.models import Document, GapState, QaPair, now
from privexbot_app.rag.chunk import chunk
from privexbot_app.rag.document import Block, assemble
from privexbot_app.rag.language import language_of_prose
from privexbot_app.rag.pair_table import PairLine, PairTable, read_pairs
from privexbot_app.rag.pairs import key_of
from privexbot_app.rag.tokens import STEMMERS, lexemes
from privexbot_app.rag.vectors import pack
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.gap_answers import close_answered
from privexbot_app.services.owner_answers import TITLE
from privexbot_app.services.preparing import again_if_moved, prepare_batch
from privexbot_app.services.roles import require_editor
from privexbot_app.services.spaces import serving_space
from privexbot_app.store import gaps as gap_store
from privexbot_app.store import passages as passage_store
from privexbot_app.store import qa as store
from privexbot_app.store.chatbots import get_knowledge_base
from privexbot_app.store.passages import PreparedPassage, SpaceChanged

T = TypeVar("T")

MOST_PAIRS = 5_000
MOST_BYTES = 5_000_000
IMPORT_BATCH = 16
ROWS = 50


class PairForm(BaseModel):
    """A pair as the owner writes it; phrasings that say the same as the question are left out."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    question: str = Field(min_length=1, max_length=300)
    answer: str = Field(min_length=1, max_length=4000)
    phrasings: list[str] = Field(default_factory=list, max_length=30)
    link: str = Field("", max_length=2000)

    @field_validator("link")
    @classmethod
    def _is_address(cls, link: str) -> str:
        parts = urlsplit(link)
        if link and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("A link looks like https://example.com/shipping.")
        return link

    @field_validator("phrasings")
    @classmethod
    def _are_short(cls, phrasings: list[str]) -> list[str]:
        if any(len(phrasing) > 300 for phrasing in phrasings):
            raise ValueError("A phrasing has at most 300 characters.")
        return phrasings

    def all_phrasings(self) -> list[str]:
        """The question, then the others, each once."""
        by_key = {key_of(text): text for text in reversed([self.question, *self.phrasings]) if text.strip()}
        others = [text for key, text in by_key.items() if key != key_of(self.question)]
        return [self.question, *reversed(others)]


@dataclass(frozen=True)
class _Prepared:
    """A pair with everything that has to be computed for it."""

    form: PairForm
    phrasings: list[str]
    vectors: bytes
    text: str
    passages: list[PreparedPassage]


@reading
def list_pairs(
    session: Session, viewer: Viewer, knowledge_base_id: UUID, words: str = "", offset: int = 0
) -> list[QaPair]:
    """At most `ROWS`, latest change first; raises NotFound for a knowledge base the viewer cannot see."""
    get_knowledge_base(session, viewer.scope, knowledge_base_id)
    return store.list_pairs(session, knowledge_base_id, words.strip(), offset=offset, limit=ROWS)


@reading
def count_pairs(session: Session, viewer: Viewer, knowledge_base_id: UUID) -> int:
    """Raises NotFound for a knowledge base the viewer cannot see."""
    get_knowledge_base(session, viewer.scope, knowledge_base_id)
    return store.count_pairs(session, knowledge_base_id)


@reading
def get_pair(session: Session, viewer: Viewer, pair_id: UUID) -> QaPair:
    """Raises NotFound for one the viewer cannot see."""
    return store.get_pair(session, viewer.scope, pair_id)


async def add_pair(viewer: Viewer, knowledge_base_id: UUID, form: PairForm, gap_id: UUID | None = None) -> QaPair:
    """The chatbot knows it when this returns; with a gap, that gap is answered, and so
    are others whose questions it answers. Raises Conflict for a question that
    has an answer already, and NotEmbedded."""
    require_editor(viewer)
    pair = await _embed_and(_add, viewer, knowledge_base_id, [form], gap_id)
    await close_answered(knowledge_base_id, [pair.id])
    return pair


async def edit_pair(viewer: Viewer, pair_id: UUID, form: PairForm) -> QaPair:
    """Raises NotFound, Conflict for a question that another pair answers, and NotEmbedded."""
    require_editor(viewer)
    known = await get_pair(viewer, pair_id)
    pair = await _embed_and(_edit, viewer, known.knowledge_base_id, [form], pair_id)
    await close_answered(pair.knowledge_base_id, [pair.id])
    return pair


@transaction
def delete_pair(session: Session, viewer: Viewer, pair_id: UUID) -> None:
    """The chatbot forgets it at once; gaps that it answered are open again."""
    require_editor(viewer)
    pair = store.get_pair(session, viewer.scope, pair_id)
    session.delete(session.get_one(Document, pair.document_id))
    passage_store.bump_version(session, pair.knowledge_base_id)


async def read_table(content: bytes) -> PairTable:
    """A CSV or XLSX file's lines. Raises TooLarge, and ParseError when nothing in it can be understood."""
    if len(content) > MOST_BYTES:
        raise TooLarge(f"The file is larger than {MOST_BYTES // 1_000_000} MB.", field="file")
    return await to_thread.run_sync(read_pairs, content)


async def import_pairs(viewer: Viewer, knowledge_base_id: UUID, table: PairTable) -> AsyncGenerator[int | str, None]:
    """Add the good lines of a file, or renew the answers of questions that are there; yields how many are done, and a
    sentence for each line that was left out. What was done stays, should it be broken off."""
    require_editor(viewer)
    for problem in table.problems:
        yield problem
    done = 0
    for first in range(0, len(table.lines), IMPORT_BATCH):
        forms: list[PairForm] = []
        for line in table.lines[first : first + IMPORT_BATCH]:
            if isinstance(form := _form_of(line), PairForm):
                forms.append(form)
            else:
                yield form
        written = await _embed_and(_put, viewer, knowledge_base_id, forms)
        await close_answered(knowledge_base_id, written)
        done += len(forms)
        yield done


def _form_of(line: PairLine) -> PairForm | str:
    """The form, or a sentence about what is wrong with the line."""
    try:
        return PairForm(question=line.question, answer=line.answer, phrasings=list(line.phrasings), link=line.link)
    except ValidationError as wrong:
        field = str(wrong.errors()[0]["loc"][0])
        return f"Line {line.number} was left out: its {field} is too long or cannot be used."


async def _embed_and(
    write: Callable[..., T], viewer: Viewer, knowledge_base_id: UUID, forms: list[PairForm], *more: UUID | None
) -> T:
    """Prepare the pairs for the knowledge base and write them down, in a thread; once more if its model changes just
    then. Raises NotEmbedded."""

    def prepare_and_write() -> T:
        prepared = [_prepare(form, knowledge_base_id) for form in forms]
        return in_session(write, viewer, knowledge_base_id, prepared, *more)

    return await to_thread.run_sync(again_if_moved, prepare_and_write)


def _prepare(form: PairForm, knowledge_base_id: UUID) -> _Prepared:
    """Each phrasing is embedded alone, as questions are found best; the answer as passages under its question.

    Questions are compared with each other by the built-in model, whatever the passages are searched by.
    """
    phrasings = form.all_phrasings()
    vectors = embedder().embed(phrasings)
    document = assemble("", [Block(form.question, 1), *map(Block, form.answer.splitlines())])
    passages = prepare_batch("", chunk(document), knowledge_base_id)
    language = STEMMERS[language_of_prose(document.text)]
    others = [word for phrasing in phrasings[1:] for word in lexemes(phrasing, language)]
    if others:
        passages = _with_phrasings(passages, phrasings[1:], others, knowledge_base_id)
    return _Prepared(form, phrasings, pack(vectors), document.text, passages)


def _with_phrasings(
    passages: list[PreparedPassage], phrasings: list[str], words: list[str], knowledge_base_id: UUID
) -> list[PreparedPassage]:
    """Found by them too. Raises SpaceChanged when these would be of another space than the rest."""
    space = serving_space(knowledge_base_id)
    if any(passage.space_id != space.id for passage in passages):
        raise SpaceChanged()
    packed = pack(space.embed(phrasings))
    return [
        replace(passage, vectors=passage.vectors + packed, lexemes=(*passage.lexemes, *words), content_hash="")
        for passage in passages
    ]


def _add(
    session: Session, viewer: Viewer, knowledge_base_id: UUID, prepared: list[_Prepared], gap_id: UUID | None
) -> QaPair:
    [only] = prepared
    knowledge = store.lock_knowledge_base(session, viewer.scope, knowledge_base_id)
    if store.find_by_key(session, knowledge.id, key_of(only.form.question)):
        raise Conflict("This question has an answer already. Edit that one.", field="question")
    pair = _write(session, viewer, knowledge_base_id, only, None)
    if gap_id is not None:
        gap = gap_store.get_gap(session, viewer.scope, gap_id)
        gap.state, gap.pair_id, gap.changed_at = GapState.ANSWERED, pair.id, now()
    return pair


def _edit(
    session: Session, viewer: Viewer, knowledge_base_id: UUID, prepared: list[_Prepared], pair_id: UUID
) -> QaPair:
    [only] = prepared
    pair = store.get_pair(session, viewer.scope, pair_id)
    store.lock_knowledge_base(session, viewer.scope, knowledge_base_id)
    other = store.find_by_key(session, knowledge_base_id, key_of(only.form.question))
    if other is not None and other.id != pair.id:
        raise Conflict("Another pair answers this question already.", field="question")
    return _write(session, viewer, knowledge_base_id, only, pair)


def _put(session: Session, viewer: Viewer, knowledge_base_id: UUID, prepared: list[_Prepared]) -> set[UUID]:
    knowledge = store.lock_knowledge_base(session, viewer.scope, knowledge_base_id)
    written = set()
    for one in prepared:
        known = store.find_by_key(session, knowledge.id, key_of(one.form.question))
        written.add(_write(session, viewer, knowledge_base_id, one, known).id)
    return written


def _write(
    session: Session, viewer: Viewer, knowledge_base_id: UUID, prepared: _Prepared, pair: QaPair | None
) -> QaPair:
    """The pair, its document and its passages; all of them or none."""
    knowledge = get_knowledge_base(session, viewer.scope, knowledge_base_id)
    if pair is None:
        if store.count_pairs(session, knowledge.id) >= MOST_PAIRS:
            raise Conflict(f"There are {MOST_PAIRS:,} questions and answers already, which is the limit.")
        source = store.find_or_add_source(session, knowledge)
        document = Document(source_id=source.id, knowledge_base_id=knowledge.id, title=TITLE, text="", content_hash="")
        session.add(document)
        pair = QaPair(
            knowledge_base_id=knowledge.id,
            document_id=document.id,
            question="",
            question_key="",
            answer="",
            vectors=b"",
        )
    else:
        document = session.get_one(Document, pair.document_id)
    form = prepared.form
    document.url, document.text, document.content_hash = (
        form.link,
        prepared.text,
        sha256(prepared.text.encode()).hexdigest(),
    )
    pair.question, pair.question_key, pair.phrasings = form.question, key_of(form.question), prepared.phrasings[1:]
    pair.answer, pair.link, pair.vectors, pair.changed_at = form.answer, form.link, prepared.vectors, now()
    session.flush()
    session.add(pair)
    passage_store.replace_passages(session, document.id, knowledge.id, prepared.passages)
    return pair
