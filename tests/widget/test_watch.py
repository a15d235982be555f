"""The page for developers: it reloads when the widget was built anew, and shows what the compiler refuses."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web

from widget_py import watch
from widget_py.compiler import Problem, Refused


@pytest.fixture
async def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source that stands for the widget's; building it fails while it says `wrong`."""
    path = tmp_path / "view.py"
    path.write_text("right", "utf-8")
    monkeypatch.setattr(watch, "inputs", lambda: iter([path]))
    monkeypatch.setattr(watch, "build", lambda _: build(path))
    monkeypatch.setattr(watch, "LOOK_EVERY_SECONDS", 0.01)
    return path


def build(path: Path) -> bool:
    if path.read_text("utf-8") == "wrong":
        raise Refused([Problem("widget_py/widget/view.py", 3, 5, "`print` is outside the subset; use `console.warn`")])
    return True


@pytest.fixture
async def address(source: Path) -> AsyncIterator[str]:
    runner = web.AppRunner(watch.make_app(watch.Watched()), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_a_change_is_built_and_a_refusal_is_told_with_its_place(address: str, source: Path) -> None:
    async with ClientSession() as session, session.get(f"{address}/changes") as response:
        first = await until(response.content, lambda news: news["build"] == 1)
        source.write_text("wrong", "utf-8")
        refused = await until(response.content, lambda news: news["problem"] != "")
        source.write_text("right again", "utf-8")
        mended = await until(response.content, lambda news: news["build"] == 2)
    assert first["problem"] == mended["problem"] == ""
    assert refused["build"] == 1
    assert refused["problem"].startswith("widget_py/widget/view.py:3:5: ")


async def until(content, is_it) -> dict[str, Any]:
    async with asyncio.timeout(20):
        async for line in content:
            if line.startswith(b"data: ") and is_it(news := json.loads(line[6:])):
                return news
    raise AssertionError("the stream ended")


async def test_the_page_embeds_the_widget_and_the_stub_answers_it(address: str) -> None:
    async with ClientSession() as session:
        text = await (await session.get(f"{address}/")).text()
        config = await (await session.get(f"{address}/api/v1/chatbots/shoe-store-k3f9/config")).json()
    assert 'src="/api/v1/widget.js" data-chatbot="shoe-store-k3f9"' in text
    assert config["name"] == "Shoe Store Assistant"
