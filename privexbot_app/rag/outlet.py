"""What of a model's text may be shown: no picture, no link but to the sources; markers come out one by one.

Text is given on while it streams; only what may still become a link or a marker is held back.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from privexbot_app.rag.sentences import sentences

REMOVED = "(link removed)"
GENERAL = "general"  # what a model writes in brackets after a statement that stands in no passage
MAX_HELD_CHARACTERS = 1500
LOOKED_BACK_CHARACTERS = 1000

_OPEN = re.compile(
    r"(?:\s*!?\[[^\]\n]{0,300}(?:\](?:\([^)\n]{0,1000})?)?|!|\s+|h|ht|htt|https?|https?:/?|f|ft|ftp|ftp:/?"
    r"|(?:https?|ftp)://\S*)\Z",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?P<link>!?\[(?P<label>[^\]\n]*)\]\((?P<target>[^)\n]*)\))"
    r"|(?P<marker>\s*\[(?P<numbers>\d{1,2}(?:\s*,\s*\d{1,2})*|general)\](?!\w))"
    r"|(?P<url>(?:https?|ftp)://\S+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Marker:
    """Points at passage `number`, 0 for general knowledge; `claims` is what it was put behind, narrowest first."""

    number: int
    space: str
    claims: tuple[str, ...] = ()


class Outlet:
    """`hosts` are those that may be linked to."""

    def __init__(self, hosts: Collection[str]) -> None:
        self._hosts = frozenset(hosts)
        self._held = ""
        self._said = ""
        self._marked = 0  # how much of `_said` stood before the last marker

    def take(self, text: str) -> list[str | Marker]:
        """What may be shown now."""
        text = self._held + text
        opened = _OPEN.search(text)
        if opened and len(text) - opened.start() <= MAX_HELD_CHARACTERS:
            text, self._held = text[: opened.start()], text[opened.start() :]
        else:
            self._held = ""
        return list(self._parts(text))

    def rest(self) -> list[str | Marker]:
        """What was held back when the text ended."""
        text, self._held = self._held, ""
        return list(self._parts(text))

    def _parts(self, text: str) -> Iterator[str | Marker]:
        place = 0
        for part in _PART.finditer(text):
            yield from self._say(text[place : part.start()])
            place = part.end()
            if part["marker"] is not None:
                yield from self._markers(part)
            else:
                yield from self._say(self._link(part))
        yield from self._say(text[place:])

    def _say(self, text: str) -> Iterator[str]:
        if text:
            self._said += text
            yield text

    def _markers(self, part: re.Match[str]) -> Iterator[Marker]:
        space = part["marker"][: -len(part["marker"].lstrip())]
        claims = self._claims()
        for number in re.split(r"\s*,\s*", part["numbers"]):
            yield Marker(0 if number.lower() == GENERAL else int(number), space, claims)
            space = ""
        self._marked = len(self._said)

    def _claims(self) -> tuple[str, ...]:
        """What was said since the marker before, and the whole sentence so far."""
        text = self._said[-LOOKED_BACK_CHARACTERS:]
        spans = list(sentences(text))
        whole = text[slice(*spans[-1])] if spans else ""
        since = self._said[self._marked :].strip()
        return (since, whole) if since and len(since) < len(whole) else (whole,)

    def _link(self, part: re.Match[str]) -> str:
        """As it was if it leads to a source. Else its label, kept apart so that no address grows together around it."""
        if part["url"] is not None:
            return part["url"] if self._is_source(part["url"]) else self._apart("")
        if self._is_source(part["target"]) and not part["link"].startswith("!") and "://" not in part["label"]:
            return part["link"]
        return self._apart(re.sub(r"\S*:/\S*", "", part["label"]))

    def _apart(self, label: str) -> str:
        space = " " if self._said and not self._said[-1].isspace() else ""
        return f"{space}{label} {REMOVED} " if label.strip() else f"{space}{REMOVED} "

    def _is_source(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        safe = parts.scheme.lower() in ("http", "https") and "@" not in parts.netloc and "\\" not in url
        return safe and (parts.hostname or "") in self._hosts


def host_of(url: str) -> str:
    """Of an address that may be linked to; empty for everything else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
