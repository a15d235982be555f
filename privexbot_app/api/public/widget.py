"""The widget from memory, as the build left it: script, module and types; plain, gzip and brotli."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from privexbot_app.errors import NotFound
from privexbot_app.services.snippets import ASSETS, built_widget

ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
SCRIPT, MODULE, TYPES = "widget.js", "widget.mjs", "widget.d.ts"
MEDIA_TYPES = {
    SCRIPT: "application/javascript; charset=utf-8",
    MODULE: "text/javascript",
    TYPES: "application/typescript",
}
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept-Encoding",
}
FOR_AN_HOUR = "public, max-age=3600"
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Bundle:
    """The bytes by encoding, `""` for plain; `version` as in the build's description."""

    media_type: str
    version: str
    bodies: dict[str, bytes]


@lru_cache(maxsize=3)
def bundle(name: str) -> Bundle:
    """Read once; raises Unavailable when the widget was never built."""
    built_widget()
    bodies = {"": (ASSETS / name).read_bytes()}
    if name != TYPES:  # which only tools ask for
        bodies |= {encoding: (ASSETS / f"{name}{ending}").read_bytes() for encoding, ending in ENCODINGS}
    return Bundle(MEDIA_TYPES[name], hashlib.sha256(bodies[""]).hexdigest()[:16], bodies)


async def latest(request: Request) -> Response:
    """The current version under the name that stands in pages."""
    return _send(request, FOR_AN_HOUR)


async def pinned(request: Request) -> Response:
    """One version, forever; an old page that asks for another one is told so."""
    if request.path_params["version"] != bundle(_name(request)).version:
        raise NotFound("There is no such version of the widget.")
    return _send(request, FOREVER)


def _name(request: Request) -> str:
    return request.url.path.rpartition("/")[2]


def _send(request: Request, cache: str) -> Response:
    found = bundle(_name(request))
    accepted = request.headers.get("accept-encoding", "")
    encoding = next((name for name, _ in ENCODINGS if name in accepted and name in found.bodies), "")
    etag = f'"{found.version}{"-" + encoding if encoding else ""}"'
    headers = HEADERS | {"Cache-Control": cache, "ETag": etag} | ({"Content-Encoding": encoding} if encoding else {})
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(found.bodies[encoding], headers=headers, media_type=found.media_type)


routes = [
    *[Route(f"/api/v1/{name}", latest, methods=["GET"]) for name in MEDIA_TYPES],
    *[Route(f"/api/v1/widget/{{version}}/{name}", pinned, methods=["GET"]) for name in (SCRIPT, MODULE)],
]
