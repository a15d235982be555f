"""A server process that can be killed at any moment, and visitors who write down what they were told."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from uuid import uuid4

import httpx

from tests.api.conftest import SHOP
from tests.conftest import ROOT

START_SECONDS = 60
LIMITS = ("MESSAGES_PER_MINUTE_PER_ADDRESS", "MESSAGES_PER_MINUTE_PER_VISITOR")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """The API with its jobs, on the database of the test."""

    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    ready_at: float = 0.0
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Returns when it is ready for visitors."""
        environment = os.environ | dict.fromkeys(LIMITS, "1000000") | self.environment
        granian = ["granian", "--interface", "asgi", "--factory", "--port", str(self.port), "--log-level", "warning"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", *granian, "privexbot_app.asgi:build_api"],
            cwd=ROOT,
            env=environment,
            start_new_session=True,
        )
        async with httpx.AsyncClient() as client, asyncio.timeout(START_SECONDS):
            while True:
                try:
                    if (await client.get(f"{self.url}/readyz", timeout=2)).status_code == 200:
                        self.ready_at = time.monotonic()
                        return
                except httpx.HTTPError:
                    await asyncio.sleep(0.05)

    def kill(self) -> float:
        """As a power cut would: every process of the server at once. Returns when."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        killed_at = time.monotonic()
        self.process.wait()
        return killed_at


@dataclass
class Journal:
    """What one visitor was told: the acknowledgement, and which text was there when."""

    question: str
    accepted: dict[str, str] = field(default_factory=dict)
    text: str = ""
    heard: list[tuple[float, int]] = field(default_factory=list)
    base: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def characters_before(self, moment: float) -> int:
        return max((seq for at, seq in self.heard if at <= moment), default=0)


async def ask(server: Server, public_id: str, journal: Journal) -> None:
    """Read the answer until it ends or the server is gone."""
    journal.base = f"/api/v1/chatbots/{public_id}"
    async with httpx.AsyncClient(base_url=server.url, headers={"Origin": SHOP}, timeout=30) as client:
        try:
            opened = await client.post(f"{journal.base}/session", json={})
            journal.headers = {"Origin": SHOP, "Authorization": f"Bearer {opened.json()['token']}"}
            sent = {"id": uuid4().hex, "message": journal.question}
            headers = journal.headers | {"Accept": "text/event-stream"}
            async with client.stream("POST", f"{journal.base}/message", json=sent, headers=headers) as answer:
                await _listen(answer, journal)
        except httpx.HTTPError:
            return  # it was killed


async def _listen(answer: httpx.Response, journal: Journal) -> None:
    name = ""
    async for line in answer.aiter_lines():
        if line.startswith("event: "):
            name = line[7:]
        if line.startswith("data: ") and name == "accepted":
            journal.accepted = json.loads(line[6:])
        if line.startswith("data: ") and name == "token":
            token = json.loads(line[6:])
            journal.text += token["text"]
            journal.heard.append((time.monotonic(), token["seq"]))
