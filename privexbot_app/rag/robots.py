"""What a website asks of robots (RFC 9309), read for our name."""

from dataclasses import dataclass
from functools import lru_cache

from protego import Protego

AGENT = "PrivexBot"
READ_BYTES = 500_000  # as far as RFC 9309 wants it to be read
LONGEST_DELAY_SECONDS = 10.0


@dataclass(frozen=True)
class Robots:
    """The text of a robots.txt; an empty one allows everything."""

    text: str = ""

    def allow(self, url: str) -> bool:
        return bool(_parsed(self.text).can_fetch(url, AGENT))

    def delay_seconds(self) -> float:
        """How long to wait between two pages; more than ten seconds are not believed."""
        return min(float(_parsed(self.text).crawl_delay(AGENT) or 0), LONGEST_DELAY_SECONDS)

    def sitemaps(self) -> list[str]:
        return list(_parsed(self.text).sitemaps)


def robots_from(content: bytes) -> Robots:
    """Of the file's first half megabyte; zeros, which a database would refuse, are left out."""
    return Robots(content[:READ_BYTES].decode("utf-8", "replace").lstrip("\ufeff").replace("\0", ""))


@lru_cache(maxsize=8)
def _parsed(text: str) -> Protego:
    return Protego.parse(text)
