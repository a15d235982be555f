"""The only way out: pages of the public internet, and nothing behind our own door.

A host name is looked up once, every address it has is checked, and the connection goes to the checked address, with
the name kept for `Host` and the certificate; all of it again at every redirect. No other module may import an HTTP
client.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus

import httpx

from privexbot_app.adapters.egress_body import read_body
from privexbot_app.adapters.egress_target import PORTS, FetchError, Network, Target, find_target
from privexbot_app.settings import settings

__all__ = ["AGENT", "FetchError", "Network", "Page", "fetch_page"]

AGENT = "PrivexBot"  # the name that robots.txt knows us by
CONNECT_SECONDS = 5.0
REDIRECTS = (301, 302, 303, 307, 308)
MEDIA_TYPES = frozenset(
    {
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "text/markdown",
        "text/x-markdown",
        "text/csv",
        "text/xml",
        "application/xml",
        "application/rss+xml",
        "application/atom+xml",
        "application/json",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)
INTERNET = Network()


@dataclass(frozen=True)
class Page:
    """What a website answered; `charset` is empty when it named none."""

    url: str
    final_url: str
    status: int
    media_type: str
    charset: str
    content: bytes


async def fetch_page(url: str, network: Network = INTERNET) -> Page:
    """Get one page; raises FetchError, with a sentence for its owner, for everything but a readable answer."""
    seconds = settings().fetch_seconds
    try:
        async with asyncio.timeout(seconds):
            return await _follow(url, network)
    except (TimeoutError, httpx.TimeoutException) as error:
        raise FetchError(f"The page took longer than {seconds:g} seconds.", retryable=True) from error
    except (httpx.HTTPError, httpx.StreamError, OSError) as error:
        raise FetchError("The website could not be reached, or it broke off.", retryable=True) from error


async def _follow(url: str, network: Network) -> Page:
    current = url
    for _ in range(settings().fetch_redirects + 1):
        target = await find_target(current, network)
        async with _answer(target, network) as answer:
            location = answer.headers.get("location")
            if answer.status_code not in REDIRECTS or not location:
                return await _page(url, target, answer)
        current = _joined(target.url, location)
    raise FetchError("The page redirects too often.")


def _joined(base: httpx.URL, location: str) -> str:
    try:
        return str(base.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError("The page redirects to an address that cannot be read.") from error


async def _page(asked_url: str, target: Target, answer: httpx.Response) -> Page:
    status = answer.status_code
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        is_passing = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in (408, 429)
        raise FetchError(f"The page answered {status}.", page_status=status, retryable=is_passing)
    media_type = answer.headers.get("content-type", "text/plain").partition(";")[0].strip().lower()
    if media_type not in MEDIA_TYPES:
        raise FetchError("The page is of a kind that cannot be read as text.", page_status=status)
    encoding = answer.headers.get("content-encoding", "").strip().lower()
    content = await read_body(answer.aiter_raw(), encoding, settings().fetch_bytes)
    return Page(asked_url, str(target.url), status, media_type, answer.charset_encoding or "", content)


@asynccontextmanager
async def _answer(target: Target, network: Network) -> AsyncIterator[httpx.Response]:
    """The answer of the first address that takes the connection; a client of its own, so nothing is remembered."""
    clock = httpx.Timeout(settings().fetch_seconds, connect=CONNECT_SECONDS)
    async with httpx.AsyncClient(verify=network.certificates(), trust_env=False, timeout=clock) as client:
        answer = await _send(client, target)
        try:
            yield answer
        finally:
            await answer.aclose()


async def _send(client: httpx.AsyncClient, target: Target) -> httpx.Response:
    *others, last = target.addresses
    for address in others:
        try:
            return await client.send(_request(client, target, str(address)), stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            continue
    return await client.send(_request(client, target, str(last)), stream=True)


def _request(client: httpx.AsyncClient, target: Target, address: str) -> httpx.Request:
    name = f"[{target.host}]" if ":" in target.host else target.host
    headers = {
        "Host": name if target.port == PORTS[target.url.scheme] else f"{name}:{target.port}",
        "User-Agent": f"{AGENT}/1.0",
        "Accept": "text/html, application/pdf, text/*;q=0.9, */*;q=0.5",
        "Accept-Encoding": "gzip",
    }
    extensions = {} if address == target.host else {"sni_hostname": target.host}
    return client.build_request("GET", target.url.copy_with(host=address), headers=headers, extensions=extensions)
