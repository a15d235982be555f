"""Search words of a text, spelled so that every database's tokeniser takes each of them whole: a-z and 0-9 only."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

from privexbot_app.rag.english import COMMON
from privexbot_app.rag.language import language_of_prose

MAX_CHARACTERS = 40
MAX_QUERY_TERMS = 48  # a message may be 4,000 characters long; each term is a part of the query
MARKER = "languageis"  # and a code: one more search word of a passage that is not English
STEMMERS = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
    "nl": "dutch",
    "pl": "polish",
    "tr": "turkish",
}
LATIN_END = "\u0250"
NAME_PREFIX = "name"  # tells "the US" from "us"

_HALVES = str.maketrans({"½": ".5", "¼": ".25", "¾": ".75"})
_NO_BLANKS = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WITH_SIGNS = r"\u0900-\u0963\u0966-\u0dff"  # of India: vowel signs are marks, yet parts of words
_TOKEN = re.compile(rf"[{_NO_BLANKS}]+|\d+(?:[.,]\d+)+(?![^\W_])|(?:[^\W_{_NO_BLANKS}]|[{_WITH_SIGNS}])+")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_APOSTROPHE = re.compile(r"(?<=\w)[’'](?:s\b|(?=(?:t|re|ve|ll|d|m)\b))")  # what's → what, don't → dont
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_AMERICA = re.compile(r"\bU\.S\.(?:A\.)?|\bUSA?\b(?![’'])")
_BRITAIN = re.compile(r"\bU\.K\.|\bUK\b")
_MARKS = re.compile(r"([a-z])[\u0300-\u036f]+|[\u0591-\u05c7\u0610-\u061a\u064b-\u065f]+")  # Latin, Hebrew, Arabic
_SCRIPTS = (  # one stemmer each, whatever the language of the text around the word
    (re.compile(r"[\u0400-\u04ff]"), "russian"),
    (re.compile(r"[\u0600-\u06ff]"), "arabic"),
    (re.compile(r"[\u0370-\u03ff]"), "greek"),
)
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")


def lexemes(text: str, language: str = "english") -> list[str]:
    """Lower-cased, stemmed words in their order; pairs of characters where a script has no blanks between words.

    "9.5" and "9½" both become "9d5"; "1,000" becomes "1000"; what is not ASCII becomes "x" and its bytes in hex.
    """
    text = _AMERICA.sub("United States", _BRITAIN.sub("United Kingdom", text))
    if not text.isupper():
        text = _CAPITALS.sub(_as_name, text)
    plain = unicodedata.normalize("NFKC", text.translate(_HALVES)).casefold()
    plain = unicodedata.normalize("NFC", _MARKS.sub(r"\1", unicodedata.normalize("NFD", plain)))
    plain = _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit.group())), plain)
    tokens = _TOKEN.findall(_APOSTROPHE.sub("", plain))
    return [word for token in tokens for word in _words(token, language) if word]  # a stemmer may leave nothing


def _as_name(capitals: re.Match[str]) -> str:
    """US, IT and WHO are not us, it and who."""
    word = capitals.group()
    return f"{NAME_PREFIX}{word}" if word.lower() in COMMON else word


def _words(token: str, language: str) -> list[str]:
    if token[0].isdigit():
        return [_number(token)]
    if re.match(f"[{_NO_BLANKS}]", token):
        pairs = [token[place : place + 2] for place in range(len(token) - 1)] or [token]
        return [_ascii(pair) for pair in pairs]
    return [_stem(token[:MAX_CHARACTERS], language)]


def _number(token: str) -> str:
    if _THOUSANDS.fullmatch(token):
        token = token.replace(",", "")
    return _ascii(token[:MAX_CHARACTERS].replace(",", "d").replace(".", "d"))


def _ascii(word: str) -> str:
    return word if word.isascii() else "x" + word.encode().hex()


_stemming = Lock()  # a stemmer keeps the word that it works on: two threads would cut each other's


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language if word.isascii() else _stemmer_of_script(word, language))
    if stemmer is None:
        return _ascii(word)
    with _stemming:
        return _ascii(str(stemmer.stemWord(word)))


def _stemmer_of_script(word: str, language: str) -> str:
    return next((stemmer for script, stemmer in _SCRIPTS if script.match(word)), language)


@lru_cache(maxsize=16)
def _stemmer(language: str) -> Any:
    """None for a language without one: its words are searched as they are written."""
    import snowballstemmer

    return snowballstemmer.stemmer(language) if language in snowballstemmer.algorithms() else None


@lru_cache(maxsize=16)
def _common_stems(language: str) -> frozenset[str]:
    return frozenset(_stem(word, language) for word in COMMON) if language == "english" else frozenset()


def query_terms(question: str, language: str = "english") -> list[str]:
    """The different search words of a question, without those that every English text has, unless nothing remains."""
    return telling_words(lexemes(question, language), language)


def telling_words(words: Sequence[str], language: str = "english") -> list[str]:
    """The same, of its `lexemes`."""
    common = _common_stems(language)
    terms = dict.fromkeys(words)
    return ([term for term in terms if term not in common] or list(terms))[:MAX_QUERY_TERMS]


def passage_words(text: str) -> list[str]:
    """The `lexemes` of a passage in its own language, and a word that says which unless it is English."""
    code = language_of_prose(text)
    return [*lexemes(text, STEMMERS[code]), *([] if code == "en" else [MARKER + code])]


def is_latin(text: str) -> bool:
    """Whether half of its letters are; so is a text without any."""
    letters = [character for character in text if character.isalpha()]
    return 2 * sum(letter < LATIN_END for letter in letters) >= len(letters)
