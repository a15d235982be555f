"""One question to a website that was asked before: redirects are told and not followed, every status is an answer."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx

from privexbot_app.adapters.egress import HEADERS, INTERNET
from privexbot_app.adapters.egress_body import read_body
from privexbot_app.adapters.egress_connection import REDIRECTS, Message, in_time, joined, open_answer
from privexbot_app.adapters.egress_target import Network, Target, find_target
from privexbot_app.settings import settings


@dataclass(frozen=True)
class Visit:
    """What to ask for; `etag` and `last_modified` are what the website said the last time, if it did."""

    url: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Visited:
    """What was answered; `content` is empty unless the status is 200 and the kind was wanted."""

    status: int
    location: str = ""
    media_type: str = ""
    charset: str = ""
    content: bytes = b""
    etag: str = ""
    last_modified: str = ""
    robots: str = ""
    retry_after_seconds: float = 0


async def visit(ask: Visit, wanted: frozenset[str], network: Network = INTERNET) -> Visited:
    """Ask once; `wanted` are media types. Raises FetchError when there is no whole answer in time."""
    seconds = settings().fetch_seconds
    async with in_time(seconds):
        target = await find_target(ask.url, network)
        async with open_answer(Message(_headers(ask), seconds=seconds), target, network) as answer:
            return await _visited(target, answer, wanted)


def _headers(ask: Visit) -> dict[str, str]:
    conditions = {"If-None-Match": ask.etag, "If-Modified-Since": ask.last_modified}
    return HEADERS | {name: value for name, value in conditions.items() if value}


async def _visited(target: Target, answer: httpx.Response, wanted: frozenset[str]) -> Visited:
    said, status = answer.headers, answer.status_code
    location = joined(target.url, said["location"]) if status in REDIRECTS and said.get("location") else ""
    media_type = said.get("content-type", "text/plain").partition(";")[0].strip().lower()
    content = b""
    if status == HTTPStatus.OK and media_type in wanted:
        encoding = said.get("content-encoding", "").strip().lower()
        content = await read_body(answer.aiter_raw(), encoding, settings().fetch_bytes)
    return Visited(
        status=status,
        location=location,
        media_type=media_type,
        charset=answer.charset_encoding or "",
        content=content,
        etag=_plain(said.get("etag", "")),
        last_modified=_plain(said.get("last-modified", "")),
        robots=said.get("x-robots-tag", ""),
        retry_after_seconds=_seconds(said.get("retry-after", "")),
    )


def _plain(value: str) -> str:
    """What may be sent back as it came; anything else is forgotten."""
    return value if len(value) <= 300 and value.isascii() and value.isprintable() else ""


def _seconds(retry_after: str) -> float:
    if retry_after.strip().isdecimal():
        return float(retry_after[:9])
    try:
        until = parsedate_to_datetime(retry_after)
    except (ValueError, TypeError):
        return 0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
