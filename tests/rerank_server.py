"""A server that puts texts in order by a word of theirs, or does something worse."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Answer = Callable[[list[str]], Any]
PAUSE_SECONDS = 30.0


@dataclass
class RerankServer:
    """`mode` is `normal`, `hang`, `cut`, or a status; `answer` makes the results out of the texts."""

    answer: Answer
    mode: str = "normal"
    port: int = 0
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def rerank(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.requests.append(body)
        self.headers.append(dict(request.headers))
        if self.mode == "hang":
            await asyncio.sleep(PAUSE_SECONDS)
        if self.mode.isdigit():
            return web.json_response({"error": {"message": "secret text"}}, status=int(self.mode))
        told = json.dumps(
            {"id": "1", "results": self.answer(body["documents"]), "meta": {"billed_units": {"search_units": 1}}}
        )
        text = told[: len(told) // 2] if self.mode == "cut" else told
        return web.Response(text=text, content_type="application/json")


def by_word(word: str) -> Answer:
    """Best is the text that has the word most often."""

    def results(texts: list[str]) -> list[dict[str, Any]]:
        scored = [{"index": number, "relevance_score": float(text.count(word))} for number, text in enumerate(texts)]
        return sorted(scored, key=lambda result: -result["relevance_score"])

    return results


@contextmanager
def rerank_server(answer: Answer, mode: str = "normal") -> Iterator[RerankServer]:
    """Serve until the block ends."""
    server, loop = RerankServer(answer, mode), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True, name="rerank-server")
    thread.start()
    app = web.Application()
    for path in ("/v1/rerank", "/v2/rerank", "/rerank"):
        app.router.add_post(path, server.rerank)
    runner = web.AppRunner(app, shutdown_timeout=0.1)

    async def start() -> None:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        server.port = runner.addresses[0][1]

    asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
