"""Members of a workspace as operators, and the queue of conversations that wait for one."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, and_, col, func, or_, select, update

from privexbot_app.errors import NotFound
from privexbot_app.models import (
    Channel,
    Conversation,
    ConversationState,
    Member,
    MemberAvatar,
    MemberProfile,
    Message,
    MessageState,
    Note,
    User,
    now,
)
from privexbot_app.store.scope import Scope

Known = tuple[Member, User, MemberProfile | None]


def get_own_member(session: Session, scope: Scope, user_id: UUID) -> Member:
    query = select(Member).where(Member.workspace_id == scope.workspace_id, Member.user_id == user_id)
    if member := session.exec(query).one_or_none():
        return member
    raise NotFound("You are no member of this workspace any more.")


def get_member(session: Session, scope: Scope, member_id: UUID) -> Member:
    query = select(Member).where(Member.workspace_id == scope.workspace_id, Member.id == member_id)
    if member := session.exec(query).one_or_none():
        return member
    raise NotFound("There is no such member.")


def list_members(session: Session, scope: Scope) -> list[Known]:
    """With their profiles, oldest first."""
    query = (
        select(Member, User, MemberProfile)
        .join(User, col(User.id) == Member.user_id)
        .outerjoin(MemberProfile, col(MemberProfile.member_id) == Member.id)
        .where(Member.workspace_id == scope.workspace_id)
    )
    return list(session.exec(query.order_by(col(Member.created_at), col(Member.id))))


def list_profiles(session: Session, member_ids: Collection[UUID]) -> dict[UUID, MemberProfile]:
    """By member; of members that a conversation of the caller's names."""
    query = select(MemberProfile).where(col(MemberProfile.member_id).in_(member_ids))
    return {profile.member_id: profile for profile in session.exec(query)}


def find_avatar(session: Session, member_id: UUID) -> MemberAvatar | None:
    """Avatars are public, as their names are: whoever was answered has seen them."""
    return session.get(MemberAvatar, member_id)


def lock_conversation(session: Session, scope: Scope, conversation_id: UUID) -> Conversation:
    """Until the transaction ends nobody else changes who has it. Raises NotFound."""
    query = select(Conversation).where(
        Conversation.workspace_id == scope.workspace_id, Conversation.id == conversation_id
    )
    if conversation := session.exec(query.with_for_update()).one_or_none():
        return conversation
    raise NotFound("There is no such conversation.")


def place_in_queue(session: Session, conversation: Conversation) -> int | None:
    """Counted from 1 among the waiting of its chatbot; None if it does not wait."""
    if conversation.waiting_since is None:
        return None
    earlier = col(Conversation.waiting_since) < conversation.waiting_since
    tied = and_(col(Conversation.waiting_since) == conversation.waiting_since, col(Conversation.id) < conversation.id)
    query = select(func.count()).where(
        col(Conversation.chatbot_id) == conversation.chatbot_id,
        col(Conversation.state) == ConversationState.WAITING,
        or_(earlier, tied),
    )
    return session.exec(query).one() + 1


def stop_replies(session: Session, conversation_id: UUID) -> list[UUID]:
    """End what the bot is saying there; whoever says it notices when it saves. Returns which replies."""
    being_said = (
        col(Message.conversation_id) == conversation_id,
        col(Message.state) == MessageState.GENERATING,
    )
    replies = list(session.exec(select(Message.id).where(*being_said)))
    session.exec(update(Message).where(*being_said).values(state=MessageState.STOPPED, changed_at=now()))
    return replies


def next_position(session: Session, conversation_id: UUID) -> int:
    """For a caller who has locked the conversation."""
    query = select(func.max(Message.position)).where(Message.conversation_id == conversation_id)
    return (session.exec(query).one() or 0) + 1


def find_newer_open(session: Session, conversation: Conversation) -> Conversation | None:
    """Another conversation of the same visitor that was begun since, and is not closed."""
    query = select(Conversation).where(
        Conversation.visitor_id == conversation.visitor_id,
        Conversation.id != conversation.id,
        Conversation.created_at > conversation.created_at,
        Conversation.state != ConversationState.CLOSED,
    )
    return session.exec(query).first()


def find_latest(session: Session, visitor_id: UUID) -> Conversation | None:
    """The visitor's latest conversation, closed or not."""
    query = select(Conversation).where(Conversation.visitor_id == visitor_id)
    return session.exec(query.order_by(col(Conversation.created_at).desc())).first()


def list_said_since(session: Session, conversation_id: UUID, position: int, role: str) -> list[Message]:
    """Messages of one role after that position, in their order."""
    query = select(Message).where(
        Message.conversation_id == conversation_id, Message.position > position, Message.role == role
    )
    return list(session.exec(query.order_by(col(Message.position))))


def list_notes(session: Session, conversation_id: UUID) -> list[Note]:
    """Oldest first; for callers that were allowed to see the conversation."""
    query = select(Note).where(Note.conversation_id == conversation_id)
    return list(session.exec(query.order_by(col(Note.created_at), col(Note.id))))


def list_changed(session: Session, scope: Scope, since: datetime) -> dict[UUID, datetime]:
    """When conversations of visitors changed, of those that did since then."""
    query = select(Conversation.id, Conversation.changed_at).where(
        Conversation.workspace_id == scope.workspace_id,
        Conversation.changed_at >= since,
        Conversation.channel != Channel.PLAYGROUND,
    )
    return dict(session.exec(query).all())
