"""Where sentences begin and end, as offsets, without ever losing or changing a character that is not blank."""

import re
from collections.abc import Iterator

from privexbot_app.rag.english import ABBREVIATIONS, BEFORE_NUMBERS

MAX_CHARACTERS = 400  # a "sentence" without full stops is cut at a blank before this
MIN_WHOLE_CHARACTERS = 12

_ENDS = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？]+[」』”’]*|\n+")
_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_LAST_WORD = re.compile(r"[\w.&]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """[start, end) of every sentence in text[start:end], without the blanks around it."""
    end = len(text) if end is None else end
    place = start
    for found in _ENDS.finditer(text, start, end):
        if _ends_here(text, place, found, end):
            yield from _pieces(text, place, found.end())
            place = found.end()
    yield from _pieces(text, place, end)


def is_whole(sentence: str) -> bool:
    """A sentence with an end, unlike a table row or a label: those need their heading to be understood."""
    return bool(_END.search(sentence)) and len(sentence) >= MIN_WHOLE_CHARACTERS


def _ends_here(text: str, start: int, found: re.Match[str], end: int) -> bool:
    mark = found.group()
    if mark[0] == "\n" or mark[0] in "。！？!?":
        return True
    following = text[found.end() : end].lstrip(" \t")[:1]
    if following.islower():
        return False
    if mark != ".":
        return True
    word = _LAST_WORD.search(text, start, found.start())
    return word is None or not _is_short_form(word.group().strip("."), following)


def _is_short_form(word: str, following: str) -> bool:
    """ "Dr." and "U.S." do not end a sentence; "No." does unless a number follows."""
    if word.lower() in BEFORE_NUMBERS:
        return following.isdigit()
    return word.lower() in ABBREVIATIONS or bool(word.isascii() and _INITIALS.fullmatch(word) and word != "I")


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stripped stretch, cut at blanks while it is longer than MAX_CHARACTERS."""
    while start < end:
        while start < end and text[start].isspace():
            start += 1
        cut = end
        if end - start > MAX_CHARACTERS:
            cut = _cut(text, start, start + MAX_CHARACTERS)
        stop = cut
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        if stop > start:
            yield start, stop
        start = cut


def _cut(text: str, start: int, limit: int) -> int:
    """After the last mark in the second half of the stretch, else at its last blank, else at the limit."""
    half = (start + limit) // 2
    for mark in ("; ", ": ", ", ", " "):
        if (place := text.rfind(mark, half, limit)) >= 0:
            return place + len(mark)
    return limit
