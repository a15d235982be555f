"""Notices when a model begins to recite what it was told, before the visitor reads it."""

import re
from collections.abc import Iterable

RECITED_WORDS = 8  # so many words of the rules in a row are no accident

_LETTERS = re.compile(r"[^\w]+")


class Guard:
    """Gives text on word by word; words that stand so in the secret text are held until the run breaks."""

    def __init__(self, secrets: Iterable[str]) -> None:
        words = (_plain(word) for secret in secrets for word in secret.split())
        self._secret = f" {' '.join(word for word in words if word)} "
        self._held: list[str] = []
        self._part = ""
        self.is_recited = False

    def take(self, text: str) -> str:
        """What may be shown now; nothing any more once the secret is recited."""
        words = re.findall(r"\s+|\S+\s*", self._part + text)
        self._part = ""
        if words and not words[-1][-1].isspace():
            self._part = words.pop() if self._may_recite(words[-1]) else ""
        return "".join(self._give(word) for word in words)

    def rest(self) -> str:
        """What was held back when the text ended."""
        given = self._give(self._part) if self._part else ""
        held, self._held, self._part = "".join(self._held), [], ""
        return "" if self.is_recited else given + held

    def _may_recite(self, part: str) -> bool:
        """A word that is not whole yet and could become one of the secret's."""
        return f" {_plain(part)}" in self._secret

    def _give(self, word: str) -> str:
        if self.is_recited:
            return ""
        self._held.append(word)
        given = ""
        while self._held and not self._is_secret():
            given += self._held.pop(0)
        if len([held for held in self._held if _plain(held)]) >= RECITED_WORDS:
            self.is_recited = True
            self._held = []
        return given

    def _is_secret(self) -> bool:
        run = " ".join(plain for held in self._held if (plain := _plain(held)))
        return bool(run) and f" {run} " in self._secret


def _plain(word: str) -> str:
    return _LETTERS.sub("", word).casefold()
