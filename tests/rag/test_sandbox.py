"""A hostile file ends with a sentence, in time, and can do nothing outside its process."""

import zlib
from pathlib import Path
from time import monotonic

import pytest

from privexbot_app.rag.parse import ParseError, parse, parse_in_child
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
    with pytest.raises(ParseError, match=r"within 0\.01 seconds"):
        in_child(b"text", "text/plain", seconds=0.01)
    assert monotonic() - started < 5


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
    import subprocess
    import sys

    file = tmp_path / "written"
    code = "from privexbot_app.rag.parse.child import confine; confine(5, 512_000_000)\n"
    code += f"try:\n {crime.format(file=file)}\nexcept (PermissionError, OSError):\n print('refused')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False)
    assert done.stdout == "refused\n", done.stderr
    assert not file.exists() or file.stat().st_size == 0
