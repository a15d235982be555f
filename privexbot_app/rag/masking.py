"""Personal details in a text, replaced by placeholders such as `<EMAIL_1>`, and put back again, to the letter.

What a detail is, is decided by `personal`; here is only the exchange. A text that happens to hold a placeholder is
masked as well (`<LITERAL_1>`), so that nothing but our own placeholders is ever put back.
"""

import re
from collections.abc import Callable, Iterable

from privexbot_app.rag.personal import KINDS, Detail, find_details

PLACEHOLDER = re.compile(rf"<(?:{'|'.join(KINDS)})_[1-9]\d{{0,4}}>")
_BEGUN = re.compile(r"<(?:[A-Z]{0,7}|[A-Z]{1,7}_\d{0,5})$")


class Mask:
    """The placeholders of one turn: the same detail has the same one in the question, the history and the passages."""

    def __init__(self) -> None:
        self._placeholders: dict[str, str] = {}
        self._details: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def hide(self, text: str) -> str:
        """The text as it may leave."""
        return _replace(text, find_details(text), self._placeholder)

    def show(self, text: str) -> str:
        """The text as it was; a placeholder that was never given out stays as it stands."""
        return PLACEHOLDER.sub(lambda found: self._details.get(found[0], found[0]), text)

    def has_hidden(self) -> bool:
        return bool(self._details)

    def _placeholder(self, detail: Detail) -> str:
        if detail.text not in self._placeholders:
            self._counts[detail.kind] = number = self._counts.get(detail.kind, 0) + 1
            placeholder = f"<{detail.kind}_{number}>"
            self._placeholders[detail.text], self._details[placeholder] = placeholder, detail.text
        return self._placeholders[detail.text]


class Unmasker:
    """Shows an answer that comes in pieces: what may be the beginning of a placeholder waits for the rest of it."""

    def __init__(self, mask: Mask) -> None:
        self._mask = mask
        self._held = ""

    def take(self, piece: str) -> str:
        """What can be said with this piece."""
        if not self._mask.has_hidden():
            return piece
        text = self._held + piece
        begun = _BEGUN.search(text)
        ready = text[: begun.start()] if begun else text
        self._held = text[len(ready) :]
        return self._mask.show(ready)

    def rest(self) -> str:
        """What still waits when the answer has ended."""
        rest, self._held = self._held, ""
        return rest


def _replace(text: str, details: Iterable[Detail], placeholder: Callable[[Detail], str]) -> str:
    parts, end = [], 0
    for detail in details:
        parts += [text[end : detail.start], placeholder(detail)]
        end = detail.start + len(detail.text)
    return "".join([*parts, text[end:]])
