"""One conversation: everything that was said and noted, who has it, and whether the visitor is typing."""

import re
import time
from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

import reflex as rx

from privexbot_app.errors import NotFound
from privexbot_app.services import people_inbox
from privexbot_app.services.live import InboxNews
from privexbot_app.services.people_inbox import Channel, ConversationState, PeopleThread
from privexbot_app.ui.problems import parse_id
from privexbot_app.ui.states.chatbot import ChatbotState
from privexbot_app.ui.states.fact_rows import FactRow, fact_rows
from privexbot_app.ui.states.inbox_rows import InboxLine
from privexbot_app.ui.states.message_rows import MessageRow
from privexbot_app.ui.states.person_rows import PersonRow
from privexbot_app.ui.states.thread_rows import thread_rows

TYPING_SECONDS = 5.0
_THREAD = re.compile(r"/chatbots/[^/]+/conversations/[^/]+/?")


def is_thread(path: str) -> bool:
    """Whether this page shows a conversation."""
    return _THREAD.fullmatch(path) is not None


class ThreadState(ChatbotState):
    """`may_act` is false for members who may only look; `may_reply` is true for the one who has the conversation."""

    is_loaded: bool = False
    line: InboxLine = InboxLine()
    is_widget: bool = False
    channel: str = ""
    at: str = ""
    may_act: bool = False
    may_reply: bool = False
    team: list[PersonRow] = []
    messages: list[MessageRow] = []
    facts: list[FactRow] = []
    stars: int = 0
    opinion: str = ""
    is_typing: bool = False

    _shown: str = ""
    _typing_until: float = 0.0

    @rx.event
    async def load(self):
        if self._shown != self.conversation_id:
            self.reset()
        try:
            await self._look()
        except NotFound as gone:
            self.is_loaded = False
            there = f"/chatbots/{self._asked_id()}/conversations"
            return [rx.redirect(there, replace=True), rx.toast.error(gone.message, id="problem")]
        self._shown, self.is_loaded = self.conversation_id, True
        return None

    async def _look(self) -> None:
        """Read it anew. Raises NotFound."""
        self._fill(await people_inbox.read_conversation(await self._viewer(), self._conversation()))

    async def _hear(self, batch: Iterable[InboxNews]) -> None:
        """What was told about conversations of the workspace; nothing for a while is an empty batch."""
        told = [news.typist for news in batch if news.conversation_id == self._conversation()]
        if None in told:
            with suppress(NotFound):  # it was erased: what stands here stays until the page is left
                await self._look()
        if "" in told:
            self._typing_until = time.time() + TYPING_SECONDS
        self.is_typing = time.time() < self._typing_until

    def _fill(self, thread: PeopleThread) -> None:
        team = thread.team.values()
        self.line = InboxLine.of(thread.row)
        self.channel, self.is_widget = str(thread.channel), thread.channel is Channel.WIDGET
        self.at = thread.started_at.isoformat()
        self.may_act = any(one.is_me and one.may_answer for one in team)
        self.may_reply = self.may_act and thread.row.state is ConversationState.HUMAN and self.line.operator.is_me
        self.team = [PersonRow.of(one) for one in team if one.may_answer]
        self.facts = fact_rows(thread.who, thread.context)
        self.stars = thread.rating.stars if thread.rating else 0
        self.opinion = thread.rating.comment if thread.rating else ""
        rows = thread_rows(thread)
        if len(rows) > len(self.messages):
            self._typing_until = 0.0
        self.messages = rows

    def _conversation(self) -> UUID:
        """Of the page's address, which the browser may have made up: services check who may see it."""
        return parse_id(self.conversation_id)
