"""Canned replies, and what they are filled in with."""

from uuid import UUID

from sqlmodel import Session, col, select

from privexbot_app.errors import NotFound
from privexbot_app.models import CannedReply, Conversation, Lead, Visitor
from privexbot_app.store.scope import Scope


def list_canned(session: Session, scope: Scope) -> list[CannedReply]:
    query = select(CannedReply).where(CannedReply.workspace_id == scope.workspace_id)
    return list(session.exec(query.order_by(col(CannedReply.shortcut))))


def get_canned(session: Session, scope: Scope, reply_id: UUID) -> CannedReply:
    query = select(CannedReply).where(CannedReply.workspace_id == scope.workspace_id, CannedReply.id == reply_id)
    if canned := session.exec(query).one_or_none():
        return canned
    raise NotFound("There is no such canned reply.")


def find_visitors_name(session: Session, conversation: Conversation) -> str:
    """As they left it with their contact details, else as the page said; empty if neither did."""
    if conversation.visitor_id is None:
        return ""
    left = select(Lead).where(Lead.visitor_id == conversation.visitor_id).order_by(col(Lead.created_at).desc())
    lead, visitor = session.exec(left).first(), session.get(Visitor, conversation.visitor_id)
    return (lead.fields.get("name", "") if lead else "") or (visitor.name if visitor else "")
