"""Puts the API together; it never imports Reflex, so a node that serves only the API stays small."""

from typing import Any

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from privexbot_app.api import auth, health
from privexbot_app.api.limits import BodyLimit
from privexbot_app.api.problems import add_problem_handlers
from privexbot_app.api.public import live, my_data, pictures, preview, sites, tasks, uploads, visitors, widget
from privexbot_app.api.public.cors import PublicCors
from privexbot_app.api.public.schemas import MessageOut

DESCRIPTION = "What the widget on a visitor's page calls, and what a program of yours may call."
MESSAGE = "/chatbots/{public_id}/message"  # works without the prefix too


def make_api(lifespan: Any = None) -> FastAPI:
    """`lifespan(app)` is an async context manager that runs as long as the server does."""
    app: FastAPI = FastAPIOffline(
        title="PrivexBot API",
        description=DESCRIPTION,
        version="1",
        openapi_url="/api/openapi.json",
        docs_url="/api/docs",
        redoc_url=None,
        static_url="/api/docs-static",
        lifespan=lifespan,
    )
    app.router.routes.extend([*widget.routes, *preview.routes, *auth.routes, *health.routes])
    app.include_router(visitors.router, prefix="/api/v1")
    for router in (
        my_data.router,
        tasks.router,
        uploads.router,
        uploads.files,
        live.router,
        live.pictures,
        pictures.router,
        sites.router,
    ):
        app.include_router(router, prefix="/api/v1")
    app.add_api_route(MESSAGE, visitors.message, methods=["POST"], response_model=MessageOut, include_in_schema=False)
    add_problem_handlers(app)
    app.add_middleware(PublicCors)
    app.add_middleware(BodyLimit)
    return app
