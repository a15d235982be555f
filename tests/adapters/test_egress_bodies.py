"""How much, how long and what kind: what a website may send before we hang up."""

import asyncio
import gzip
import time
import tracemalloc

import pytest

from privexbot_app.adapters.egress import FetchError, fetch_page
from tests.adapters.conftest import Configure, Site, reply

TEXT = "Content-Type: text/plain"
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"


async def test_an_endless_page_is_cut_at_the_limit(site: Site, configure: Configure) -> None:
    configure(fetch_bytes=300_000)
    sent = 0

    async def flood(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(CHUNKED)
        while True:
            writer.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            sent += 65536
            await writer.drain()

    site.pages["/"] = flood
    with pytest.raises(FetchError, match=r"larger than 0\.3 MB"):
        await fetch_page(site.url("/"), site.network())
    await asyncio.sleep(0.2)

    assert sent < 8_000_000  # what fits into the buffers of both sides


@pytest.mark.parametrize("size", [1_000_000, 300_000_000])
async def test_a_bomb_is_not_unpacked_beyond_the_limit(size: int, site: Site, configure: Configure) -> None:
    configure(fetch_bytes=500_000)
    site.pages["/"] = reply(gzip.compress(b"\0" * size, mtime=0), TEXT, "Content-Encoding: gzip")
    tracemalloc.start()
    with pytest.raises(FetchError, match="larger than"):
        await fetch_page(site.url("/"), site.network())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 20_000_000


async def test_a_packed_flood_that_unpacks_to_nothing_is_cut_at_the_limit(site: Site, configure: Configure) -> None:
    configure(fetch_bytes=500_000)
    empty_blocks = gzip.compress(b"", mtime=0)[:10] + b"\0\0\0\xff\xff" * 200_000
    site.pages["/"] = reply(empty_blocks, TEXT, "Content-Encoding: gzip")

    with pytest.raises(FetchError, match="larger than"):
        await fetch_page(site.url("/"), site.network())


async def test_a_packed_page_arrives_unpacked(site: Site) -> None:
    site.pages["/"] = reply(gzip.compress(b"hello " * 1000, mtime=0), TEXT, "Content-Encoding: gzip")

    assert (await fetch_page(site.url("/"), site.network())).content == b"hello " * 1000


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "deflate"])
async def test_an_encoding_that_was_not_asked_for_is_refused(encoding: str, site: Site) -> None:
    site.pages["/"] = reply(b"whatever", TEXT, f"Content-Encoding: {encoding}")

    with pytest.raises(FetchError, match="encoding"):
        await fetch_page(site.url("/"), site.network())


@pytest.mark.parametrize("packed", [gzip.compress(b"hello" * 99, mtime=0)[:-9], b"not gzip at all"])
async def test_half_a_packed_page_is_not_taken_for_a_whole_one(packed: bytes, site: Site) -> None:
    site.pages["/"] = reply(packed, TEXT, "Content-Encoding: gzip")

    with pytest.raises(FetchError, match="broke off"):
        await fetch_page(site.url("/"), site.network())


async def test_a_page_shorter_than_it_promised_is_not_taken_for_a_whole_one(site: Site) -> None:
    site.pages["/"] = reply(b"hello", TEXT).replace(b"Length: 5", b"Length: 50")

    with pytest.raises(FetchError, match="broke off") as refusal:
        await fetch_page(site.url("/"), site.network())
    assert refusal.value.retryable


@pytest.mark.parametrize("opening", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", CHUNKED])
async def test_a_dripping_page_is_left_when_the_time_is_up(opening: bytes, site: Site, configure: Configure) -> None:
    configure(fetch_seconds=0.6)

    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(opening)
        while True:
            writer.write(b"1\r\nx\r\n" if opening == CHUNKED else b"x" * bool(opening))
            await writer.drain()
            await asyncio.sleep(0.05)

    site.pages["/"] = drip
    started = time.monotonic()
    with pytest.raises(FetchError, match=r"longer than 0\.6 seconds") as refusal:
        await fetch_page(site.url("/"), site.network())

    assert time.monotonic() - started < 1.6
    assert refusal.value.retryable


@pytest.mark.parametrize(
    ("status", "retryable"),
    [(404, False), (403, False), (410, False), (408, True), (429, True), (500, True), (503, True)],
)
async def test_a_refusal_is_told_with_its_status(status: int, retryable: bool, site: Site) -> None:
    site.pages["/"] = reply(b"secret of the intranet", TEXT, status=status)

    with pytest.raises(FetchError) as refusal:
        await fetch_page(site.url("/"), site.network())

    assert refusal.value.message == f"The page answered {status}."
    assert (refusal.value.page_status, refusal.value.retryable) == (status, retryable)


@pytest.mark.parametrize("kind", ["image/png", "application/octet-stream", "video/mp4", "image/svg+xml", "nonsense"])
async def test_what_cannot_be_read_as_text_is_not_downloaded(kind: str, site: Site) -> None:
    site.pages["/"] = reply(b"x" * 1000, f"Content-Type: {kind}")

    with pytest.raises(FetchError, match="kind"):
        await fetch_page(site.url("/"), site.network())


@pytest.mark.parametrize(
    "kind", ["text/html", "TEXT/HTML; charset=utf-8", "application/pdf", "text/csv", "text/markdown"]
)
async def test_what_can_be_read_is_kept_byte_for_byte(kind: str, site: Site) -> None:
    site.pages["/"] = reply(bytes(range(256)), f"Content-Type: {kind}")

    page = await fetch_page(site.url("/"), site.network())

    assert page.content == bytes(range(256))
    assert page.media_type == kind.partition(";")[0].lower()
