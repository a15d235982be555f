"""A visitor says how a conversation was, with one to five stars: once for each, and only about their own."""

from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import transaction
from privexbot_app.errors import Invalid, NotFound
from privexbot_app.models import ConversationRating, now
from privexbot_app.services.task_shapes import STARS
from privexbot_app.services.turns import storable
from privexbot_app.services.visitor_menu import visitor_menu_of
from privexbot_app.services.visits import Visit
from privexbot_app.store.conversations import lock_visitor
from privexbot_app.store.visiting import find_conversation

LONGEST_COMMENT = 2000


@transaction
def rate_conversation(
    session: Session, visit: Visit, stars: str, comment: str = "", conversation_id: UUID | None = None
) -> None:
    """`stars` is a digit, or as many of them. The latest counts; without an id it is for the latest conversation.

    Raises Invalid with the field that is wrong, and NotFound where nothing was said or the owner does not ask.
    """
    if not visitor_menu_of(visit.chatbot).rating:
        raise NotFound("This chatbot does not ask for ratings.")
    count = str(STARS[::-1].index(stars) + 1) if stars in STARS else stars
    if count not in ("1", "2", "3", "4", "5"):
        raise Invalid("Choose one to five stars.", field="stars")
    if len(comment) > LONGEST_COMMENT:
        raise Invalid(f"Please use at most {LONGEST_COMMENT:,} characters.", field="comment")
    lock_visitor(session, visit.chatbot.id, visit.visitor_id)
    if (conversation := find_conversation(session, visit.visitor_id, conversation_id)) is None:
        raise NotFound("There is no such conversation.")
    rating = session.get(ConversationRating, conversation.id)
    rating = rating or ConversationRating(conversation_id=conversation.id, stars=int(count))
    rating.stars, rating.comment, rating.changed_at = int(count), storable(comment).strip(), now()
    session.add(rating)
