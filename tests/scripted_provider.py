"""An OpenAI-compatible provider on a loopback port that faints in every way the real ones do.

`with scripted_provider("normal") as provider:` serves `provider.base_url` from a thread of its own. A list of
modes is played one request at a time, and its last mode stays. Set `provider.script` or `provider.answer` at any time.
"""

import asyncio
import itertools
import json
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Mode = Literal[
    "normal",  # the answer, a finish chunk, the usage, [DONE]
    "slow_first_token",  # headers at once, the first token after `provider.pause_seconds`
    "stall",  # half of the answer, then silence on an open connection
    "no_finish",  # half of the answer, then a clean end without finish chunk or [DONE]
    "cut",  # half of the answer, then the connection is reset
    "malformed",  # half of the answer, then a line that is not JSON
    "error_in_band",  # half of the answer, then an error event
    "rate_limited_in_band",  # an error event with code 429 instead of the first token
    "length",  # finish_reason=length
    "filtered",  # finish_reason=content_filter
    "rate_limited",  # 429 with Retry-After: 1
    "rate_limited_for_long",  # 429 with Retry-After: 3600
    "no_credit",  # 429 with code insufficient_quota
    "error",  # 500
    "bad_key",  # 401
    "bad_request",  # 400
    "empty",  # a finished answer of nothing
    "blank",  # a finished answer of white space
    "drip",  # a token every 20 ms, for ever
    "hang",  # accepts the request and never answers
]
MODES: tuple[str, ...] = get_args(Mode)
SECRET_TEXT = "internal-gpu-17 said: sk-secret-key is over quota"  # what providers tell, and visitors must not read

Answer = str | Callable[[str], str]
Body = dict[str, Any]  # the JSON that the client sent, as it came
Embed = Callable[[list[str]], Any]  # a list of numbers for each text, or whatever a server would send instead
Calls = Callable[[Body], list[tuple[str, str]]]  # (name, arguments) of the tools it asks for; none: it answers


def answer_from_prompt(question: str) -> str:
    """The first sentence of passage [1] of the last message, cited; or the last line, echoed."""
    if passage := re.search(r"\[1\]\W*(.+?[.!?])(?:\s|$)", question, re.DOTALL):
        return f"{' '.join(passage[1].split())} [1]"
    return f"You said: {question.strip().splitlines()[-1] if question.strip() else 'nothing'}"


@dataclass
class ScriptedProvider:
    """What the server was asked, and what it does next."""

    script: Mode | Sequence[Mode] = "normal"
    answer: Answer = answer_from_prompt
    token_seconds: float = 0
    calls: Calls | None = None
    embed: Embed = lambda texts: [[float(len(text)), 1.0, 2.0] for text in texts]
    are_calls_cut: bool = False  # they end in the middle, without finish chunk or [DONE]
    pause_seconds: float = 3600
    port: int = 0
    requests: list[Body] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    open_streams: int = 0
    tokens_sent: int = 0

    @property
    def base_url(self) -> str:
        """What goes into `LLM_API_BASE`."""
        return f"http://127.0.0.1:{self.port}/v1"

    def mode(self) -> str:
        """The mode of the request that came last."""
        if isinstance(self.script, str):
            return self.script
        return self.script[min(len(self.requests), len(self.script)) - 1]

    def embedded(self) -> list[str]:
        """Every text that it was asked to embed, in order."""
        return [text for body in self.requests for text in body.get("input", [])]

    def answer_to(self, body: Body) -> str:
        """The text of the answer, before anything goes wrong with it."""
        content = body["messages"][-1]["content"]
        text = content if isinstance(content, str) else "".join(part.get("text", "") for part in content)
        return self.answer if isinstance(self.answer, str) else self.answer(text)


