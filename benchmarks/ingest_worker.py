"""A worker process as an install runs it, and what it and the children it starts use, as Linux tells in /proc."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

ROOT = Path(__file__).resolve().parents[1]
PROC = Path("/proc")
SAMPLE_SECONDS = 0.05
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Worker:
    """`peak_bytes` of the worker, `children_bytes` of all its children at one moment, `together_bytes` of both."""

    pid: int
    peak_bytes: int = 0
    children_bytes: int = 0
    together_bytes: int = 0
    _ended: Event = field(default_factory=Event)

    def cpu_seconds(self) -> float:
        """Its own, that of its children, and of theirs that have ended."""
        return sum(map(_cpu_seconds, [self.pid, *_children(self.pid)]))

    def resident_bytes(self) -> int:
        return _resident(self.pid)

    def forget_peaks(self) -> None:
        self.peak_bytes = self.children_bytes = self.together_bytes = 0

    def watch(self) -> None:
        while not self._ended.wait(SAMPLE_SECONDS):
            own, others = _resident(self.pid), sum(map(_resident, _children(self.pid)))
            self.peak_bytes = max(self.peak_bytes, own)
            self.children_bytes = max(self.children_bytes, others)
            self.together_bytes = max(self.together_bytes, own + others)

    def end(self) -> None:
        self._ended.set()


@contextmanager
def running_worker(**settings: str) -> Iterator[Worker]:
    """With these settings beside the surroundings' own."""
    command = [sys.executable, "-m", "privexbot_app", "worker"]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings)
    worker = Worker(process.pid)
    watcher = Thread(target=worker.watch, daemon=True)
    watcher.start()
    try:
        yield worker
    finally:
        worker.end()
        watcher.join()
        process.terminate()
        process.wait()


def _cpu_seconds(pid: int) -> float:
    """With that of its children which have ended; 0 for a process that is gone."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS


def _resident(pid: int) -> int:
    """0 for a process that is gone."""
    try:
        return int((PROC / str(pid) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _children(pid: int) -> list[int]:
    """Of every thread: a child is its thread's. One that is no program of its own yet still has its parent's memory."""
    found: list[int] = []
    for thread in (PROC / str(pid) / "task").glob("*/children"):
        try:
            found += map(int, thread.read_text().split())
        except OSError:
            continue  # the thread has ended
    return [child for child in found if _command(child) != _command(pid)]


def _command(pid: int) -> bytes:
    try:
        return (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return b""
