"""Tells people outside that a conversation waits, and sends a visitor a copy of theirs: written down, then delivered
by a job.

Each notice has one identity for ever, so a call or mail that is repeated because a process died in the middle can be
recognised as the same. What was delivered is never sent again.
"""

import asyncio
import json
import time
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from privexbot_app import security
from privexbot_app.adapters import egress_send, mail
from privexbot_app.adapters.egress_target import FetchError
from privexbot_app.adapters.mail import Mail, MailError
from privexbot_app.db import in_session, reading
from privexbot_app.models import (
    Chatbot,
    Conversation,
    ConversationState,
    Member,
    Message,
    MessageRole,
    Notice,
    NoticeKind,
    NoticeState,
    NoticeWebhook,
    User,
    now,
)
from privexbot_app.services.texts import texts_in
from privexbot_app.services.transcript_text import write_transcript
from privexbot_app.services.webhook_signing import signed_headers
from privexbot_app.settings import settings
from privexbot_app.store import notices as store
from privexbot_app.store.conversations import list_messages

MOST_ATTEMPTS = 8
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=20), timedelta(hours=2)
BATCH = 100
DEFECT = "Something went wrong on our side."
UNREADABLE = "The secret of the webhook cannot be read any more. Set the address again."


@dataclass(frozen=True)
class Call:
    """A webhook about to be called; the secret is printed nowhere."""

    url: str
    headers: dict[str, str]
    body: bytes


def add_notices(session: Session, conversation: Conversation) -> None:
    """In the transaction that lets it wait: one for each member who wants a mail, and one for the webhook."""
    for member_id in store.list_recipients(session, conversation.workspace_id):
        session.add(Notice(conversation_id=conversation.id, kind=NoticeKind.MAIL, member_id=member_id))
    if store.find_webhook(session, conversation.workspace_id):
        session.add(Notice(conversation_id=conversation.id, kind=NoticeKind.WEBHOOK))


@reading
def list_due(session: Session) -> list[tuple[UUID, int]]:
    """Notices (id, attempt) whose time has come, of all workspaces."""
    return [(notice.id, notice.attempts) for notice in store.list_due(session, now(), BATCH)]


def deliver(notice_id: UUID, attempt: int) -> None:
    """A job's step, harmless to repeat: what was delivered, erased or tried since is left alone."""
    if letter := in_session(_prepare, notice_id, attempt):
        in_session(_settle, notice_id, _send(letter))


def postpone(notice_id: UUID) -> None:
    """After a defect of ours: try again later."""
    in_session(_settle, notice_id, DEFECT)


def _prepare(session: Session, notice_id: UUID, attempt: int) -> Mail | Call | str | None:
    """What to send, or why it cannot be sent; None when there is nothing to do."""
    notice = session.get(Notice, notice_id)
    if notice is None or notice.state is not NoticeState.QUEUED or notice.attempts != attempt:
        return None
    conversation = session.get_one(Conversation, notice.conversation_id)
    if notice.kind is NoticeKind.WEBHOOK:
        return _call(session, notice, conversation)
    if notice.kind is NoticeKind.TRANSCRIPT:
        return _copy(session, notice, conversation)
    if conversation.state is not ConversationState.WAITING:  # somebody was faster than the mail
        notice.state = NoticeState.SENT
        return None
    return _mail(session, notice, conversation)


def _mail(session: Session, notice: Notice, conversation: Conversation) -> Mail:
    """Without anything that the visitor said: mailboxes are not ours."""
    member = session.get_one(Member, notice.member_id)
    user, chatbot = session.get_one(User, member.user_id), session.get_one(Chatbot, conversation.chatbot_id)
    link = f"{settings().base_url()}/chatbots/{chatbot.id}/conversations/{conversation.id}"
    text = (
        f"A visitor of {chatbot.name} would like to talk to a person, since {notice.created_at:%H:%M} UTC.\n\n"
        f"Open the conversation:\n{link}\n\n"
        "You get this mail because you are a member of the workspace; your profile there turns it off.\n"
    )
    return Mail(user.email, f"Somebody is waiting: {chatbot.name}", text, str(notice.id))


def _copy(session: Session, notice: Notice, conversation: Conversation) -> Mail:
    """What was said, for the visitor who asked for it."""
    chatbot = session.get_one(Chatbot, conversation.chatbot_id)
    texts = texts_in(chatbot, notice.language)
    text = f"{write_transcript(session, chatbot, conversation, notice.language)}\n--\n{texts['task_text_mail']}\n"
    return Mail(notice.address, texts["task_text_title"].replace("{name}", chatbot.name), text, str(notice.id))


def _call(session: Session, notice: Notice, conversation: Conversation) -> Call | str | None:
    hook = store.find_webhook(session, conversation.workspace_id)
    if hook is None:
        notice.state = NoticeState.SENT  # the owner has removed the address since
        return None
    return signed_call(hook, str(notice.id), _facts(session, notice, conversation))


def signed_call(hook: NoticeWebhook, call_id: str, facts: dict[str, str]) -> Call | str:
    """Ready to be made; a sentence when the secret cannot be read."""
    secret = security.unseal(hook.sealed_secret, *place_of(hook))
    if secret is None:
        return UNREADABLE
    body = json.dumps(facts, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json"} | signed_headers(secret, call_id, int(time.time()), body)
    return Call(hook.url, headers, body)


def _facts(session: Session, notice: Notice, conversation: Conversation) -> dict[str, str]:
    asked = [one for one in list_messages(session, conversation.id, last=10) if one.role is MessageRole.VISITOR]
    return {
        "id": str(notice.id),
        "type": "conversation.waiting",
        "at": notice.created_at.isoformat(),
        "workspace": str(conversation.workspace_id),
        "chatbot": str(conversation.chatbot_id),
        "conversation": str(conversation.id),
        "reason": conversation.handoff_reason,
        "question": _text(asked),
    }


def _text(asked: list[Message]) -> str:
    return asked[-1].text if asked else ""


def _send(letter: Mail | Call | str) -> str:
    """Why it was not delivered, as a sentence; empty when it was."""
    if isinstance(letter, str):
        return letter
    try:
        if isinstance(letter, Call):
            return asyncio.run(make_call(letter))
        mail.mailer().send(letter)
        return ""
    except MailError as error:
        return str(error)


async def make_call(call: Call) -> str:
    """Why it was not taken, as a sentence; empty when it was."""
    request = egress_send.Request(call.url, "POST", call.headers, body=call.body)
    try:
        status = (await egress_send.send(request)).status
    except FetchError as error:
        return error.message
    return "" if 200 <= status < 300 else f"The address answered {status}."


def _settle(session: Session, notice_id: UUID, problem: str) -> None:
    """Delivered, to be tried again after a longer wait each time, or given up."""
    notice = session.get(Notice, notice_id)
    if notice is None or notice.state is not NoticeState.QUEUED:
        return
    notice.attempts += 1
    notice.problem = problem[:200]
    notice.due_at = now() + min(FIRST_WAIT * 3 ** (notice.attempts - 1), LONGEST_WAIT)
    if not problem:
        notice.state = NoticeState.SENT
    elif notice.attempts >= MOST_ATTEMPTS:
        notice.state = NoticeState.FAILED
    if notice.state is not NoticeState.QUEUED:
        notice.address = ""


def place_of(hook: NoticeWebhook) -> tuple[str, str, str]:
    """What its secret is sealed for."""
    return str(hook.workspace_id), NoticeWebhook.__tablename__, str(hook.workspace_id)
