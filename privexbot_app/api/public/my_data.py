"""A visitor's own copy of what is kept about them, and its erasure; what is not named here is not told."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import Response

from privexbot_app.adapters.limits import spend
from privexbot_app.api.limits import address_of
from privexbot_app.api.public.visitors import PROBLEMS, CurrentVisit
from privexbot_app.services import privacy
from privexbot_app.services.privacy import OwnThread
from privexbot_app.settings import settings

router = APIRouter(prefix="/chatbots/{public_id}/my-data", tags=["visitors"], responses=PROBLEMS)


class OwnMessage(BaseModel):
    role: str
    text: str
    state: str
    citations: list[dict[str, Any]]
    created_at: datetime


class OwnCall(BaseModel):
    """An action that was called or offered; personal details in `arguments` are hidden once it is decided."""

    title: str
    kind: str
    state: str
    arguments: dict[str, Any]
    created_at: datetime
    changed_at: datetime


class OwnRating(BaseModel):
    stars: int
    comment: str
    changed_at: datetime


class OwnFile(BaseModel):
    """`url` is a path on this origin, for an hour."""

    name: str
    type: str
    size: int
    url: str
    created_at: datetime


class OwnConversation(BaseModel):
    id: UUID
    created_at: datetime
    changed_at: datetime
    page_url: str
    page_title: str
    context: dict[str, str]
    messages: list[OwnMessage]
    actions: list[OwnCall]
    rating: OwnRating | None


class OwnLead(BaseModel):
    fields: dict[str, str]
    consent: bool
    page_url: str
    created_at: datetime


class MyData(BaseModel):
    """`page_url` is where the visitor was last, `seen_at` when; who they are is what the website said."""

    created_at: datetime
    seen_at: datetime
    page_url: str
    page_title: str
    external_id: str
    name: str
    email: str
    conversations: list[OwnConversation]
    leads: list[OwnLead]
    files: list[OwnFile]


@router.get("")
async def read(visit: CurrentVisit, request: Request) -> MyData:
    """Everything that was said, left and asked for by this visitor."""
    await spend(f"my-data:{address_of(request)}", settings().leads_per_minute_per_address)
    copy = await privacy.read_own(visit)
    facts = copy.visitor.model_dump(include=MyData.model_fields.keys() - {"conversations", "leads", "files"})
    leads = [OwnLead.model_validate(lead, from_attributes=True) for lead in copy.leads]
    threads = [_conversation(thread) for thread in copy.threads]
    files = [OwnFile.model_validate(file, from_attributes=True) for file in copy.files]
    return MyData(**facts, conversations=threads, leads=leads, files=files)


@router.delete("", status_code=204)
async def erase(visit: CurrentVisit, request: Request) -> Response:
    """Erase this visitor with everything that was said and left; harmless when it was done before."""
    await spend(f"my-data:{address_of(request)}", settings().leads_per_minute_per_address)
    await privacy.erase_own(visit)
    return Response(status_code=204)


def _conversation(thread: OwnThread) -> OwnConversation:
    facts = thread.conversation.model_dump(
        include=OwnConversation.model_fields.keys() - {"messages", "actions", "rating"}
    )
    said = [OwnMessage.model_validate(message, from_attributes=True) for message in thread.messages]
    kept = OwnCall.model_fields.keys() - {"title"}
    calls = [OwnCall(title=title, **call.model_dump(include=kept)) for call, title in thread.calls]
    rating = OwnRating.model_validate(thread.rating, from_attributes=True) if thread.rating else None
    return OwnConversation(**facts, messages=said, actions=calls, rating=rating)
