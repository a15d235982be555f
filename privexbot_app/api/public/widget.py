"""The widget's script, from memory, as the build left it: plain, gzip and brotli."""

from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from privexbot_app.errors import NotFound
from privexbot_app.services.snippets import ASSETS, built_widget

ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
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
    """The bytes by encoding; `""` is plain."""

    version: str
    bodies: dict[str, bytes]


@lru_cache(maxsize=1)
def bundle() -> Bundle:
    """Read once; raises Unavailable when the widget was never built."""
    built = built_widget()
    script = ASSETS / "widget.js"
    encoded = {name: (ASSETS / f"widget.js{ending}").read_bytes() for name, ending in ENCODINGS}
    return Bundle(built.version, {"": script.read_bytes()} | encoded)


async def latest(request: Request) -> Response:
    """The current version under the name that stands in pages."""
    return _send(request, FOR_AN_HOUR)


async def pinned(request: Request) -> Response:
    """One version, forever; an old page that asks for another one is told so."""
    if request.path_params["version"] != bundle().version:
        raise NotFound("There is no such version of the widget.")
    return _send(request, FOREVER)


def _send(request: Request, cache: str) -> Response:
    accepted = request.headers.get("accept-encoding", "")
    encoding = next((name for name, _ in ENCODINGS if name in accepted), "")
    etag = f'"{bundle().version}{"-" + encoding if encoding else ""}"'
    headers = HEADERS | {"Cache-Control": cache, "ETag": etag} | ({"Content-Encoding": encoding} if encoding else {})
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(bundle().bodies[encoding], headers=headers, media_type="application/javascript")


routes = [
    Route("/api/v1/widget.js", latest, methods=["GET"]),
    Route("/api/v1/widget/{version}/widget.js", pinned, methods=["GET"]),
]
