"""Lines that were only wrapped become paragraphs again; list items, table rows and titles stay lines of their own."""

import re
from collections.abc import Iterator, Sequence

MIN_WRAP_CHARACTERS = 45  # nobody wraps text at less
FULL_LINE = 0.7  # of the longest line: shorter ones were ended on purpose

_ITEM = re.compile(r"\s*(?:[-*•‣◦▪·–]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s)")
_HYPHENATED = re.compile(r"[^\W\d_]-$")
_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")


def joined(lines: Sequence[str]) -> Iterator[str]:
    """One paragraph or item after the other; a word that was divided at the end of a line is whole again."""
    width = max(map(len, lines), default=0)
    held = last = ""
    for line in (line.strip() for line in lines):
        if held and line and _goes_on(last, line, width):
            held = held[:-1] + line if _is_divided(held, line) else f"{held} {line}"
        else:
            if held:
                yield held
            held = line
        last = line
    if held:
        yield held


def _goes_on(line: str, following: str, width: int) -> bool:
    if _ITEM.match(following) or width < MIN_WRAP_CHARACTERS:
        return False
    if _is_divided(line, following):
        return True
    if len(line) < FULL_LINE * width:
        return following[0].islower() and not _END.search(line) and len(line) >= MIN_WRAP_CHARACTERS
    return not _END.search(line) or len(line) + len(following.split(maxsplit=1)[0]) >= width


def _is_divided(line: str, following: str) -> bool:
    return bool(_HYPHENATED.search(line)) and following[:1].islower()
