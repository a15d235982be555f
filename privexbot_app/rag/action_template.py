"""An action's request, made from the owner's templates and checked values: never by gluing text.

A value becomes a part of a path, a part of a query, a header or a JSON value, and nothing else: it cannot end what
it stands in. Where the request goes is the owner's alone: no value has a place before the path.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from privexbot_app.errors import Invalid
from privexbot_app.rag.action_parameters import Value

URL = re.compile(r"(?P<origin>https?://[^/?#{}\\\s@]+)(?P<path>/[^?#\\\s]*)?(?:\?(?P<query>[^#\\\s]*))?", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)\}")
BRACE = re.compile(r"[{}]")
VISITOR = frozenset({"visitor.id"})  # of one whose id the owner's server signed; name and e-mail are not
TRUSTED = VISITOR | {"conversation.id", "chatbot.id"}  # no message of a visitor and no model can set them
LEFT_OUT = object()

Values = Mapping[str, Value]


@dataclass(frozen=True)
class Template:
    """As the owner wrote it; `body` is JSON whose texts may hold placeholders, empty for none."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: str = ""


@dataclass(frozen=True)
class Filled:
    """What is sent, but for the secret headers."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes = b""


def check_template(template: Template, required: frozenset[str], optional: frozenset[str]) -> None:
    """Raises Invalid, with the field, for a template that could not be filled whatever the values are."""
    parts = URL.fullmatch(template.url)
    if parts is None:
        raise Invalid("Write a whole address, with placeholders only behind the server's name.", field="url")
    if BRACE.search(PLACEHOLDER.sub("", template.url)):
        raise Invalid("There is a brace that belongs to no placeholder.", field="url")
    known = required | optional | TRUSTED
    _check_names(template.url, known, "url")
    if unsure := set(PLACEHOLDER.findall(parts["path"] or "")) & optional:
        raise Invalid(f"{min(unsure)} may be left out, so it cannot stand in the path.", field="url")
    for name, value in template.headers.items():
        _check_names(value, known, "headers")
        if PLACEHOLDER.search(name):
            raise Invalid("The name of a header cannot have a placeholder.", field="headers")
    _check_names(json.dumps(_json(template.body)) if template.body else "", known, "body")


def names_in(template: Template) -> frozenset[str]:
    """Every placeholder that stands in it."""
    texts = (template.url, template.body, *template.headers.values())
    return frozenset(name for text in texts for name in PLACEHOLDER.findall(text))


def fill(template: Template, values: Values, trusted: Values) -> Filled:
    """Raises Invalid, with the parameter's name, for a value that has no place where it should go."""
    known = {**values, **trusted}
    body = _fill_json(_json(template.body), known) if template.body else LEFT_OUT
    headers = {name: _fill_header(text, known) for name, text in template.headers.items()}
    if body is LEFT_OUT:
        return Filled(template.method, fill_url(template.url, known), headers)
    headers.setdefault("Content-Type", "application/json")
    return Filled(template.method, fill_url(template.url, known), headers, json.dumps(body).encode())


def fill_url(template: str, values: Values) -> str:
    """The address; a part of the query whose value is left out is left out whole."""
    parts = URL.fullmatch(template)
    if parts is None:
        raise Invalid("The address of the action cannot be used.", field="url")
    path = "/".join(_fill_segment(segment, values) for segment in (parts["path"] or "/").split("/"))
    pairs = [pair for pair in (parts["query"] or "").split("&") if pair and not _missing(pair, values)]
    query = "&".join(_fill_text(pair, values, _encoded) for pair in pairs)
    return f"{parts['origin']}{path}?{query}" if query else f"{parts['origin']}{path}"


def text_of(value: Value) -> str:
    """As it stands in addresses and sentences."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def origin_of(url: str) -> str:
    """Scheme, host and port of an owner's address; empty if it is none."""
    parts = URL.fullmatch(url)
    return parts["origin"].lower() if parts else ""


def _check_names(text: str, known: frozenset[str], field: str) -> None:
    if unknown := set(PLACEHOLDER.findall(text)) - known:
        raise Invalid(f"There is no parameter {min(unknown)}.", field=field)


def _missing(text: str, values: Values) -> bool:
    return any(name not in values for name in PLACEHOLDER.findall(text))


def _fill_text(text: str, values: Values, written: Callable[[str], str]) -> str:
    return PLACEHOLDER.sub(lambda found: written(text_of(values[found[1]])) if found[1] in values else "", text)


def _encoded(text: str) -> str:
    return quote(text, safe="")


def _fill_segment(segment: str, values: Values) -> str:
    """Servers decode a path before they read it, so what separates or climbs is refused and not only encoded."""
    names = PLACEHOLDER.findall(segment)
    if not names:
        return segment
    for name in names:
        text = text_of(values.get(name, ""))
        if not text.strip() or set(text) & set("/\\%\0;?#") or not text.strip(". "):
            raise Invalid("This value has characters that cannot be used here.", field=name)
    return _fill_text(segment, values, _encoded)


def _fill_header(text: str, values: Values) -> str:
    for name in PLACEHOLDER.findall(text):
        value = text_of(values.get(name, ""))
        if not (value.isascii() and (value.isprintable() or not value)):
            raise Invalid("This value has characters that cannot be used here.", field=name)
    return _fill_text(text, values, str)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        advice = 'Write JSON, with every placeholder between quotation marks, such as {"size": "{size}"}.'
        raise Invalid(advice, field="body") from None


def _fill_json(template: Any, values: Values) -> Any:
    """A text that is a placeholder and nothing else takes the value with its type."""
    if isinstance(template, dict):
        filled = {name: _fill_json(value, values) for name, value in template.items()}
        return {name: value for name, value in filled.items() if value is not LEFT_OUT}
    if isinstance(template, list):
        return [value for value in (_fill_json(one, values) for one in template) if value is not LEFT_OUT]
    if not isinstance(template, str):
        return template
    if whole := PLACEHOLDER.fullmatch(template):
        return values.get(whole[1], LEFT_OUT)
    return _fill_text(template, values, str)
