"""Which sources a chatbot's answers come from, and how large they are."""

from dataclasses import dataclass

import reflex as rx

from privexbot_app.services import coverage
from privexbot_app.services.coverage import DAYS, SourceCoverage
from privexbot_app.ui.states.chatbot import ChatbotState


@dataclass(frozen=True)
class CoverageRow:
    """A source with figures as people read them."""

    title: str
    base: str
    found: int
    quoted: int
    passages: int
    characters: str
    vectors: str
    tokens: str
    cost: str

    @classmethod
    def of(cls, one: SourceCoverage) -> "CoverageRow":
        size = one.size
        return cls(
            one.title,
            one.base,
            one.found,
            one.quoted,
            size.passages,
            f"{size.characters:,}",
            _bytes(size.vector_bytes),
            f"{one.tokens:,}",
            _dollars(one.dollars),
        )


class CoverageState(ChatbotState):
    """`never` counts sources that no reply has found."""

    is_loaded: bool = False
    days: int = DAYS
    replies: int = 0
    unanswered: int = 0
    never: int = 0
    rows: list[CoverageRow] = []
    passages: str = ""
    characters: str = ""
    vectors: str = ""
    tokens: str = ""
    cost: str = ""

    @rx.event
    async def load(self):
        found = await coverage.read_coverage(await self._viewer(), self._asked_id())
        self.rows = [CoverageRow.of(one) for one in found.sources]
        self.replies, self.unanswered = found.replies, found.unanswered
        self.never = sum(not one.found for one in found.sources)
        self._total(found.sources)
        self.is_loaded = True

    def _total(self, sources: tuple[SourceCoverage, ...]) -> None:
        self.passages = f"{sum(one.size.passages for one in sources):,}"
        self.characters = f"{sum(one.size.characters for one in sources):,}"
        self.vectors = _bytes(sum(one.size.vector_bytes for one in sources))
        self.tokens = f"{sum(one.tokens for one in sources):,}"
        known = [one.dollars for one in sources if one.dollars is not None]
        self.cost = _dollars(sum(known) if len(known) == len(sources) else None)


def _bytes(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{-(-count // 1000)} kB"


def _dollars(amount: float | None) -> str:
    return "not known" if amount is None else f"${amount:,.2f}"
