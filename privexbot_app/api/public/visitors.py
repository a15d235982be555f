"""What a visitor's browser may ask for: config, session, messages, history, leads, events."""

import hashlib
import json
from collections.abc import AsyncGenerator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request
from starlette.responses import Response

from privexbot_app.adapters.limits import spend
from privexbot_app.api.limits import address_of
from privexbot_app.api.public import schemas
from privexbot_app.api.public.stream import EventStream, told_handoff
from privexbot_app.errors import Unauthorized
from privexbot_app.services import action_turns, analytics, appearance, chat, feedback, leads, turns, visits
from privexbot_app.services.action_offers import list_offers
from privexbot_app.services.chat import Event, Handoff
from privexbot_app.services.identify import Identity, Standing
from privexbot_app.services.operators import Operator
from privexbot_app.services.turns import ForPerson, Turn
from privexbot_app.services.uploads import file_of
from privexbot_app.services.visits import Visit
from privexbot_app.settings import settings

PROBLEMS: dict[int | str, dict[str, str]] = {
    401: {"description": "The session token is missing, expired, or for another chatbot or website."},
    403: {"description": "The chatbot does not answer on this website."},
    404: {"description": "There is no such chatbot, or it is not deployed."},
    429: {"description": "Too many requests; see `Retry-After`."},
}
router = APIRouter(prefix="/chatbots/{public_id}", tags=["visitors"], responses=PROBLEMS)
Origin = Annotated[str, Header()]
MOST_CHARACTERS = 1_000_000
REFUSED = schemas.Trouble(
    code="identity_refused", message="The identity is not proven: its hash is missing or does not belong to its id."
)


async def find_visit(public_id: str, origin: Origin = "", authorization: Annotated[str, Header()] = "") -> Visit | None:
    """The visitor whose session token came along; None without one. Raises Unauthorized for one that is not valid."""
    if not authorization:
        return None
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthorized("Send the session token as `Authorization: Bearer …`.")
    return await visits.read_pass(public_id, origin, token)


def get_visit(visit: "MaybeVisit") -> Visit:
    """Raises Unauthorized without a session token."""
    if visit is None:
        raise Unauthorized("Open a session first.")
    return visit


MaybeVisit = Annotated[Visit | None, Depends(find_visit)]
CurrentVisit = Annotated[Visit, Depends(get_visit)]


@router.get("/config")
async def config(
    public_id: str,
    request: Request,
    origin: Origin = "",
    language: Annotated[str, Query(max_length=35)] = "",
    accept_language: Annotated[str, Header(max_length=500)] = "",
) -> Response:
    """Appearance, texts and lead form of a chatbot, in `language` or whichever the browser accepts and we have."""
    found = await appearance.get_config(public_id, origin, appearance.Tongue(language, accept_language))
    body = json.dumps(found, ensure_ascii=False).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": etag, "Cache-Control": "public, max-age=60", "Vary": "Origin, Accept-Language"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


@router.post("/session")
async def session(public_id: str, body: schemas.SessionIn, request: Request, origin: Origin = "") -> schemas.SessionOut:
    """A short-lived token for this chatbot from this website, and the visitor's open conversation, if any."""
    await spend(f"session:{address_of(request)}", settings().messages_per_minute_per_address)
    page = visits.Page(body.page.url, body.page.title)
    identity = Identity(**body.identity.model_dump()) if body.identity else None
    arrival = visits.Arrival(body.visitor or "", page, identity, body.fresh)
    return _opened(await visits.open_visit(public_id, origin, arrival))


def _opened(visit: visits.OpenedVisit) -> schemas.SessionOut:
    return schemas.SessionOut(
        token=visit.token,
        visitor=visit.visitor,
        conversation=visit.conversation,
        identity=visit.standing,
        problem=REFUSED if visit.standing is Standing.REFUSED else None,
    )


@router.post("/message", response_model=schemas.MessageOut)
async def message(
    public_id: str, body: schemas.MessageIn, request: Request, visit: MaybeVisit
) -> schemas.MessageOut | Response:
    """Ask. `Accept: text/event-stream` gets the answer as it is said, anything else one JSON reply."""
    await spend(f"ask:{public_id}:{address_of(request)}", settings().messages_per_minute_per_address)
    if visit is not None:
        await spend(f"ask:{visit.visitor_id}", settings().messages_per_minute_per_visitor)
        turn = await turns.ask_as_visitor(visit, body.message, body.id, body.context, body.files)
    elif body.files:
        raise Unauthorized("Open a session first.")
    else:
        turn = await turns.ask_anonymously(public_id, request.headers.get("origin", ""), body.message)
    return await _tell(turn, request)


async def _tell(turn: Turn | ForPerson, request: Request) -> schemas.MessageOut | Response:
    events = chat.stream_reply(turn)
    if "text/event-stream" in request.headers.get("accept", ""):
        return EventStream(events)
    return await _in_one(turn, events)


