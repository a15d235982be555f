"""JSON-LD in a page: what it states for machines, as facts; bounded, and never a reason not to read the page."""

import json
from collections.abc import Iterable, Iterator
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser

from privexbot_app.rag.facts import Fact
from privexbot_app.rag.parse.linked_kinds import facts_of
from privexbot_app.rag.parse.linked_nodes import Node, things_in

MOST_SCRIPTS = 50
MOST_CHARACTERS = 1_000_000  # of all scripts together
MOST_FACTS = 300

DAMAGED = "Facts that the page states for machines (JSON-LD) are damaged, and were left out."
TOO_MANY = f"The page states more for machines (JSON-LD) than is kept: at most {MOST_FACTS} facts were."


def read_linked(tree: LexborHTMLParser) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """Each fact once, in the order of the page, and sentences about what was left out."""
    texts = list(filter(None, _scripts(tree)))
    kept = [text for text, total in zip(texts, accumulate(map(len, texts)), strict=True) if total <= MOST_CHARACTERS]
    loaded, is_damaged = _load(kept[:MOST_SCRIPTS])
    facts = tuple(dict.fromkeys(fact for thing in things_in(loaded) for fact in facts_of(thing)))
    is_cut = len(facts) > MOST_FACTS or len(texts) > len(kept[:MOST_SCRIPTS])
    return facts[:MOST_FACTS], tuple(said for is_so, said in ((is_damaged, DAMAGED), (is_cut, TOO_MANY)) if is_so)


def _load(texts: Iterable[str]) -> tuple[list[Node], bool]:
    """What they hold, and whether one of them could not be understood."""
    loaded: list[Node] = []
    is_damaged = False
    for text in texts:
        try:
            loaded.append(json.loads(text, strict=False))
        except (ValueError, RecursionError):
            is_damaged = True
    return loaded, is_damaged


def _scripts(tree: LexborHTMLParser) -> Iterator[str]:
    for script in tree.css("script[type]"):
        if (script.attributes.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json":
            yield script.text().strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
