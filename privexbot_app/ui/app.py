"""The dashboard behind the door: Reflex for events and uploads, the built pages, and the API, in one ASGI app."""

from collections.abc import Callable, Iterable

import reflex as rx
from reflex.constants import Env
from reflex.environment import environment
from reflex_components_core.core.upload import Upload
from starlette.types import ASGIApp, Receive, Scope, Send

from privexbot_app.asgi import Door, build_api
from privexbot_app.ui.built_pages import find_built_pages
from privexbot_app.ui.logs import keep_headers_out
from privexbot_app.ui.problems import explain
from privexbot_app.ui.session import SessionMiddleware
from privexbot_app.ui.theme import STYLESHEETS
from privexbot_app.ui.upload_gate import UploadGate

REFLEX_PATHS = ("/_event", "/_upload", "/ping", "/_health")


class Dashboard:
    """Events and uploads go to Reflex, everything else is a page."""

    def __init__(self, events: ASGIApp, pages: ASGIApp) -> None:
        self._events, self._pages = events, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_page = scope["type"] == "http" and not scope["path"].startswith(REFLEX_PATHS)
        await (self._pages if is_page else self._events)(scope, receive, send)


class PrivexApp(rx.App):
    """A Reflex app whose server also answers the API's paths and serves the built pages."""

    def __call__(self) -> ASGIApp:
        Upload.is_used = True  # else Reflex adds its upload route only where the page with the field was evaluated
        events: ASGIApp = super().__call__()
        if self.sio is not None and environment.REFLEX_ENV_MODE.get() != Env.DEV:
            self.sio.eio.cors_allowed_origins = None  # same origin only; two-port development has two origins
        pages = find_built_pages()
        dashboard = UploadGate(events) if pages is None else Dashboard(UploadGate(events), pages)
        return Door(build_api(), dashboard)


def make_app(pages: Iterable[Callable[[rx.App], None]]) -> PrivexApp:
    """The app with its pages: each is a function that adds itself."""
    keep_headers_out()
    app = PrivexApp(
        toaster=rx.toast.provider(position="top-center"),  # not over the buttons that say so
        stylesheets=STYLESHEETS,
        head_components=[
            rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
            rx.el.meta(name="color-scheme", content="light dark"),
        ],
        backend_exception_handler=explain,
        html_lang="en",
    )
    app.add_middleware(SessionMiddleware())
    for add_page in pages:
        add_page(app)
    return app
