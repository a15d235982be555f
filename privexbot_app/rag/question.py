"""What a question asks for: its words, the numbers and colours it insists on, and the kind of thing that answers it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache

from privexbot_app.rag.english import ASKING, CALENDAR, COLOURS, NUMERALS
from privexbot_app.rag.tokens import lexemes, query_terms


def _any_word(words: frozenset[str]) -> str:
    return rf"\b(?:{'|'.join(sorted(words))})\b"


_SIZES = "many|much|long|old|far|tall|big|large|often|fast|high|deep|heavy|wide"
_PLACES = "city|country|state|place|region|town|street|shop|store"
_TIMES = "year|date|day|month|century|decade|time"
_NAME = re.compile(rf"(?<=[\w,;:] )(?!(?i:{_any_word(CALENDAR)}))[A-ZÀ-Þ][\w’'-]+")

KINDS = (  # (asks for it, is it)
    (rf"\bhow (?:{_SIZES})\b|\bwhat (?:percentage|number|size)|\b(?:costs?|price)\b", rf"\d|{_any_word(NUMERALS)}"),
    (
        rf"\bwhen\b|\b(?:what|which) (?:{_TIMES})\b|\bhow (?:long|soon)\b|\bopening\b",
        rf"\b(?:1\d|20)\d\d\b|\b\d+(?::\d\d)? ?[ap]\.?m\b|{_any_word(CALENDAR)}",
    ),
    (r"\b(?:what|which) colou?rs?\b|\bcolou?rs? (?:is|are|do|does)\b", _any_word(COLOURS)),
    (
        rf"\bwhere\b|\b(?:what|which) (?:{_PLACES})\b",
        rf"\b(?:in|at|from|near|of|to|off):? (?:the )?(?-i:[A-Z])|\b(?:behind|beside|opposite|next to) |{_PLACES}",
    ),
)
_KINDS = tuple((re.compile(asks, re.IGNORECASE), re.compile(answers, re.IGNORECASE)) for asks, answers in KINDS)
NUMBERS_COUNT, COLOURS_COUNT = 0.3, 0.8
_YEAR = re.compile(r"(?:1\d|20)\d\d")
_ASKS_PERSON = re.compile(r"\bwho(?:se|m)?\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _colours() -> frozenset[str]:
    return frozenset(lexemes(" ".join(COLOURS)))


@lru_cache(maxsize=1)
def _asking() -> frozenset[str]:
    return frozenset(lexemes(" ".join(ASKING)))


@dataclass(frozen=True)
class Question:
    """A question and what can be read off it without knowing the answer."""

    text: str
    language: str = "english"

    @cached_property
    def terms(self) -> tuple[str, ...]:
        return tuple(query_terms(self.text, self.language))

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The terms that say what it is about: of "how long does shipping take" only "ship"; all, when none does."""
        return tuple(term for term in self.terms if term not in _asking()) or self.terms

    @cached_property
    def insisted(self) -> frozenset[str]:
        """What an answer should agree with to the letter: numbers, such as a size or a year, and colours."""
        return frozenset(term for term in self.terms if term[0].isdigit() or term in _colours())

    def agreement(self, known: Collection[str]) -> float:
        """1 when the colours and numbers asked for are among these words, less without a number, least without colour.

        A year is no such number: what is told of it is often told in other words.
        """
        lacking = {term for term in self.insisted if term not in known and not _YEAR.fullmatch(term)}
        has_numbers, has_colours = lacking <= _colours(), not lacking & _colours()
        return 1 - NUMBERS_COUNT * (not has_numbers) - COLOURS_COUNT * (not has_colours)

    @cached_property
    def _answers(self) -> tuple[re.Pattern[str], ...]:
        person = (_NAME,) if _ASKS_PERSON.search(self.text) else ()
        return person + tuple(answers for asks, answers in _KINDS if asks.search(self.text))

    def expects(self, sentence: str) -> float:
        """1 when the sentence holds what is asked for (a number, a time, a name, a place), 0 when not, ½ if unclear."""
        if not self._answers:
            return 0.5
        return float(any(pattern.search(sentence) for pattern in self._answers))
