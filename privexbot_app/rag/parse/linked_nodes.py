"""The things that JSON-LD speaks of: found in graphs and lists, of some types, with what they say in plain words."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborHTMLParser

Node = Any  # what JSON may be: a website's word for anything

MOST_NODES = 3000
MOST_DEPTH = 12
MOST_VALUES = 60  # of one property
VALUE_CHARACTERS = 1000

_WITHIN = (
    "@graph",
    "mainEntity",
    "mainEntityOfPage",
    "about",
    "publisher",
    "department",
    "hasVariant",
    "hasPart",
    "itemListElement",
    "item",
)
_SKIPPED = frozenset(("BreadcrumbList", "SiteNavigationElement"))
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


@dataclass(frozen=True)
class Thing:
    """A node with types; `named` are the nodes of all scripts by their @id, for one may only refer to another."""

    types: frozenset[str]
    fields: dict[str, Node]
    named: dict[str, dict[str, Node]] = field(repr=False)

    def nodes(self, name: str) -> list[Node]:
        """The values of a property, always as a list, references followed."""
        value = self.fields.get(name)
        values = value if isinstance(value, list) else [] if value is None else [value]
        return [self._followed(one) for one in values[:MOST_VALUES]]

    def things(self, name: str) -> list["Thing"]:
        """The values of a property that are things themselves."""
        return [thing_of(node, self.named) for node in self.nodes(name) if isinstance(node, dict)]

    def texts(self, name: str) -> list[str]:
        """The values of a property in words; of a thing its name."""
        found = [words_of(node.get("name") if isinstance(node, dict) else node) for node in self.nodes(name)]
        return [text for text in dict.fromkeys(found) if text]

    def text(self, *names: str) -> str:
        """The first of these properties that says something, several values with commas between; else empty."""
        return next((", ".join(said) for name in names if (said := self.texts(name))), "")

    def _followed(self, node: Node) -> Node:
        if isinstance(node, dict) and set(node) <= {"@id", "@type"} and isinstance(node.get("@id"), str):
            return self.named.get(node["@id"], node)
        return node


def things_in(loaded: Sequence[Node]) -> Iterator[Thing]:
    """Every thing with a type that is not part of another, in order."""
    walked = list(islice((node for root in loaded for node in _walk(root, 0)), MOST_NODES))
    named = {node["@id"]: node for node in reversed(walked) if isinstance(node.get("@id"), str) and len(node) > 2}
    for node in walked:
        thing = thing_of(node, named)
        if thing.types:
            yield thing


def thing_of(node: dict[str, Node], named: dict[str, dict[str, Node]]) -> Thing:
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return Thing(frozenset(last_part(name) for name in names[:MOST_VALUES] if isinstance(name, str)), node, named)


def last_part(name: str) -> str:
    """ "https://schema.org/InStock" and "schema:InStock" → "InStock"."""
    return re.split(r"[/#:]", name.strip().rstrip("/"))[-1]


def words_of(node: Node) -> str:
    """A text without tags and line breaks, a number; nothing for everything else."""
    if isinstance(node, dict):
        node = node.get("@value")
    if isinstance(node, bool) or not isinstance(node, str | int | float):
        return ""
    text = _CONTROL.sub(" ", html.unescape(str(node)[: 4 * VALUE_CHARACTERS]))
    if "<" in text:
        text = _without_tags(text)
    text = " ".join(text.replace("›", ">").split())
    return text if len(text) <= VALUE_CHARACTERS else f"{text[:VALUE_CHARACTERS].rsplit(' ', 1)[0]} …"


def _without_tags(text: str) -> str:
    tree = LexborHTMLParser(text)
    for node in tree.css("script, style"):
        node.decompose()
    return tree.body.text(separator=" ") if tree.body else ""


def _walk(node: Node, depth: int) -> Iterator[dict[str, Node]]:
    if depth > MOST_DEPTH:
        return
    if isinstance(node, list):
        for one in node[:MOST_NODES]:
            yield from _walk(one, depth + 1)
    elif isinstance(node, dict) and not _SKIPPED & thing_of(node, {}).types:
        yield node
        for name in _WITHIN:
            yield from _walk(node.get(name), depth + 1)
