"""What chatbots may know about visitors, and visitors whose id was vouched for."""

from uuid import UUID

from sqlmodel import Session, SQLModel, col, select, update

from privexbot_app.models import Conversation, ConversationState, IdentityRules, Visitor, now


def find_verified_visitor(session: Session, conversation_id: UUID) -> Visitor | None:
    """Who has the conversation, if the owner's server vouched for them."""
    query = select(Visitor).join(Conversation, col(Conversation.visitor_id) == Visitor.id)
    return session.exec(query.where(Conversation.id == conversation_id, col(Visitor.is_verified))).one_or_none()


def find_rules(session: Session, chatbot_id: UUID) -> IdentityRules:
    """As they are kept, or those of a chatbot for which none were set."""
    return session.get(IdentityRules, chatbot_id) or IdentityRules(chatbot_id=chatbot_id)


def find_verified(session: Session, chatbot_id: UUID, external_id: str) -> Visitor | None:
    query = select(Visitor).where(Visitor.chatbot_id == chatbot_id, Visitor.external_id == external_id)
    return session.exec(query.where(col(Visitor.is_verified))).one_or_none()


def move_visitor(session: Session, old: UUID, new: UUID) -> None:
    """Whatever points at one visitor points at another from now on, in tables of later days too."""
    for table in SQLModel.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == Visitor.__tablename__:
                session.connection().execute(update(table).where(key.parent == old).values({key.parent.name: new}))
    session.expire_all()


def close_conversations(session: Session, visitor_id: UUID) -> None:
    """The visitor's next message begins a new one."""
    unclosed = update(Conversation).where(
        col(Conversation.visitor_id) == visitor_id, col(Conversation.state) != ConversationState.CLOSED
    )
    session.exec(unclosed.values(state=ConversationState.CLOSED, waiting_since=None, changed_at=now()))
