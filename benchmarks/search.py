"""`python -m benchmarks.search 1000 10000 100000`: what a search costs beyond its three bare parts.

For each size a knowledge base of made-up passages is written (words as often as in any language, vectors in clusters).
Bare is: the question embedded, FAISS asked for 50 passages, the full-text index asked for its 50 best. The product is
`find_passages`. Each question is put to both, in turns, with nothing remembered; times are the processor's own.
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
from anyio import to_thread
from sqlalchemy import text as sql

from benchmarks.eval import open_database

if TYPE_CHECKING:
    from sqlmodel import Session

    from privexbot_app.rag.index import PassageIndex
    from privexbot_app.store.passages import PreparedPassage

SENTENCES, WORDS_PER_SENTENCE = 3, 18
VOCABULARY, COMMONEST = 60_000, 40
CLUSTERS, SPREAD = 400, 0.9
QUESTIONS, WARMING, TERMS = 60, 20, 7
WRITTEN_TOGETHER = 2_000


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory(prefix="privexbot-search-") as folder:
        open_database(folder)
        print(f"{'passages':>10}{'bare ms':>10}{'product ms':>12}{'ratio':>8}")
        for size in sizes:
            asyncio.run(measure(size))


async def measure(size: int) -> None:
    from privexbot_app.services import search, spaces
    from privexbot_app.services.vector_indexes import build_in_memory

    words = Words(random.Random(size))
    base_id = write(size, words)
    index = await build_in_memory(base_id)
    bare: list[float] = []
    product: list[float] = []
    for number in range(WARMING + QUESTIONS):
        question = words.question()
        for is_product in (number % 2 == 0, number % 2 == 1):
            spaces.embed_text.cache_clear()
            began = time.process_time()
            if is_product:
                await search.find_passages(base_id, question)
            else:
                await ask_bare(base_id, question, index)
            if number >= WARMING:
                (product if is_product else bare).append((time.process_time() - began) * 1000)
    plain, whole = statistics.median(bare), statistics.median(product)
    print(f"{size:>10,}{plain:>10.1f}{whole:>12.1f}{whole / plain:>8.2f}", flush=True)


async def ask_bare(base_id: UUID, question: str, index: "PassageIndex") -> None:
    from privexbot_app.db import reading
    from privexbot_app.rag.tokens import query_terms
    from privexbot_app.services import search, spaces

    def by_meaning() -> None:
        index.search(spaces.embed_text(question), search.DENSE_CANDIDATES)

    await to_thread.run_sync(by_meaning)
    terms = " OR ".join(f'"{term}"' for term in query_terms(question))
    await reading(full_text)(f'knowledge_base_id : "{base_id.hex}" AND lexemes : ({terms})')


def full_text(session: "Session", match: str) -> None:
    query = "SELECT rowid FROM passage_words WHERE passage_words MATCH :match ORDER BY rank LIMIT 50"
    session.connection().execute(sql(query), {"match": match}).all()


class Words:
    """Made-up words, the n-th commonest of them 1/n as often as the first."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        letters = "bcdfghklmnprstvz", "aeiou"
        made = {"".join(chance.choice(letters[place % 2]) for place in range(7)) for _ in range(2 * VOCABULARY)}
        self._words = sorted(made)[:VOCABULARY]
        chance.shuffle(self._words)
        self._weights = np.cumsum(1 / np.arange(1, VOCABULARY + 1)).tolist()
        self._rare = np.cumsum(1 / np.arange(COMMONEST, VOCABULARY + 1)).tolist()

    def sentence(self) -> list[str]:
        return self._chance.choices(self._words, cum_weights=self._weights, k=WORDS_PER_SENTENCE)

    def question(self) -> str:
        terms = self._chance.choices(self._words[COMMONEST - 1 :], cum_weights=self._rare, k=TERMS)
        return f"What is the {' '.join(terms)}?"


def write(size: int, words: Words) -> UUID:
    """A knowledge base of so many passages, all of one document."""
    from sqlmodel import Session

    from privexbot_app.db import in_session
    from privexbot_app.models import Document, KnowledgeBase, Source, SourceKind, Workspace
    from privexbot_app.store.passages import bump_version, put_passages

    workspace = Workspace(name="search")
    base = KnowledgeBase(workspace_id=workspace.id, name="search")
    source = Source(workspace_id=workspace.id, knowledge_base_id=base.id, kind=SourceKind.TEXT, title="search")
    document = Document(source_id=source.id, knowledge_base_id=base.id, title="s", text="", content_hash="")

    def add(session: Session) -> None:
        for row in (workspace, base, source, document):
            session.add(row)
            session.flush()

    in_session(add)
    for some in passages(size, words):
        in_session(put_passages, document.id, base.id, some)
    in_session(bump_version, base.id)
    return base.id


def passages(size: int, words: Words) -> Iterator[list["PreparedPassage"]]:
    from privexbot_app.rag.tokens import lexemes
    from privexbot_app.rag.vectors import pack
    from privexbot_app.store.passages import PreparedPassage

    chance = np.random.default_rng(size)
    centres = chance.normal(size=(CLUSTERS, 384))
    for first in range(0, size, WRITTEN_TOGETHER):
        some = []
        for position in range(first, min(first + WRITTEN_TOGETHER, size)):
            around = centres[chance.integers(CLUSTERS, size=SENTENCES)]
            vectors = around + SPREAD * chance.normal(size=around.shape)
            packed = pack((vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32))
            said = [" ".join(words.sentence()) + "." for _ in range(SENTENCES)]
            text = " ".join(said)
            spans: list[tuple[int, int]] = []
            for sentence in said:
                start = spans[-1][1] + 1 if spans else 0
                spans.append((start, start + len(sentence)))
            some.append(PreparedPassage(position, "", text, 0, len(text), tuple(spans), packed, tuple(lexemes(text))))
        yield some


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000])
