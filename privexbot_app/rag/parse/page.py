"""What a page says to robots, read where the page itself is read; only HTML says anything."""

from privexbot_app.rag.page_facts import PageFacts, facts_of
from privexbot_app.rag.parse.formats import SUPPORTED
from privexbot_app.rag.parse.html import source_of


def facts_in(content: bytes, media_type: str, url: str) -> PageFacts:
    """Raises ParseError for what is built to be unreadable."""
    return facts_of(source_of(content), url) if SUPPORTED.get(media_type) == "html" else PageFacts()
