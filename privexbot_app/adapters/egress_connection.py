"""One connection to one checked address, under the name that was asked for; nothing is remembered between two."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from privexbot_app.adapters.egress_target import PORTS, FetchError, Network, Target

CONNECT_SECONDS = 5.0
UNREADABLE_REDIRECT = "The page redirects to an address that cannot be read."
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Message:
    """What is said once the connection is there; `Host` is added."""

    headers: Mapping[str, str]
    method: str = "GET"
    body: bytes = b""
    seconds: float = field(default=20, kw_only=True)


@asynccontextmanager
async def in_time(seconds: float, asked: str = "page", whose: str = "website") -> AsyncIterator[None]:
    """What takes longer, or breaks off, is a FetchError that names what was asked for and of whom."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except (TimeoutError, httpx.TimeoutException) as error:
        raise FetchError(f"The {asked} took longer than {seconds:g} seconds.", retryable=True) from error
    except (httpx.HTTPError, httpx.StreamError, OSError) as error:
        raise FetchError(f"The {whose} could not be reached, or it broke off.", retryable=True) from error


@asynccontextmanager
async def open_answer(message: Message, target: Target, network: Network) -> AsyncIterator[httpx.Response]:
    """The answer of the first address that takes the connection, its body unread."""
    clock = httpx.Timeout(message.seconds, connect=CONNECT_SECONDS)
    async with httpx.AsyncClient(verify=network.certificates(), trust_env=False, timeout=clock) as client:
        try:
            answer = await _send(client, message, target)
        except httpx.InvalidURL as error:  # httpx looks at where a redirect leads, though it does not follow it
            raise FetchError(UNREADABLE_REDIRECT) from error
        try:
            yield answer
        finally:
            await answer.aclose()


def joined(base: httpx.URL, location: str) -> str:
    """Where a redirect leads; raises FetchError if that cannot be read."""
    try:
        return str(base.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(UNREADABLE_REDIRECT) from error


async def _send(client: httpx.AsyncClient, message: Message, target: Target) -> httpx.Response:
    *others, last = target.addresses
    for address in others:
        try:
            return await client.send(_request(client, message, target, str(address)), stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            continue
    return await client.send(_request(client, message, target, str(last)), stream=True)


def _request(client: httpx.AsyncClient, message: Message, target: Target, address: str) -> httpx.Request:
    name = f"[{target.host}]" if ":" in target.host else target.host
    host = name if target.port == PORTS[target.url.scheme] else f"{name}:{target.port}"
    return client.build_request(
        message.method,
        target.url.copy_with(host=address),
        headers={**message.headers, "Host": host},
        content=message.body or None,
        extensions={} if address == target.host else {"sni_hostname": target.host},
    )
