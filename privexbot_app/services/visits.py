"""A visitor's browser: who it is (kept in the page), and a short-lived pass for one chatbot from one origin."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlmodel import Session

from privexbot_app import security
from privexbot_app.db import reading, transaction
from privexbot_app.errors import Forbidden, NotFound, Unauthorized
from privexbot_app.models import Chatbot, ConversationState, Message, VisitorUpload, now
from privexbot_app.services.action_offers import Offered, open_offers
from privexbot_app.services.chatbots import get_live
from privexbot_app.services.identify import Identity, Standing, find_or_add_visitor, judge
from privexbot_app.services.operators import Operator, list_operators
from privexbot_app.store import conversations as store
from privexbot_app.store.feedback import list_feedback
from privexbot_app.store.identity import close_conversations
from privexbot_app.store.leads import add_count
from privexbot_app.store.people import place_in_queue
from privexbot_app.store.visiting import list_uploads

PASS_SECONDS = 3600
PURPOSE = "visit"
OPENED = "widget_opened"  # a session begins when the window does


@dataclass(frozen=True)
class Visit:
    """What a pass proves: this visitor, on this live chatbot."""

    chatbot: Chatbot
    visitor_id: UUID


@dataclass(frozen=True)
class Page:
    """Where the visitor is."""

    url: str = ""
    title: str = ""


@dataclass(frozen=True)
class Arrival:
    """Who comes: `visitor` is what their page kept, `identity` who it says they are; `is_fresh` starts anew."""

    visitor: str = ""
    page: Page = Page()
    identity: Identity | None = None
    is_fresh: bool = False


@dataclass(frozen=True)
class OpenedVisit:
    """`token` is the pass, `visitor` what the page keeps, `conversation` the thread that goes on, if any."""

    token: str
    visitor: str
    conversation: UUID | None
    standing: Standing = Standing.NONE


def check_origin(chatbot: Chatbot, origin: str) -> None:
    """Raises Forbidden for pages the owner did not list; with an empty list every page may embed the chatbot."""
    if chatbot.allowed_origins and origin.lower() not in chatbot.allowed_origins:
        raise Forbidden("This chatbot does not answer on this website.")


async def open_visit(public_id: str, origin: str, arrival: Arrival) -> OpenedVisit:
    """Recognise the visitor by what their page kept or says of them, or start with a new one.

    Raises NotFound and Forbidden; an identity that is not proven makes an anonymous visit, not an error.
    """
    chatbot = await get_live(public_id)
    check_origin(chatbot, origin)
    visitor_id, opened = await _receive(chatbot.id, arrival)
    return replace(opened, token=security.sign(PURPOSE, chatbot.public_id, str(visitor_id), origin))


@transaction
def _receive(session: Session, chatbot_id: UUID, arrival: Arrival) -> tuple[UUID, OpenedVisit]:
    standing = judge(session, chatbot_id, arrival.identity)
    visitor, token = find_or_add_visitor(session, chatbot_id, arrival.visitor, arrival.identity, standing)
    page = arrival.page
    visitor.seen_at, visitor.page_url, visitor.page_title = now(), page.url[:2000], page.title[:300]
    session.flush()
    add_count(session, chatbot_id, now().date(), OPENED, 1)
    if arrival.is_fresh:
        close_conversations(session, visitor.id)
    conversation = store.find_open_conversation(session, visitor.id)
    return visitor.id, OpenedVisit("", token, conversation.id if conversation else None, standing)


async def read_pass(public_id: str, origin: str, token: str) -> Visit:
    """Raises Unauthorized for a pass that is forged, expired, or for another chatbot or origin."""
    facts = security.read_signed(PURPOSE, token, PASS_SECONDS)
    if facts is None or len(facts) != 3 or (facts[0], facts[2]) != (public_id, origin):
        raise Unauthorized("This chat has expired. Please try again.")
    chatbot = await get_live(public_id)
    check_origin(chatbot, origin)
    return Visit(chatbot, UUID(facts[1]))


@dataclass(frozen=True)
class History:
    """What a visitor said and was told so far: `operator` has the conversation, `authors` wrote in it."""

    conversation_id: UUID | None
    state: str
    messages: list[Message]
    ratings: dict[UUID, str] = field(default_factory=dict)
    queue: int | None = None
    operator: Operator | None = None
    authors: dict[UUID | None, Operator] = field(default_factory=dict)
    offers: dict[UUID, list[Offered]] = field(default_factory=dict)
    uploads: dict[UUID, list[VisitorUpload]] = field(default_factory=dict)


@reading
def read_history(session: Session, visit: Visit) -> History:
    """The visitor's open conversation; an empty one if nothing was said yet."""
    conversation = store.read_open_conversation(session, visit.visitor_id)
    if conversation is None:
        return History(None, "bot", [])
    messages = store.list_messages(session, conversation.id, last=100)
    feedback = list_feedback(session, conversation.id)
    ratings = {message_id: str(given.rating) for message_id, given in feedback.items()}
    authors = list_operators(session, {conversation.operator_id, *(message.author_id for message in messages)})
    return History(
        conversation.id,
        conversation.state,
        messages,
        ratings,
        queue=place_in_queue(session, conversation),
        operator=authors[conversation.operator_id] if conversation.state == ConversationState.HUMAN else None,
        authors=authors,
        offers=open_offers(session, [message.id for message in messages]),
        uploads=list_uploads(session, [message.id for message in messages]),
    )


async def may_embed(public_id: str, origin: str) -> bool:
    """Whether pages of this origin may call the chatbot."""
    try:
        check_origin(await get_live(public_id), origin)
    except (Forbidden, NotFound):
        return False
    return True
