"""Settings for one test, a little website on a loopback address, and an ear on every outgoing connection."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address

import pytest

from privexbot_app.adapters.egress_address import Address, is_public
from privexbot_app.adapters.egress_target import Network, ask_the_system
from privexbot_app.settings import settings

SITE_ADDRESS = "127.0.0.5"  # stands for a public address, by a rule that only these tests hand in
Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]
Configure = Callable[..., None]


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Iterator[Configure]:
    """`configure(fetch_seconds=1)` sets what the environment would."""

    def set_all(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name.upper(), str(value))
        settings.cache_clear()

    yield set_all
    monkeypatch.undo()
    settings.cache_clear()


_ears: list[list[object]] = []


def _listen(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.connect":
        for ear in _ears:
            ear.append(args[1])


sys.addaudithook(_listen)


@pytest.fixture
def connections() -> Iterator[list[object]]:
    """The address of every connection that this process tries to open during the test."""
    ear: list[object] = []
    _ears.append(ear)
    yield ear
    _ears.remove(ear)


@dataclass
class Site:
    """Answers each path with the bytes, or by the function, that a test put there."""

    port: int = 0
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)
    looked_up: list[str] = field(default_factory=list)

    def url(self, path: str, host: str = "shop.test") -> str:
        """Where a page is, for a client in `network`."""
        return f"http://{host}:{self.port}{path}"

    def html(self, path: str, body: str, *headers: str) -> None:
        """Put an ordinary page there."""
        self.pages[path] = reply(body.encode(), *(headers or ("Content-Type: text/html; charset=utf-8",)))

    def network(self) -> Network:
        """The internet with this site on it: names of `.test` are looked up in `names`, in turn."""

        async def resolve(host: str) -> list[Address]:
            self.looked_up.append(host)
            answers = self.names.get(host)
            if answers is None:
                return await ask_the_system(host)
            said = answers.pop(0) if len(answers) > 1 else answers[0]
            return [ip_address(one) for one in said.split()]

        def is_public_here(address: Address) -> bool:
            return str(address) == SITE_ADDRESS or is_public(address)

        return Network(resolve, is_public_here, ports=frozenset({80, 443, self.port}))


def reply(body: bytes, *headers: str, status: int = 200) -> bytes:
    """A whole HTTP answer."""
    head = [f"HTTP/1.1 {status} Scripted", *headers, f"Content-Length: {len(body)}", "Connection: close"]
    return "\r\n".join([*head, "", ""]).encode() + body


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A website at `shop.test`."""
    site = Site(names={"shop.test": [SITE_ADDRESS]})
    server = await asyncio.start_server(lambda reader, writer: _serve(site, reader, writer), SITE_ADDRESS, 0)
    site.port = server.sockets[0].getsockname()[1]
    yield site
    server.close()


async def _serve(site: Site, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError, asyncio.IncompleteReadError):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        site.asked.append(head)
        answer = site.pages.get(head.split()[1], reply(b"nothing here", status=404))
        if isinstance(answer, bytes):
            writer.write(answer)
            await writer.drain()
        else:
            await answer(writer)
    writer.close()
