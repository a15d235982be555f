"""A hostile file ends with a sentence, in time, and can do nothing outside its process."""

import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import pytest

from privexbot_app.rag.parse import ParseError, parse, parse_in_child
from privexbot_app.rag.parse.fork_server import fork_server
from tests.rag.files import pdf

MEMORY_BYTES = 512_000_000


def in_child(content: bytes, media_type: str, seconds: float = 10) -> object:
    return parse_in_child(content, media_type, "file", timeout_seconds=seconds, memory_bytes=MEMORY_BYTES)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"# Title\n\nText.", "text/markdown"),
        (b"<h1>Title</h1><p>Some text that is there.</p><details><summary>Why?</summary>So.</details>", "text/html"),
        (b"a,b\n1,2\n3\n", "text/csv"),
        (pdf(["One page of text"]), "application/pdf"),
    ],
)
def test_the_child_reads_the_same(content: bytes, media_type: str) -> None:
    assert in_child(content, media_type) == parse(content, media_type, "file")


BOMBS = {
    "html nested 100,000 deep": (b"<div>" * 100_000 + b"text", "text/html"),
    "tables nested 20,000 deep": (b"<table><tr><td>" * 20_000 + b"text", "text/html"),
    "csv of a million columns": (b"a," * 1_000_000 + b"\n" + b"1," * 1_000_000, "text/csv"),
    "csv cell of 5 MB": (b'a,b\n"' + b"x" * 5_000_000, "text/csv"),
    "pdf of 2,001 pages": (pdf(["x"] * 2001), "application/pdf"),
    "pdf stream of 140 MB in 140 kB": (
        pdf(["x"], compressed=zlib.compress(b"(a) Tj " * 20_000_000, 9)),
        "application/pdf",
    ),
    "pdf locked": (pdf(["secret"], encrypt=True), "application/pdf"),
    "markdown nested 50,000 deep": (b"> " * 50_000 + b"x\n" + b"- " * 50_000 + b"[" * 50_000, "text/markdown"),
    "random bytes": (bytes(range(256)) * 400, "text/plain"),
    "text of 6 million characters": (b"word " * 1_200_000, "text/plain"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_with_a_sentence_within_its_limits(name: str) -> None:
    started = monotonic()
    with pytest.raises(ParseError, match=r"\.$"):
        in_child(*BOMBS[name], seconds=4)
    assert monotonic() - started < 10


def test_a_parser_that_never_ends_is_ended() -> None:
    started = monotonic()
    with pytest.raises(ParseError, match=r"within 0\.1 seconds"):
        in_child(b"<p>These words take their time to be read.</p>\n" * 100_000, "text/html", seconds=0.1)
    assert monotonic() - started < 5


def test_what_forks_is_started_anew_when_it_was_ended() -> None:
    in_child(b"text", "text/plain")
    process = fork_server._process
    assert process is not None
    process.kill()
    process.wait()
    assert in_child(b"text", "text/plain") == parse(b"text", "text/plain", "file")


def test_what_forks_ends_with_whoever_started_it() -> None:
    code = "import os\n"
    code += "from privexbot_app.rag.parse.fork_server import fork_server\n"
    code += "fork_server.open_child().recv(1)\nprint(fork_server._process.pid, flush=True)\nos._exit(9)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    pid = int(done.stdout)
    until = monotonic() + 10
    while _is_running(pid) and monotonic() < until:
        sleep(0.05)
    assert not _is_running(pid)


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_many_files_are_read_at_the_same_time() -> None:
    pages = [f"<h1>Page {n}</h1><p>This is what page number {n} says.</p>".encode() for n in range(24)]
    with ThreadPoolExecutor(6) as pool:
        read = list(pool.map(in_child, pages, ["text/html"] * len(pages)))
    assert read == [parse(page, "text/html", "file") for page in pages]


def test_one_file_that_ends_its_process_leaves_the_others_alone() -> None:
    bomb = BOMBS["pdf stream of 140 MB in 140 kB"]
    with ThreadPoolExecutor(2) as pool:
        bad, good = pool.submit(in_child, *bomb, 1), pool.submit(in_child, b"text", "text/plain")
        assert good.result() == parse(b"text", "text/plain", "file")
        assert isinstance(bad.exception(), ParseError)


def test_the_child_knows_no_secret_and_can_open_no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    fork_server.close()
    in_child(b"text", "text/plain")
    assert fork_server._process is not None
    about = Path(f"/proc/{fork_server._process.pid}")
    assert b"do not tell" not in (about / "environ").read_bytes()
    assert "Seccomp:\t2" in (about / "status").read_text()


@pytest.mark.parametrize(
    "crime",
    [
        "open('{file}', 'w').write('x')",
        "__import__('os').open('{file}', 577)",
        "__import__('socket').create_connection(('127.0.0.1', 9))",
        "__import__('subprocess').run(['true'])",
        "__import__('os').fork()",
    ],
)
def test_a_parser_taken_over_cannot_write_call_or_start(tmp_path: Path, crime: str) -> None:
    file = tmp_path / "written"
    code = "from privexbot_app.rag.parse.child import confine; confine(5, 512_000_000)\n"
    code += f"try:\n {crime.format(file=file)}\nexcept (PermissionError, OSError):\n print('refused')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False)
    assert done.stdout == "refused\n", done.stderr
    assert not file.exists() or file.stat().st_size == 0
