"""What is remembered in the visitor's browser; where storage is blocked or full, as long as the page is there."""

from widget_py.browser import localStorage


class Store:
    def __init__(self) -> None:
        self.prefix = ""  # of the one chatbot's
        self.kept: dict[str, str] = {}


store = Store()


def read(key: str) -> str:
    """What was kept, or ""."""
    try:
        return localStorage.getItem(store.prefix + key) or ""
    except Exception:
        return store.kept.get(store.prefix + key) or ""


def write(key: str, value: str) -> None:
    """An empty text leaves nothing behind."""
    store.kept[store.prefix + key] = value
    try:
        localStorage.removeItem(store.prefix + key)
        if value:
            localStorage.setItem(store.prefix + key, value)
    except Exception:
        return
