"""An answer's sentences and markers against the passages, while it is being told."""

import re
from collections.abc import AsyncIterator, Sequence
from typing import Any

from privexbot_app.rag.outlet import Marker
from privexbot_app.rag.sentences import sentences
from privexbot_app.rag.support import Claim
from privexbot_app.services.evidence import Evidence

_WORD = re.compile(r"\S+\s*|\s+")
_ENDS = re.compile(r"(?:[.!?…][\"'”’)]*\s+|[。！？]\s*|\n\s*)\Z")


class Checked:
    """Keeps the markers that hold, numbered as they come; `is_strict` keeps back sentences that nothing supports."""

    def __init__(self, evidence: Evidence, *, is_strict: bool) -> None:
        self._evidence = evidence
        self._is_strict = is_strict
        self._waiting: list[str | Marker] = []
        self._text = ""
        self._cited: list[str] = []
        self._general: list[str] = []
        self.kept: dict[int, tuple[int, Claim]] = {}

    @property
    def is_general(self) -> bool:
        """Whether the model itself marked something as general knowledge."""
        return bool(self._general)

    async def take(self, parts: Sequence[str | Marker], *, is_last: bool = False) -> AsyncIterator[str]:
        """What may be shown of them now."""
        if not self._is_strict:
            async for text in self._show(parts):
                yield text
            return
        for part in parts:
            for word in _WORD.findall(part) if isinstance(part, str) else [part]:
                if isinstance(word, str) and self._is_sentence_over():
                    async for text in self._show_sentence():
                        yield text
                self._waiting.append(word)
        if is_last:
            async for text in self._show_sentence():
                yield text

    async def citations(self) -> list[dict[str, Any]]:
        """The contract's objects, in the order of their numbers."""
        return [self._evidence.cite(number, shown, claim) for number, (shown, claim) in self.kept.items()]

    async def unsupported(self) -> list[str]:
        """The sentences that say something which no passage says."""
        spoken = [self._text[start:end] for start, end in sentences(self._text)]
        doubtful = [said for said in spoken if not any(said in cited or cited in said for cited in self._cited)]
        return [said for said in doubtful if not await self._evidence.supports_somewhere(Claim(said))]

    def _is_sentence_over(self) -> bool:
        return bool(_ENDS.search("".join(part for part in self._waiting if isinstance(part, str))))

    async def _show_sentence(self) -> AsyncIterator[str]:
        waiting, self._waiting = self._waiting, []
        claim = Claim("".join(part for part in waiting if isinstance(part, str)).strip())
        if await self._evidence.supports_somewhere(claim):
            async for text in self._show(waiting):
                yield text

    async def _show(self, parts: Sequence[str | Marker]) -> AsyncIterator[str]:
        for part in parts:
            text = part if isinstance(part, str) else await self._marker(part)
            if isinstance(part, str):
                self._text += part
            if text:
                yield text

    async def _marker(self, marker: Marker) -> str:
        """The marker under its new number; nothing when the passage does not exist or does not say so."""
        if marker.number == 0:
            self._general.extend(marker.claims[-1:])
            return ""
        if not 1 <= marker.number <= len(self._evidence.told):
            return ""
        for said in marker.claims or ("",):
            if await self._evidence.supports(marker.number, claim := Claim(said)):
                shown, _ = self.kept.setdefault(marker.number, (len(self.kept) + 1, claim))
                self._cited.append(said)
                return f"{marker.space}[{shown}]"
        return ""
