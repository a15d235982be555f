"""What a page says to robots, read where the page itself is read; only HTML says anything."""

from privexbot_app.rag.page_facts import PageFacts, facts_of
from privexbot_app.rag.parse.html import refuse_towers, source_of

HTML = ("text/html", "application/xhtml+xml")


def facts_in(content: bytes, media_type: str, url: str) -> PageFacts:
    """Raises ParseError for what is built to be unreadable."""
    if media_type not in HTML:
        return PageFacts()
    source = source_of(content)
    refuse_towers(source)
    return facts_of(source, url)
