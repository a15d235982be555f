"""`python -m benchmarks.stream`: what an answer costs beyond the provider's own time, many at once.

A server process answers visitors whose number rises by so many a second. The model is a scripted provider that says
the first token after a fixed time; the same client then reads as many streams from a bare Starlette app that waits
as long and says as much. What the one takes longer than the other to its first token is our own share.
"""

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from anyio import to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

ROOT = Path(__file__).resolve().parents[1]
FIRST_TOKEN_SECONDS = 0.3
TOKEN_SECONDS = 0.05
ANSWER = "Yes, we have the Comet Runner in red in stock in sizes 7, 8, 9 and 10 [1]."
QUESTION = "Do you have size 9 in red?"
TEXT = "The Comet Runner in red is in stock in sizes 7, 8, 9 and 10.\nOrders are shipped within two working days."
MANY = "1000000000"
WARMING = 20


@dataclass(frozen=True)
class Heard:
    """One stream: seconds to its first token, and whether it came to a good end."""

    first: float
    is_whole: bool


async def bare(_request: Request) -> StreamingResponse:
    """What it is compared with: the same text at the same pace, and nothing else."""

    async def pieces() -> AsyncIterator[bytes]:
        await asyncio.sleep(FIRST_TOKEN_SECONDS)
        for word in ANSWER.split():
            yield f"event: token\ndata: {json.dumps({'text': word})}\n\n".encode()
            await asyncio.sleep(TOKEN_SECONDS)
        yield b"event: done\ndata: {}\n\n"

    return StreamingResponse(pieces(), media_type="text/event-stream")


async def completions(_request: Request) -> StreamingResponse:
    """A provider that is as fast as it is set to be."""

    async def pieces() -> AsyncIterator[str]:
        base = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        await asyncio.sleep(FIRST_TOKEN_SECONDS)
        for word in ANSWER.split():
            choice = {"index": 0, "delta": {"content": f"{word} "}, "finish_reason": None}
            yield f"data: {json.dumps({**base, 'choices': [choice]})}\n\n"
            await asyncio.sleep(TOKEN_SECONDS)
        yield f"data: {json.dumps({**base, 'choices': [{'index': 0, 'delta': {}, 'finish_reason': 'stop'}]})}\n\n"
        yield "data: [DONE]\n\n"

    return StreamingResponse(pieces(), media_type="text/event-stream")


scripted = Starlette(
    routes=[
        Route("/message", bare, methods=["POST"]),
        Route("/v1/chat/completions", completions, methods=["POST"]),
    ]
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(target: str, port: int, *more: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(port), "--log-level", "warning"]
    return subprocess.Popen([*command, *more, target], cwd=ROOT)


async def wait_until_up(url: str) -> None:
    async with aiohttp.ClientSession() as client, asyncio.timeout(60):
        while True:
            try:
                async with client.get(url) as answer:
                    if answer.status < 500:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)


async def make_bot() -> str:
    """A deployed bot that has read a text; its public id."""
    from privexbot_app.services import accounts, chatbots, ingest, knowledge

    viewer = await accounts.find_viewer(await accounts.sign_up("bench@example.com", "correct horse"))
    assert viewer is not None
    chatbot = await chatbots.create_chatbot(viewer, "Bench")
    source = await knowledge.add_text(viewer, chatbot.knowledge_base_id, "The shop", TEXT)
    passages = await to_thread.run_sync(ingest.read_source, source.id, source.attempt)
    for first in range(0, passages, ingest.BATCH):
        await to_thread.run_sync(ingest.index_batch, source.id, source.attempt, first)
    await to_thread.run_sync(ingest.finish_source, source.id, source.attempt)
    return (await chatbots.deploy_chatbot(viewer, chatbot.id)).public_id


