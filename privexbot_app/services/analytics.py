"""How a chatbot is doing, in numbers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.models import Rating, now
from privexbot_app.services.accounts import Viewer
from privexbot_app.store import leads as store
from privexbot_app.store.chatbots import get_chatbot
from privexbot_app.store.feedback import count_feedback
from privexbot_app.store.visiting import average_rating

COUNTED_DAYS = 30
EVENTS = frozenset({"widget_opened"})  # what a page may tell of; our widget need not: its session tells it


@dataclass(frozen=True)
class Counts:
    """Of visitors only: what the owner tries in the playground does not count."""

    conversations: int
    messages: int
    leads: int
    unanswered: int
    widget_opened: int
    helped: int
    did_not_help: int
    stars: float
    ratings: int


@reading
def get_counts(session: Session, viewer: Viewer, chatbot_id: UUID) -> Counts:
    """All conversations, messages, leads and unanswered questions; widget events and ratings of the last 30 days."""
    get_chatbot(session, viewer.scope, chatbot_id)
    conversations, messages, unanswered = store.count_conversations(session, viewer.scope, chatbot_id)
    ratings = count_feedback(session, viewer.scope, chatbot_id)
    since = now() - timedelta(days=COUNTED_DAYS)
    events = store.sum_counts(session, chatbot_id, since.date())
    average = average_rating(session, viewer.scope, chatbot_id, since)
    return Counts(
        conversations=conversations,
        messages=messages,
        leads=store.count_leads(session, viewer.scope, chatbot_id),
        unanswered=unanswered,
        widget_opened=events.get("widget_opened", 0),
        helped=ratings.get(Rating.UP, 0),
        did_not_help=ratings.get(Rating.DOWN, 0),
        stars=round(average.stars, 1),
        ratings=average.ratings,
    )


@transaction
def count_events(session: Session, chatbot_id: UUID, events: Iterable[str]) -> None:
    """Count what the widget reports; words that are no event of ours are left out."""
    for event, count in Counter(event for event in events if event in EVENTS).items():
        store.add_count(session, chatbot_id, now().date(), event, count)
