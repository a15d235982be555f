"""What operators say to a visitor as they say it, that somebody types, and how operators look."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response

from privexbot_app.adapters.limits import spend
from privexbot_app.api.limits import address_of
from privexbot_app.api.public.schemas import Body
from privexbot_app.api.public.stream import EventStream
from privexbot_app.api.public.visitors import PROBLEMS, CurrentVisit
from privexbot_app.services import live, operators
from privexbot_app.settings import settings

router = APIRouter(prefix="/chatbots/{public_id}", tags=["visitors"], responses=PROBLEMS)
pictures = APIRouter(prefix="/operators", tags=["visitors"])
MOST_MESSAGES = 1_000_000
TYPING_PER_MINUTE = 40
PICTURE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, max-age=86400",
}


@router.get("/live")
async def follow(
    visit: CurrentVisit,
    request: Request,
    after: Annotated[int, Query(ge=0, le=MOST_MESSAGES)] = 0,
    last_event_id: Annotated[str, Header(max_length=20)] = "",
) -> EventStream:
    """The state of the conversation, and what operators say after position `after` (or `Last-Event-ID`)."""
    await spend(f"live:{address_of(request)}", settings().events_per_minute_per_address)
    heard = int(last_event_id) if last_event_id.isdecimal() else after
    return EventStream(await live.follow_conversation(visit, min(heard, MOST_MESSAGES)))


@router.post("/typing", status_code=204)
async def typing(_body: Body, visit: CurrentVisit) -> None:
    """The visitor is writing: operators see it now, and nothing is kept."""
    await spend(f"typing:{visit.visitor_id}", TYPING_PER_MINUTE)
    await live.tell_typing(visit)


@pictures.get("/{member_id}/avatar", response_class=Response)
async def avatar(member_id: UUID) -> Response:
    """An operator's picture; a new one has another address."""
    picture = await operators.get_avatar(member_id)
    return Response(picture.image, media_type=picture.media_type, headers=PICTURE_HEADERS)
