"""Text in pictures, by tesseract where it is installed: one confined process a page, and no file anywhere."""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from threading import Thread
from time import monotonic

from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.fork_server import clean_environment

PAGE_SECONDS = 25.0
MEMORY_BYTES = 1_000_000_000
MOST_TEXT_BYTES = 1_000_000
CONFINED = Path(__file__).with_name("confined.py")
ABSENT = "The server has no tesseract installed, which reads text in pictures: ask whoever runs it to install it."


@dataclass(frozen=True)
class Recognition:
    """How long a file may take; `languages` as tesseract takes them, such as "eng+deu"."""

    seconds: float
    languages: str


def is_installed() -> bool:
    """Whether there is a tesseract on the PATH."""
    return shutil.which("tesseract") is not None


def recognise(pages: list[tuple[int, bytes]], recognition: Recognition) -> dict[int, str]:
    """The text of each page (number, PNG) that was read within the time. Blocks; raises ParseError if it cannot run."""
    program = shutil.which("tesseract")
    if program is None:
        raise ParseError(ABSENT)
    until = monotonic() + recognition.seconds
    texts: dict[int, str] = {}
    for number, picture in pages:
        if (left := until - monotonic()) <= 0:
            break
        try:
            texts[number] = _read(program, picture, recognition.languages, min(left, PAGE_SECONDS))
        except TooSlow:
            continue
    return texts


class TooSlow(ParseError):
    """A page that took more than its time."""


def _read(program: str, picture: bytes, languages: str, seconds: float) -> str:
    limits = [str(int(seconds) + 1), str(MEMORY_BYTES)]
    command = [sys.executable, "-I", str(CONFINED), *limits, program, "stdin", "stdout", "-l", languages]
    with Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd="/", env=clean_environment()) as process:
        try:
            text = _converse(process, picture, seconds)
        finally:
            process.kill()
    if process.returncode != 0 and not text:
        raise ParseError(f"Text recognition failed: does tesseract know the languages “{languages}” on this server?")
    return text.decode("utf-8", "replace").replace("\f", "\n")


def _converse(process: Popen[bytes], picture: bytes, seconds: float) -> bytes:
    """What it writes until it ends. Raises TooSlow when it does not end in time."""
    received: list[bytes] = []
    threads = [
        Thread(target=_send, args=(process, picture), daemon=True),
        Thread(target=_receive, args=(process, received), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        process.wait(seconds)
    except TimeoutExpired:
        raise TooSlow("The page took too long.") from None
    threads[1].join(timeout=5)
    return b"".join(received)


def _send(process: Popen[bytes], picture: bytes) -> None:
    if process.stdin is None:
        return
    try:
        with process.stdin as pipe:
            pipe.write(picture)
    except OSError:
        return  # it ended early; what it wrote says why


def _receive(process: Popen[bytes], received: list[bytes]) -> None:
    if process.stdout is not None:
        received.append(process.stdout.read(MOST_TEXT_BYTES))
