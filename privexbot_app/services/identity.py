"""The owner's side of who visitors are: the secret that vouches for them, and what of them a chatbot may know."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlmodel import Session

from privexbot_app import security
from privexbot_app.db import reading, transaction
from privexbot_app.models import Conversation, IdentityRules, Visitor
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.identify import place_of
from privexbot_app.services.roles import require_editor
from privexbot_app.store import identity as store
from privexbot_app.store.chatbots import get_chatbot

MOST_FIELDS = 20
VALUE_CHARACTERS = 200
FIELD_NAME = re.compile(r"[^\W\d][\w.-]{0,39}")

Facts = tuple[tuple[str, str], ...]


def _field_name(text: str) -> str:
    if not FIELD_NAME.fullmatch(text):
        raise ValueError(f"“{text}” is not a name such as cart_total: letters, digits, _ . and -, at most 40.")
    return text


class RuleChanges(BaseModel):
    """What an owner may change; a field that is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", strict=True)

    signed_only: bool | None = None
    context_fields: list[Annotated[str, AfterValidator(_field_name)]] | None = Field(None, max_length=MOST_FIELDS)
    told_fields: list[Literal["id", "name", "email"]] | None = None


@dataclass(frozen=True)
class Rules:
    """As the owner may see them: whether there is a secret, never which."""

    has_secret: bool
    signed_only: bool
    context_fields: list[str]
    told_fields: list[str]


@reading
def get_rules(session: Session, viewer: Viewer, chatbot_id: UUID) -> Rules:
    """Raises NotFound for a chatbot the viewer cannot see."""
    get_chatbot(session, viewer.scope, chatbot_id)
    return _shown(store.find_rules(session, chatbot_id))


@transaction
def change_rules(session: Session, viewer: Viewer, chatbot_id: UUID, changes: RuleChanges) -> Rules:
    """Raises NotFound and Forbidden; takes effect with the next session and the next message."""
    rules = _for_changing(session, viewer, chatbot_id)
    for name, value in changes.model_dump(exclude_none=True).items():
        setattr(rules, name, list(dict.fromkeys(value)) if isinstance(value, list) else value)
    return _shown(rules)


@transaction
def make_secret(session: Session, viewer: Viewer, chatbot_id: UUID) -> str:
    """A new secret, told this once; hashes made with the one before are refused from now on."""
    rules = _for_changing(session, viewer, chatbot_id)
    secret = security.new_token()
    rules.sealed_secret = security.seal(secret, *place_of(rules))
    return secret


def kept_context(rules: IdentityRules, given: Mapping[str, Any]) -> dict[str, str]:
    """The fields that the owner allows, in the owner's order, as short texts; what is no single value is left out."""
    texts = {name: _text(given[name]) for name in rules.context_fields if name in given}
    return {name: text for name, text in texts.items() if text}


def told_facts(rules: IdentityRules, visitor: Visitor, conversation: Conversation) -> Facts:
    """What a model is told of who asks and where, as (name, value): only what the owner allows today."""
    who = {"id": visitor.external_id, "name": visitor.name, "email": visitor.email}
    about = [(f"visitor.{name}", who[name]) for name in rules.told_fields if who[name]]
    return (*about, *kept_context(rules, conversation.context).items())


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str | int | float):
        return ""
    plain = str(value).replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(plain.split())[:VALUE_CHARACTERS]


def _for_changing(session: Session, viewer: Viewer, chatbot_id: UUID) -> IdentityRules:
    require_editor(viewer)
    get_chatbot(session, viewer.scope, chatbot_id)
    rules = store.find_rules(session, chatbot_id)
    session.add(rules)
    return rules


def _shown(rules: IdentityRules) -> Rules:
    return Rules(rules.sealed_secret is not None, rules.signed_only, rules.context_fields, rules.told_fields)
