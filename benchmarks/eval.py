"""How well the product finds and quotes: `python -m benchmarks.eval SET.json …` writes benchmarks/out/eval.json.

A set is {name, passages: [{id, title, text}], queries: [{id, text, gold, answers, answerable}]}. Each passage becomes
a document in a database of its own; cutting, indexing, search and quoting are the product's own code.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measures import Measured, summary
from benchmarks.sets import EvalSet, load_set, store_set

ROOT = Path(__file__).resolve().parent
OUT = ROOT / "out" / "eval.json"
FOUND = 10
REPORT_EVERY_SECONDS = 10.0


def main(paths: list[str]) -> None:
    if not paths:
        raise SystemExit('Name the sets: make eval SETS="one.json another.json"')
    results = []
    with tempfile.TemporaryDirectory(prefix="privexbot-eval-") as folder:
        open_database(folder)
        for path in paths:
            results.append(asyncio.run(evaluate(load_set(Path(path)))))
            OUT.parent.mkdir(exist_ok=True)
            OUT.write_text(json.dumps(results, indent=2) + "\n")
    print_table(results)


def open_database(folder: str) -> None:
    """A SQLite of our own, whatever the surroundings say."""
    os.environ.update(DATA_DIR=folder, DATABASE_URL="")
    from alembic import command
    from alembic.config import Config

    from privexbot_app.settings import settings

    settings.cache_clear()
    configuration = Config(ROOT.parent / "alembic.ini")
    configuration.attributes["configure_logger"] = False
    command.upgrade(configuration, "head")


async def evaluate(chosen: EvalSet) -> dict[str, object]:
    """Index the set, ask every query, and sum up."""
    from privexbot_app.rag.quote import confidence, rank_sentences
    from privexbot_app.services.search import look_up

    clock = Clock(chosen.name)
    stored = store_set(chosen, clock)
    measured = []
    for number, query in enumerate(chosen.queries, 1):
        looked = await look_up(stored.knowledge_base_id, query.text, FOUND)
        ids = [stored.passage_ids[passage.document_id] for passage in looked.found]
        ranked = rank_sentences(query.text, looked.found, looked.statistics)
        sentences = [candidate.text for candidate in ranked[:2]]
        sure = confidence(ranked[0]) if ranked else 0.0
        measured.append(Measured(query, list(dict.fromkeys(ids)), sentences, sure))
        clock.tell("asked", number, len(chosen.queries))
    return {"set": chosen.name, "passages": len(chosen.passages), **summary(measured)}


class Clock:
    """Says now and then how far a long piece of work has come."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._told = time.monotonic()

    def tell(self, what: str, done: int, total: int) -> None:
        if time.monotonic() - self._told >= REPORT_EVERY_SECONDS or done == total:
            self._told = time.monotonic()
            print(f"{self._name}: {what} {done:,} of {total:,}", flush=True)


def print_table(results: list[dict[str, object]]) -> None:
    for column in results[0]:
        cells = (result[column] for result in results)
        shown = (f"{cell:.3f}" if isinstance(cell, float) else "–" if cell is None else str(cell) for cell in cells)
        print(f"{column:>14}  " + "  ".join(f"{cell:>12}" for cell in shown))
    print(f"written to {OUT.relative_to(ROOT.parent)}")


if __name__ == "__main__":
    main(sys.argv[1:])
