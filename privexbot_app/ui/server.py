"""Dashboard, events and API in one process, without Node or `reflex run`:

granian --interface asgi --factory privexbot_app.ui.server:serve
"""

from reflex.constants import Env
from reflex.environment import environment
from starlette.types import ASGIApp

from privexbot_app.settings import settings


def serve() -> ASGIApp:
    """The app that rxconfig.py names; Reflex's own scratch files go to the data folder, and nothing is compiled."""
    environment.REFLEX_ENV_MODE.set(Env.PROD)
    environment.REFLEX_SKIP_COMPILE.set(True)
    environment.REFLEX_WEB_WORKDIR.set(settings().data_dir / "reflex")
    environment.REFLEX_UPLOADED_FILES_DIR.set(settings().data_dir / "reflex" / "uploaded")
    from reflex.utils.prerequisites import get_and_validate_app

    return get_and_validate_app().app()
