"""What visitors asked and were told."""

from dataclasses import dataclass

import reflex as rx

from privexbot_app.errors import NotFound
from privexbot_app.services import inbox
from privexbot_app.services.inbox import ConversationOverview
from privexbot_app.ui.links import safe_link
from privexbot_app.ui.problems import parse_id
from privexbot_app.ui.states.chatbot import ChatbotState
from privexbot_app.ui.states.message_rows import MessageRow

ROWS = 50


@dataclass(frozen=True)
class ConversationRow:
    """One line of the list."""

    id: str
    question: str
    channel: str
    page: str
    link: str
    messages: int
    unanswered: int
    at: str

    @classmethod
    def of(cls, found: ConversationOverview) -> "ConversationRow":
        return cls(
            id=str(found.id),
            question=found.question,
            channel=str(found.channel),
            page=found.page_title or found.page_url,
            link=safe_link(found.page_url),
            messages=found.messages,
            unanswered=found.unanswered,
            at=found.changed_at.isoformat(),
        )


@dataclass(frozen=True)
class FactRow:
    """One thing that is known about a visitor or their page."""

    label: str
    text: str


def fact_rows(thread: inbox.Thread) -> list[FactRow]:
    """Who the visitor is comes first, and whether that is more than a page's word."""
    who = thread.who
    proof = "" if not who.external_id else "Signed by your server" if who.is_verified else "Not proven"
    named = [("Name", who.name), ("E-mail", who.email), ("Id", who.external_id), ("Identity", proof)]
    return [FactRow(label, text) for label, text in [*named, *thread.context.items()] if text]


class ConversationsState(ChatbotState):
    """The list, latest first, a page of rows at a time."""

    is_loaded: bool = False
    rows: list[ConversationRow] = []
    has_more: bool = False

    @rx.event
    async def load(self):
        self.rows, self.is_loaded = await self._read(0), True

    @rx.event
    async def load_more(self):
        self.rows = [*self.rows, *await self._read(len(self.rows))]

    async def _read(self, offset: int) -> list[ConversationRow]:
        found = await inbox.list_conversations(await self._viewer(), self._asked_id(), offset, ROWS + 1)
        self.has_more = len(found) > ROWS
        return [ConversationRow.of(conversation) for conversation in found[:ROWS]]


class ThreadState(ChatbotState):
    """One conversation with everything that was said."""

    is_loaded: bool = False
    question: str = ""
    page: str = ""
    link: str = ""
    channel: str = ""
    at: str = ""
    messages: list[MessageRow] = []
    facts: list[FactRow] = []

    @rx.event
    async def load(self):
        self.is_loaded = False
        try:
            thread = await inbox.read_thread(await self._viewer(), parse_id(self.conversation_id))
        except NotFound as gone:
            there = f"/chatbots/{self._asked_id()}/conversations"
            return [rx.redirect(there, replace=True), rx.toast.error(gone.message, id="problem")]
        self._fill(thread)
        return None

    def _fill(self, thread: inbox.Thread) -> None:
        row = ConversationRow.of(thread.overview)
        self.question, self.page, self.link, self.channel = row.question, row.page, row.link, row.channel
        self.at = thread.overview.started_at.isoformat()
        self.facts = fact_rows(thread)
        self.messages = [MessageRow.of(message, thread.feedback.get(message.id)) for message in thread.messages]
        self.is_loaded = True
