"""A file that nobody has looked at yet is read by a child process; whatever it does there, this process only waits."""

import json
import os
import sys
from math import ceil
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from threading import Thread
from typing import Any

from privexbot_app.rag.document import Heading, ParsedDocument
from privexbot_app.rag.page_facts import PageFacts
from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.formats import MAX_TEXT_CHARACTERS

ROOT = Path(__file__).resolve().parents[3]
MAX_ANSWER_BYTES = 8 * MAX_TEXT_CHARACTERS  # JSON spells a character with up to 6 bytes, or 12


def parse_in_child(
    content: bytes, media_type: str, name: str, *, timeout_seconds: float, memory_bytes: int
) -> ParsedDocument:
    """As `parse`, but time, memory, files and network are limited. Blocks; raises ParseError."""
    order = {"media_type": media_type, "name": name}
    return _document(_answer_to(order, content, timeout_seconds, memory_bytes))


def read_page_in_child(
    content: bytes, media_type: str, url: str, *, timeout_seconds: float, memory_bytes: int
) -> tuple[ParsedDocument | ParseError, PageFacts]:
    """The same of a page, with its links; one whose text cannot be read may still have some. Raises ParseError."""
    order = {"media_type": media_type, "name": url, "url": url}
    answer = _answer_to(order, content, timeout_seconds, memory_bytes)
    said = answer.get("facts") or {}
    facts = PageFacts(**said | {"links": tuple(said["links"])}) if said else PageFacts()
    try:
        return _document(answer), facts
    except ParseError as problem:
        return problem, facts


def _answer_to(order: dict[str, str], content: bytes, timeout_seconds: float, memory_bytes: int) -> dict[str, Any]:
    question = json.dumps(order).encode() + b"\n" + content
    command = [sys.executable, "-m", "privexbot_app.rag.parse.child", str(ceil(timeout_seconds)), str(memory_bytes)]
    with Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=ROOT, env=_environment()) as child:
        try:
            answer = _converse(child, question, timeout_seconds)
        finally:
            child.kill()
    try:
        fields: dict[str, Any] = json.loads(answer)
    except ValueError:
        raise ParseError("It is damaged, or built to be unreadable.") from None
    return fields


def _environment() -> dict[str, str]:
    """No secret of ours, and no threads: the child may not start any."""
    kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if key in os.environ}
    return {**kept, "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _converse(child: Popen[bytes], question: bytes, timeout_seconds: float) -> bytes:
    received: list[bytes] = []
    threads = [
        Thread(target=_send, args=(child, question), daemon=True),
        Thread(target=_receive, args=(child, received), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        child.wait(timeout_seconds)
    except TimeoutExpired:
        raise ParseError(f"It could not be read within {timeout_seconds:g} seconds.") from None
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


def _receive(child: Popen[bytes], received: list[bytes]) -> None:
    if child.stdout is not None:
        received.append(child.stdout.read(MAX_ANSWER_BYTES))


def _document(fields: dict[str, Any]) -> ParsedDocument:
    if "error" in fields:
        raise ParseError(fields["error"])
    headings = tuple(Heading(**heading) for heading in fields["headings"])
    return ParsedDocument(fields["title"], fields["text"], headings, tuple(fields["problems"]))
