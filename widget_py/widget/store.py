"""What is remembered in the visitor's browser; where storage is blocked or full, nothing is, and nothing breaks."""

from widget_py.browser import localStorage


class Store:
    def __init__(self, bot_id: str) -> None:
        self.prefix = "pb:" + bot_id + ":"

    def read(self, key: str) -> str:
        """What was kept, or ""."""
        try:
            return localStorage.getItem(self.prefix + key) or ""
        except Exception:
            return ""

    def write(self, key: str, value: str) -> None:
        """An empty text leaves nothing behind."""
        try:
            if value:
                localStorage.setItem(self.prefix + key, value)
            else:
                localStorage.removeItem(self.prefix + key)
        except Exception:
            return
