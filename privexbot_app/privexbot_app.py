"""Where Reflex finds the dashboard: `granian --interface asgi --factory privexbot_app.privexbot_app:app`."""

from privexbot_app.ui import pages
from privexbot_app.ui.app import make_app

app = make_app(pages.ALL)
