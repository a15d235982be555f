"""A visitor says whether a reply helped: once a reply, and only about their own."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import transaction
from privexbot_app.errors import Conflict
from privexbot_app.models import Feedback, GapReason, MessageState, Rating, now
from privexbot_app.services.turns import storable
from privexbot_app.services.visits import Visit
from privexbot_app.store import conversations as store
from privexbot_app.store import gaps


@dataclass(frozen=True)
class Opinion:
    """`reason` is one of the widget's words, `comment` the visitor's own."""

    rating: Literal["up", "down"]
    reason: str = ""
    comment: str = ""


@transaction
def rate_reply(session: Session, visit: Visit, message_id: UUID, opinion: Opinion) -> None:
    """Keep the latest opinion; sending one twice changes nothing. The id is the reply's or the question's.

    Raises NotFound for what this visitor was not told, and Conflict while it is being said.
    """
    store.lock_visitor(session, visit.chatbot.id, visit.visitor_id)
    reply = store.get_reply_of_visitor(session, visit.visitor_id, message_id)
    if reply.state is MessageState.GENERATING:
        raise Conflict("The answer is still being written.")
    feedback = session.get(Feedback, reply.id) or Feedback(message_id=reply.id, rating=Rating(opinion.rating))
    feedback.rating, feedback.reason, feedback.changed_at = Rating(opinion.rating), opinion.reason, now()
    feedback.comment = storable(opinion.comment).strip()
    session.add(feedback)
    if feedback.rating is Rating.DOWN and reply.answers_id is not None:
        gaps.note_question(session, reply.conversation_id, reply.answers_id, GapReason.DOWN_VOTED)
