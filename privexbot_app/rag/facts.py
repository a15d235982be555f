"""Facts that a page states for machines, and the English sentence that tells each to people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

ANSWER = "answer"  # the subject is the question, which stands above it as a heading
TOLD_WITH_DAYS = ("price", "open", "closed")  # of others, such as an event's, nobody needs to hear when they end


@dataclass(frozen=True)
class Fact:
    """One thing that is said of a subject, such as its price; `valid_until` is the last day on which it holds."""

    subject: str
    name: str
    value: str
    valid_from: date | None = None
    valid_until: date | None = None


def sentence_of(fact: Fact) -> str:
    """ "Comet Runner: price 89.00 USD until 31 December 2026." """
    said = fact.value if fact.name == ANSWER else f"{fact.subject}: {fact.name} {fact.value}"
    said += _when(fact) if fact.name.startswith(TOLD_WITH_DAYS) else ""
    return said if said.endswith((".", "!", "?")) else f"{said}."


def as_fields(fact: Fact) -> dict[str, str | None]:
    """A fact for JSON, where days are written as 2026-12-31; what is missing is left out."""
    return {name: str(value) for name, value in vars(fact).items() if value is not None}


def fact_from(fields: Mapping[str, str | None]) -> Fact:
    """The fact of these fields, also of those that `asdict` makes."""
    days = {name: date.fromisoformat(day) if day else None for name, day in fields.items() if name.startswith("valid_")}
    return Fact(str(fields["subject"]), str(fields["name"]), str(fields["value"]), **days)


def told_day(day: date) -> str:
    """ "24 December 2026"."""
    return f"{day.day} {day:%B %Y}"


def _when(fact: Fact) -> str:
    if fact.valid_from and fact.valid_from == fact.valid_until:
        return f" on {told_day(fact.valid_from)}"
    since = f" from {told_day(fact.valid_from)}" if fact.valid_from else ""
    return since + (f" until {told_day(fact.valid_until)}" if fact.valid_until else "")
