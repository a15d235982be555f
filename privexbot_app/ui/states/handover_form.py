"""The form about handing over: hours and holidays as people type them, and what is kept of them."""

import re
from collections.abc import Iterable
from datetime import date, time

from pydantic import BaseModel

from privexbot_app.errors import Invalid
from privexbot_app.services.handoff_settings import HandoffSettings, Opening
from privexbot_app.ui.problems import parse

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SWITCHES = ("is_on", "on_request", "on_unanswered", "on_phrases", "on_anger", "on_low_confidence")
AWAY = {"queue": "They may wait: you answer when you are back", "form": "The chatbot goes on and offers its form"}
_HOURS = re.compile(r"(\d{1,2})[:.](\d{2})\s*(?:-|–|to)\s*(\d{1,2})[:.](\d{2})")


class HandoverForm(BaseModel):
    """As the page sends it: a switch that is off may be missing, lists are lines, a day's hours are one line."""

    is_on: bool = False
    on_request: bool = False
    on_unanswered: bool = False
    on_phrases: bool = False
    on_anger: bool = False
    on_low_confidence: bool = False
    unanswered_in_a_row: str
    phrases: str
    time_zone: str
    day_0: str
    day_1: str
    day_2: str
    day_3: str
    day_4: str
    day_5: str
    day_6: str
    holidays: str
    away: str
    away_message: str
    waiting_message: str

    def settings(self) -> HandoffSettings:
        """Raises Invalid with the field that is wrong."""
        given = self.model_dump()
        openings = [opening for day in range(7) for opening in read_hours(day, given[f"day_{day}"])]
        lists = {"phrases": _lines(self.phrases), "holidays": _dates(self.holidays), "openings": openings}
        away = next((kept for kept, label in AWAY.items() if label == self.away), self.away)
        return parse(HandoffSettings, given | lists | {"away": away, "time_zone": self.time_zone.strip()})


def read_hours(day: int, text: str) -> list[Opening]:
    """“9:00–12:00, 13:00–17:30”. Raises Invalid."""
    openings = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        found = _HOURS.fullmatch(part)
        numbers = [int(number) for number in found.groups()] if found else [99] * 4
        if numbers[2:] == [24, 0]:
            numbers[2] = 0
        try:
            openings.append(Opening(day=day, opens=time(*numbers[:2]), closes=time(*numbers[2:])))
        except ValueError:
            raise Invalid(f"“{part[:40]}” is not like 09:00–17:00.", field=f"day_{day}") from None
    return openings


def show_hours(openings: Iterable[Opening], day: int) -> str:
    """What `read_hours` reads."""
    times = [f"{one.opens:%H:%M}–{one.closes:%H:%M}" for one in openings if one.day == day]
    return ", ".join(times)


def _dates(text: str) -> list[date]:
    return [_date(line) for line in _lines(text)]


def _date(line: str) -> date:
    try:
        return date.fromisoformat(line)
    except ValueError:
        raise Invalid(f"“{line[:40]}” is not a date such as 2026-12-25.", field="holidays") from None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
