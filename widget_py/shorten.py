"""Short names for what only the widget reads itself: attributes of objects; classes and properties of the style."""

import re
import string
from collections import Counter

from widget_py.compiler import Module

ATTRIBUTE = re.compile(r"(?<=[.\s])(\$\w+\$\w+)")
CLASS = re.compile(r"(?<![\w-])c-[a-z]+")
PROPERTY = re.compile(r"(?<=--)(?!pb-)[a-z]+\b")  # `--pb-…` are the page's own
LETTERS = string.ascii_lowercase + string.ascii_uppercase


def short_attributes(modules: list[Module]) -> dict[str, str]:
    """A short name for each `$Class$attribute`, the same few letters in every class: repetition is what compresses."""
    found = Counter(name for module in modules for name in ATTRIBUTE.findall(module.code))
    short: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for name in _often_first(found):
        owner = name.split("$")[1]
        short[name] = _short(taken[owner])
        taken[owner] += 1
    return short


def short_classes(style: str) -> dict[str, str]:
    """A short name for each `c-…` of the style sheet."""
    found = Counter(CLASS.findall(style))
    return {name: _short(at) for at, name in enumerate(_often_first(found))}


def shorten_classes(text: str, short: dict[str, str]) -> str:
    """Raises KeyError for a class that the style sheet does not know."""
    return CLASS.sub(lambda match: short[match[0]], text)


def shorten_properties(style: str) -> str:
    short = {name: _short(at) for at, name in enumerate(_often_first(Counter(PROPERTY.findall(style))))}
    return PROPERTY.sub(lambda match: short[match[0]], style)


def _often_first(found: Counter[str]) -> list[str]:
    return sorted(found, key=lambda name: (-found[name], name))


def _short(at: int) -> str:
    return LETTERS[at] if at < len(LETTERS) else f"{LETTERS[at - len(LETTERS)]}_"
