"""Opening hours as JSON-LD has them, of usual days and of special ones, a fact for each day."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from privexbot_app.rag.facts import Fact
from privexbot_app.rag.parse.linked_nodes import Thing, last_part
from privexbot_app.rag.parse.linked_values import day_of

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ALWAYS = ("00:00", "23:59")

_SHORT = {day[:2]: place for place, day in enumerate(DAYS)}
_TEXT = re.compile(r"([A-Za-z][A-Za-z\s,–-]{1,80})(?<![–-])([\d:]{1,8}\s*[–-]\s*[\d:]{1,8})?")
_TIME = re.compile(r"(\d{1,2})(?::?(\d{2}))?")


class _Open(NamedTuple):
    """Some hours of a day, empty for a whole day that is closed; the day is empty for one that has only a date."""

    day: str
    hours: str
    valid_from: date | None = None
    valid_until: date | None = None


def hours_of(subject: str, thing: Thing) -> Iterator[Fact]:
    """Several stretches of one day are one fact."""
    stated = [*_specified(thing), *(one for text in thing.texts("openingHours") for one in _read(text))]
    by_day: dict[tuple[str, date | None, date | None], list[str]] = {}
    for one in stated:
        by_day.setdefault((one.day, one.valid_from, one.valid_until), []).append(one.hours)
    for (day, valid_from, valid_until), hours in by_day.items():
        on_day = f" on {day}" if day else ""
        told = " and ".join(dict.fromkeys(filter(None, hours)))
        name, value = (f"open{on_day}", told) if told else (f"closed{on_day}", "all day")
        yield Fact(subject, name, value, valid_from, valid_until)


def _specified(thing: Thing) -> Iterator[_Open]:
    for name in ("openingHoursSpecification", "specialOpeningHoursSpecification"):
        for one in thing.things(name):
            period = day_of(one.text("validFrom")), day_of(one.text("validThrough"))
            days = [_named_day(day) for node in one.texts("dayOfWeek") for day in node.split(",")]
            if not any(days) and not any(period):
                days = list(DAYS)
            for day in filter(None, days) if any(days) else [""]:
                yield _Open(day, _hours(one.text("opens"), one.text("closes")), *period)


def _named_day(text: str) -> str:
    """ "https://schema.org/Monday", "Mo" and "monday" → "Monday"; empty for what is no day."""
    name = last_part(text)
    if name == "PublicHolidays":
        return "public holidays"
    place = _SHORT.get(name[:2].capitalize())
    return DAYS[place] if place is not None else ""


def _hours(opens: str, closes: str) -> str:
    """ "09:00–17:00"; empty for closed, which is said by equal times or none."""
    start, end = _time(opens), _time(closes)
    if (start, end) == ALWAYS or (start, end) == ("00:00", "24:00"):
        return "all day"
    return f"{start}–{end}" if start and end and start != end else ""


def _time(text: str) -> str:
    """ "9:00:00" and "0900" → "09:00"."""
    found = _TIME.match(text.rpartition("T")[2])
    return f"{int(found.group(1)):02}:{found.group(2) or '00'}" if found else ""


def _read(text: str) -> Iterator[_Open]:
    """ "Mo-Fr 09:00-17:00", "Mo,We 10:00-12:00", "Mo-Su"."""
    found = _TEXT.fullmatch(text.strip())
    if not found:
        return
    times = re.split(r"\s*[–-]\s*", found.group(2)) if found.group(2) else list(ALWAYS)
    for part in found.group(1).replace(" ", "").strip(",").split(","):
        for day in _range(*re.split(r"[–-]", part)[:2]):
            yield _Open(day, _hours(times[0], times[1]))


def _range(first: str, last: str = "") -> Iterator[str]:
    """Both ends included, over the end of the week too."""
    start, end = (_SHORT.get(name[:2].capitalize()) for name in (first, last or first))
    if start is not None and end is not None:
        yield from (DAYS[(start + step) % 7] for step in range((end - start) % 7 + 1))
