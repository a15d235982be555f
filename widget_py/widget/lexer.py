"""Cuts a line of Markdown into marks, addresses and the text between."""

MARKS = "*_`[]()\\"


def lexemes(text: str) -> list[str]:
    """The parts in order; joined they are the text again. Runs of `*`, `_` and backticks are one part each."""
    parts: list[str] = []
    for number, word in enumerate(text.split(" ")):
        if number > 0:
            add_text(parts, " ")
        before, scheme, rest = split_address(word)
        add_marks(parts, before)
        if scheme != "":
            address = scheme + rest
            kept = without_tail(address)
            parts.append(kept)
            add_marks(parts, address.removeprefix(kept))
    return parts


def split_address(word: str) -> tuple[str, str, str]:
    """A bare web address inside a word; not the one of a Markdown link, which is read there."""
    before, _, rest = word.partition("http")
    for scheme in ("s://", "://"):
        if rest.startswith(scheme) and rest != scheme and not before.endswith("]("):
            return before, "http" + scheme, rest.removeprefix(scheme)
    return word, "", ""


def without_tail(address: str) -> str:
    """Punctuation after an address belongs to the sentence."""
    kept = address
    shorter = drop_one(kept)
    while shorter != kept:
        kept = shorter
        shorter = drop_one(kept)
    return kept


def drop_one(address: str) -> str:
    for mark in list(".,;:!?)]*_`'\"<>"):
        if address.endswith(mark):
            return address.removesuffix(mark)
    return address


def add_text(parts: list[str], text: str) -> None:
    if len(parts) and not is_mark(parts[-1]):
        parts[-1] = parts[-1] + text
    else:
        parts.append(text)


def is_mark(part: str) -> bool:
    return part[0:1] in MARKS or part.startswith("http://") or part.startswith("https://")


def add_marks(parts: list[str], word: str) -> None:
    escaped = False
    for letter in list(word):
        if escaped and letter in MARKS:
            parts[-1] = "\\" + letter
            escaped = False
        elif letter not in MARKS:
            add_text(parts, letter)
            escaped = False
        elif letter in "*_`" and len(parts) and parts[-1].startswith(letter) and not escaped:
            parts[-1] = parts[-1] + letter
        else:
            parts.append(letter)
            escaped = letter == "\\"


def plain(part: str) -> str:
    """A part as text: an escaping backslash is not shown."""
    return part.removeprefix("\\") if part.startswith("\\") and part != "\\" else part
