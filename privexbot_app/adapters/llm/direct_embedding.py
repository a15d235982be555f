"""OpenAI's call for embeddings over plain HTTP, for servers at an address of one's own."""

import json
from collections.abc import Sequence
from contextlib import AsyncExitStack
from http import HTTPStatus
from typing import Any

import aiohttp

from privexbot_app.adapters.egress_target import FetchError, certificates
from privexbot_app.adapters.llm.direct import Server, read_error
from privexbot_app.adapters.llm.faults import Fault, fault_of_answer
from privexbot_app.adapters.llm.guarded import open_session
from privexbot_app.settings import settings

LONGEST_ANSWER_BYTES = 60_000_000  # 64 vectors of 4,096 numbers are about 6 MB of JSON


async def ask_direct(server: Server, model: str, texts: Sequence[str], seconds: float) -> Any:
    """The `data` of the answer, unchecked. Raises Fault for anything but JSON that has it."""
    url = f"{server.base.rstrip('/')}/embeddings"
    body = {"model": model, "input": list(texts), "encoding_format": "float"}
    async with AsyncExitStack() as closing:
        try:
            session = await closing.enter_async_context(await _open(url, server))
            response = await session.post(url, allow_redirects=False, json=body, **_request(server, seconds))
            closing.callback(response.close)
            if response.status != HTTPStatus.OK:
                raise fault_of_answer(response.status, response.headers, await read_error(response))
            return (await _read(response))["data"]
        except FetchError:
            raise Fault("closed_address") from None
        except TimeoutError:
            raise Fault("timeout", retryable=True) from None
        except aiohttp.ClientConnectorError:
            raise Fault("no_connection", retryable=True) from None
        except aiohttp.ClientError:
            raise Fault("unavailable", retryable=True) from None
        except (ValueError, TypeError, KeyError):
            raise Fault("no_vectors") from None


async def _open(url: str, server: Server) -> aiohttp.ClientSession:
    """A new one each time: jobs have an event loop for each batch."""
    if server.is_guarded:
        return await open_session(url)
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=certificates()))


def _request(server: Server, seconds: float) -> dict[str, Any]:
    key = server.api_key.get_secret_value()
    return {
        "headers": {"Authorization": f"Bearer {key}"} if key else {},
        "timeout": aiohttp.ClientTimeout(total=seconds, sock_connect=settings().llm_connect_seconds),
    }


async def _read(response: aiohttp.ClientResponse) -> Any:
    """Raises ValueError for what is no JSON, or longer than any answer."""
    parts: list[bytes] = []
    size = 0
    async for part in response.content.iter_any():
        parts.append(part)
        size += len(part)
        if size > LONGEST_ANSWER_BYTES:
            raise ValueError("an answer without an end")
    return json.loads(b"".join(parts))
