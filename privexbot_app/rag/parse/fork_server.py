"""One process that has loaded the parsers and forks a child for each file, so that no file waits for imports.

It knows no secret and can open no socket. It starts when it is first needed and ends when this process does: the
socket between the two is closed then.
"""

import atexit
import os
import socket
import sys
from pathlib import Path
from subprocess import DEVNULL, Popen
from threading import Lock

ROOT = Path(__file__).resolve().parents[3]
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TESSDATA_PREFIX")


class ForkServer:
    """Safe to call from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def open_child(self) -> socket.socket:
        """A connection to a new child, which takes one order and ends."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            control = self._control or self._start()
            try:
                socket.send_fds(control, [b"1"], [theirs.fileno()])
            except OSError:  # it was ended from outside
                socket.send_fds(self._start(), [b"1"], [theirs.fileno()])
        return ours

    def close(self) -> None:
        """End it; the next child needs a new one."""
        with self._lock:
            self._close()

    def _start(self) -> socket.socket:
        self._close()
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "privexbot_app.rag.parse.child", str(theirs.fileno())]
            self._process = Popen(
                command,
                pass_fds=[theirs.fileno()],
                cwd=ROOT,
                env=clean_environment(),
                stdin=DEVNULL,
                stdout=DEVNULL,
                stderr=DEVNULL,
            )
        self._control = ours
        return ours

    def _close(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._control = self._process = None


def clean_environment() -> dict[str, str]:
    """No secret of ours, and no threads: the child may not start any."""
    kept = {key: os.environ[key] for key in KEPT_VARIABLES if key in os.environ}
    alone = {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}
    return {**kept, **alone, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


fork_server = ForkServer()
atexit.register(fork_server.close)
