"""Half a question in six more languages, made whole by the same few rules: exchange what differs, else add it.

Nothing is changed where no rule clearly applies.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from privexbot_app.rag.follow_words import FOLLOW_WORDS, FollowWords
from privexbot_app.rag.language import language_of

MOST_WORDS = 5  # of half a question that is not linked by any word
_NAME = re.compile(r"[A-ZÀ-Þ][\w’'-]*(?: [A-ZÀ-Þ][\w’'-]*)*")
_NUMBER = re.compile(r"(?<!\w)\d+(?:[.,]\d+)?(?!\w)")
_EDGES = " ?!.,¿¡"


@dataclass(frozen=True)
class _Rules:
    """The words of one language as expressions."""

    link: re.Pattern[str]
    end: re.Pattern[str]
    point: re.Pattern[str]
    ask: re.Pattern[str]
    place: re.Pattern[str]
    article: re.Pattern[str]
    slots: tuple[re.Pattern[str], ...]
    plain: frozenset[str]


@lru_cache(maxsize=len(FOLLOW_WORDS))
def _rules_of(language: str) -> _Rules:
    words: FollowWords = FOLLOW_WORDS[language]
    return _Rules(
        _pattern(rf"^(?:{words.links})\b[ ,]*"),
        _pattern(rf"[ ,]+(?:{words.ends})$"),
        _pattern(rf"(?<![\w’'])(?:{words.points})(?![\w’'])"),
        _pattern(rf"(?<![\w’'])(?:{words.asks})(?![\w’'])"),
        _pattern(rf"^(?:{words.places})(?= )"),
        _pattern(rf"^(?:(?:{words.articles}) )+"),
        (_pattern(rf"\b(?:{words.colours})\b"), _NUMBER, _pattern(rf"\b(?:{words.days})\b")),
        frozenset(words.plain.split()),
    )


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def language_with_rules(*texts: str) -> str:
    """The language of these texts if it is one of the six, else empty."""
    together = " ".join(texts)
    language = "es" if "¿" in together else language_of(together)
    return language if language in FOLLOW_WORDS else ""


def is_half(question: str, language: str) -> bool:
    """Linked to what was said, pointing at it, or a few words that ask nothing by themselves."""
    rules, plain = _rules_of(language), _plain(question)
    if rules.link.search(plain) or rules.point.search(plain):
        return True
    is_short = len(plain.split()) <= MOST_WORDS and not rules.ask.search(plain)
    return is_short and bool(rules.place.search(plain) or any(slot.search(plain) for slot in rules.slots))


def complete(question: str, last: str, answer: str, language: str) -> str:
    """`last` is the question before, made whole, `answer` what was said to it; itself if no rule applies."""
    rules = _rules_of(language)
    rest = rules.end.sub("", rules.link.sub("", _plain(question), count=1)).strip(_EDGES)
    if not rest:
        return question
    if rules.ask.search(rest):
        return _with_topic(question, rest, last, answer, rules)
    return _with_slots(rest, last, rules) or _with_place(rest, last, rules) or _with_name(rest, last, rules)


def _plain(question: str) -> str:
    return " ".join(question.split()).strip(_EDGES)


def _with_topic(question: str, rest: str, last: str, answer: str, rules: _Rules) -> str:
    """What was talked about goes behind a question that names nothing itself."""
    topics = _names(last, rules) or _names(answer, rules)
    names_one = _names(rest[:1].lower() + rest[1:], rules)
    if not topics or (names_one and not rules.point.search(rest)):
        return question
    return f"{rest} {max(topics, key=_words_in)}?"


def _with_slots(rest: str, last: str, rules: _Rules) -> str:
    """The question before with its colour, number or day exchanged, or with the new one behind it."""
    changed, left = last, rest
    for slot in rules.slots:
        if new := slot.search(rest):
            left = left.replace(new.group(), "")
            changed = slot.sub(new.group(), changed, count=1) if slot.search(changed) else _append(changed, rest)
    return changed if changed != last and not _names(left, rules) else ""


def _with_place(rest: str, last: str, rules: _Rules) -> str:
    """What stands behind the same preposition is exchanged: “to Germany” by “to Austria”."""
    if (place := rules.place.search(rest)) is None:
        return ""
    same = re.compile(rf"\b{place.group()} {_NAME.pattern}")
    return same.sub(lambda _: rest, last, count=1) if same.search(last) else _append(last, rest)


def _with_name(rest: str, last: str, rules: _Rules) -> str:
    new = rules.article.sub("", rest)
    names = _names(last, rules)
    return last.replace(max(names, key=_words_in), new, 1) if names else _append(last, rest)


def _names(text: str, rules: _Rules) -> list[str]:
    """Runs of capitalised words, without those that merely begin a sentence."""
    runs = [[word for word in found.group().split() if word not in rules.plain] for found in _NAME.finditer(text)]
    return [" ".join(run) for run in runs if run]


def _words_in(name: str) -> int:
    return len(name.split())


def _append(question: str, words: str) -> str:
    return f"{question.rstrip(_EDGES)} {words}?"
