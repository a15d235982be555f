"""How long conversations are kept: each chatbot has its number of days, and what is older goes by itself."""

import logging
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.models import Chatbot, Sweep, now
from privexbot_app.services import uploads
from privexbot_app.services.accounts import Viewer
from privexbot_app.store import retention as store
from privexbot_app.store.chatbots import get_chatbot
from privexbot_app.store.retention import Expiry, Swept

log = logging.getLogger(__name__)

BATCH = 200  # of each kind in one transaction: on SQLite nobody else can write meanwhile
SHOWN_SWEEPS = 10


async def sweep() -> Swept:
    """Delete what any chatbot has kept for long enough, and files that were never sent with a message.

    Harmless when two processes do it at once.
    """
    while await uploads.delete_unsent():
        continue
    total = Swept()
    for chatbot in await _list_limited():
        total += await sweep_chatbot(chatbot.id)
    return total


async def sweep_chatbot(chatbot_id: UUID) -> Swept:
    """Batch by batch, until nothing is left to delete."""
    total = Swept()
    while swept := await _sweep_batch(chatbot_id):
        total += swept
    if total:
        log.info("Retention deleted of chatbot %s: %s.", chatbot_id, total)
    return total


@reading
def preview(session: Session, viewer: Viewer, chatbot_id: UUID, days: int, with_leads: bool) -> Swept:
    """What would go now with these settings; nothing with 0 days. Raises NotFound."""
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    return store.count_expired(session, _expiry(chatbot.id, days, with_leads)) if days > 0 else Swept()


@reading
def list_sweeps(session: Session, viewer: Viewer, chatbot_id: UUID) -> list[Sweep]:
    """The last days on which something was deleted, latest first. Raises NotFound."""
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    return store.list_sweeps(session, chatbot.id, SHOWN_SWEEPS)


@reading
def _list_limited(session: Session) -> list[Chatbot]:
    return store.list_limited(session)


@transaction
def _sweep_batch(session: Session, chatbot_id: UUID) -> Swept:
    """The settings are read again each time: an owner may have just said that all is to be kept."""
    chatbot = session.get(Chatbot, chatbot_id)
    if chatbot is None or chatbot.retention_days <= 0:
        return Swept()
    expiry = _expiry(chatbot.id, chatbot.retention_days, chatbot.retention_covers_leads)
    swept = store.delete_expired(session, expiry, BATCH)
    if swept:
        store.add_sweep(session, chatbot.id, now().date(), swept)
    return swept


def _expiry(chatbot_id: UUID, days: int, with_leads: bool) -> Expiry:
    return Expiry(chatbot_id, now() - timedelta(days=days), with_leads)
