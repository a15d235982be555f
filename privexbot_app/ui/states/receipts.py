"""How one reply came about, and what the bot would answer today."""

from dataclasses import dataclass

import reflex as rx

from privexbot_app.errors import NotFound
from privexbot_app.services import receipts
from privexbot_app.services.receipts import Receipt, UsedAction, UsedPassage
from privexbot_app.ui.problems import parse_id
from privexbot_app.ui.states.chatbot import ChatbotState


@dataclass(frozen=True)
class PassageRow:
    """A passage that an answer was made from; `change` is empty until it is compared with today."""

    number: int
    title: str
    excerpt: str
    score: str
    sha256: str
    change: str
    is_beside: bool

    @classmethod
    def of(cls, used: UsedPassage) -> "PassageRow":
        title = f"{used.title} › {used.heading}" if used.heading else used.title
        title = f"{title}, {used.place}" if used.place else title
        title = f"{title} (edited by the owner)" if used.is_edited else title
        score = "" if used.is_beside else f"{used.score:.2f}"
        return cls(used.number, title, used.excerpt, score, used.sha256[:12], used.change, used.is_beside)


@dataclass(frozen=True)
class ActionUseRow:
    """A call of an action that was made for the answer."""

    title: str
    arguments: str
    outcome: str

    @classmethod
    def of(cls, used: UsedAction) -> "ActionUseRow":
        facts = [f"status {used.status}" if used.status else "", f"{used.milliseconds} ms", used.problem]
        return cls(used.title, used.arguments, ", ".join(fact for fact in facts if fact))


class ReceiptState(ChatbotState):
    """`then` is what was kept with the reply; `now` is filled by asking again."""

    is_loaded: bool = False
    is_replaying: bool = False
    is_replayed: bool = False
    is_same: bool = False
    question: str = ""
    searched: str = ""
    answer: str = ""
    model: str = ""
    prompt_version: str = ""
    grounding: str = ""
    at: str = ""
    unsupported: list[str] = []
    passages: list[PassageRow] = []
    actions: list[ActionUseRow] = []
    answer_now: str = ""
    model_now: str = ""
    passages_now: list[PassageRow] = []

    @rx.event
    async def load(self):
        self.is_loaded = self.is_replayed = self.is_replaying = False
        try:
            receipt = await receipts.read_receipt(await self._viewer(), parse_id(self.message_id))
        except NotFound as gone:
            there = f"/chatbots/{self._asked_id()}/conversations"
            return [rx.redirect(there, replace=True), rx.toast.error(gone.message, id="problem")]
        self._fill(receipt)
        self.is_loaded = True
        return None

    @rx.event
    async def replay(self):
        self.is_replaying = True
        yield
        try:
            replay = await receipts.replay(await self._viewer(), parse_id(self.message_id))
            self._fill(replay.then)
            self.answer_now, self.model_now = replay.now.answer, replay.now.model
            self.passages_now = [PassageRow.of(used) for used in replay.now.passages]
            self.is_same, self.is_replayed = replay.is_same_answer, True
        finally:
            self.is_replaying = False

    def _fill(self, receipt: Receipt) -> None:
        self.question, self.answer, self.model = receipt.question, receipt.answer, receipt.model
        self.searched = receipt.searched if receipt.searched != receipt.question else ""
        self.prompt_version, self.grounding = receipt.prompt_version, receipt.grounding
        self.at, self.unsupported = receipt.at.isoformat(), list(receipt.unsupported)
        self.passages = [PassageRow.of(used) for used in receipt.passages]
        self.actions = [ActionUseRow.of(used) for used in receipt.actions]
