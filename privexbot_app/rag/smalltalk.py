"""Messages that ask nothing, in twelve languages: they get no search, and an answer even without any model.

Only a message that is small talk from end to end is taken for it: "Hello, do you have size 9?" is a question.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from privexbot_app.rag.smalltalk_phrases import PHRASES
from privexbot_app.rag.smalltalk_replies import REPLIES

Kind = Literal["person", "robot", "who", "goodbye", "thanks", "greeting"]
KINDS: tuple[Kind, ...] = ("person", "robot", "who", "goodbye", "thanks", "greeting")  # what counts most first
LANGUAGES = tuple(PHRASES)
MAX_CHARACTERS = 160
VAGUE = frozenset({("someone",), ("somebody",), ("support",), ("a", "manager"), ("a", "colleague"), ("one",)})

_SPELLINGS = str.maketrans({"ı": "i", "ł": "l", "ى": "ي", "ة": "ه", "ß": "ss", "ـ": None})
_WORD = re.compile(r"[\u3400-\u9fff]|(?:(?![\u3400-\u9fff])\w)+")


@dataclass(frozen=True)
class SmallTalk:
    """What a message is, and in which language."""

    kind: Kind
    language: str

    def reply(self, name: str) -> str:
        return REPLIES[self.language][self.kind].format(name=name)


def recognise(text: str, name: str = "", preferred: str = "en") -> SmallTalk | None:
    """None for everything that should be answered; `preferred` decides when several languages say it so."""
    if len(text) > MAX_CHARACTERS or not (words := plain_words(text)):
        return None
    called = plain_words(name)
    for language in sorted(LANGUAGES, key=lambda language: language != preferred):
        if kind := _kind(words, language, called):
            return SmallTalk(kind, language)
    return None


def plain_words(text: str) -> tuple[str, ...]:
    """Lower case without accents and punctuation; each Chinese character is a word."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold().translate(_SPELLINGS))
    bare = "".join(character for character in plain if unicodedata.category(character) != "Mn")
    return tuple(_WORD.findall(re.sub(r"(?<=\w)['’](?=(?:s|re|m|d|ll|ve)\b)", "", bare)))


@lru_cache(maxsize=len(LANGUAGES))
def _phrases(language: str) -> Mapping[tuple[str, ...], frozenset[str]]:
    """Which kinds a phrase belongs to."""
    kinds: dict[tuple[str, ...], frozenset[str]] = {}
    for kind, phrases in PHRASES[language].items():
        for phrase in phrases.split("|"):
            words = plain_words(phrase)
            kinds[words] = kinds.get(words, frozenset()) | {kind}
    return kinds


@lru_cache(maxsize=len(LANGUAGES))
def _longest(language: str) -> int:
    return max(map(len, _phrases(language)))


def _kind(words: tuple[str, ...], language: str, name: tuple[str, ...]) -> Kind | None:
    """What the message is if it consists of phrases of this language from end to end; the fewest phrases decide."""
    reached: list[dict[frozenset[str], int]] = [{frozenset(): 0}, *({} for _ in words)]
    for start, so_far in enumerate(reached[:-1]):
        for end in range(start + 1, min(len(words), start + _longest(language)) + 1):
            for said in _said(words[start:end], language, name):
                for kinds, phrases in so_far.items():
                    both = kinds | said
                    reached[end][both] = min(phrases + 1, reached[end].get(both, MAX_CHARACTERS))
    possible = [(phrases, KINDS.index(kind)) for kinds, phrases in reached[-1].items() if (kind := _most(kinds))]
    return KINDS[min(possible)[1]] if possible else None


def _said(phrase: tuple[str, ...], language: str, name: tuple[str, ...]) -> list[frozenset[str]]:
    """What a phrase may mean."""
    kinds = {"filler"} if phrase == name else _phrases(language).get(phrase, frozenset())
    return [frozenset({kind, "vague"} if phrase in VAGUE else {kind}) for kind in kinds]


def _most(kinds: frozenset[str]) -> Kind | None:
    """Of several that were said the one that needs most of an answer; None when it asks for something."""
    if "ask" in kinds or "vague" in kinds:
        return "person" if {"ask", "person"} <= kinds else None
    return next((kind for kind in KINDS if kind in kinds), None)
