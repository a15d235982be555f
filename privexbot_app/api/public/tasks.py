"""What a visitor may do from the widget's menu: take the conversation along, rate it, read what is kept."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from privexbot_app.adapters.limits import spend, spend_hourly
from privexbot_app.api.limits import address_of
from privexbot_app.api.public.schemas import FormIn, Said
from privexbot_app.api.public.visitors import PROBLEMS, CurrentVisit
from privexbot_app.services import data_summary, ratings, transcripts
from privexbot_app.services.texts import language_for
from privexbot_app.services.widget_tasks import NAME_OF_FILE
from privexbot_app.settings import settings

router = APIRouter(prefix="/chatbots/{public_id}", tags=["visitors"], responses=PROBLEMS)
Language = Annotated[str, Query(max_length=35)]
Accepted = Annotated[str, Header(alias="accept-language", max_length=500)]
FILE_HEADERS = {
    "Content-Disposition": f'attachment; filename="{NAME_OF_FILE["transcript"]}"',
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class TaskIn(FormIn):
    """What the form of a task sends; `conversation` is the latest one if it is left out."""

    fields: dict[Annotated[str, Field(max_length=60)], Annotated[Said, Field(max_length=2000)] | bool] = Field(
        max_length=20
    )

    def text(self, name: str) -> str:
        """As it was typed; empty when it is missing, or was only ticked."""
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ""


class SummaryOut(BaseModel):
    """`text` is Markdown."""

    text: str


@router.get("/transcript", response_class=Response)
async def read_transcript(
    visit: CurrentVisit,
    request: Request,
    language: Language = "",
    accept_language: Accepted = "",
    conversation: UUID | None = None,
) -> Response:
    """The visitor's conversation as a text file, in `language` or the browser's."""
    await spend(f"transcript:{address_of(request)}", settings().leads_per_minute_per_address)
    spoken = language_for(visit.chatbot, language, accept_language)
    text = await transcripts.read_transcript(visit, spoken, conversation)
    return Response(text, media_type="text/plain; charset=utf-8", headers=FILE_HEADERS)


@router.post("/transcript", status_code=202)
async def mail_transcript(
    body: TaskIn, visit: CurrentVisit, request: Request, language: Language = "", accept_language: Accepted = ""
) -> None:
    """The same by mail, to the field `email`; a few times an hour."""
    await spend_hourly(f"transcripts:{address_of(request)}", settings().transcripts_per_hour_per_address)
    spoken = language_for(visit.chatbot, language, accept_language)
    await transcripts.mail_transcript(visit, body.text("email"), spoken, body.conversation)


@router.post("/rating", status_code=204)
async def rate(body: TaskIn, visit: CurrentVisit, request: Request) -> None:
    """How the conversation was: the fields `stars`, "1" to "5", and `comment`; a later one takes its place."""
    await spend(f"rating:{address_of(request)}", settings().events_per_minute_per_address)
    await ratings.rate_conversation(visit, body.text("stars"), body.text("comment"), body.conversation)


@router.get("/my-data/summary")
async def summarise(
    visit: CurrentVisit, request: Request, language: Language = "", accept_language: Accepted = ""
) -> SummaryOut:
    """What is kept about the visitor, since when and for how long."""
    await spend(f"my-data:{address_of(request)}", settings().leads_per_minute_per_address)
    spoken = language_for(visit.chatbot, language, accept_language)
    return SummaryOut(text=await data_summary.read_summary(visit, spoken))
