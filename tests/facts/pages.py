"""Pages with JSON-LD to read facts from."""

import json
from typing import Any

from privexbot_app.rag.document import ParsedDocument
from privexbot_app.rag.facts import sentence_of
from privexbot_app.rag.parse import parse

WORDS = "<p>The Comet Runner is the shoe that we hand to most people who come in for their first pair.</p>"
COMET = {
    "@context": "https://schema.org",
    "@type": "Product",
    "name": "Comet Runner",
    "brand": {"@type": "Brand", "name": "Alder"},
    "sku": "AF-COM",
    "offers": {"@type": "Offer", "price": "89", "priceCurrency": "USD", "availability": "https://schema.org/InStock"},
}


def page(*stated: Any, words: str = WORDS) -> str:
    """A page about a shoe; what is stated is JSON, or a text that should be."""
    texts = [one if isinstance(one, str) else json.dumps(one) for one in stated]
    scripts = "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)
    return f"<html><head>{scripts}</head><body><main><h1>Comet Runner</h1>{words}</main></body></html>"


def read(*stated: Any, words: str = WORDS) -> ParsedDocument:
    return parse(page(*stated, words=words).encode(), "text/html", "comet.html")


def told(*stated: Any) -> list[str]:
    """The sentences of the facts."""
    return [sentence_of(fact) for fact in read(*stated).facts]
