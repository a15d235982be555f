"""What a model is told, with and without what stands beside the passages: `python -m benchmarks.told SET.json [n]`.

All passages under one title become one document, cut anew by the product's own code. Told are the product's prompts,
for `n` answerable questions evenly spaced over the set (1,000 unless said otherwise), with the neighbours of the best
one, two … passages, and with more passages instead. It prints the share of questions whose answer stands in the prompt,
and the tokens of its passages.
"""

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from benchmarks.eval import Clock, open_database
from benchmarks.sets import EvalSet, SetPassage, SetQuery, load_set, prepare_set, store_set

if TYPE_CHECKING:
    from privexbot_app.rag.stretches import Stretch
    from privexbot_app.services.search import LookUp

USUAL_QUERIES = 1000
PLANS = ((6, 0), (6, 1), (6, 2), (6, 3), (6, 6), (7, 0), (8, 0), (12, 0))  # passages, of how many the neighbours too


def main(path: str, queries: str = str(USUAL_QUERIES)) -> None:
    with tempfile.TemporaryDirectory(prefix="privexbot-told-") as folder:
        open_database(folder)
        asyncio.run(measure(whole_articles(load_set(Path(path))), int(queries)))


def whole_articles(chosen: EvalSet) -> EvalSet:
    """One passage of the set for each title, its paragraphs in their order."""
    texts: dict[str, list[str]] = {}
    for passage in chosen.passages:
        texts.setdefault(passage.title, []).append(passage.text.replace("\n", " "))
    articles = [SetPassage(title, title, "\n".join(said)) for title, said in texts.items()]
    return replace(chosen, passages=articles)


async def measure(articles: EvalSet, most: int) -> None:
    from privexbot_app.services.search import look_up

    clock = Clock(articles.name)
    stored = store_set(articles, await asyncio.to_thread(prepare_set, articles, clock))
    asked = [query for query in articles.queries if query.answerable and query.answers]
    asked = asked[:: max(len(asked) // most, 1)][:most]
    print(f"{len(asked):,} questions; passages, neighbours of the best …: answer told, tokens of passages")
    for found, best in PLANS:
        told = []
        for number, query in enumerate(asked, 1):
            looked = await look_up(stored.knowledge_base_id, query.text, found)
            told.append(await stretches_told(stored.knowledge_base_id, looked, best))
            clock.tell("asked", number, len(asked))
        print(f"{found:>6} {best:>6}: {share_told(asked, told):.4f}  {mean_tokens(told):6,.0f}", flush=True)


async def stretches_told(knowledge_base_id: UUID, looked: "LookUp", best: int) -> "Sequence[Stretch]":
    from privexbot_app.models import Chatbot
    from privexbot_app.services.beside import find_beside
    from privexbot_app.services.generating import fit_asked
    from privexbot_app.services.verdicts import Question

    chatbot = Chatbot(workspace_id=knowledge_base_id, knowledge_base_id=knowledge_base_id, name="Helper", public_id="")
    beside = await find_beside([knowledge_base_id], looked.found, best)
    return fit_asked(Question(chatbot, looked.question), looked, beside).stretches


def share_told(asked: Sequence[SetQuery], told: "Sequence[Sequence[Stretch]]") -> float:
    """An answer stands word for word in it; big and small letters are the same."""
    texts = ["\n".join(stretch.text for stretch in stretches).casefold() for stretches in told]
    said = [any(answer.casefold() in text for answer in one.answers) for one, text in zip(asked, texts, strict=True)]
    return sum(said) / len(said)


def mean_tokens(told: "Sequence[Sequence[Stretch]]") -> float:
    from privexbot_app.rag.prompt import count_tokens

    return sum(count_tokens(stretch.text) for stretches in told for stretch in stretches) / len(told)


if __name__ == "__main__":
    main(*sys.argv[1:])
