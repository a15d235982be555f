"""The process that forks: each child sets its limits, then opens one file; it answers a line of JSON, then bytes."""

import gc
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from math import ceil
from typing import Any

from privexbot_app.rag.parse.confined import cut_off
from privexbot_app.rag.parse.errors import ParseError, ScanError
from privexbot_app.rag.parse.tasks import TASKS

FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.remove")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
STARTED = b"."  # before the answer: a child that does not even say this can be asked for again
TYPICAL_PAGE = b"<html><body><main><h1>Hello</h1><p>This page is read so that all it takes is loaded.</p></main>"


def confine(seconds: float, memory_bytes: int) -> None:
    """Time, memory, no file grown by a byte, no core dump, and no other process."""
    signal.setitimer(signal.ITIMER_REAL, seconds)  # ends the process, whatever it is doing
    limits = {
        resource.RLIMIT_CPU: ceil(seconds),
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
    """Fork for every connection that comes over the socket of this number, until that is closed."""
    control = socket.socket(fileno=int(sys.argv[1]))
    cut_off()
    TASKS["page"](TYPICAL_PAGE, {"media_type": "text/html", "name": "https://example.com/"})
    gc.freeze()  # what all children share is not touched, so it is not copied
    while sockets := socket.recv_fds(control, 1, 1)[1]:
        if os.fork() == 0:
            control.close()
            _serve(sockets[0])
        os.close(sockets[0])
        _reap()


def _reap() -> None:
    """Take note of the children that have ended; the last ones stay until another is wanted."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _serve(number: int) -> None:
    """Take one order, and end."""
    try:
        with socket.socket(fileno=number).makefile("rwb") as stream:
            stream.write(STARTED)
            stream.flush()
            order = json.loads(stream.readline())
            confine(order["seconds"], order["memory_bytes"])
            answer, bodies = _answer(stream.read(), order)
            stream.write(json.dumps(answer, default=date.isoformat).encode() + b"\n")
            stream.writelines(bodies)
    finally:
        os._exit(0)


def _answer(content: bytes, order: dict[str, Any]) -> tuple[dict[str, Any], Sequence[bytes]]:
    try:
        return TASKS[order["task"]](content, order)
    except ParseError as error:
        return {"error": error.message, "is_scan": isinstance(error, ScanError)}, ()
    except (MemoryError, RecursionError):
        return {"error": "It needs more memory to be read than is allowed: give it in parts."}, ()


if __name__ == "__main__":
    main()
