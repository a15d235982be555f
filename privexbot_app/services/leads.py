"""Contact details that visitors leave, checked against the chatbot's own form."""

import re
from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.errors import Invalid, NotFound
from privexbot_app.models import Lead
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.lead_forms import CONSENT, LeadField, LeadForm, lead_form_of
from privexbot_app.services.visits import Visit
from privexbot_app.store import leads as store
from privexbot_app.store.chatbots import get_chatbot
from privexbot_app.store.conversations import find_open_conversation, lock_visitor

LONGEST_VALUE = 500  # characters
LONGEST_VALUES = {"textarea": 2000}
TICKED = {"true", "yes", "on", "1"}
Given = str | bool
SHAPES = {
    "email": (re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+"), "Enter an e-mail address, such as ada@example.com."),
    "tel": (re.compile(r"[+()\d][\d ()./-]{4,}"), "Enter a phone number, such as +44 20 7946 0000."),
}


@transaction
def add_lead(session: Session, visit: Visit, fields: Mapping[str, Given], consent: bool, page_url: str) -> Lead:
    """Raises Invalid, with the field that is wrong, and NotFound for a visitor who was erased.

    The consent may be among the fields. Fields the form does not have are not kept.
    """
    if lock_visitor(session, visit.chatbot.id, visit.visitor_id) is None:
        raise NotFound("There is no such visitor.")
    conversation = find_open_conversation(session, visit.visitor_id)
    agrees = consent or is_ticked(fields.get(CONSENT, False))
    lead = Lead(
        workspace_id=visit.chatbot.workspace_id,
        chatbot_id=visit.chatbot.id,
        visitor_id=visit.visitor_id,
        conversation_id=conversation.id if conversation else None,
        fields=check_fields(lead_form_of(visit.chatbot), fields, agrees),
        consent=agrees,
        page_url=page_url[:2000],
    )
    session.add(lead)
    return lead


def check_fields(form: LeadForm, fields: Mapping[str, Given], agrees: bool) -> dict[str, str]:
    """The values of the form's own fields, trimmed; boxes as `yes` and `no`. Raises Invalid."""
    checked = {field.name: _check_field(field, fields.get(field.name, "")) for field in form.fields}
    if form.consent and not agrees:
        raise Invalid("Please agree first.", field=CONSENT)
    return {name: value for name, value in checked.items() if value}


def is_ticked(value: Given) -> bool:
    """What a box sends: a boolean, or a word for it."""
    return value is True or (isinstance(value, str) and value.strip().lower() in TICKED)


def _check_field(field: LeadField, given: Given) -> str:
    if field.type == "checkbox":
        return _check_box(field, is_ticked(given))
    value = given.strip() if isinstance(given, str) else ""
    if not value and field.required:
        raise Invalid(f"{field.label} is missing.", field=field.name)
    if len(value) > LONGEST_VALUES.get(field.type, LONGEST_VALUE):
        raise Invalid(f"{field.label} is too long.", field=field.name)
    shape, advice = SHAPES.get(field.type, (None, ""))
    if value and shape and not shape.fullmatch(value):
        raise Invalid(advice, field=field.name)
    if value and field.type == "select" and value not in field.choices:
        raise Invalid(f"{field.label}: please choose one of the answers.", field=field.name)
    return value


def _check_box(field: LeadField, is_on: bool) -> str:
    if field.required and not is_on:
        raise Invalid("Please tick this first.", field=field.name)
    return "yes" if is_on else "no"


@reading
def list_leads(session: Session, viewer: Viewer, chatbot_id: UUID, offset: int = 0, limit: int = 50) -> list[Lead]:
    """Latest first; raises NotFound for a chatbot the viewer cannot see."""
    get_chatbot(session, viewer.scope, chatbot_id)
    return store.list_leads(session, viewer.scope, chatbot_id, offset=offset, limit=limit)
