"""Conversations as lines of the inbox, and the words for what state they are in."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from privexbot_app.services.people_inbox import ConversationState, InboxRow, MessageRole
from privexbot_app.ui.links import safe_link
from privexbot_app.ui.states.person_rows import PersonRow

REASONS = {
    "asked": "Asked for a person",
    "phrase": "Said one of your words",
    "angry": "Sounds upset",
    "unsure": "The chatbot was not sure",
    "unanswered": "The chatbot did not know",
}


@dataclass(frozen=True)
class InboxLine:
    """One conversation; `is_unanswered` when it is a person’s turn; `unanswered` counts what the bot did not know."""

    id: str = ""
    href: str = ""
    chatbot: str = ""
    state: str = "bot"
    question: str = ""
    last: str = ""
    last_by: str = ""
    is_taken: bool = False
    operator: PersonRow = field(default_factory=PersonRow)
    wait: str = ""
    reason: str = ""
    page: str = ""
    link: str = ""
    messages: int = 0
    unanswered: int = 0
    visitor: str = ""
    is_unanswered: bool = False
    at: str = ""

    @classmethod
    def of(cls, found: InboxRow) -> "InboxLine":
        is_theirs, is_waiting = found.state is ConversationState.HUMAN, found.state is ConversationState.WAITING
        return cls(
            id=str(found.id),
            href=f"/chatbots/{found.chatbot_id}/conversations/{found.id}",
            chatbot=found.chatbot_name,
            state=str(found.state),
            question=found.question,
            last=found.last,
            last_by=str(found.last_by or ""),
            is_taken=is_theirs,
            operator=PersonRow.of(found.operator) if is_theirs else PersonRow(),
            wait=wait_text(found.waiting_since, datetime.now(UTC)),
            reason=REASONS.get(found.reason, "") if is_theirs or is_waiting else "",
            page=found.page_title or found.page_url,
            link=safe_link(found.page_url),
            messages=found.messages,
            unanswered=found.unanswered,
            visitor=found.visitor,
            is_unanswered=is_waiting or (is_theirs and found.last_by is MessageRole.VISITOR),
            at=found.changed_at.isoformat(),
        )


def wait_text(since: datetime | None, at: datetime) -> str:
    """“waits 5 min”; empty for what does not wait."""
    if since is None:
        return ""
    minutes = max(int((at - since).total_seconds() // 60), 0)
    if minutes < 1:
        return "waits less than a minute"
    if minutes < 60:
        return f"waits {minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"waits {hours} h {minutes} min" if hours < 24 else f"waits {hours // 24} d {hours % 24} h"
