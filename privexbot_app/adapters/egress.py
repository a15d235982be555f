"""The only way out: pages and servers of the public internet, and nothing behind our own door.

A host name is looked up once, every address it has is checked, and the connection goes to the checked address, with
the name kept for `Host` and the certificate; all of it again at every redirect. No other module may import an HTTP
client.
"""

from dataclasses import dataclass
from http import HTTPStatus

import httpx

from privexbot_app.adapters.egress_body import read_body
from privexbot_app.adapters.egress_connection import REDIRECTS, Message, in_time, joined, open_answer
from privexbot_app.adapters.egress_send import Request, Response, check_address, check_headers, send
from privexbot_app.adapters.egress_target import FetchError, Network, Target, find_target
from privexbot_app.settings import settings

__all__ = [
    "AGENT",
    "FetchError",
    "Network",
    "Page",
    "Request",
    "Response",
    "check_address",
    "check_headers",
    "fetch_page",
    "send",
]

AGENT = "PrivexBot"  # the name that robots.txt knows us by
HEADERS = {
    "User-Agent": f"{AGENT}/1.0",
    "Accept": "text/html, application/pdf, text/*;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip",
}
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


async def fetch_page(url: str, network: Network = INTERNET, kinds: frozenset[str] = MEDIA_TYPES) -> Page:
    """Get one page of these kinds; raises FetchError, with a sentence for its owner, for any other answer."""
    async with in_time(settings().fetch_seconds):
        return await _follow(url, network, kinds)


async def _follow(url: str, network: Network, kinds: frozenset[str]) -> Page:
    current, message = url, Message(HEADERS, seconds=settings().fetch_seconds)
    for _ in range(settings().fetch_redirects + 1):
        target = await find_target(current, network)
        async with open_answer(message, target, network) as answer:
            location = answer.headers.get("location")
            if answer.status_code not in REDIRECTS or not location:
                return await _page(url, target, answer, kinds)
        current = joined(target.url, location)
    raise FetchError("The page redirects too often.")


async def _page(asked_url: str, target: Target, answer: httpx.Response, kinds: frozenset[str]) -> Page:
    status = answer.status_code
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        is_passing = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in (408, 429)
        raise FetchError(f"The page answered {status}.", page_status=status, retryable=is_passing)
    media_type = answer.headers.get("content-type", "text/plain").partition(";")[0].strip().lower()
    if media_type not in kinds:
        raise FetchError("The page is of a kind that cannot be read as text.", page_status=status)
    encoding = answer.headers.get("content-encoding", "").strip().lower()
    content = await read_body(answer.aiter_raw(), encoding, settings().fetch_bytes)
    return Page(asked_url, str(target.url), status, media_type, answer.charset_encoding or "", content)