@contextmanager
def scripted_provider(
    script: Mode | Sequence[Mode] = "normal", answer: Answer = answer_from_prompt, token_seconds: float = 0
) -> Iterator[ScriptedProvider]:
    """Serve until the block ends."""
    provider = ScriptedProvider(script=script, answer=answer, token_seconds=token_seconds)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True, name="scripted-provider")
    thread.start()
    server = asyncio.run_coroutine_threadsafe(_start(provider), loop).result(10)
    try:
        yield provider
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _start(provider: ScriptedProvider) -> asyncio.Server:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await _serve(provider, reader, writer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    provider.port = server.sockets[0].getsockname()[1]
    return server


async def _stop(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _serve(provider: ScriptedProvider, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One request a connection; whoever hangs up is noticed at once, as a paid-for generation would be."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    body = json.loads(await reader.readexactly(int(headers.get("content-length", 0))) or b"{}")
    provider.requests.append(body)
    provider.headers.append(headers)
    provider.open_streams += 1
    work = asyncio.create_task(_reply(provider, body, writer))
    gone = asyncio.create_task(reader.read(1))
    try:
        await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        provider.open_streams -= 1
        work.cancel()
        gone.cancel()
        await asyncio.gather(work, gone, return_exceptions=True)


async def _reply(provider: ScriptedProvider, body: Body, writer: asyncio.StreamWriter) -> None:
    mode = provider.mode()
    if mode == "hang":
        await asyncio.sleep(provider.pause_seconds)
    if refused := REFUSALS.get(mode):
        status, extra, code = refused
        error = {"error": {"message": SECRET_TEXT, "type": "error", "code": code}}
        return await _send(writer, status, json.dumps(error), extra)
    if "input" in body:
        return await _send(writer, 200, json.dumps(_embeddings(provider, body["input"])))
    if provider.calls and (asked := provider.calls(body)):
        return await _stream_events(_tool_events(asked, is_cut=provider.are_calls_cut), writer)
    text = {"empty": "", "blank": " \n\t "}.get(mode) if mode in ("empty", "blank") else provider.answer_to(body)
    if not body.get("stream"):
        return await _send(writer, 200, json.dumps(_completion(mode, text or "")))
    await _stream(provider, mode, text or "", writer)


REFUSALS: dict[str, tuple[int, str, str]] = {
    "rate_limited": (429, "Retry-After: 1\r\n", "rate_limit_exceeded"),
    "rate_limited_for_long": (429, "Retry-After: 3600\r\n", "rate_limit_exceeded"),
    "no_credit": (429, "", "insufficient_quota"),
    "error": (500, "", "server_error"),
    "bad_key": (401, "", "invalid_api_key"),
    "bad_request": (400, "", "invalid_request"),
}
BROKEN = ("stall", "no_finish", "cut", "malformed", "error_in_band")


async def _send(writer: asyncio.StreamWriter, status: int, text: str, extra: str = "") -> None:
    payload = text.encode()
    head = f"HTTP/1.1 {status} Scripted\r\nContent-Type: application/json\r\nContent-Length: {len(payload)}\r\n"
    writer.write(f"{head}{extra}Connection: close\r\n\r\n".encode() + payload)
    await writer.drain()


async def _stream_events(events: AsyncIterator[str], writer: asyncio.StreamWriter, *, is_last: bool = True) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n")
    writer.write(b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
    async for event in events:
        line = f"data: {event}\n\n".encode()
        writer.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")
        await writer.drain()
    if is_last:
        writer.write(b"0\r\n\r\n")
        await writer.drain()


async def _tool_events(asked: list[tuple[str, str]], *, is_cut: bool) -> AsyncIterator[str]:
    """Every call in pieces of three characters, the pieces of all of them by turns, as some servers do."""
    for index, (name, _) in enumerate(asked):
        function = {"name": name, "arguments": ""}
        yield _chunk(
            {"tool_calls": [{"index": index, "id": f"call_{index}x", "type": "function", "function": function}]}
        )
    longest = max(len(arguments) for _, arguments in asked)
    for start in range(0, longest, 3):
        for index, (_, arguments) in enumerate(asked):
            if piece := arguments[start : start + 3]:
                yield _chunk({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
    if is_cut:
        return
    yield _chunk({}, "tool_calls")
    yield json.dumps({**BASE, "object": "chat.completion.chunk", "choices": [], "usage": _usage("some arguments")})
    yield "[DONE]"


async def _stream(provider: ScriptedProvider, mode: str, text: str, writer: asyncio.StreamWriter) -> None:
    await _stream_events(_events(provider, mode, text), writer, is_last=False)
    if mode == "stall":
        await asyncio.sleep(provider.pause_seconds)
    if mode == "cut":
        await asyncio.sleep(0.05)  # what was written is still read before the reset arrives
        writer.transport.abort()
        return
    writer.write(b"0\r\n\r\n")
    await writer.drain()


async def _events(provider: ScriptedProvider, mode: str, text: str) -> AsyncIterator[str]:
    """The `data:` lines of one answer."""
    if mode == "slow_first_token":
        await asyncio.sleep(provider.pause_seconds)
    if mode == "rate_limited_in_band":
        yield json.dumps({"error": {"message": SECRET_TEXT, "type": "rate_limit", "code": 429}})
        return
    async for token in _tokens(provider, mode, text):
        provider.tokens_sent += 1
        yield _chunk({"role": "assistant", "content": token})
    if mode == "malformed":
        yield '{"choices": [{"delta": {"content"'
    if mode == "error_in_band":
        yield json.dumps({"error": {"message": SECRET_TEXT, "type": "server_error", "code": 500}})
    if mode in BROKEN:
        return
    yield _chunk({}, _finish(mode))
    yield json.dumps({**BASE, "object": "chat.completion.chunk", "choices": [], "usage": _usage(text)})
    yield "[DONE]"


async def _tokens(provider: ScriptedProvider, mode: str, text: str) -> AsyncIterator[str]:
    words = re.findall(r"\s*\S+\s*$|\s*\S+|\s+", text)
    for word in words[: max(1, len(words) // 2)] if mode in BROKEN else words:
        yield word
        await asyncio.sleep(provider.token_seconds)
    for count in itertools.count() if mode == "drip" else ():
        yield f" and {count}"
        await asyncio.sleep(0.02)


BASE = {"id": "chatcmpl-scripted", "created": 1, "model": "scripted"}


def _finish(mode: str) -> str:
    return {"length": "length", "filtered": "content_filter"}.get(mode, "stop")


def _usage(text: str) -> dict[str, int]:
    return {"prompt_tokens": 11, "completion_tokens": len(text.split()), "total_tokens": 11 + len(text.split())}


def _chunk(delta: dict[str, Any], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return json.dumps({**BASE, "object": "chat.completion.chunk", "choices": [choice]})


def _embeddings(provider: ScriptedProvider, texts: list[str]) -> dict[str, object]:
    """The last one first: clients have to look at the index."""
    data = [
        {"object": "embedding", "index": index, "embedding": vector}
        for index, vector in enumerate(provider.embed(texts))
    ]
    return {"object": "list", "data": data[::-1], "model": "scripted", "usage": {"prompt_tokens": 1, "total_tokens": 1}}


def _completion(mode: str, text: str) -> dict[str, object]:
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": _finish(mode)}
    return {**BASE, "object": "chat.completion", "choices": [choice], "usage": _usage(text)}
