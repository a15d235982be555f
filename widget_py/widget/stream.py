"""Listens to a response of server-sent events until it ends."""

from collections.abc import Callable
from typing import Any

from widget_py.browser import JSON, Body, TextDecoder
from widget_py.widget.sse import Events


async def follow(body: Body, heard: Callable[[str, Any], None]) -> None:
    """Tells the name and the JSON of each. Raises whatever breaks the connection."""
    reader = body.getReader()
    events = Events()
    decoder = TextDecoder()
    while True:
        chunk = await reader.read()
        if chunk["done"]:
            return
        for name, data in events.feed(decoder.decode(chunk.get("value"), {"stream": True})):
            heard(name, JSON.parse(data))
