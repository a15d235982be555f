"""When a chatbot hands a conversation to a person, and when there is somebody: the owner's choice, for each chatbot."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.models import Chatbot, ChatbotState
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.roles import require_editor
from privexbot_app.services.versions import keep_version
from privexbot_app.store import chatbots as store

AWAY = "Nobody is here at the moment. We will answer as soon as we are back."


@lru_cache(maxsize=1)
def time_zones() -> tuple[str, ...]:
    """The names of the IANA database, sorted."""
    return tuple(sorted(available_timezones()))


def _time_zone(name: str) -> str:
    if name not in time_zones():
        raise ValueError(f"“{name}” is not a time zone such as Europe/Berlin.")
    return name


class Opening(BaseModel):
    """On this weekday (0 is Monday) from `opens` to `closes`, by the clock on the wall there.

    One that closes at or before the time it opens goes on past midnight, and belongs to the day on which it began.
    """

    model_config = ConfigDict(frozen=True)

    day: int = Field(ge=0, le=6)
    opens: time
    closes: time


class HandoffSettings(BaseModel):
    """Without openings somebody is always there. Outside of them `away` decides: wait all the same, or the form."""

    model_config = ConfigDict(str_strip_whitespace=True)

    is_on: bool = False
    on_request: bool = True
    on_unanswered: bool = True
    unanswered_in_a_row: int = Field(2, ge=1, le=10)
    on_phrases: bool = True
    phrases: list[Annotated[str, Field(min_length=1, max_length=80)]] = Field(default=[], max_length=50)
    on_anger: bool = True
    on_low_confidence: bool = False
    time_zone: Annotated[str, AfterValidator(_time_zone)] = "UTC"
    openings: list[Opening] = Field(default=[], max_length=50)
    holidays: list[date] = Field(default=[], max_length=200)
    away: Literal["queue", "form"] = "queue"
    away_message: str = Field(AWAY, max_length=500)
    waiting_message: str = Field("", max_length=500)

    def is_open(self, at: datetime) -> bool:
        """Whether somebody is there at that moment."""
        if not self.openings and not self.holidays:
            return True
        here = at.astimezone(ZoneInfo(self.time_zone))
        today, yesterday = here.date(), here.date() - timedelta(days=1)
        clock = here.time()
        began_today = any(_has_begun(opening, clock) for opening in self._of(today))
        return began_today or any(_goes_on(opening, clock) for opening in self._of(yesterday))

    def takes_in(self, at: datetime) -> bool:
        """Whether somebody who needs a person may wait here for one."""
        return self.is_on and (self.away == "queue" or self.is_open(at))

    def _of(self, day: date) -> list[Opening]:
        """None on a holiday; without any hours a day is open as a whole."""
        if day in self.holidays:
            return []
        whole = [Opening(day=day.weekday(), opens=time.min, closes=time.min)]
        return [opening for opening in self.openings or whole if opening.day == day.weekday()]


def _has_begun(opening: Opening, clock: time) -> bool:
    return opening.opens <= clock and (clock < opening.closes or opening.closes <= opening.opens)


def _goes_on(opening: Opening, clock: time) -> bool:
    """Into the day after."""
    return opening.closes <= opening.opens and clock < opening.closes


def handoff_of(chatbot: Chatbot) -> HandoffSettings:
    """As the owner set it; off by default."""
    return HandoffSettings.model_validate(chatbot.handoff)


def takes_requests(chatbot: Chatbot) -> bool:
    """Whether a visitor who asks for a person now may wait for one."""
    settings = handoff_of(chatbot)
    return settings.on_request and settings.takes_in(datetime.now(UTC))


@reading
def get_handoff(session: Session, viewer: Viewer, chatbot_id: UUID) -> HandoffSettings:
    """Raises NotFound for a chatbot the viewer cannot see."""
    return handoff_of(store.get_chatbot(session, viewer.scope, chatbot_id))


@transaction
def set_handoff(session: Session, viewer: Viewer, chatbot_id: UUID, settings: HandoffSettings) -> None:
    """Takes effect with the next message. Raises NotFound and Forbidden; pydantic refuses what is out of range."""
    require_editor(viewer)
    chatbot = store.get_chatbot(session, viewer.scope, chatbot_id)
    chatbot.handoff = settings.model_dump(mode="json")
    if chatbot.state is ChatbotState.LIVE:
        keep_version(session, viewer, chatbot, "Changed while live")
