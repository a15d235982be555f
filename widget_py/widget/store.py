"""What is remembered in the visitor's browser; where storage is blocked or full, for this page only."""

from widget_py.browser import localStorage


class Store:
    def __init__(self, bot_id: str) -> None:
        self.prefix = "pb:" + bot_id + ":"
        self.kept: dict[str, str] = {}

    def read(self, key: str) -> str:
        """What was kept, or ""."""
        try:
            return localStorage.getItem(self.prefix + key) or self.kept.get(key, "")
        except Exception:
            return self.kept.get(key, "")

    def write(self, key: str, value: str) -> None:
        self.kept[key] = value
        try:
            localStorage.setItem(self.prefix + key, value)
        except Exception:
            return
