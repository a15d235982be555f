"""`python -m benchmarks.many_bases 10000`: many small knowledge bases on one server, each asked for the first time.

Each has 20 made-up passages. The first search loads its vectors and builds its index; the second finds it in memory.
Beside them stands what embedding the question costs. Times are the processor's own and, last, of the wall clock.
"""

import asyncio
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from uuid import UUID

from benchmarks.eval import open_database
from benchmarks.search import Words, passages

PASSAGES, ASKED = 20, 1_000
MOST_MILLISECONDS = 50
TOGETHER = 500


def main(bases: int) -> None:
    with tempfile.TemporaryDirectory(prefix="privexbot-bases-") as folder:
        open_database(folder)
        words = Words(random.Random(bases))
        ids: list[UUID] = []
        while len(ids) < bases:
            ids += write_some(min(TOGETHER, bases - len(ids)), words)
            print(f"written {len(ids):,} of {bases:,}", flush=True)
        asyncio.run(measure(ids, words))


def write_some(bases: int, words: Words) -> list[UUID]:
    """So many knowledge bases in one transaction; each gets its own share of the same made-up passages."""
    from sqlmodel import Session

    from privexbot_app.db import in_session
    from privexbot_app.models import Document, KnowledgeBase, Source, SourceKind, Workspace
    from privexbot_app.store.passages import bump_version, put_passages

    made = [passage for some in passages(bases * PASSAGES, words) for passage in some]

    def add(session: Session) -> list[UUID]:
        ids = []
        for first in range(0, len(made), PASSAGES):
            workspace = Workspace(name="search")
            base = KnowledgeBase(workspace_id=workspace.id, name="search")
            source = Source(workspace_id=workspace.id, knowledge_base_id=base.id, kind=SourceKind.TEXT, title="search")
            document = Document(source_id=source.id, knowledge_base_id=base.id, title="s", text="", content_hash="")
            for row in (workspace, base, source, document):
                session.add(row)
                session.flush()
            put_passages(session, document.id, base.id, made[first : first + PASSAGES])
            bump_version(session, base.id)
            ids.append(base.id)
        return ids

    return in_session(add)


async def measure(ids: list[UUID], words: Words) -> None:
    from privexbot_app.services import search, spaces

    await search.find_passages(ids[0], words.question())  # the embedder's own first time
    embedding, cold, warm, waited = list[float](), list[float](), list[float](), list[float]()
    before = memory_megabytes()
    for base_id in random.Random(1).sample(ids, min(ASKED, len(ids))):
        question = words.question()
        embedding.append(timed(partial(spaces.embed_text, question)))
        spaces.embed_text.cache_clear()
        began = time.perf_counter()
        cold.append(await asked_for(base_id, question))
        waited.append((time.perf_counter() - began) * 1000)
        spaces.embed_text.cache_clear()
        warm.append(await asked_for(base_id, question))
    print(f"{len(ids):,} knowledge bases of {PASSAGES} passages, {len(cold):,} of them asked; milliseconds:")
    shown_as = {
        "question embedded": embedding,
        "first search": cold,
        "second search": warm,
        "first, by the wall": waited,
    }
    for name, values in shown_as.items():
        shown = statistics.quantiles(values, n=100)
        print(f"{name:<20} median {statistics.median(values):>6.1f}   95 % {shown[94]:>6.1f}   99 % {shown[98]:>6.1f}")
    within = sum(value <= MOST_MILLISECONDS for value in waited) / len(waited)
    print(f"within {MOST_MILLISECONDS} ms of a cold start: {within:.1%}; memory +{memory_megabytes() - before:.0f} MB")


async def asked_for(base_id: UUID, question: str) -> float:
    from privexbot_app.services import search

    began = time.process_time()
    await search.find_passages(base_id, question)
    return (time.process_time() - began) * 1000


def timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def memory_megabytes() -> float:
    """The most this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
