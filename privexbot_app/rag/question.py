"""What a question asks for: its words, the numbers and colours it insists on, and the kind of thing that answers it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache

from privexbot_app.rag.asking import is_yes_no, without_opening
from privexbot_app.rag.english import ASKING, CALENDAR, COLOURS, NUMERALS
from privexbot_app.rag.known_names import COUNTRIES, PAYMENTS
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
NAMES_COUNT = 0.8  # of a yes-or-no question: what is told of other things is no answer to it
_CAPITALISED = re.compile(r"\b(?!I\b|OK\b)(?:[A-ZÀ-Þ][\w’'&-]*|[a-zà-ÿ]+[A-ZÀ-Þ][\w’'&-]*)")
_OF_ALL = re.compile(  # tells of what it does not name
    r"\b(?:only|exclusively|nowhere|worldwide|everywhere|anywhere|every|all|any|others?|international\w*|europe\w*|eu)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1\d|20)\d\d")
_ASKS_PERSON = re.compile(r"\bwho(?:se|m)?\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _colours() -> frozenset[str]:
    return frozenset(lexemes(" ".join(COLOURS)))


@lru_cache(maxsize=1)
def _asking() -> frozenset[str]:
    return frozenset(lexemes(" ".join(ASKING)))


def _joined(text: str) -> str:
    """ "Wi-Fi" as "wifi"."""
    return re.sub(r"[\W_]", "", text).casefold()


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

    @cached_property
    def is_yes_no(self) -> bool:
        return is_yes_no(self.text, self.language)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What a yes-or-no question is about by name, such as "Norway" or "PayPal"; German writes every noun so."""
        if not self.is_yes_no or self.language == "german":
            return ()
        words = without_opening(self.text).split()[1:]
        known = [word.strip("?!.,") for word in words if word.strip("?!.,").lower() in COUNTRIES | PAYMENTS]
        named = [name for word in words for name in _CAPITALISED.findall(word)]
        times = {*CALENDAR, *(f"{day}s" for day in CALENDAR)}
        return tuple(dict.fromkeys(name for name in [*known, *named] if name.lower() not in times))

    def names_told(self, sentence: str, known: Collection[str]) -> float:
        """1 when every name is among these words, or the sentence tells of all there are; less when one is not."""
        lacking = [name for name in self.names if not set(lexemes(name, self.language)) <= set(known)]
        joined = _joined(sentence)
        has_all = all(_joined(name) in joined for name in lacking) or bool(_OF_ALL.search(sentence))
        return 1.0 if has_all else 1 - NAMES_COUNT

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
