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

import aiohttp
from pydantic import SecretStr

from privexbot_app.adapters.egress_target import FetchError, certificates
from privexbot_app.adapters.llm.chunks import Chunk, chunk_of
from privexbot_app.adapters.llm.faults import Fault, fault_of_answer
from privexbot_app.adapters.llm.guarded import open_session
from privexbot_app.settings import settings

LONGEST_LINE_BYTES = 1_000_000
LONGEST_ERROR_BYTES = 20_000
PAUSE_SECONDS_EACH, LONGEST_PAUSE_SECONDS = 0.0015, 0.25  # 50 answers at once: a chunk in 75 ms
OVER = "[DONE]"


@dataclass(frozen=True)
class Server:
    """`base` ends before `/chat/completions`; `is_guarded` when a customer chose it."""

    base: str
    api_key: SecretStr
    is_guarded: bool = False


async def open_direct(server: Server, body: dict[str, Any]) -> "DirectChunks":
    """The answer, as soon as the server's headers are there. Raises Fault for anything but an answer."""
    limits = settings()
    clock = aiohttp.ClientTimeout(total=limits.llm_total_seconds, sock_connect=limits.llm_connect_seconds)
    whole = body | {"stream": True, "stream_options": {"include_usage": True}}
    async with AsyncExitStack() as closing:
        response = await _send(server, "chat/completions", {"json": whole, "timeout": clock}, closing)
        return DirectChunks(response, closing.pop_all())


async def ask_direct(server: Server, path: str, body: dict[str, Any], seconds: float) -> Any:
    """The JSON of an answer that is no stream; raises Fault for anything else, and for one without an end."""
    async with AsyncExitStack() as closing:
        clock = aiohttp.ClientTimeout(total=seconds)
        response = await _send(server, path, {"json": body, "timeout": clock}, closing)
        content = b""
        try:
            async for part in response.content.iter_any():
                content += part
                if len(content) > LONGEST_LINE_BYTES:
                    raise Fault("unavailable", retryable=True)
            return json.loads(content)
        except TimeoutError:
            raise Fault("timeout", retryable=True) from None
        except (aiohttp.ClientError, ValueError, RecursionError):
            raise Fault("unavailable", retryable=True) from None


async def _send(server: Server, path: str, request: dict[str, Any], closing: AsyncExitStack) -> aiohttp.ClientResponse:
    """The response, to be closed with `closing`. Raises Fault for any status but 200."""
    url, key = f"{server.base.rstrip('/')}/{path}", server.api_key.get_secret_value()
    headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {key}"} if key else {})
    try:
        session = await closing.enter_async_context(await open_session(url)) if server.is_guarded else _shared()
        response = await session.post(url, allow_redirects=False, headers=headers, **request)
    except FetchError:
        raise Fault("closed_address") from None
    except TimeoutError:
        raise Fault("timeout", retryable=True) from None
    except aiohttp.ClientConnectorError:
        raise Fault("no_connection", retryable=True) from None
    except (aiohttp.ClientError, ValueError):
        raise Fault("unavailable", retryable=True) from None
    closing.callback(response.close)
    if response.status != HTTPStatus.OK:
        raise fault_of_answer(response.status, response.headers, await read_error(response))
    return response


async def read_error(response: aiohttp.ClientResponse) -> Any:
    """What the server says is wrong, or None when that is not JSON; no more of it than it takes."""
    try:
        return json.loads(await response.content.read(LONGEST_ERROR_BYTES))
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return None


class DirectChunks:
    """All events that came in together are one chunk.

    The more answers stream at once, the longer each waits after a chunk before it takes the next, so that a busy
    server has fewer of them to pass on: the first comes at once all the same.
    """

    open = 0  # in this process

    def __init__(self, response: aiohttp.ClientResponse, closing: AsyncExitStack) -> None:
        self._response = response
        self._closing = closing
        self._is_whole = False
        DirectChunks.open += 1
        closing.callback(self._count_down)

    def is_whole(self) -> bool:
        """See `Chunks`."""
        return self._is_whole

    async def aclose(self) -> None:
        """See `Chunks`."""
        await self._closing.aclose()

    @staticmethod
    def _count_down() -> None:
        DirectChunks.open -= 1

    async def __aiter__(self) -> AsyncGenerator[Chunk, None]:
        try:
            async for events in _events(self._response.content.iter_any()):
                chunk = _together([chunk_of(event) for event in events])
                self._is_whole = self._is_whole or bool(chunk.finish)
                yield chunk
                if not chunk.finish:
                    await asyncio.sleep(min(LONGEST_PAUSE_SECONDS, DirectChunks.open * PAUSE_SECONDS_EACH))
        except (aiohttp.ClientError, TimeoutError, ValueError, AttributeError, TypeError, KeyError):
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
        tuple(call for chunk in chunks for call in chunk.calls),
    )


_sessions: WeakKeyDictionary[asyncio.AbstractEventLoop, aiohttp.ClientSession] = WeakKeyDictionary()


def _shared() -> aiohttp.ClientSession:
    """For the install's own model server: its connections are used again."""
    loop = asyncio.get_running_loop()
    if loop not in _sessions:
        _sessions[loop] = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, ssl=certificates()))
    return _sessions[loop]


async def close_shared() -> None:
    """Hang up, before the event loop ends."""
    if session := _sessions.pop(asyncio.get_running_loop(), None):
        await session.close()
