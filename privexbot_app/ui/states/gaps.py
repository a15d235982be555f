"""What the chatbot did not know, by meaning."""

from dataclasses import dataclass

import reflex as rx

from privexbot_app.errors import Invalid
from privexbot_app.services import gaps
from privexbot_app.services.gaps import GapOverview, GapState
from privexbot_app.ui.problems import parse_id
from privexbot_app.ui.states.chatbot import ChatbotState

SHOWN_EXAMPLES = 6


@dataclass(frozen=True)
class ExampleRow:
    """A question as it was asked, and the conversation it was asked in."""

    text: str
    href: str
    at: str


@dataclass(frozen=True)
class GapRow:
    """A gap as its card shows it; `more` counts the questions that are not among the examples."""

    id: str
    title: str
    questions: int
    down_voted: int
    at: str
    pair_id: str
    more: int
    examples: list[ExampleRow]

    @classmethod
    def of(cls, gap: GapOverview, conversations: str) -> "GapRow":
        shown = gap.examples[:SHOWN_EXAMPLES]
        return cls(
            id=str(gap.id),
            title=gap.title,
            questions=gap.questions,
            down_voted=gap.down_voted,
            at=gap.last_at.isoformat(),
            pair_id=str(gap.pair_id) if gap.pair_id else "",
            more=gap.questions - len(shown),
            examples=[
                ExampleRow(one.text, f"{conversations}/{one.conversation_id}", one.asked_at.isoformat())
                for one in shown
            ],
        )


class GapsState(ChatbotState):
    """The gaps of one state at a time."""

    is_loaded: bool = False
    shown: str = "open"
    rows: list[GapRow] = []

    @rx.event
    async def load(self):
        await self._read()
        self.is_loaded = True

    @rx.event
    async def show(self, state: str):
        if state not in set(GapState):
            raise Invalid("There is no such list.")
        self.shown = state
        await self._read()

    @rx.event
    async def dismiss(self, gap_id: str):
        await gaps.set_dismissed(await self._viewer(), parse_id(gap_id), True)
        await self._read()
        return rx.toast.success("Dismissed: it stays away from this list.")

    @rx.event
    async def reopen(self, gap_id: str):
        await gaps.set_dismissed(await self._viewer(), parse_id(gap_id), False)
        await self._read()

    async def _read(self) -> None:
        asked_id = self._asked_id()
        found = await gaps.list_gaps(await self._viewer(), asked_id, GapState(self.shown))
        self.rows = [GapRow.of(gap, f"/chatbots/{asked_id}/conversations") for gap in found]
