"""What `import { pb }` gives: the same commands, of a file that sets no global and does nothing until it is called."""

from collections.abc import Callable
from typing import Any

from widget_py.browser import URL, String, globalThis
from widget_py.widget.app import app
from widget_py.widget.commands import command
from widget_py.widget.options import warn

READS = ["status", "isOpen"]


def come_from(address: str) -> Callable[..., Any]:
    """The page's `pb`, of a file with that address: where it was served, the API is."""

    def pb(name: Any = None, first: Any = None, second: Any = None) -> Any:
        if not globalThis.document and String(name) not in READS:
            warn(name, "needs a page: call it in the browser only")
            return None
        base = globalThis.PRIVEXBOT_API_URL or (URL(address).origin if address.startswith("http") else "")
        app.base = base[:-1] if base.endswith("/") else base
        return command(name, first, second)

    return pb
