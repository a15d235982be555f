"""A file nobody has looked at yet is opened by a child process; whatever it does there, this process only waits."""

import json
import os
import sys
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from threading import Thread
from typing import Any

from privexbot_app.rag.document import Heading, ParsedDocument
from privexbot_app.rag.facts import fact_from
from privexbot_app.rag.page_facts import PageFacts
from privexbot_app.rag.parse.errors import ParseError, ScanError
from privexbot_app.rag.parse.formats import MAX_TEXT_CHARACTERS
from privexbot_app.rag.parse.sentences import DAMAGED

ROOT = Path(__file__).resolve().parents[3]
MAX_ANSWER_BYTES = 8 * MAX_TEXT_CHARACTERS  # JSON spells a character with up to 6 bytes, or 12
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TESSDATA_PREFIX")


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
    head = json.dumps(order).encode() + b"\n"
    limits = [str(ceil(bounds.seconds)), str(bounds.memory_bytes)]
    command = [sys.executable, "-m", "privexbot_app.rag.parse.child", *limits]
    with Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=ROOT, env=clean_environment()) as child:
        try:
            answer = converse(child, head + content, bounds.seconds, MAX_ANSWER_BYTES + bounds.body_bytes)
        finally:
            child.kill()
    return _told(answer)


def clean_environment() -> dict[str, str]:
    """No secret of ours, and no threads: the child may not start any."""
    kept = {key: os.environ[key] for key in KEPT_VARIABLES if key in os.environ}
    alone = {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}
    return {**kept, **alone, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def converse(child: Popen[bytes], question: bytes, timeout_seconds: float, most_bytes: int) -> bytes:
    """What a process answers until it ends. Raises ParseError when it does not end in time."""
    received: list[bytes] = []
    threads = [
        Thread(target=_send, args=(child, question), daemon=True),
        Thread(target=_receive, args=(child, received, most_bytes), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        child.wait(timeout_seconds)
    except TimeoutExpired:
        raise ParseError(
            f"It could not be read within {timeout_seconds:g} seconds: give it in parts, or save it anew."
        ) from None
    threads[1].join(timeout=5)
    return b"".join(received)


def _send(child: Popen[bytes], question: bytes) -> None:
    if child.stdin is None:
        return
    try:
        with child.stdin as pipe:
            pipe.write(question)
    except OSError:
        return  # the child ended early; its answer says why


def _receive(child: Popen[bytes], received: list[bytes], most_bytes: int) -> None:
    if child.stdout is not None:
        received.append(child.stdout.read(most_bytes))


def _told(answer: bytes) -> Told:
    line, _, bodies = answer.partition(b"\n")
    try:
        fields: dict[str, Any] = json.loads(line)
    except ValueError:
        raise ParseError(DAMAGED) from None
    if "error" in fields:
        raise (ScanError if fields.get("is_scan") else ParseError)(fields["error"])
    return Told(fields, bodies)


def document_of(told: Told) -> ParsedDocument:
    """The answer to the task "parse"."""
    fields = told.fields
    headings = tuple(Heading(**heading) for heading in fields["headings"])
    scanned = tuple(fields["scanned_pages"])
    facts = tuple(fact_from(fact) for fact in fields["facts"])
    return ParsedDocument(fields["title"], fields["text"], headings, tuple(fields["problems"]), scanned, facts)
