"""Which columns of a chatbot are its settings, as plain values: what a version keeps, and what a test run was on."""

import json
from hashlib import sha256
from typing import Any

from privexbot_app.models import Chatbot

NOT_SETTINGS = frozenset(
    {"id", "created_at", "workspace_id", "knowledge_base_id", "public_id", "state", "deployed_at", "publish_gate"}
) | frozenset({"masks_personal", "masks_passages", "retention_days", "retention_covers_leads"})


def settings_of(chatbot: Chatbot) -> dict[str, Any]:
    """Every column but who the chatbot is, whether it is live or guarded, and its privacy rules; as JSON values."""
    return chatbot.model_dump(mode="json", exclude=set(NOT_SETTINGS))


def fingerprint(*parts: Any) -> str:
    """The same for the same JSON values, whatever the order of their keys."""
    return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()
