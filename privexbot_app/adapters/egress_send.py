"""Requests with a method, headers and a body, to addresses that customers typed in: the same guard as for pages.

What the customer put into headers and body goes to the origin they named, and to no other one: only what a GET asks
for is followed elsewhere, and it takes nothing along.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx
from pydantic import SecretStr

from privexbot_app.adapters.egress_body import read_body
from privexbot_app.adapters.egress_connection import REDIRECTS, Message, in_time, joined, open_answer
from privexbot_app.adapters.egress_target import FetchError, Network, Target, find_target
from privexbot_app.settings import settings

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
HEADER_VALUE = re.compile(r"[\x20-\x7e]{0,4000}")
OURS = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-length",
        "cookie",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
SEE_OTHER = 303


@dataclass(frozen=True)
class Request:
    """`secret_headers` are headers like the others, and are never printed; `most_bytes` is of the answer's body."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    secret_headers: Mapping[str, SecretStr] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 10
    most_bytes: int = 200_000


@dataclass(frozen=True)
class Response:
    """Whatever was answered, errors and redirects that are not followed included."""

    status: int
    media_type: str
    charset: str
    content: bytes


async def send(request: Request, network: Network | None = None) -> Response:
    """Ask once. Raises FetchError, with a sentence that names no address, when there is no whole answer in time."""
    check_headers({**request.headers, **_revealed(request)})
    if request.method not in METHODS:
        raise FetchError("This method cannot be used.")
    async with in_time(request.seconds, "server", "server"):
        return await _follow(request, network or Network())


async def check_address(url: str, network: Network | None = None) -> None:
    """Raises FetchError unless a server at this address may be asked now."""
    await find_target(url, network or Network())


def check_headers(headers: Mapping[str, str]) -> None:
    """Raises FetchError for a header that would be read as two, or that only the connection itself may set."""
    for name, value in headers.items():
        if not HEADER_NAME.fullmatch(name) or name.lower() in OURS:
            raise FetchError("There is a header whose name cannot be used.")
        if not HEADER_VALUE.fullmatch(value):
            raise FetchError("There is a header whose value cannot be used: plain letters only, on one line.")


async def _follow(request: Request, network: Network) -> Response:
    current, message = request.url, _message(request)
    first = await find_target(current, network)
    target = first
    for _ in range(settings().fetch_redirects + 1):
        async with open_answer(message, target, network) as answer:
            location = answer.headers.get("location")
            is_followed = answer.status_code == SEE_OTHER or message.method == "GET"
            if answer.status_code not in REDIRECTS or not location or not is_followed:
                return await _response(answer, request.most_bytes)
        target = await find_target(joined(target.url, location), network)
        message = _next_message(message, is_same_origin=_origin(target) == _origin(first))
    raise FetchError("The server redirects too often.")


def _message(request: Request) -> Message:
    headers = {
        "User-Agent": "PrivexBot/1.0",
        "Accept": "application/json, text/*;q=0.9, */*;q=0.5",
        "Accept-Encoding": "gzip",
    }
    named = {name.lower() for name in (*request.headers, *request.secret_headers)}
    kept = {name: value for name, value in headers.items() if name.lower() not in named}
    return Message(
        {**kept, **request.headers, **_revealed(request)}, request.method, request.body, seconds=request.seconds
    )


def _next_message(message: Message, *, is_same_origin: bool) -> Message:
    """A GET; with the customer's headers only for the origin that they named."""
    if is_same_origin:
        kept = {name: value for name, value in message.headers.items() if name.lower() != "content-type"}
        return Message(kept, seconds=message.seconds)
    return Message({"User-Agent": "PrivexBot/1.0", "Accept-Encoding": "gzip"}, seconds=message.seconds)


def _revealed(request: Request) -> dict[str, str]:
    return {name: value.get_secret_value() for name, value in request.secret_headers.items()}


def _origin(target: Target) -> tuple[str, str, int]:
    return target.url.scheme, target.host, target.port


async def _response(answer: httpx.Response, most_bytes: int) -> Response:
    media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    encoding = answer.headers.get("content-encoding", "").strip().lower()
    content = await read_body(answer.aiter_raw(), encoding, most_bytes)
    return Response(answer.status_code, media_type, answer.charset_encoding or "", content)
