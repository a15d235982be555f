"""How well the product finds and quotes: `python -m benchmarks.eval SET.json …` writes benchmarks/out/eval.json.

A set is {name, passages: [{id, title, text}], queries: [{id, text, gold, answers, answerable}]}. Each passage becomes
a document in a database of its own; cutting, indexing, search and quoting are the product's own code. Columns: the
whole set; the half of its articles that nothing was ever chosen on; BM25 alone and vectors alone on the whole set.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measures import Measured, Topics, ranking, summary
from benchmarks.sets import EvalSet, SetQuery, Stored, half_of_titles, load_set, prepare_set, store_set

ROOT = Path(__file__).resolve().parent
OUT = ROOT / "out" / "eval.json"
FOUND = 10
COLUMNS = ("all", "held_out", "bm25", "vectors")
FIGURES = (
    *("queries", "recall_1", "recall_5", "mrr", "hit_1", "hit_2"),
    *("unknown_auroc", "unknown_topic_auroc", "known_answered", "unknown_answered"),
)
REPORT_EVERY_SECONDS = 10.0
DEV_SEED, TOPIC_SEED = 1, 2  # of the halves: what was chosen on one of them is stated on the other; known topics


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
    """Index the set, ask every query, ask again with half of the articles left out, and sum up."""
    from benchmarks.alone import Alone

    clock = Clock(chosen.name)
    prepared = await asyncio.to_thread(prepare_set, chosen, clock)
    titles = {passage.id: passage.title for passage in chosen.passages}
    measured = await ask_all(store_set(chosen, prepared), chosen.queries, clock)
    known = half_of_titles(chosen, TOPIC_SEED)
    answerable = [query for query in chosen.queries if query.answerable]
    sure = await ask_all(store_set(chosen, prepared, known), answerable, clock)
    alone = Alone(prepared).ranks(answerable)

    def part(of: frozenset[str] | None = None) -> dict[str, object]:
        """The figures of the articles that are not among these."""
        asked = [one for one in measured if of is None or not titles_of(one.query, titles) <= of]
        again = [one for one in sure if of is None or not titles_of(one.query, titles) <= of]
        return summary(asked, topics([(one, titles_of(one.query, titles) <= known) for one in again]))

    held_out = part(half_of_titles(chosen, DEV_SEED))
    columns = {"held_out": held_out, "bm25": ranking(alone.bm25), "vectors": ranking(alone.vectors)}
    return {"set": chosen.name, "passages": len(chosen.passages), **part(), **columns}


def titles_of(query: SetQuery, titles: dict[str, str]) -> frozenset[str]:
    return frozenset(titles[passage] for passage in query.gold)


def topics(asked: list[tuple[Measured, bool]]) -> Topics:
    """Of questions, each with whether its article is known."""
    return Topics(
        [one.confidence for one, known in asked if known], [one.confidence for one, known in asked if not known]
    )


async def ask_all(stored: Stored, queries: Sequence[SetQuery], clock: "Clock") -> list[Measured]:
    from privexbot_app.rag.quote import confidence, rank_sentences
    from privexbot_app.services.search import look_up

    measured = []
    for number, query in enumerate(queries, 1):
        looked = await look_up(stored.knowledge_base_id, query.text, FOUND)
        ids = [stored.passage_ids[passage.document_id] for passage in looked.found]
        ranked = rank_sentences(query.text, looked.found, looked.statistics)
        sentences = [candidate.text for candidate in ranked[:2]]
        sure = confidence(ranked[0], looked.found, looked.statistics.passages) if ranked else 0.0
        measured.append(Measured(query, list(dict.fromkeys(ids)), sentences, sure))
        clock.tell("asked", number, len(queries))
    return measured


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
    for result in results:
        print(f"\n{result['set']}: {result['passages']:,} passages")
        print(" " * 22 + "".join(f"{column:>12}" for column in COLUMNS))
        for figure in FIGURES:
            cells = [find_figure(result, column, figure) for column in COLUMNS]
            print(f"{figure:>20}  " + "".join(f"{cell:>12}" for cell in cells))
    print(f"\nwritten to {OUT.relative_to(ROOT.parent)}")


def find_figure(result: dict[str, object], column: str, figure: str) -> str:
    figures = result if column == "all" else result[column]
    cell = figures.get(figure) if isinstance(figures, dict) else None
    return f"{cell:.3f}" if isinstance(cell, float) else "–" if cell is None else f"{cell:,}"


if __name__ == "__main__":
    main(sys.argv[1:])
