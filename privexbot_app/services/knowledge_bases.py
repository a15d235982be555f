"""The knowledge bases of a workspace: each chatbot has its own, and may search others beside it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.errors import Conflict, Invalid, NotFound
from privexbot_app.models import Chatbot, KnowledgeBase
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.roles import require_editor
from privexbot_app.services.spaces import space_of_new_base
from privexbot_app.store import chatbot_counts as counts
from privexbot_app.store import knowledge_links as store
from privexbot_app.store.chatbots import get_chatbot, get_knowledge_base, list_chatbots, lock_chatbot

LONGEST_NAME = 80
MOST_BASES = 500
MOST_LINKED = 9  # beside a chatbot's own: each is one more index to search


@dataclass(frozen=True)
class BaseUser:
    """A chatbot that searches a knowledge base; `is_own` where it was made with the chatbot."""

    id: UUID
    name: str
    is_own: bool


@dataclass(frozen=True)
class BaseOverview:
    """A knowledge base with what its row shows."""

    id: UUID
    name: str
    sources: int
    users: tuple[BaseUser, ...]


@dataclass(frozen=True)
class BotBase:
    """A knowledge base as one chatbot sees it."""

    id: UUID
    name: str
    is_own: bool


@reading
def list_bases(session: Session, viewer: Viewer) -> list[BaseOverview]:
    """All of the workspace, by name."""
    chatbots = list_chatbots(session, viewer.scope)
    searched = store.list_base_ids_of_all(session, chatbots)
    sources = counts.count_sources(session, viewer.scope)
    return [
        BaseOverview(base.id, base.name, sources.get(base.id, 0), _users(base.id, chatbots, searched))
        for base in store.list_bases(session, viewer.scope)
    ]


def _users(base_id: UUID, chatbots: Sequence[Chatbot], searched: dict[UUID, tuple[UUID, ...]]) -> tuple[BaseUser, ...]:
    using = [chatbot for chatbot in chatbots if base_id in searched[chatbot.id]]
    return tuple(BaseUser(chatbot.id, chatbot.name, chatbot.knowledge_base_id == base_id) for chatbot in using)


@reading
def list_bot_bases(session: Session, viewer: Viewer, chatbot_id: UUID) -> list[BotBase]:
    """The chatbot's own first; raises NotFound for a chatbot the viewer cannot see."""
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    found = store.list_bases_by_id(session, viewer.scope, store.list_base_ids(session, chatbot))
    return [BotBase(base.id, base.name, base.id == chatbot.knowledge_base_id) for base in found]


@transaction
def create_base(session: Session, viewer: Viewer, name: str) -> KnowledgeBase:
    """Empty, and searched by nobody yet; raises Invalid for an empty or overlong name."""
    require_editor(viewer)
    if len(store.list_bases(session, viewer.scope)) >= MOST_BASES:
        raise Conflict(f"A workspace has at most {MOST_BASES} knowledge bases.")
    base = KnowledgeBase(workspace_id=viewer.workspace_id, name=_checked(name), space_id=space_of_new_base(session))
    session.add(base)
    return base


@transaction
def rename_base(session: Session, viewer: Viewer, knowledge_base_id: UUID, name: str) -> KnowledgeBase:
    """Raises NotFound, and Invalid for an empty or overlong name."""
    require_editor(viewer)
    base = get_knowledge_base(session, viewer.scope, knowledge_base_id)
    base.name = _checked(name)
    return base


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(f"A knowledge base needs a name of at most {LONGEST_NAME} characters.", field="name")
    return name


@transaction
def delete_base(session: Session, viewer: Viewer, knowledge_base_id: UUID, losing: Collection[UUID] = ()) -> None:
    """With all its sources. `losing` are the chatbots that whoever deletes it knows will lose it: raises Conflict with
    the names of others, and for a chatbot's own knowledge base, which goes with the chatbot."""
    require_editor(viewer)
    base = get_knowledge_base(session, viewer.scope, knowledge_base_id)
    users = store.list_users(session, viewer.scope, base.id)
    if own := next((chatbot.name for chatbot in users if chatbot.knowledge_base_id == base.id), None):
        raise Conflict(f"This is the own knowledge base of “{own}”: it goes when that chatbot is deleted.")
    if unseen := [f"“{chatbot.name}”" for chatbot in users if chatbot.id not in losing]:
        raise Conflict(f"Not deleted: {', '.join(unseen)} would lose it. Look again, and confirm.")
    session.delete(base)


@transaction
def link_base(session: Session, viewer: Viewer, chatbot_id: UUID, knowledge_base_id: UUID) -> None:
    """The chatbot searches it from the next question on. Raises NotFound for what is not of the viewer's workspace."""
    require_editor(viewer)
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    base = get_knowledge_base(session, viewer.scope, knowledge_base_id)
    lock_chatbot(session, chatbot.id)
    searched = store.list_base_ids(session, chatbot)
    if base.id in searched:
        return
    if len(searched) > MOST_LINKED:
        raise Conflict(f"A chatbot searches at most {MOST_LINKED} knowledge bases beside its own.")
    store.add_link(session, chatbot, base.id)


@transaction
def unlink_base(session: Session, viewer: Viewer, chatbot_id: UUID, knowledge_base_id: UUID) -> None:
    """The chatbot does not search it any more; nothing in it changes. Raises Conflict for the chatbot's own."""
    require_editor(viewer)
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    if chatbot.knowledge_base_id == knowledge_base_id:
        raise Conflict("A chatbot always searches its own knowledge base.")
    link = store.find_link(session, chatbot.id, knowledge_base_id)
    if link is None:
        raise NotFound("The chatbot does not search this knowledge base.")
    session.delete(link)
