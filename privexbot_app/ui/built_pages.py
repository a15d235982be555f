"""Serves the dashboard's built pages from a folder, so that a running server needs no Node."""

import json
import logging
import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from reflex.route import get_router
from reflex.utils.precompressed_staticfiles import PrecompressedStaticFiles
from starlette.types import Message, Receive, Scope, Send

from privexbot_app.ui.build_plugins import SCHEMA

log = logging.getLogger(__name__)

FOLDER = Path(__file__).resolve().parents[2] / "frontend"
INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
NOT_PAGES = {"/index", "/404", "/__spa-fallback"}
PRIVATE = {"/routes.json", f"/{SCHEMA}", "/.stamp"}


class BuiltPages(PrecompressedStaticFiles):
    """No redirect to a trailing slash, long caching for hashed files, and 200 for every known route."""

    def __init__(self, folder: Path) -> None:
        routes = json.loads((folder / "routes.json").read_text())
        known = get_router([route for route in routes if route != "404"])
        super().__init__(directory=folder, html=True, encodings=["gzip"], router=known)
        pages = list(folder.glob("**/*.html"))
        self._pages = {f"/{page.relative_to(folder).with_suffix('').as_posix()}" for page in pages} - NOT_PAGES
        self._headers = _page_headers(pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = self._file(scope["path"])

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                cache = _cache_control(path, message["status"])
                message = {**message, "headers": [*message.get("headers", []), cache, *self._headers]}
            await send(message)

        scope = {**scope, "path": path, "root_path": "", "raw_path": path.encode()}
        await super().__call__(scope, receive, send_with_headers)

    def _file(self, path: str) -> str:
        page = path.rstrip("/")
        if page in self._pages:
            return f"{page}.html"
        return "/404" if path in PRIVATE else path


def _cache_control(path: str, status: int) -> tuple[bytes, bytes]:
    hashed = path.startswith(("/assets/", "/fonts/")) and status in (200, 304)
    return b"cache-control", b"public, max-age=31536000, immutable" if hashed else b"no-cache"


def _page_headers(pages: Iterable[Path]) -> list[tuple[bytes, bytes]]:
    return [
        (b"content-security-policy", _content_security_policy(pages).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"same-origin"),
        (b"cross-origin-opener-policy", b"same-origin"),
    ]


def _content_security_policy(pages: Iterable[Path]) -> str:
    """Inline scripts only by their hashes. Reflex evaluates what its own server sends it (toasts), so `unsafe-eval`."""
    inline = {script for page in pages for script in INLINE_SCRIPT.findall(page.read_bytes())}
    hashes = sorted(f"'sha256-{b64encode(sha256(script).digest()).decode()}'" for script in inline)
    return (
        f"default-src 'self'; script-src 'self' 'unsafe-eval' {' '.join(hashes)}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def find_built_pages(folder: Path = FOLDER) -> BuiltPages | None:
    """The pages if they were built; says so in the log when they were built from other code than is running."""
    from reflex.state import State

    if not (folder / "index.html").is_file() or not (folder / "routes.json").is_file():
        return None
    if (folder / SCHEMA).is_file() and (folder / SCHEMA).read_text() != State._to_frontend_schema():
        log.error("the dashboard in %s was built from other code: run `python -m privexbot_app.ui.build`", folder)
    return BuiltPages(folder)
