"""A file nobody has looked at yet is opened by a child process; whatever it does there, this process only waits."""

import json
from contextlib import suppress
from dataclasses import dataclass
from socket import SHUT_WR, socket
from time import monotonic
from typing import Any

from privexbot_app.rag.document import Heading, ParsedDocument
from privexbot_app.rag.facts import fact_from
from privexbot_app.rag.page_facts import PageFacts
from privexbot_app.rag.pages import Page
from privexbot_app.rag.parse.child import STARTED
from privexbot_app.rag.parse.errors import ParseError, ScanError
from privexbot_app.rag.parse.fork_server import fork_server
from privexbot_app.rag.parse.formats import MAX_TEXT_CHARACTERS
from privexbot_app.rag.parse.sentences import DAMAGED

MAX_ANSWER_BYTES = 8 * MAX_TEXT_CHARACTERS  # JSON spells a character with up to 6 bytes, or 12
READ_BYTES = 65_536
GRACE_SECONDS = 2.0
TRIES, START_SECONDS = 2, 30.0  # its libraries are loaded when it is started
NO_CHILD = "The server could not start a process to read it. Please try again."


@dataclass(frozen=True)
class Bounds:
    """What a child may use; `body_bytes` is how much it may hand over besides its JSON."""

    seconds: float
    memory_bytes: int
    body_bytes: int = 0


@dataclass(frozen=True)
class Told:
    """A child's answer: its JSON, and the bytes after it."""

    fields: dict[str, Any]
    bodies: bytes = b""

    def files(self) -> list[tuple[str, bytes]]:
        """The bytes told apart, by the name that the JSON gives each."""
        found, place = [], 0
        for name, size in self.fields["files"]:
            found.append((str(name), self.bodies[place : place + size]))
            place += size
        return found


def parse_in_child(
    content: bytes, media_type: str, name: str, *, timeout_seconds: float, memory_bytes: int
) -> ParsedDocument:
    """As `parse`, but time, memory, files and network are limited. Blocks; raises ParseError."""
    order = {"task": "parse", "media_type": media_type, "name": name}
    return document_of(ask_child(order, content, Bounds(timeout_seconds, memory_bytes)))


def read_page_in_child(
    content: bytes, media_type: str, url: str, *, timeout_seconds: float, memory_bytes: int
) -> tuple[ParsedDocument | ParseError, PageFacts]:
    """The same of a page, with its links; one whose text cannot be read may still have some. Raises ParseError."""
    order = {"task": "page", "media_type": media_type, "name": url}
    told = ask_child(order, content, Bounds(timeout_seconds, memory_bytes)).fields
    facts = PageFacts(**told["facts"] | {"links": tuple(told["facts"]["links"])})
    return (document_of(Told(told["document"])) if "document" in told else ParseError(told["problem"])), facts


def ask_child(order: dict[str, Any], content: bytes, bounds: Bounds) -> Told:
    """One of the `tasks`. Blocks; raises ParseError, also for a child that dies or does not end."""
    limits = {"seconds": bounds.seconds, "memory_bytes": bounds.memory_bytes}
    question = json.dumps(order | limits).encode() + b"\n" + content
    with _new_child() as child:
        until = monotonic() + bounds.seconds
        answer = _converse(child, question, until, MAX_ANSWER_BYTES + bounds.body_bytes)
    try:
        return _told(answer)
    except ValueError:
        raise ParseError(_too_slow(bounds.seconds) if monotonic() >= until else DAMAGED) from None


def _too_slow(seconds: float) -> str:
    return f"It could not be read within {seconds:g} seconds: give it in parts, or save it anew."


def _new_child() -> socket:
    """One that is there, and waits for its order; tried again when the process that forks was just ended."""
    for _ in range(TRIES):
        child = fork_server.open_child()
        child.settimeout(START_SECONDS)
        with suppress(OSError):
            if child.recv(len(STARTED)):
                return child
        child.close()
    raise ParseError(NO_CHILD)


def _converse(child: socket, question: bytes, until: float, most_bytes: int) -> bytes:
    """What it answers until it ends, or until a little later than it should have ended itself."""
    received = bytearray()
    with suppress(OSError):  # it ended early, and its answer says why; or it did not end
        child.settimeout(_left(until))
        child.sendall(question)
        child.shutdown(SHUT_WR)
    with suppress(OSError):
        while len(received) < most_bytes:
            child.settimeout(_left(until))
            if not (some := child.recv(READ_BYTES)):
                break
            received += some
    return bytes(received)


def _left(until: float) -> float:
    return max(until - monotonic(), 0) + GRACE_SECONDS


def _told(answer: bytes) -> Told:
    """Raises ValueError for half an answer."""
    line, _, bodies = answer.partition(b"\n")
    fields: dict[str, Any] = json.loads(line)
    if "error" in fields:
        raise (ScanError if fields.get("is_scan") else ParseError)(fields["error"])
    if len(bodies) != sum(size for _, size in fields.get("files", ())):
        raise ValueError(len(bodies))
    return Told(fields, bodies)


def document_of(told: Told) -> ParsedDocument:
    """The answer to the task "parse"."""
    fields = told.fields
    headings = tuple(Heading(**heading) for heading in fields["headings"])
    scanned = tuple(fields["scanned_pages"])
    facts = tuple(fact_from(fact) for fact in fields["facts"])
    pages = tuple(Page(**page) for page in fields["pages"])
    return ParsedDocument(fields["title"], fields["text"], headings, tuple(fields["problems"]), scanned, facts, pages)
