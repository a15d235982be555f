"""What is remembered in the visitor's browser; where storage is blocked or full, as long as the page is there."""

from widget_py.browser import localStorage

prefix = ""  # of the one chatbot's
kept: dict[str, str] = {}


def keep_for(bot_id: str) -> None:
    global prefix
    prefix = "pb:" + bot_id + ":"


def read(key: str) -> str:
    """What was kept, or ""."""
    try:
        return localStorage.getItem(prefix + key) or ""
    except Exception:
        return kept.get(prefix + key) or ""


def write(key: str, value: str) -> None:
    """An empty text leaves nothing behind."""
    kept[prefix + key] = value
    try:
        localStorage.removeItem(prefix + key)
        if value:
            localStorage.setItem(prefix + key, value)
    except Exception:
        return
