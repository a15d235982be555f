"""Where Reflex finds the dashboard; `ui/server.py` serves it."""

from privexbot_app.ui import pages
from privexbot_app.ui.app import make_app

app = make_app(pages.ALL)
