"""Who an action is called for: it is called as somebody only where the owner's server has vouched for who that is."""

from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.errors import Forbidden
from privexbot_app.rag.action_parameters import Value
from privexbot_app.rag.action_template import VISITOR, Template, names_in
from privexbot_app.services.verdicts import Question
from privexbot_app.store.identity import find_verified_visitor


class SignInFirst(Forbidden):
    """The action is about the visitor, and nobody vouched for who that is."""

    code = "sign_in_first"


async def trusted_values(asked: Question, template: Template) -> dict[str, Value]:
    """What we know ourselves, see `TRUSTED` of the templates; raises SignInFirst."""
    known: dict[str, Value] = {
        "chatbot.id": str(asked.chatbot.id),
        "conversation.id": str(asked.conversation_id or ""),
    }
    if not names_in(template) & VISITOR:
        return known
    about = await _find_about(asked.conversation_id) if asked.conversation_id else None
    if about is None:
        raise SignInFirst("The visitor is not signed in with an id that your server has signed.")
    return known | about


@reading
def _find_about(session: Session, conversation_id: UUID) -> dict[str, Value] | None:
    visitor = find_verified_visitor(session, conversation_id)
    return {"visitor.id": visitor.external_id} if visitor else None
