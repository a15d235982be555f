"""A source as its row shows it."""

from dataclasses import dataclass

from privexbot_app.services.knowledge import SourceOverview
from privexbot_app.ui.links import safe_link

FINISHED = ("ready", "failed")


@dataclass(frozen=True)
class SourceRow:
    """`percent` counts indexed passages; `link` is empty unless the source is a page."""

    id: str
    kind: str
    title: str
    link: str
    state: str
    percent: int
    done: int
    total: int
    passages: int
    error: str
    notes: list[str]

    @classmethod
    def of(cls, found: SourceOverview) -> "SourceRow":
        return cls(
            id=str(found.id),
            kind=str(found.kind),
            title=found.title,
            link=safe_link(found.url),
            state=str(found.state),
            percent=100 * found.done // found.total if found.total else 0,
            done=found.done,
            total=found.total,
            passages=found.passages,
            error=found.error,
            notes=found.notes,
        )
