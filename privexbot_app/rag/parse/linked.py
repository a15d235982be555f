"""JSON-LD in a page: what it states for machines, as facts; bounded, and never a reason not to read the page."""

import json
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from privexbot_app.rag.facts import Fact
from privexbot_app.rag.parse.linked_kinds import facts_of
from privexbot_app.rag.parse.linked_nodes import Node, nodes_in

MOST_SCRIPTS = 50
MOST_CHARACTERS = 1_000_000  # of all scripts together
MOST_FACTS = 300

DAMAGED = "Facts that the page states for machines (JSON-LD) are damaged, and were left out."
TOO_MANY = f"The page states more facts for machines (JSON-LD) than can be kept: the first {MOST_FACTS} were."


def read_linked(tree: LexborHTMLParser) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """Each fact once, in the order of the page, and sentences about what was left out."""
    loaded, is_damaged = _load(tree)
    facts = tuple(dict.fromkeys(fact for node in nodes_in(loaded) for fact in facts_of(node)))
    problems = [DAMAGED] if is_damaged else []
    return facts[:MOST_FACTS], tuple([*problems, TOO_MANY] if len(facts) > MOST_FACTS else problems)


def _load(tree: LexborHTMLParser) -> tuple[list[Node], bool]:
    """What the scripts hold, and whether one of them could not be understood."""
    loaded: list[Node] = []
    is_damaged = False
    for text in _scripts(tree):
        try:
            loaded.append(json.loads(text, strict=False))
        except (ValueError, RecursionError):
            is_damaged = True
    return loaded, is_damaged


def _scripts(tree: LexborHTMLParser) -> Iterator[str]:
    left = MOST_CHARACTERS
    for script in tree.css("script[type]")[: 20 * MOST_SCRIPTS]:
        kind = (script.attributes.get("type") or "").partition(";")[0].strip().lower()
        if kind != "application/ld+json":
            continue
        text = script.text().strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        left -= len(text)
        if left < 0:
            return
        if text:
            yield text