async def open_sessions(client: aiohttp.ClientSession, base: str, count: int) -> list[dict[str, str]]:
    """Headers of as many visitors, made before the clock runs."""
    headers = []
    for _ in range(count):
        async with client.post(f"{base}/session", json={}) as answer:
            token = (await answer.json())["token"]
        headers.append({"Authorization": f"Bearer {token}", "Accept": "text/event-stream"})
    return headers


async def listen(client: aiohttp.ClientSession, url: str, headers: dict[str, str]) -> Heard:
    began, first, last = time.perf_counter(), 0.0, ""
    try:
        async with client.post(url, json={"message": QUESTION}, headers=headers) as answer:
            async for line in answer.content:
                if line.startswith(b"event: "):
                    last = line[7:].decode().strip()
                    if last == "token" and not first:
                        first = time.perf_counter() - began
    except (aiohttp.ClientError, TimeoutError):
        return Heard(first, is_whole=False)
    return Heard(first, last == "done" and first > 0)


async def ramp(client: aiohttp.ClientSession, url: str, headers: list[dict[str, str]], per_second: int) -> list[Heard]:
    """One after the other, evenly; each goes on beside the later ones."""
    began, streams = time.perf_counter(), []
    for number, own in enumerate(headers):
        await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
        streams.append(asyncio.create_task(listen(client, url, own)))
    return await asyncio.gather(*streams)


def show(name: str, heard: list[Heard]) -> tuple[float, float]:
    firsts = sorted(one.first for one in heard if one.is_whole)
    middle, late = statistics.median(firsts), firsts[int(len(firsts) * 0.99) - 1]
    whole = sum(one.is_whole for one in heard)
    print(f"{name:<10} {whole}/{len(heard)} complete, first token p50 {middle * 1e3:.0f} ms, p99 {late * 1e3:.0f} ms")
    return middle, late


async def measure(streams: int, per_second: int, ports: tuple[int, int]) -> None:
    own, other = f"http://127.0.0.1:{ports[0]}", f"http://127.0.0.1:{ports[1]}"
    base = f"{own}/api/v1/chatbots/{await make_bot()}"
    await wait_until_up(f"{own}/readyz")
    await wait_until_up(f"{other}/message")
    connector, timeout = aiohttp.TCPConnector(limit=0), aiohttp.ClientTimeout(total=120)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as client:
        headers = await open_sessions(client, base, streams + WARMING)
        await ramp(client, f"{base}/message", headers[streams:], 5)  # imports and caches of every process
        print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        bare_middle, bare_late = show("bare", await ramp(client, f"{other}/message", headers[:streams], per_second))
        middle, late = show("PrivexBot", await ramp(client, f"{base}/message", headers[:streams], per_second))
    print(f"overhead   p50 {(middle - bare_middle) * 1e3:.0f} ms, p99 {(late - bare_late) * 1e3:.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stream", description=__doc__)
    parser.add_argument("--streams", type=int, default=500)
    parser.add_argument("--per-second", type=int, default=100)
    parser.add_argument("--workers", type=int, default=1, help="processes of the server")
    arguments = parser.parse_args()
    ports = free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        limits = ("MESSAGES_PER_MINUTE_PER_ADDRESS", "MESSAGES_PER_MINUTE_PER_VISITOR")
        os.environ.update(dict.fromkeys(limits, MANY))
        os.environ.update(DATA_DIR=folder, DATABASE_URL=os.environ.get("DATABASE_URL", ""), RUN_JOBS="false")
        os.environ.update(LLM_MODEL="openai/scripted", LLM_API_BASE=f"http://127.0.0.1:{ports[1]}/v1")
        subprocess.run([sys.executable, "-m", "privexbot_app", "migrate"], cwd=ROOT, check=True)
        servers = [
            serve("privexbot_app.asgi:build_api", ports[0], "--factory", "--workers", str(arguments.workers)),
            serve("benchmarks.stream:scripted", ports[1]),
        ]
        try:
            asyncio.run(measure(arguments.streams, arguments.per_second, ports))
        finally:
            for server in servers:
                server.terminate()
                server.wait()


if __name__ == "__main__":
    main()
