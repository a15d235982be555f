"""The child process that reads one file: limits first, then the parser; the answer is one JSON object on stdout."""

import json
import os
import resource
import sys
from dataclasses import asdict
from typing import Any

FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.remove")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def confine(seconds: int, memory_bytes: int) -> None:
    """CPU time, memory, no file grown by a byte, no core dump, and no other process."""
    limits = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
    }
    for limit, value in limits.items():
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            continue  # macOS has no limit on address space; the time limit holds everywhere
    sys.addaudithook(_refuse)


def _refuse(event: str, details: tuple[Any, ...]) -> None:
    """A parser has no business with the network, other programs, or files to write."""
    writes = event == "open" and bool(details[2] & WRITING)
    if writes or event.startswith(FORBIDDEN):
        raise PermissionError(event)


def main() -> None:
    seconds, memory_bytes = int(sys.argv[1]), int(sys.argv[2])
    confine(seconds, memory_bytes)
    from privexbot_app.rag.parse.errors import ParseError
    from privexbot_app.rag.parse.formats import parse

    order = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    try:
        answer = asdict(parse(content, order["media_type"], order["name"]))
    except ParseError as error:
        answer = {"error": error.message}
    except (MemoryError, RecursionError):
        answer = {"error": "It needs more memory to be read than is allowed."}
    if order.get("url"):
        answer["facts"] = _facts(content, order["media_type"], order["url"])
    sys.stdout.write(json.dumps(answer))


def _facts(content: bytes, media_type: str, url: str) -> dict[str, Any] | None:
    """What a page says to robots, even where there is nothing in it to read."""
    from privexbot_app.rag.parse.errors import ParseError
    from privexbot_app.rag.parse.page import facts_in

    try:
        return asdict(facts_in(content, media_type, url))
    except (ParseError, MemoryError, RecursionError):
        return None


if __name__ == "__main__":
    main()
