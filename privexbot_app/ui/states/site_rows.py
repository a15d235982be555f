"""A website's pages, changes and stale answers as their rows show them."""

from dataclasses import dataclass

from privexbot_app.services.site_changes import ChangeOverview
from privexbot_app.services.sites import PageOverview, SiteOverview
from privexbot_app.services.stale_answers import StaleAnswer
from privexbot_app.ui.links import safe_link

SHOWN_LINES = 80
MINUTE, HOUR = 60, 3600
STATES = ("indexed", "fetched", "found", "skipped", "failed", "gone")


@dataclass(frozen=True)
class CountRow:
    """How many pages are in a state."""

    state: str
    count: int


@dataclass(frozen=True)
class PageRow:
    """A page; `path` is what its address has after the website's, `is_kept` when it counts though it was missing."""

    path: str
    link: str
    title: str
    state: str
    error: str
    at: str
    is_kept: bool

    @classmethod
    def of(cls, page: PageOverview) -> "PageRow":
        return cls(
            path="/" + page.url.split("/", 3)[3],
            link=safe_link(page.url),
            title=page.title,
            state=str(page.state),
            error=page.error,
            at=page.at.isoformat(),
            is_kept=page.is_known and str(page.state) != "indexed",
        )


@dataclass(frozen=True)
class DiffLine:
    """A line of a difference: `kind` is added, removed, same or gap."""

    kind: str
    text: str

    @classmethod
    def of(cls, line: str) -> "DiffLine":
        kind = {"+": "added", "-": "removed", "@": "gap"}.get(line[:1], "same")
        return cls(kind, "⋯" if kind == "gap" else line[1:])


@dataclass(frozen=True)
class ChangeRow:
    """What differs on a page; `more` counts the lines that are not shown."""

    id: str
    kind: str
    state: str
    path: str
    link: str
    title: str
    problem: str
    at: str
    lines: list[DiffLine]
    more: int

    @classmethod
    def of(cls, change: ChangeOverview) -> "ChangeRow":
        lines = change.diff.splitlines()
        shown = lines[1:] if lines[:1] and lines[0].startswith("@@") else lines
        return cls(
            id=str(change.id),
            kind=str(change.kind),
            state=str(change.state),
            path="/" + change.url.split("/", 3)[3],
            link=safe_link(change.url),
            title=change.title,
            problem=change.problem,
            at=change.at.isoformat(),
            lines=[DiffLine.of(line) for line in shown[:SHOWN_LINES]],
            more=max(0, len(shown) - SHOWN_LINES),
        )


@dataclass(frozen=True)
class StaleRow:
    """A reply that quoted what is not said any more, with the conversation that it is in."""

    question: str
    quote: str
    title: str
    at: str
    href: str

    @classmethod
    def of(cls, stale: StaleAnswer) -> "StaleRow":
        href = f"/chatbots/{stale.chatbot_id}/conversations/{stale.conversation_id}"
        return cls(stale.question or "A question that is gone", stale.quote, stale.title, stale.at.isoformat(), href)


def stage_of(site: SiteOverview) -> int:
    """Where a crawl is: 0 it waits for its turn, 1 looks for pages, 2 reads them, 3 is over."""
    return {"queued": 0, "reading": 1, "indexing": 2}.get(str(site.state), 3)


def time_left(seconds: int) -> str:
    """In words; nothing while nobody can tell."""
    if seconds <= 0:
        return ""
    if seconds < MINUTE:
        return "less than a minute left"
    if seconds < HOUR:
        minutes = round(seconds / MINUTE)
        return f"about {minutes} minute{'' if minutes == 1 else 's'} left"
    return f"about {seconds / HOUR:.1f} hours left"


def counts_of(site: SiteOverview) -> list[CountRow]:
    """The states that pages are in, the good ones first."""
    counts = {str(state): count for state, count in site.counts.items()}
    return [CountRow(state, counts[state]) for state in STATES if counts.get(state)]
