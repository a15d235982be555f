"""Which paths of a website its owner wants to be read: patterns in which * stands for anything."""

from collections.abc import Sequence
from dataclasses import dataclass

from privexbot_app.rag.crawl_urls import path_of


@dataclass(frozen=True)
class PathRules:
    """Without `include` everything is; `exclude` wins."""

    include: Sequence[str] = ()
    exclude: Sequence[str] = ()

    def allow(self, url: str) -> bool:
        path = path_of(url)
        is_wanted = not self.include or any(matches(pattern, path) for pattern in self.include)
        return is_wanted and not any(matches(pattern, path) for pattern in self.exclude)


def matches(pattern: str, path: str) -> bool:
    """In one pass over the path, however many stars there are."""
    first, *rest = pattern.split("*")
    if not rest:
        return path == pattern
    *middle, last = rest
    if not path.startswith(first):
        return False
    place = len(first)
    for piece in middle:
        place = path.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    return path.endswith(last) and len(path) - len(last) >= place
