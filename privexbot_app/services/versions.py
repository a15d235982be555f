"""Versions of a chatbot's settings: kept at every deployment and every change while live, compared, gone back to.

Knowledge is no part of a version: see docs/decisions/0005-versions.md.
"""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.errors import Conflict
from privexbot_app.models import Chatbot, ChatbotVersion
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.roles import require_editor
from privexbot_app.services.settings_of import settings_of
from privexbot_app.store import versions as store
from privexbot_app.store.chatbots import get_chatbot, lock_chatbot

SHOWN = 200
NOW = 0  # stands for the settings as they are, where a version's number is asked for


@dataclass(frozen=True)
class Difference:
    """A setting that two versions have differently, as texts; empty where a version has no such setting."""

    setting: str
    before: str
    after: str


def keep_version(session: Session, viewer: Viewer, chatbot: Chatbot, reason: str) -> ChatbotVersion:
    """In the transaction that changed or deployed the chatbot. The same settings twice in a row are one version."""
    session.flush()
    lock_chatbot(session, chatbot.id)
    latest = store.find_latest(session, chatbot.id)
    settings = settings_of(chatbot)
    if latest is not None and latest.settings == settings:
        return latest
    version = ChatbotVersion(
        chatbot_id=chatbot.id,
        number=latest.number + 1 if latest else 1,
        reason=reason,
        author=viewer.email,
        settings=settings,
    )
    session.add(version)
    session.flush()
    return version


@reading
def list_versions(session: Session, viewer: Viewer, chatbot_id: UUID) -> list[ChatbotVersion]:
    """Latest first; raises NotFound for a chatbot the viewer cannot see."""
    get_chatbot(session, viewer.scope, chatbot_id)
    return store.list_versions(session, chatbot_id, SHOWN)


@reading
def compare_versions(session: Session, viewer: Viewer, chatbot_id: UUID, before: int, after: int) -> list[Difference]:
    """By number, NOW for the present settings; raises NotFound for a chatbot or a version that does not exist."""
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    old, new = (_settings(session, chatbot, number) for number in (before, after))
    names = [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]
    return [Difference(_label(name), _text(old.get(name)), _text(new.get(name))) for name in names]


@transaction
def roll_back(session: Session, viewer: Viewer, chatbot_id: UUID, number: int) -> Chatbot:
    """Give the chatbot a version's settings again; what it had is kept as a version too. Settings that are younger
    than the version stay. Raises NotFound, and Conflict when the version names something that was deleted."""
    require_editor(viewer)
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    version = store.get_version(session, chatbot.id, number)
    keep_version(session, viewer, chatbot, "Before going back")
    restored = Chatbot.model_validate(chatbot.model_dump() | version.settings)
    for name in version.settings.keys() & settings_of(chatbot).keys():
        setattr(chatbot, name, getattr(restored, name))
    try:
        keep_version(session, viewer, chatbot, f"Back to version {number}")
    except IntegrityError:
        raise Conflict("This version uses something that was deleted since. Copy its settings by hand.") from None
    return chatbot


def _settings(session: Session, chatbot: Chatbot, number: int) -> dict[str, Any]:
    return settings_of(chatbot) if number == NOW else store.get_version(session, chatbot.id, number).settings


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _text(value: Any) -> str:
    """For a person: lists a line each, what is nested as JSON."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list | dict):
        return json.dumps(value, indent=2, ensure_ascii=False)
    return "" if value is None else str(value)
