"""The product as its owner runs it: a server process on a port, and a shop on another origin that embeds the bot."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from demo_shop.serve import Embed, ShopServer, make_server
from tests.conftest import ROOT

START_SECONDS = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Product:
    """A server that can be killed and started again on the same data."""

    data_dir: Path
    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    shop_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def shop(self) -> str:
        return f"http://localhost:{self.shop_port}"

    def start(self) -> None:
        """Returns when it is ready for visitors."""
        own = {"DATA_DIR": str(self.data_dir), "PORT": str(self.port), "DEVELOPMENT_ALLOWED_ORIGINS": self.shop}
        environment = os.environ | {"DATABASE_URL": "", "REDIS_URL": ""} | self.environment | own
        log = (self.data_dir / "server.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "privexbot_app", "serve"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        self._wait()

    def kill(self) -> None:
        """As a power cut would: every process of the server at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/readyz", timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.2)
        raise AssertionError("the server did not start:\n" + (self.data_dir / "server.log").read_text()[-4000:])


@contextmanager
def serving_shop(product: Product, chatbot: str) -> Iterator[ShopServer]:
    """The shop with the widget in every page."""
    server = make_server(Embed(product.url, chatbot), port=product.shop_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
