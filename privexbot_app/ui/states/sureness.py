"""The slider from generous to strict, and what it would change."""

from dataclasses import dataclass

import reflex as rx

from privexbot_app.services import chatbots, sureness
from privexbot_app.services.chatbots import LEAST_SURE
from privexbot_app.services.sureness import Judged
from privexbot_app.ui.states.chatbot import ChatbotState


@dataclass(frozen=True)
class JudgedRow:
    """A visitor's question, and what is or would be quoted to it."""

    question: str
    quote: str
    percent: int

    @classmethod
    def of(cls, judged: Judged) -> "JudgedRow":
        return cls(judged.question, judged.quote, judged.percent)


class SurenessState(ChatbotState):
    """`least_sure` is where the slider stands, `kept` what is kept, both in percent."""

    least_sure: int = 40
    kept: int = 40
    is_judged: bool = False
    judged: list[JudgedRow] = []

    @rx.event
    async def load_sureness(self):
        self.kept = self.least_sure = (await chatbots.get_chatbot(await self._viewer(), self._asked_id())).least_sure

    @rx.event
    def move(self, percent: float):
        if isinstance(percent, int | float) and percent in LEAST_SURE:
            self.least_sure = int(percent)

    @rx.event
    async def judge(self):
        found = await sureness.judge_past_questions(await self._viewer(), self._asked_id())
        self.judged, self.is_judged = [JudgedRow.of(one) for one in found], True

    @rx.var
    def summary(self) -> str:
        if not self.judged:
            return "No visitor has asked anything yet."
        now, then = (sum(one.percent >= limit for one in self.judged) for limit in (self.kept, self.least_sure))
        if self.least_sure == self.kept:
            return f"Of the last {len(self.judged)} different questions, it would answer {now} today."
        return f"Of the last {len(self.judged)} different questions, it would answer {then} instead of {now}."

    @rx.var
    def gained(self) -> list[JudgedRow]:
        return [one for one in self.judged if self.least_sure <= one.percent < self.kept]

    @rx.var
    def lost(self) -> list[JudgedRow]:
        return [one for one in self.judged if self.kept <= one.percent < self.least_sure]
