"""The knowledge bases that a chatbot searches, for those who ask on its behalf."""

from collections import OrderedDict
from threading import Lock
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.models import Chatbot
from privexbot_app.store import knowledge_links as store

MOST_KEPT = 10_000

_kept: OrderedDict[UUID, tuple[UUID, ...]] = OrderedDict()
_lock = Lock()


@reading
def find_bases(session: Session, chatbot: Chatbot) -> tuple[UUID, ...]:
    """Its own first, then those it shares."""
    bases = store.list_base_ids(session, chatbot)
    with _lock:
        _kept[chatbot.id] = bases
        _kept.move_to_end(chatbot.id)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return bases


def find_kept_bases(chatbot: Chatbot) -> tuple[UUID, ...]:
    """As they were when they were last asked for, without looking whether they have changed."""
    with _lock:
        return _kept.get(chatbot.id, (chatbot.knowledge_base_id,))
