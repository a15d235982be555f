"""Short names for what only the widget reads itself: attributes of objects; classes and properties of the style."""

import re
import string
from collections import Counter, defaultdict
from itertools import count as count_up

from widget_py.compiler import Module

ATTRIBUTE = re.compile(r"(?<=[.\s])(\$\w+\$\w+)")
CLASS = re.compile(r"(?<![\w-])c-[a-z]+")
PROPERTY = re.compile(r"(?<=--)(?!pb-)[a-z]+\b")  # `--pb-…` are the page's own
LETTERS = string.ascii_lowercase + string.ascii_uppercase


def short_attributes(modules: list[Module]) -> dict[str, str]:
    """A short name for each `$Class$attribute`: what has one name in several classes keeps one, to pack well."""
    found = Counter(name for module in modules for name in ATTRIBUTE.findall(module.code))
    alike: Counter[str] = Counter()
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for name, count in found.items():
        _, owner, attribute = name.split("$", 2)
        alike[attribute] += count
        owners[attribute].add(owner)
    short: dict[str, str] = {}
    taken: defaultdict[str, set[int]] = defaultdict(set)  # by class
    for attribute in _often_first(alike):
        used = set[int]().union(*(taken[owner] for owner in owners[attribute]))
        at = next(at for at in count_up() if at not in used)
        for owner in owners[attribute]:
            taken[owner].add(at)
            short[f"${owner}${attribute}"] = _short(at)
    return short


def short_classes(style: str) -> dict[str, str]:
    """A short name for each `c-…` of the style sheet."""
    found = Counter(CLASS.findall(style))
    return {name: _short_small(at) for at, name in enumerate(_often_first(found))}


def shorten_classes(text: str, short: dict[str, str]) -> str:
    """Raises KeyError for a class that the style sheet does not know."""
    return CLASS.sub(lambda match: short[match[0]], text)


def shorten_properties(style: str) -> str:
    short = {name: _short(at) for at, name in enumerate(_often_first(Counter(PROPERTY.findall(style))))}
    return PROPERTY.sub(lambda match: short[match[0]], style)


def _often_first(found: Counter[str]) -> list[str]:
    return sorted(found, key=lambda name: (-found[name], name))


def _short_small(at: int) -> str:
    """In small letters only: a page without a doctype does not tell `b` from `B` in a class."""
    small = string.ascii_lowercase
    return small[at] if at < len(small) else f"{small[at // len(small) - 1]}{small[at % len(small)]}"


def _short(at: int) -> str:
    """One letter, or two of which the second is the commonest ones."""
    many = len(LETTERS)
    return LETTERS[at] if at < many else f"{LETTERS[at % many]}{LETTERS[at // many - 1]}"
