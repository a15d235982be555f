"""Calls the workspace's webhook once, now, with an event that says it is a test."""

from uuid import uuid4

from sqlmodel import Session

from privexbot_app.adapters.limits import spend
from privexbot_app.db import reading
from privexbot_app.errors import NotFound
from privexbot_app.models import now
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.notices import Call, make_call, signed_call
from privexbot_app.services.roles import require_editor
from privexbot_app.store import notices as store

TRIALS_PER_MINUTE = 6


async def try_webhook(viewer: Viewer) -> str:
    """Why it was not taken, as a sentence; empty when it was. Raises NotFound, Forbidden, TooMany."""
    require_editor(viewer)
    await spend(f"webhook-trial:{viewer.workspace_id}", TRIALS_PER_MINUTE)
    call = await _prepare(viewer)
    return call if isinstance(call, str) else await make_call(call)


@reading
def _prepare(session: Session, viewer: Viewer) -> Call | str:
    hook = store.find_webhook(session, viewer.workspace_id)
    if hook is None:
        raise NotFound("There is no webhook.")
    call_id = str(uuid4())
    facts = {"id": call_id, "type": "webhook.test", "at": now().isoformat(), "workspace": str(viewer.workspace_id)}
    return signed_call(hook, call_id, facts)
