"""Tells people outside that a conversation waits: written down with the handoff, delivered by a job."""

from sqlmodel import Session

from privexbot_app.models import Conversation, Notice, NoticeKind
from privexbot_app.store import notices as store


def add_notices(session: Session, conversation: Conversation) -> None:
    """In the transaction that lets it wait: one for each member who wants a mail, and one for the webhook."""
    for member_id in store.list_recipients(session, conversation.workspace_id):
        session.add(Notice(conversation_id=conversation.id, kind=NoticeKind.MAIL, member_id=member_id))
    if store.find_webhook(session, conversation.workspace_id):
        session.add(Notice(conversation_id=conversation.id, kind=NoticeKind.WEBHOOK))
