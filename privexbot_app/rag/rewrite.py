"""A follow-up question, made to stand alone by rule: "and in blue?" becomes the question before it, in blue.

The rules here know English grammar; `rewrite_elsewhere` has those of six more languages. For the others it is only
recognised what looks like half a question, for a model to complete.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from privexbot_app.rag.english import CALENDAR, COLOURS, COMMON, words_of
from privexbot_app.rag.rewrite_elsewhere import complete, is_half, language_with_rules
from privexbot_app.rag.tokens import lexemes

MAX_CHARACTERS = 300
FEW_TERMS = 3  # a question with no more words of its own than that may be half of one

_OPENING = re.compile(
    r"^(?:(?:thanks|thank you|thx|ok|okay|great|cool|perfect|fine|good|yes|no|hm+)\b[!,. ]*)*"
    r"(?:(?:and|but|or|also|so|then|even)\b,? *)?(?:(?:what|how) about\b *)?",
    re.IGNORECASE,
)
_LINKED = re.compile(r"\b(?:and|but|or|also|even|what about|how about)\b", re.IGNORECASE)
_LINKED_ELSEWHERE = re.compile(
    r"^(?:und|oder|auch|was ist mit|et|ou|y|o|e|ed|en|of|i|a|ve|ya|peki|и|а|или|و|أو|那|还有)(?:\b|(?<=[那有]))",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"[ ,]*\b(?:then|too|as well|instead|please)\b[ ?!.]*$", re.IGNORECASE)
_POINTER = re.compile(
    r"\b(?:it|its|they|them|their|theirs|this|that|these|those|he|she|him|her)(?: ones?\b)?|\bthe ones?\b|\bones?\b",
    re.IGNORECASE,
)
_DUMMY = re.compile(
    r"\bthat (?:i|you|we|the|is|are|was|have|can|do|does)\b|\bit (?:rains?|snows?)\b|\b(?:this|that) (?:shop|store)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|can|could|will|would|may|might|should|have|has|had|am|tell|show|give|need|want)\b",
    re.IGNORECASE,
)
_TABLE_HEAD = re.compile(r"^\|.*\|\n(?=\| ?-)", re.MULTILINE)
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'-]*(?: [A-ZÀ-Þ][\w’'-]*)*")
_NUMBER = re.compile(r"\b\d+(?:[.,]\d+)?\b|\d*[½¼¾]")
_COLOUR = re.compile(rf"\b(?:{'|'.join(sorted(COLOURS))})\b", re.IGNORECASE)
_DAY = re.compile(rf"\b(?:{'|'.join(sorted(word for word in CALENDAR if word.endswith('day')))})s?\b", re.IGNORECASE)
_SLOTS = (_COLOUR, _NUMBER, _DAY)
_ATTRIBUTE = re.compile(
    r"\b(?:how|what|why|when|where|who|which|price|cost|colou?rs?|sizes?|material|weight|warranty|delivery)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:(?:in|on|at|for|to|with|a|an|the|size)\b *)+", re.IGNORECASE)
_NO_NAMES = words_of(
    """i yes no the a an do does did is are was were can could what which when where who why how you we our it this
    that they if in on at for to of with and but or your my there please order orders prices all size sizes hello hi
    hey thanks sorry any some will would should have has"""
)


@dataclass(frozen=True)
class Exchange:
    """A question that was asked before, and what was answered."""

    question: str
    answer: str


def is_dependent(question: str) -> bool:
    """Whether it looks like half a question: linked to what was said, pointing at it, or very short."""
    language = language_with_rules(question)
    if language and is_half(question, language):
        return True
    return _is_linked(question) or _points(question) or _is_fragment(_rest(question))


def stand_alone(question: str, before: Sequence[Exchange]) -> str:
    """The question with what it leaves out; itself if it leaves nothing out. `before` is in the order it was said."""
    if not before or not is_dependent(question):
        return question
    last = before[-1]
    whole = Exchange(stand_alone(last.question, before[:-1]), last.answer)
    return _joined(question, whole)[:MAX_CHARACTERS]


def _joined(question: str, last: Exchange) -> str:
    if language := language_with_rules(last.question, question):
        return complete(question, last.question, last.answer, language)
    rest = _rest(question)
    if _asks_anew(rest):
        return _with_topic(rest, last)
    return _with_slots(rest, last.question) or _with_topic(rest, last)


def _rest(question: str) -> str:
    """Without the words that link it to what was said."""
    plain = " ".join(question.split())
    return _CLOSING.sub("", _OPENING.sub("", plain, count=1)) or plain


def _is_linked(question: str) -> bool:
    opening = _OPENING.match(" ".join(question.split()))
    return bool(opening and _LINKED.search(opening.group())) or bool(_LINKED_ELSEWHERE.search(question.strip()))


def _points(question: str) -> bool:
    return bool(_POINTER.search(_DUMMY.sub("", question)))


def _is_fragment(rest: str) -> bool:
    """No verb and few words: "in blue?", "the price?", "size 11"."""
    return not _VERB.search(rest) and len(_terms(rest)) <= FEW_TERMS


def _asks_anew(rest: str) -> bool:
    """Asks for something else of the same thing: "how much is it?", "the price?"."""
    if _VERB.search(rest):
        return True
    return not any(slot.search(rest) for slot in _SLOTS) and not _names(rest) and bool(_ATTRIBUTE.search(rest))


def _with_slots(rest: str, question: str) -> str:
    """The question before with its colour, number, day or name exchanged; empty if there is nothing to exchange."""
    changed, left = question, rest
    for slot in _SLOTS:
        if (new := slot.search(rest)) is None:
            continue
        left = left.replace(new.group(), "")
        has_slot = slot.search(changed)
        changed = slot.sub(new.group(), changed, count=1) if has_slot else _append(changed, _phrase(new, rest))
    if changed != question and not _names(left):
        return changed
    return _with_name(left, changed)


def _phrase(new: re.Match[str], rest: str) -> str:
    """A colour is "in blue", a size is "size 11"."""
    if _COLOUR.fullmatch(new.group()):
        return f"in {new.group()}"
    return f"size {new.group()}" if _NUMBER.fullmatch(new.group()) and "size" in rest.lower() else new.group()


def _with_name(rest: str, question: str) -> str:
    """The question before about something else: its last name is exchanged, or the new one is put behind it."""
    new = _ARTICLE.sub("", rest.strip(" ?!.,"))
    if not new:
        return ""
    if old := _names(question):
        return question.replace(old[-1], new)
    return _append(question, new)


def _with_topic(rest: str, last: Exchange) -> str:
    """What was talked about goes where a pronoun stands, else behind the question."""
    topic = _topic(last)
    if not topic or topic.lower() in rest.lower():
        return rest
    names = _names(rest)
    if names and not _points(rest[: rest.index(names[0])]):  # a pronoun behind a name means that name
        return rest
    return _append(rest, topic)


def _topic(last: Exchange) -> str:
    """A name of the question; else one of the answer; else the question's own words."""
    terms = set(_terms(last.question))
    answered = _names(_TABLE_HEAD.sub("", last.answer))
    known = [name for name in answered if set(_terms(name)) & terms]
    names = known or _names(last.question) or answered
    return names[0] if names else " ".join(_words(last.question))


def _names(text: str) -> list[str]:
    """Runs of capitalised words, without the words that merely begin a sentence."""
    found = []
    for match in _NAME.finditer(text):
        words = match.group().split(" ")
        while words and words[0].lower() in _NO_NAMES:
            words = words[1:]
        if words and (name := " ".join(words)):
            found.append(name)
    return list(dict.fromkeys(found))


def _append(question: str, words: str) -> str:
    return f"{question.rstrip(' ?!.')} {words}?"


def _terms(text: str) -> list[str]:
    return [term for word in _words(text) for term in lexemes(word)]


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[\w’'½-]+", text) if word.lower() not in COMMON]
