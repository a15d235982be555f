"""What changed between two readings of a page, for a person: a unified diff of its lines, with an end."""

from difflib import unified_diff

MOST_LINES = 400  # of each reading: comparing takes time with their product
SHOWN_CHARACTERS = 12_000
LINE_CHARACTERS = 1000
CONTEXT_LINES = 1


def diff_of(before: str, after: str) -> str:
    """Lines that begin with +, - or a blank; an empty text has no lines."""
    lines = list(unified_diff(_lines(before), _lines(after), lineterm="", n=CONTEXT_LINES))[2:]
    text = "\n".join(line[:LINE_CHARACTERS] for line in lines)
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS].rpartition("\n")[0] + "\n@@ … @@"


def _lines(text: str) -> list[str]:
    return text.splitlines()[:MOST_LINES]
