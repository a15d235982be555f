"""OpenAI's streaming protocol over plain HTTP, for servers at an address of one's own.

Most of what LiteLLM does for a token is not needed there: it takes about eighteen times the processor time of this.
Providers with rules of their own (which parameters a model takes, how an error looks) are LiteLLM's.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from weakref import WeakKeyDictionary

import httpx
from pydantic import SecretStr

from privexbot_app.adapters.egress_target import FetchError, certificates
from privexbot_app.adapters.llm.chunks import Chunk, chunk_of
from privexbot_app.adapters.llm.faults import Fault, fault_of_answer
from privexbot_app.adapters.llm.guarded import GuardedTransport
from privexbot_app.settings import settings

LONGEST_LINE_BYTES = 1_000_000
LONGEST_ERROR_BYTES = 20_000
LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=20)
OVER = "[DONE]"


@dataclass(frozen=True)
class Address:
    """`base` ends before `/chat/completions`; `is_guarded` when a customer chose it."""

    base: str
    api_key: SecretStr
    is_guarded: bool = False


async def open_direct(address: Address, body: dict[str, Any]) -> "DirectChunks":
    """The answer, as soon as the server's headers are there. Raises Fault for anything but an answer."""
    async with AsyncExitStack() as closing:
        client = _shared_client()
        if address.is_guarded:
            client = await closing.enter_async_context(_guarded_client())
        response = await _send(client, _request(client, address, body))
        closing.push_async_callback(response.aclose)
        if response.status_code != HTTPStatus.OK:
            raise fault_of_answer(response.status_code, response.headers, await _read_error(response))
        return DirectChunks(response, closing.pop_all())


def _request(client: httpx.AsyncClient, address: Address, body: dict[str, Any]) -> httpx.Request:
    limits, key = settings(), address.api_key.get_secret_value()
    return client.build_request(
        "POST",
        f"{address.base.rstrip('/')}/chat/completions",
        json=body | {"stream": True, "stream_options": {"include_usage": True}},
        headers={"Authorization": f"Bearer {key}"} if key else {},
        timeout=httpx.Timeout(limits.llm_total_seconds, connect=limits.llm_connect_seconds),
    )


async def _send(client: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
    try:
        return await client.send(request, stream=True)
    except FetchError:
        raise Fault("closed_address") from None
    except httpx.TimeoutException:
        raise Fault("timeout", retryable=True) from None
    except httpx.ConnectError:
        raise Fault("no_connection", retryable=True) from None
    except httpx.HTTPError:
        raise Fault("unavailable", retryable=True) from None


async def _read_error(response: httpx.Response) -> Any:
    """What the server says is wrong, or None when that is not JSON; no more of it than it takes."""
    said = b""
    try:
        async for part in response.aiter_bytes():
            said += part
            if len(said) > LONGEST_ERROR_BYTES:
                return None
        return json.loads(said)
    except (httpx.HTTPError, ValueError):
        return None


class DirectChunks:
    """All events that came in together are one chunk: a busy server has fewer of them to pass on."""

    def __init__(self, response: httpx.Response, closing: AsyncExitStack) -> None:
        self._response = response
        self._closing = closing
        self._is_whole = False

    def is_whole(self) -> bool:
        """See `Chunks`."""
        return self._is_whole

    async def aclose(self) -> None:
        """See `Chunks`."""
        await self._closing.aclose()

    async def __aiter__(self) -> AsyncGenerator[Chunk, None]:
        try:
            async for events in _events(self._response.aiter_bytes()):
                chunk = _together([chunk_of(event) for event in events])
                self._is_whole = self._is_whole or bool(chunk.finish)
                yield chunk
        except (httpx.HTTPError, ValueError, AttributeError, TypeError, KeyError):
            raise Fault("cut_off", retryable=True) from None


async def _events(parts: AsyncIterator[bytes]) -> AsyncGenerator[list[Any], None]:
    """The events of each part; raises Fault for an error that is sent in place of one, ValueError for a broken one."""
    rest = b""
    async for part in parts:
        *lines, rest = (rest + part).split(b"\n")
        async for events in _read(lines):
            yield events
        if len(rest) > LONGEST_LINE_BYTES:
            raise ValueError("a line without an end")
    async for events in _read([rest]):
        yield events


async def _read(lines: list[bytes]) -> AsyncGenerator[list[Any], None]:
    """What comes before a broken line is given out first."""
    events, trouble = [], None
    for line in lines:
        try:
            event = _event(line)
        except (Fault, ValueError) as error:
            trouble = error
            break
        if event is not None:
            events.append(event)
    if events:
        yield events
    if trouble:
        raise trouble


def _event(line: bytes) -> Any:
    """None for whatever is no event: comments, blank lines, the mark of the end."""
    name, _, said = line.strip().partition(b":")
    text = said.strip().decode("utf-8", "surrogatepass")
    if name != b"data" or text in ("", OVER):
        return None
    event = json.loads(text)
    if error := event.get("error"):
        raise fault_of_answer(HTTPStatus.INTERNAL_SERVER_ERROR, {}, {"error": error})
    return event


def _together(chunks: list[Chunk]) -> Chunk:
    def last(values: list[Any]) -> Any:
        return next((value for value in reversed(values) if value), None)

    if len(chunks) == 1:
        return chunks[0]
    return Chunk(
        "".join(chunk.text for chunk in chunks),
        last([chunk.finish for chunk in chunks]) or "",
        any(chunk.is_alive for chunk in chunks),
        last([chunk.asked_tokens for chunk in chunks]),
        last([chunk.answered_tokens for chunk in chunks]),
    )


_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient] = WeakKeyDictionary()


def _shared_client() -> httpx.AsyncClient:
    """For the install's own model server: its connections are used again."""
    loop = asyncio.get_running_loop()
    if loop not in _clients:
        transport = httpx.AsyncHTTPTransport(verify=certificates(), trust_env=False, limits=LIMITS)
        _clients[loop] = httpx.AsyncClient(transport=transport, follow_redirects=False, trust_env=False)
    return _clients[loop]


def _guarded_client() -> httpx.AsyncClient:
    """For one answer from an address that a customer chose: nothing of it is left for the next one."""
    return httpx.AsyncClient(transport=GuardedTransport(), follow_redirects=False, trust_env=False)