@router.post("/actions/{call_id}", response_model=schemas.MessageOut)
async def decide(
    call_id: UUID, body: schemas.DecisionIn, request: Request, visit: CurrentVisit
) -> schemas.MessageOut | Response:
    """Say yes or no to an action that was offered, or send its form: answered like a message, and done once.

    Sent again it gets the same reply again. 409 when the offer has expired, 422 with the field that is wrong.
    """
    await spend(f"ask:{visit.chatbot.public_id}:{address_of(request)}", settings().messages_per_minute_per_address)
    await spend(f"ask:{visit.visitor_id}", settings().messages_per_minute_per_visitor)
    decision = action_turns.Decision(body.confirm, body.fields)
    return await _tell(await action_turns.decide_as_visitor(visit, call_id, decision), request)


async def _in_one(turn: Turn | ForPerson, events: AsyncGenerator[Event, None]) -> schemas.MessageOut:
    """The whole reply: it is said to the end even if the caller has left, and is in the history then."""
    told = [event async for event in events if isinstance(event, Handoff)]
    return schemas.MessageOut(
        reply=await _reply(turn.reply_id) if isinstance(turn, Turn) else None,
        conversation=turn.conversation_id,
        message=turn.message_id,
        handoff=schemas.HandoffOut(**told_handoff(told[0])) if told else None,
    )


async def _reply(reply_id: UUID) -> schemas.ReplyOut:
    """With what is offered below it."""
    told = schemas.ReplyOut.model_validate(await turns.read_reply(reply_id), from_attributes=True)
    told.actions = [one.facts() for one in (await list_offers([reply_id])).get(reply_id, [])]
    return told


@router.get("/messages/{message_id}/stream")
async def resume(
    message_id: UUID,
    visit: CurrentVisit,
    request: Request,
    after: Annotated[int, Query(ge=0, le=MOST_CHARACTERS)] = 0,
    last_event_id: Annotated[str, Header(max_length=20)] = "",
) -> EventStream:
    """The same answer again, from sequence number `after` (or `Last-Event-ID`) on: for a connection that broke."""
    await spend(f"resume:{address_of(request)}", settings().events_per_minute_per_address)
    heard = int(last_event_id) if last_event_id.isdecimal() else after
    return EventStream(await chat.resume_reply(visit, message_id, heard))


@router.post("/messages/{message_id}/stop")
async def stop(message_id: UUID, visit: CurrentVisit, request: Request) -> schemas.StoppedOut:
    """Stop generating; what was said stays."""
    await spend(f"stop:{address_of(request)}", settings().events_per_minute_per_address)
    return schemas.StoppedOut(state=await chat.stop_reply(visit, message_id))


@router.post("/feedback", status_code=204)
async def rate(body: schemas.FeedbackIn, visit: CurrentVisit, request: Request) -> None:
    """Whether an answer helped."""
    await spend(f"rate:{address_of(request)}", settings().events_per_minute_per_address)
    opinion = feedback.Opinion(body.rating, body.reason, body.comment)
    await feedback.rate_reply(visit, body.message, opinion)


@router.get("/conversation")
async def conversation(visit: CurrentVisit) -> schemas.ConversationOut:
    """What this visitor said and was told in the open conversation."""
    history = await visits.read_history(visit)
    said = [schemas.SaidOut.model_validate(one, from_attributes=True) for one in history.messages]
    for one, message in zip(said, history.messages, strict=True):
        one.rating = history.ratings.get(one.id, "")
        one.actions = [offer.facts() for offer in history.offers.get(one.id, [])]
        one.files = [schemas.FileOut.model_validate(file_of(sent)) for sent in history.uploads.get(one.id, [])]
        one.operator = _operator(history.authors.get(message.author_id)) if message.role == "operator" else None
    return schemas.ConversationOut(
        id=history.conversation_id,
        state=history.state,
        queue=history.queue,
        operator=_operator(history.operator),
        messages=said,
    )


def _operator(operator: Operator | None) -> schemas.OperatorOut | None:
    return schemas.OperatorOut(name=operator.name, avatar=operator.avatar) if operator else None


@router.post("/leads", status_code=201)
async def lead(body: schemas.LeadIn, visit: CurrentVisit, request: Request) -> schemas.LeadOut:
    """Leave contact details; they are checked against the chatbot's own form."""
    await spend(f"lead:{address_of(request)}", settings().leads_per_minute_per_address)
    kept = await leads.add_lead(visit, body.fields, body.consent, body.page)
    return schemas.LeadOut(id=kept.id)


@router.post("/events", status_code=202)
async def events(body: schemas.EventsIn, visit: CurrentVisit, request: Request) -> None:
    """Count what happened in the widget; unknown events are passed over."""
    await spend(f"events:{address_of(request)}", settings().events_per_minute_per_address)
    await analytics.count_events(visit.chatbot.id, [event.type for event in body.events])
