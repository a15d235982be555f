"""What the tests call in the widget's pure modules, in CPython and compiled alike."""

from widget_py.widget.lead_rules import complaint
from widget_py.widget.links import safe_href
from widget_py.widget.markdown import Block, parse
from widget_py.widget.sse import Events


def markdown(texts: list[str]) -> list[list[Block]]:
    return [parse(text) for text in texts]


def hrefs(texts: list[str]) -> list[str]:
    return [safe_href(text) for text in texts]


def complaints(kind: str, texts: list[str]) -> list[str]:
    return [complaint(kind, True, text) for text in texts]


def events(streams: list[list[str]]) -> list[list[tuple[str, str]]]:
    return [read(pieces) for pieces in streams]


def read(pieces: list[str]) -> list[tuple[str, str]]:
    reader = Events()
    found: list[tuple[str, str]] = []
    for piece in pieces:
        found.extend(reader.feed(piece))
    return found
