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
_MARK = re.compile(r"(?:[•‣◦▪·*–-]|(\d{1,3})([.)]))[ \t]+")  # of a list item
_NUMBER = re.compile(r"\d{1,3}")
LIST_CHARACTERS = 1500  # so near stands the next number of the same list


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """[start, end) of every sentence in text[start:end], without the blanks around it and a list item's mark."""
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


def start_of_item(text: str, place: int) -> int:
    """Where the mark of the list item begins whose first sentence begins there; `place` itself, if it has none."""
    line = text.rfind("\n", 0, place) + 1
    while line < place and text[line].isspace():
        line += 1
    return line if _end_of_mark(text, line, len(text)) == place else place


def _end_of_mark(text: str, place: int, end: int) -> int:
    """Where what stands behind a list item's mark begins; `place` where there is none. "24. Dezember" is a date unless
    "23." or "25." begins another line close by."""
    found = _MARK.match(text, place, end)
    if found is None or text[text.rfind("\n", 0, place) + 1 : place].strip():
        return place
    if found[2] == ".":
        near = "\n" + text[max(0, place - LIST_CHARACTERS) : place + LIST_CHARACTERS]
        if not any(f"\n{int(found[1]) + step}. " in near for step in (-1, 1)):
            return place
    return found.end()


def _ends_here(text: str, start: int, found: re.Match[str], end: int) -> bool:
    mark = found.group()
    if mark[0] == "\n" or mark[0] in "。！？!?":
        return True
    following = text[found.end() : end].lstrip(" \t")[:1]
    if following.islower():
        return False
    if mark != ".":
        return True
    if (start == 0 or text[start - 1] == "\n") and _NUMBER.fullmatch(text[start : found.start()].strip()):
        return False  # "2. Print the label."
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
        start = _end_of_mark(text, start, end)
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
