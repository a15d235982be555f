"""Requests of a customer's own: what goes out, where it may go, and what never goes along."""

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr

from privexbot_app.adapters.egress import FetchError, Request, send
from privexbot_app.adapters.egress_target import NOT_PUBLIC
from tests.adapters.conftest import SITE_ADDRESS, Configure, Site, reply
from tests.adapters.test_egress_corpus import NAMES, spelled

JSON = "Content-Type: application/json; charset=utf-8"
SECRET = {"Authorization": SecretStr("Bearer s3cret-of-the-shop")}
CORPUS = [
    line.split("\t", 1)
    for line in Path(__file__).with_name("ssrf_corpus.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith(("redir\t", "sub\t", "robots\t"))
]


async def test_method_headers_and_body_arrive_as_they_were_given(site: Site) -> None:
    bodies: list[bytes] = []
    site.pages["/orders"] = reply(b'{"id": 7}', JSON, status=201)
    port = await _reader(site, bodies)
    network = site.network()
    object.__setattr__(network, "ports", frozenset({port}))

    answer = await send(
        Request(f"http://shop.test:{port}/orders", "PUT", {"X-Shop": "1"}, SECRET, b'{"size": 9}'), network
    )

    head, body = bodies[0].split(b"\r\n\r\n", 1)
    assert head.startswith(b"PUT /orders HTTP/1.1\r\n")
    assert b"X-Shop: 1" in head and b"Authorization: Bearer s3cret-of-the-shop" in head
    assert body == b'{"size": 9}'
    assert (answer.status, answer.media_type, answer.content) == (201, "application/json", b'{"id": 7}')


async def _reader(site: Site, bodies: list[bytes]) -> int:
    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
        bodies.append(head + await reader.readexactly(length))
        writer.write(site.pages["/orders"])
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(hear, SITE_ADDRESS, 0)
    return int(server.sockets[0].getsockname()[1])


@pytest.mark.parametrize("text", [row[1] for row in CORPUS])
async def test_no_spelling_of_an_inside_address_is_posted_to(text: str, site: Site, connections: list[object]) -> None:
    site.names.update({name: list(answers) for name, answers in NAMES.items()})

    with pytest.raises(FetchError):
        await send(Request(spelled(text), "POST", secret_headers=SECRET, body=b"{}"), site.network())

    assert connections == []


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_of_what_was_posted_is_not_followed(
    status: int, site: Site, connections: list[object]
) -> None:
    site.pages["/go"] = reply(b"", "Location: /there", status=status)

    answer = await send(Request(site.url("/go"), "POST", body=b"{}"), site.network())

    assert answer.status == status
    assert len(connections) == 1


async def test_after_see_other_only_a_get_without_the_body_follows(site: Site) -> None:
    site.pages["/go"] = reply(b"", "Location: /there", status=303)
    site.pages["/there"] = reply(b"{}", JSON)

    answer = await send(
        Request(site.url("/go"), "POST", {"Content-Type": "application/json"}, SECRET, b"{}"), site.network()
    )

    assert answer.content == b"{}"
    assert site.asked[1].startswith("GET /there")
    assert "content-type" not in site.asked[1].lower()
    assert "s3cret" in site.asked[1]  # the same origin


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_headers_never_reach_another_origin(method: str, site: Site) -> None:
    site.names["other.test"] = [SITE_ADDRESS]
    site.pages["/go"] = reply(b"", f"Location: {site.url('/there', 'other.test')}", status=303)
    site.pages["/there"] = reply(b"{}", JSON)

    await send(Request(site.url("/go"), method, {"X-Shop": "token"}, SECRET), site.network())

    assert "Host: other.test" in site.asked[1]
    assert "s3cret" not in site.asked[1] and "x-shop" not in site.asked[1].lower()


async def test_a_way_back_does_not_bring_the_headers_back(site: Site) -> None:
    site.names["other.test"] = [SITE_ADDRESS]
    site.pages["/go"] = reply(b"", f"Location: {site.url('/there', 'other.test')}", status=302)
    site.pages["/there"] = reply(b"", f"Location: {site.url('/back')}", status=302)
    site.pages["/back"] = reply(b"{}", JSON)

    await send(Request(site.url("/go"), secret_headers=SECRET), site.network())

    assert "s3cret" in site.asked[0] and "s3cret" not in site.asked[1] + site.asked[2]


async def test_a_redirect_inside_is_not_followed_by_a_request_either(site: Site, connections: list[object]) -> None:
    site.pages["/go"] = reply(b"", "Location: http://169.254.169.254/latest/", status=302)

    with pytest.raises(FetchError, match=NOT_PUBLIC):
        await send(Request(site.url("/go"), secret_headers=SECRET), site.network())

    assert connections == [(SITE_ADDRESS, site.port)]


@pytest.mark.parametrize(
    "headers",
    [
        {"X-A": "1\r\nX-B: 2"},
        {"X-A\r\nX-B": "2"},
        {"X-A": "\0"},
        {"X-A": "Größe"},
        {"": "1"},
        {"Host": "127.0.0.1"},
        {"content-length": "0"},
        {"Transfer-Encoding": "chunked"},
        {"Cookie": "a=1"},
    ],
)
async def test_a_header_that_could_be_read_in_two_ways_is_refused(
    headers: dict[str, str], site: Site, connections: list[object]
) -> None:
    secret = {name: SecretStr(value) for name, value in headers.items()}
    with pytest.raises(FetchError, match="header"):
        await send(Request(site.url("/"), headers=headers), site.network())
    with pytest.raises(FetchError, match="header"):
        await send(Request(site.url("/"), secret_headers=secret), site.network())

    assert connections == []


async def test_an_answer_that_is_too_large_is_cut(site: Site) -> None:
    site.pages["/"] = reply(b"x" * 3000, JSON)

    with pytest.raises(FetchError, match="larger than"):
        await send(Request(site.url("/"), most_bytes=2000), site.network())


async def test_an_answer_that_takes_too_long_is_left(site: Site) -> None:
    async def never(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    site.pages["/"] = never
    with pytest.raises(FetchError, match=r"longer than 0\.3 seconds") as refusal:
        await send(Request(site.url("/"), "POST", seconds=0.3), site.network())
    assert refusal.value.retryable


async def test_a_refusal_comes_back_with_its_status_and_its_body(site: Site) -> None:
    site.pages["/"] = reply(b'{"error": "no such order"}', JSON, status=404)

    answer = await send(Request(site.url("/")), site.network())

    assert (answer.status, answer.content) == (404, b'{"error": "no such order"}')


async def test_an_endless_circle_of_redirects_is_left(site: Site, configure: Configure) -> None:
    configure(fetch_redirects=3)
    site.pages["/"] = reply(b"", "Location: /", status=302)

    with pytest.raises(FetchError, match="too often"):
        await send(Request(site.url("/")), site.network())
    assert len(site.asked) == 4


def test_a_request_never_prints_its_secrets() -> None:
    assert "s3cret" not in repr(Request("https://shop.example/", secret_headers=SECRET))
