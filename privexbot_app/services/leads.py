"""Contact details that visitors leave, checked against the chatbot's own form."""

import re
from typing import Any
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.errors import Invalid, NotFound
from privexbot_app.models import Chatbot, Lead
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.visits import Visit
from privexbot_app.store import leads as store
from privexbot_app.store.chatbots import get_chatbot
from privexbot_app.store.conversations import find_open_conversation, lock_visitor

LONGEST_VALUE = 500
SHAPES = {
    "email": (re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+"), "Enter an e-mail address, such as ada@example.com."),
    "tel": (re.compile(r"[+()\d][\d ()./-]{4,}"), "Enter a phone number, such as +44 20 7946 0000."),
}


@transaction
def add_lead(session: Session, visit: Visit, fields: dict[str, str], consent: bool, page_url: str) -> Lead:
    """Raises Invalid, with the field that is wrong, and NotFound for a visitor who was erased.

    Fields the form does not have are not kept.
    """
    if lock_visitor(session, visit.chatbot.id, visit.visitor_id) is None:
        raise NotFound("There is no such visitor.")
    conversation = find_open_conversation(session, visit.visitor_id)
    lead = Lead(
        workspace_id=visit.chatbot.workspace_id,
        chatbot_id=visit.chatbot.id,
        visitor_id=visit.visitor_id,
        conversation_id=conversation.id if conversation else None,
        fields=check_fields(visit.chatbot, fields, consent),
        consent=consent,
        page_url=page_url[:2000],
    )
    session.add(lead)
    return lead


def check_fields(chatbot: Chatbot, fields: dict[str, str], consent: bool) -> dict[str, str]:
    """The values of the form's own fields, trimmed. Raises Invalid."""
    if chatbot.lead_form.get("consent") and not consent:
        raise Invalid("Please agree first.", field="consent")
    checked = {
        field["name"]: _check_field(field, fields.get(field["name"], "")) for field in chatbot.lead_form["fields"]
    }
    return {name: value for name, value in checked.items() if value}


def _check_field(field: dict[str, Any], value: str) -> str:
    value = value.strip()
    if not value and field["required"]:
        raise Invalid(f"{field['label']} is missing.", field=field["name"])
    if len(value) > LONGEST_VALUE:
        raise Invalid(f"{field['label']} is too long.", field=field["name"])
    shape, advice = SHAPES.get(field["type"], (None, ""))
    if value and shape and not shape.fullmatch(value):
        raise Invalid(advice, field=field["name"])
    return value


@reading
def list_leads(session: Session, viewer: Viewer, chatbot_id: UUID, offset: int = 0, limit: int = 50) -> list[Lead]:
    """Latest first; raises NotFound for a chatbot the viewer cannot see."""
    get_chatbot(session, viewer.scope, chatbot_id)
    return store.list_leads(session, viewer.scope, chatbot_id, offset=offset, limit=limit)
