"""Actions that wait for a visitor: as the stream and the history tell them, and which one a question is asking for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from anyio import to_thread
from sqlmodel import Session

from privexbot_app.adapters.embedder import embedder
from privexbot_app.db import reading
from privexbot_app.models import Action, ActionCall, CallKind, now
from privexbot_app.rag.action_parameters import fields_of, summary_of
from privexbot_app.rag.vectors import unpack
from privexbot_app.services.actions import parameters_of
from privexbot_app.services.spaces import embed_text
from privexbot_app.services.task_shapes import drawn
from privexbot_app.services.verdicts import Offer
from privexbot_app.store import actions as store

OPEN_FOR = timedelta(minutes=15)
MIN_COSINE = 0.6


@dataclass(frozen=True)
class Offered:
    """The contract's object: `confirm` comes with a summary and arguments, `form` with fields."""

    id: UUID
    name: str
    title: str
    kind: CallKind
    summary: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)
    fields: list[dict[str, Any]] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        """As JSON."""
        told: dict[str, Any] = {"id": str(self.id), "name": self.name, "title": self.title, "kind": str(self.kind)}
        if self.kind is CallKind.FORM:
            return told | {"fields": [drawn(field) for field in self.fields]}
        return told | {"summary": self.summary, "arguments": self.arguments, "fields": []}


def offered(offer: Offer) -> Offered:
    """What the visitor is told of it."""
    action, parameters = offer.action, parameters_of(offer.action)
    if offer.kind is CallKind.FORM:
        return Offered(offer.id, action.name, action.title, offer.kind, fields=fields_of(parameters))
    said = summary_of(parameters, offer.arguments)
    summary = f"{action.title}. {said}" if said else action.title
    return Offered(offer.id, action.name, action.title, offer.kind, summary, offer.arguments)


def new_offer(action: Action, arguments: dict[str, Any] | None = None) -> Offer:
    """To be confirmed with these arguments; without any, to be filled in."""
    kind = CallKind.FORM if arguments is None else CallKind.CONFIRM
    return Offer(uuid4(), action, kind, arguments or {})


def row_of(offer: Offer, reply_id: UUID) -> ActionCall:
    """As it is kept until it is decided."""
    return ActionCall(
        id=offer.id, action_id=offer.action.id, message_id=reply_id, kind=offer.kind, arguments=offer.arguments
    )


def open_offers(session: Session, reply_ids: Sequence[UUID]) -> dict[UUID, list[Offered]]:
    """What is still to be decided under each of these replies."""
    found: dict[UUID, list[Offered]] = {}
    for call, action in store.list_open_offers(session, reply_ids, now() - OPEN_FOR) if reply_ids else ():
        told = offered(Offer(call.id, action, call.kind, call.arguments))
        found.setdefault(call.message_id, []).append(told)
    return found


list_offers = reading(open_offers)


async def find_near(question: str, actions: Sequence[Action], passage_cosine: float) -> Action | None:
    """The action that is meant, if the question is near to what the owner says of one, and nearer than any passage.

    "How long does shipping take?" is as near to "Has my order shipped?" as "Where is my parcel?" is (0.66, 0.70);
    what tells them apart is that a passage answers the first.
    """
    if not actions:
        return None
    vector = await to_thread.run_sync(embed_text, question)
    cosines = [_cosine(action, vector) for action in actions]
    best = int(np.argmax(cosines))
    return actions[best] if cosines[best] >= max(MIN_COSINE, passage_cosine) else None


def _cosine(action: Action, vector: Any) -> float:
    return float((unpack(action.vectors, embedder().dimensions) @ vector).max()) if action.vectors else 0.0
