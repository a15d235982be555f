"""Messages and citations as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from privexbot_app.services.inbox import Feedback, Message
from privexbot_app.services.uploads import File
from privexbot_app.ui.links import safe_link
from privexbot_app.ui.states.person_rows import PersonRow
from privexbot_app.ui.states.text_blocks import TextBlock, blocks_of

MEGABYTE = 1_000_000
REASONS = {"wrong": "Not correct", "incomplete": "Not complete", "off_topic": "Not what was asked"}


@dataclass(frozen=True)
class CitationRow:
    """A passage that an answer points at; `link` is empty for texts and files. The owner may have edited its words."""

    n: int
    title: str
    link: str
    quote: str
    is_edited: bool = False


@dataclass(frozen=True)
class FileRow:
    """A file that a visitor sent, with its size as people say it."""

    name: str
    size: str
    link: str

    @classmethod
    def of(cls, file: File) -> "FileRow":
        size = f"{file.size / 1_000_000:.1f} MB" if file.size >= MEGABYTE else f"{max(file.size // 1000, 1)} kB"
        return cls(file.name, size, file.url)


@dataclass(frozen=True)
class MessageRow:
    """Who said what, when; `is_unknown` where the bot did not know, `unsupported` what no passage says.

    `who` is visitor, bot or operator; or note, which no visitor sees. The last two have an `author`. `blocks` are those
    of a bot's text that has a table or a list.
    """

    who: str
    text: str
    at: str = ""
    state: str = "done"
    model: str = ""
    is_unknown: bool = False
    citations: list[CitationRow] = field(default_factory=list)
    receipt_id: str = ""
    wants_person: bool = False
    unsupported: list[str] = field(default_factory=list)
    rating: str = ""
    complaint: str = ""
    id: str = ""
    author: PersonRow = field(default_factory=PersonRow)
    cost: str = ""
    files: list[FileRow] = field(default_factory=list)
    blocks: list[TextBlock] = field(default_factory=list)

    @classmethod
    def of(cls, said: Message, feedback: Feedback | None = None) -> "MessageRow":
        return cls(
            who=str(said.role),
            text=said.text,
            at=said.created_at.isoformat(),
            state=str(said.state),
            model=said.model,
            is_unknown=not said.grounded and not said.receipt.get("small_talk"),
            citations=citation_rows(said.citations),
            receipt_id=str(said.id) if said.receipt.get("passages") or said.receipt.get("actions") else "",
            wants_person=said.receipt.get("small_talk") == "person",
            unsupported=said.receipt.get("unsupported", []),
            rating=str(feedback.rating) if feedback else "",
            complaint=complaint_of(feedback) if feedback else "",
            id=str(said.id),
            blocks=blocks_of(said.text) if str(said.role) == "bot" else [],
        )


def complaint_of(feedback: Feedback) -> str:
    """Reason and comment as one line."""
    return ": ".join(part for part in (REASONS.get(feedback.reason, ""), feedback.comment) if part)


def citation_rows(citations: Iterable[dict[str, Any]]) -> list[CitationRow]:
    """From the contract's citation objects."""
    return [
        CitationRow(
            found["n"], found["title"], safe_link(found["url"]), found.get("quote") or "", found.get("edited") is True
        )
        for found in citations
    ]
