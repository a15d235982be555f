"""Serves the shop on an origin of its own, with the widget in every page and a policy that lets nothing else in.

All files are read once at the start: a request can name only what the shop ships, so there is no path to escape by.
"""

import argparse
import hashlib
import logging
import mimetypes
import re
import sys
from base64 import b64encode
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from urllib.parse import unquote, urlsplit

from demo_shop.catalogue import HERE

log = logging.getLogger(__name__)

SNIPPETS = {
    "async": Template('<script async src="$origin/api/v1/widget.js" data-chatbot="$chatbot"></script>'),
    "two": Template(
        "<script src=\"$origin/api/v1/widget.js\"></script>\n<script>pb('init', { id: '$chatbot' });</script>"
    ),
    "loader": Template("""<script>
  (function(w,d,s,u,o){w[o]=w[o]||function(){(w[o].q=w[o].q||[]).push(arguments)};
  var js=d.createElement(s),first=d.getElementsByTagName(s)[0];
  js.async=1;js.src=u;first.parentNode.insertBefore(js,first);
  })(window,document,'script','$origin/api/v1/widget.js','pb');
  pb('init', { id: '$chatbot' });
</script>"""),
}
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@dataclass(frozen=True)
class Embed:
    """Which chatbot stands in the pages, where its widget comes from, and in which of the three ways it is embedded."""

    widget_origin: str
    chatbot: str
    snippet: str = "async"

    def __post_init__(self) -> None:
        if not re.fullmatch(r"https?://[A-Za-z0-9.\-\[\]:]+", self.widget_origin):
            raise ValueError(f"{self.widget_origin!r} is not an origin: write it like http://localhost:8000.")
        if not re.fullmatch(r"[A-Za-z0-9_-]+", self.chatbot):
            raise ValueError(f"{self.chatbot!r} is not the public id of a chatbot.")
        if self.snippet not in SNIPPETS:
            raise ValueError(f"{self.snippet!r} is none of {', '.join(SNIPPETS)}.")

    @property
    def html(self) -> str:
        return SNIPPETS[self.snippet].substitute(origin=self.widget_origin, chatbot=self.chatbot)

    @property
    def policy(self) -> str:
        """What a careful shop allows: itself, the widget's origin, and the very snippet that it pasted."""
        hashes = [f"'sha256-{_sha256(script)}'" for script in INLINE_SCRIPT.findall(self.html)]
        return "; ".join(
            [
                "default-src 'none'",
                " ".join(["script-src 'self'", self.widget_origin, *hashes]),
                f"connect-src 'self' {self.widget_origin}",
                "style-src 'self'",
                "img-src 'self' data:",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            ]
        )


@dataclass(frozen=True)
class Page:
    content: bytes
    headers: dict[str, str]


def read_pages(embed: Embed, folder: Path = HERE) -> dict[str, Page]:
    """What the shop answers with, by path; `/404.html` also stands in for all that is missing."""
    pages = {}
    for root, prefix in ((folder / "site", "/"), (folder / "files", "/files/")):
        for file in root.rglob("*"):
            if file.is_file():
                pages[prefix + file.relative_to(root).as_posix()] = _page(file, embed)
    pages["/"] = pages["/index.html"]
    return pages


class ShopServer(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that leaves in the middle of a picture is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # a socket, as it came in


def make_server(embed: Embed, host: str = "127.0.0.1", port: int = 0) -> ShopServer:
    """A server that is bound but not yet serving; port 0 takes any free one (`server.server_port`)."""
    return ShopServer((host, port), partial(ShopHandler, read_pages(embed)))


class ShopHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30  # seconds that a silent connection may keep its thread

    def __init__(self, pages: dict[str, Page], *connection: object) -> None:
        self.pages = pages
        super().__init__(*connection)  # type: ignore[arg-type]  # socket, address and server, as the base class hands them over

    def do_GET(self) -> None:
        self._answer(with_content=True)

    def do_HEAD(self) -> None:
        self._answer(with_content=False)

    def _answer(self, *, with_content: bool) -> None:
        path = unquote(urlsplit(self.path).path)
        page = self.pages.get(path)
        self.send_response(HTTPStatus.OK if page else HTTPStatus.NOT_FOUND)
        page = page or self.pages["/404.html"]
        for name, value in page.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if with_content:
            self.wfile.write(page.content)

    def log_message(self, format: str, *args: object) -> None:
        log.debug(format, *args)


def main() -> None:
    asked = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    embed = Embed(asked.widget_origin.rstrip("/"), asked.chatbot, asked.snippet)
    with make_server(embed, asked.host, asked.port) as server:
        log.info("The shop is open at http://%s:%s", asked.host, server.server_port)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            log.info("The shop is closed.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m demo_shop.serve", description="Serve the shoe shop with a chatbot."
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--widget-origin", default="http://localhost:8000", help="where the widget is served")
    parser.add_argument("--chatbot", required=True, help="the chatbot's public id")
    parser.add_argument("--snippet", choices=list(SNIPPETS), default="async", help="which way to embed it")
    return parser.parse_args()


def _page(file: Path, embed: Embed) -> Page:
    content = file.read_bytes()
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}
    if kind == "text/html":
        content = content.replace(b"</body>", embed.html.encode() + b"\n</body>")
        headers["Content-Security-Policy"] = embed.policy
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    return Page(content, headers | {"Content-Type": kind, "Content-Length": str(len(content))})


def _sha256(script: str) -> str:
    return b64encode(hashlib.sha256(script.encode()).digest()).decode()


if __name__ == "__main__":
    main()
