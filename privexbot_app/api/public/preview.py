"""A page that shows an owner the widget before anything is saved: the real script, told a draft, in a frame of ours.

It is inert: a window that opens would else take the focus out of the form that is being filled in around it. And it is
sandboxed, so the widget remembers nothing of the draft before; what it asks for has to be allowed to any origin.
"""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from privexbot_app.api.public import pictures
from privexbot_app.services import widget_preview

PREFIX = "/api/v1/preview/{token}"
CALLS = f"{PREFIX}/api/v1/chatbots"  # what the widget asks the server of a page for
STYLE = """
:root { --line: #e4e7ec; --paper: #fff; background: var(--paper); }
:root[data-dark="true"] { --line: #262a33; --paper: #0f1116; color-scheme: dark; }
body { margin: 0; padding: 40px max(28px, 6vw); }
body > * { background: var(--line); border-radius: 8px; margin: 0 0 18px; height: 15px; max-width: 620px; }
header { height: 30px; width: 38%; margin-bottom: 40px; }
h1 { height: 44px; width: 72%; margin-bottom: 28px; }
figure { height: 200px; }
p:nth-of-type(3n) { width: 55%; margin-bottom: 40px; }
"""
BODY = f"<header></header><h1></h1>{'<p></p>' * 3}<figure></figure>{'<p></p>' * 6}"
PAGE = (
    '<!doctype html><html lang="en" data-dark="{dark}" inert><meta charset="utf-8"><title>Preview</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style}</style><body>{body}'
    '<script async src="/api/v1/widget.js" data-chatbot="preview" data-api-url="{base}"></script></body></html>'
)
TO_ANY_ORIGIN = {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}
PREFLIGHT = TO_ANY_ORIGIN | {"Access-Control-Allow-Headers": "authorization, content-type"}
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
        "script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'; sandbox allow-scripts"
    ),
}


async def page(request: Request) -> Response:
    """Something like a website, with the widget on it."""
    preview = await widget_preview.read_preview(request.path_params["token"])
    base = request.url.path.removesuffix("/page")
    html = PAGE.format(dark=str(preview.dark).lower(), style=STYLE, body=BODY, base=escape(base))
    return Response(html, media_type="text/html", headers=HEADERS)


async def config(request: Request) -> Response:
    """What the widget is told; it asks for it as it would on a website."""
    preview = await widget_preview.read_preview(request.path_params["token"])
    return _told(preview.config)


async def session(_request: Request) -> Response:
    """A visitor's who has not been here before: nothing that is done in a preview is kept or counted."""
    return _told({"token": "preview", "visitor": "", "conversation": None, "identity": "none", "problem": None})


async def conversation(_request: Request) -> Response:
    """Nothing was said yet."""
    return _told({"id": None, "state": "bot", "queue": None, "operator": None, "messages": []})


async def preflight(_request: Request) -> Response:
    """Whatever the widget may ask of a preview."""
    return Response(status_code=204, headers=PREFLIGHT)


def _told(facts: Mapping[str, Any]) -> Response:
    return JSONResponse(facts, headers=TO_ANY_ORIGIN)


async def picture(request: Request) -> Response:
    """The same as without the draft, where the widget looks for it."""
    return await pictures.picture(request.path_params["public_id"], request.path_params["picture"])


routes = [
    Route(f"{PREFIX}/page", page, methods=["GET"]),
    Route(f"{CALLS}/{{rest:path}}", preflight, methods=["OPTIONS"]),
    Route(f"{CALLS}/preview/config", config, methods=["GET"]),
    Route(f"{CALLS}/preview/session", session, methods=["POST"]),
    Route(f"{CALLS}/preview/conversation", conversation, methods=["GET"]),
    Route(f"{CALLS}/{{public_id}}/avatar/{{picture}}", picture, methods=["GET"]),
    Route(f"{CALLS}/{{public_id}}/launcher/{{picture}}", picture, methods=["GET"]),
]
