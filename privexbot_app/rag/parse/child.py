"""The child process that opens one file: limits first, then the task; it answers a line of JSON, then bytes."""

import json
import os
import resource
import sys
from datetime import date
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
    from privexbot_app.rag.parse.errors import ParseError, ScanError
    from privexbot_app.rag.parse.tasks import TASKS

    order = json.loads(sys.stdin.buffer.readline())
    answer: dict[str, Any]
    bodies: list[bytes] = []
    try:
        answer, bodies = TASKS[order["task"]](sys.stdin.buffer.read(), order)
    except ParseError as error:
        answer = {"error": error.message, "is_scan": isinstance(error, ScanError)}
    except (MemoryError, RecursionError):
        answer = {"error": "It needs more memory to be read than is allowed: give it in parts."}
    sys.stdout.buffer.write(json.dumps(answer, default=date.isoformat).encode() + b"\n")
    for body in bodies:
        sys.stdout.buffer.write(body)


if __name__ == "__main__":
    main()
