"""Bytes become text: a byte order mark or UTF-8 where they fit, else what the letters look like."""

import codecs
import re

from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.sentences import NOT_TEXT

MAX_CONTROL_SHARE = 0.02
MIN_ZEROS = 0.4  # of the bytes at even, or at odd places
GOOD_FOR_BAD = 10  # letters in UTF-8 for each byte that is none: nothing else looks like it by chance
GUESSED_BYTES = 100_000
LAST_LATIN = "\u024f"

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")


def decode(content: bytes, declared: str = "") -> str:
    """Text without control characters; raises ParseError for what is not text."""
    text = _decoded(content, declared)
    if len(_CONTROL.findall(text)) > max(4, len(text) * MAX_CONTROL_SHARE):
        raise ParseError(NOT_TEXT)
    return _CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes, declared: str) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    for encoding in (_without_mark(content), "utf-8"):
        try:
            return content.decode(encoding or "ascii")
        except UnicodeDecodeError:
            continue
    text = content.decode("utf-8", "replace")
    if 0 < text.count("\ufffd") * GOOD_FOR_BAD <= sum(sign > "\x7f" for sign in text):
        return text  # a few bytes are broken, and control characters are what stands for them
    try:
        return content.decode(declared or "ascii")
    except (UnicodeDecodeError, LookupError):
        return _guessed(content)


def _without_mark(content: bytes) -> str:
    """UTF-16 that does not say so: of Latin letters every second byte is zero."""
    zeros = [content[start:GUESSED_BYTES:2].count(0) for start in (0, 1)]
    half = len(content[:GUESSED_BYTES]) // 2
    if not half or max(zeros) < MIN_ZEROS * half or min(zeros) * 20 > max(zeros):
        return ""
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


def _guessed(content: bytes) -> str:
    """A guess is only believed for letters that are not Latin; among Latin ones, that of Windows is the likeliest."""
    from charset_normalizer import from_bytes

    best = from_bytes(content[:GUESSED_BYTES]).best()
    if best is not None:
        text = content.decode(best.encoding, "replace")
        letters = [letter for letter in text[:GUESSED_BYTES] if letter.isalpha()]
        if sum(letter > LAST_LATIN for letter in letters) > len(letters) / 2:
            return text
    return content.decode("cp1252", "replace")
