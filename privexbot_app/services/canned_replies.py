"""Texts that operators say often: written once for a workspace, filled in for the conversation at hand."""

import re
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.errors import Conflict, Invalid
from privexbot_app.models import CannedReply, Chatbot
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.operators import list_operators
from privexbot_app.services.roles import require_editor
from privexbot_app.store import canned as store
from privexbot_app.store.conversations import get_conversation
from privexbot_app.store.people import get_own_member

PLACEHOLDERS = ("visitor_name", "operator_name", "chatbot_name")
MOST_REPLIES = 200
_PLACEHOLDER = re.compile(r" ?\{(\w+)\}")


class CannedText(BaseModel):
    """`shortcut` is one word without its slash; `text` may have placeholders such as `{visitor_name}`."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    shortcut: str = Field(pattern=r"^[\w-]{1,40}$")
    text: str = Field(min_length=1, max_length=2000)


@reading
def list_canned_replies(session: Session, viewer: Viewer) -> list[CannedReply]:
    """Of the workspace, by their shortcuts."""
    return store.list_canned(session, viewer.scope)


@transaction
def add_canned_reply(session: Session, viewer: Viewer, new: CannedText) -> CannedReply:
    """Raises Conflict when there is one under this shortcut, Invalid for one too many, Forbidden."""
    require_editor(viewer)
    if len(store.list_canned(session, viewer.scope)) >= MOST_REPLIES:
        raise Invalid(f"A workspace may have {MOST_REPLIES} canned replies.", field="shortcut")
    return _kept(session, CannedReply(workspace_id=viewer.workspace_id, shortcut="", text=""), new)


@transaction
def change_canned_reply(session: Session, viewer: Viewer, reply_id: UUID, new: CannedText) -> CannedReply:
    """Raises NotFound, Conflict and Forbidden."""
    require_editor(viewer)
    return _kept(session, store.get_canned(session, viewer.scope, reply_id), new)


@transaction
def delete_canned_reply(session: Session, viewer: Viewer, reply_id: UUID) -> None:
    """Raises NotFound and Forbidden."""
    require_editor(viewer)
    session.delete(store.get_canned(session, viewer.scope, reply_id))


@reading
def fill_canned_reply(session: Session, viewer: Viewer, reply_id: UUID, conversation_id: UUID) -> str:
    """The text for this conversation; what is not known is left out. Raises NotFound."""
    canned = store.get_canned(session, viewer.scope, reply_id)
    conversation = get_conversation(session, viewer.scope, conversation_id)
    me = get_own_member(session, viewer.scope, viewer.user_id)
    known = {
        "visitor_name": store.find_visitors_name(session, conversation),
        "operator_name": list_operators(session, [me.id])[me.id].name,
        "chatbot_name": session.get_one(Chatbot, conversation.chatbot_id).name,
    }
    return fill(canned.text, known)


def fill(text: str, known: dict[str, str]) -> str:
    """Values stand as they are: a placeholder in one of them is not filled again. Other words in braces stay."""

    def said(found: re.Match[str]) -> str:
        if found[1] not in known:
            return found[0]
        return f"{found[0][: found[0].index('{')]}{known[found[1]]}" if known[found[1]] else ""

    return _PLACEHOLDER.sub(said, text)


def _kept(session: Session, canned: CannedReply, new: CannedText) -> CannedReply:
    canned.shortcut, canned.text = new.shortcut.casefold(), new.text
    session.add(canned)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict(f"There is another reply under “{canned.shortcut}”.") from None
    return canned
