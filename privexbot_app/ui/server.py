"""Dashboard, events and API in one process, without Node or `reflex run`:

granian --interface asgi --factory privexbot_app.ui.server:serve
"""

from reflex.constants import Env
from reflex.environment import environment
from starlette.types import ASGIApp

from privexbot_app.settings import settings


def serve() -> ASGIApp:
    """The whole product; Reflex's own scratch files go to the data folder, and nothing is compiled."""
    environment.REFLEX_ENV_MODE.set(Env.PROD)
    environment.REFLEX_SKIP_COMPILE.set(True)
    environment.REFLEX_WEB_WORKDIR.set(settings().data_dir / "reflex")
    from privexbot_app.privexbot_app import app

    return app()
