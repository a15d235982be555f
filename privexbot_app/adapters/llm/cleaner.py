"""Makes what a model streams fit to be shown and stored."""

import re

THINKING = "<think>"
HALF_PAIR = re.compile("[\ud800-\udbff]\\Z")


class Cleaner:
    """Takes tokens, gives text without NULs, broken characters, opening white space, or thoughts spoken aloud.

    Some models open with `<think>…</think>` inside the answer; nothing is given out until that is over, so an
    answer of white space or thoughts alone is an empty one.
    """

    def __init__(self) -> None:
        self._held = ""
        self._has_begun = False

    def take(self, token: str) -> str:
        """What may be shown now; the rest is held back until the next token tells what it is."""
        text = self._held + token
        self._held = ""
        if half := HALF_PAIR.search(text):  # the other half of an emoji comes with the next token
            text, self._held = text[: half.start()], half.group()
        text = _storable(text)
        return text if self._has_begun else self._open(text)

    def rest(self) -> str:
        """What was held back when the model stopped."""
        held, self._held = self._held, ""
        if self._has_begun:
            return _storable(held)
        return "" if held.lstrip().startswith(THINKING) else _storable(held).strip()

    def _open(self, text: str) -> str:
        start = text.lstrip()
        if start.startswith(THINKING):
            _, is_over, start = start.partition("</think>")
            if not is_over:
                return self._hold(text)
            start = start.lstrip()
        if THINKING.startswith(start):  # nothing yet, or perhaps the beginning of a thought
            return self._hold(text)
        self._has_begun = True
        return start

    def _hold(self, text: str) -> str:
        self._held = text + self._held
        return ""


def _storable(text: str) -> str:
    """PostgreSQL refuses NULs and UTF-8 refuses halves of a pair; both become the replacement character."""
    return text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
