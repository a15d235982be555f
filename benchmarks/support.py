"""How well citations are checked: `python -m benchmarks.support SET.json` prints precision and recall.

Claims are sentences of a passage, and its questions with their answers as statements. Each is held against its own
passage, which supports it, and against another one under the same title, which does not.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.sets import EvalSet, SetPassage, SetQuery, load_set
from privexbot_app.adapters.embedder import embedder
from privexbot_app.rag.sentences import sentences
from privexbot_app.rag.support import Claim, is_supported

QUERIES = 400
SEED = 7
SHORT_CHARACTERS = 40


def main(path: str) -> None:
    chosen = load_set(Path(path))
    judged = [(is_own, judge(claim, passage)) for claim, passage, is_own in pairs(chosen)]
    kept = sum(supported for _, supported in judged)
    right = sum(is_own and supported for is_own, supported in judged)
    own = sum(is_own for is_own, _ in judged)
    print(f"{chosen.name}: {len(judged):,} pairs, precision {right / kept:.3f}, recall {right / own:.3f}")


def judge(claim: str, passage: SetPassage) -> bool:
    """As the product does: the nearest sentence by meaning, the words of the whole passage."""
    spoken = [passage.text[start:end] for start, end in sentences(passage.text)]
    vectors = embedder().embed([claim, *spoken])
    return is_supported(Claim(claim), f"{passage.title} {passage.text}", float((vectors[1:] @ vectors[0]).max()))


def pairs(chosen: EvalSet) -> Iterator[tuple[str, SetPassage, bool]]:
    """(claim, passage, whether it is the claim's own)."""
    random.seed(SEED)
    passages = {passage.id: passage for passage in chosen.passages}
    answered = [query for query in chosen.queries if query.answerable and query.answers]
    for query in random.sample(answered, min(QUERIES, len(answered))):
        own = passages[min(query.gold)]
        others = [one for one in chosen.passages if one.title == own.title and one.id != own.id]
        if others:
            other = random.choice(others)
            for claim in claims(query, own):
                yield claim, own, True
                yield claim, other, False


def claims(query: SetQuery, own: SetPassage) -> list[str]:
    spoken = [own.text[start:end] for start, end in sentences(own.text)]
    verbatim = random.choice([said for said in spoken if len(said) > SHORT_CHARACTERS] or spoken)
    statement = f"{' '.join(query.text.rstrip('?').split()[1:])} {query.answers[0]}."
    return [verbatim, statement]


if __name__ == "__main__":
    main(sys.argv[1])
