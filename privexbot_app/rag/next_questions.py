"""Which questions somebody may want to ask next: near to what they asked, and neither asked before nor asked twice."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from privexbot_app.rag.english import COMMON
from privexbot_app.rag.pairs import key_of
from privexbot_app.rag.tokens import lexemes, query_terms

MOST = 3
MIN_NEAR = 0.4  # a cosine of questions, and a score of passages, below which they are about something else
SAME_WORDS = 0.75
LONGEST = 120
MARKS = ("?", "？", "؟")


def choose(asked: Iterable[str], candidates: Iterable[str]) -> tuple[str, ...]:
    """The first few candidates that say nothing that was asked, and nothing that another one says."""
    kept: list[str] = []
    known = [*map(_gist, asked)]
    for candidate in candidates:
        gist = _gist(candidate)
        if len(candidate) > LONGEST or any(_is_same(gist, other) for other in known):
            continue
        kept.append(candidate)
        known.append(gist)
        if len(kept) == MOST:
            break
    return tuple(kept)


def questions_in(headings: Iterable[str]) -> list[str]:
    """Headings that are questions, as pages of frequent questions have them; of a path only its last step counts."""
    last = (heading.rsplit(" › ", 1)[-1].strip() for heading in headings)
    return [heading for heading in last if heading.endswith(MARKS)]


def sharing_words(texts: Sequence[str], said: str) -> list[str]:
    """Those with a telling word that was said too."""
    words = set(lexemes(said)) - _common()
    return [text for text in texts if words.intersection(query_terms(text))]


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(lexemes(" ".join(COMMON)))


def _gist(question: str) -> tuple[str, frozenset[str]]:
    return key_of(question), frozenset(query_terms(question))


def _is_same(one: tuple[str, frozenset[str]], other: tuple[str, frozenset[str]]) -> bool:
    both = len(one[1] | other[1])
    return one[0] == other[0] or bool(both and len(one[1] & other[1]) / both >= SAME_WORDS)
