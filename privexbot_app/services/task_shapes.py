"""A task: the one shape of every form that the widget shows and of every entry of its menu."""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict

FieldType = Literal[
    "text", "email", "tel", "select", "checkbox", "textarea", "stars", "integer", "boolean", "string", "number"
]


HTML_TYPES = {"string": "text", "integer": "number", "boolean": "checkbox", "stars": "select", "choice": "select"}
FILLED_IN = ("name", "email", "tel")  # by a browser, which knows these names
STARS = [stars * "★" for stars in range(5, 0, -1)]


class FieldShape(TypedDict):
    """A consent is an ordinary field of type `checkbox`, named `consent`."""

    name: str
    label: str
    type: FieldType
    required: bool
    choices: NotRequired[list[str]]
    help: NotRequired[str]


class DrawnField(TypedDict):
    """A field as a page draws it: `type` is an HTML input's, `select` or `textarea`; a choice may be left empty."""

    name: str
    label: str
    type: str
    required: bool
    choices: list[str]
    help: str
    autocomplete: str


def drawn(shape: Mapping[str, Any]) -> DrawnField:
    """What has to be filled in is marked by a star; boxes are either ticked or not."""
    kind = "select" if shape.get("choices") else HTML_TYPES.get(shape["type"], shape["type"])
    choices = STARS if shape["type"] == "stars" else list(shape.get("choices") or [])
    known = kind if kind in FILLED_IN else shape["name"]
    return DrawnField(
        name=shape["name"],
        label=shape["label"] + " *" * (shape["required"] and kind != "checkbox"),
        type=kind,
        required=shape["required"],
        choices=["", *choices] if choices else [],
        help=shape.get("help") or "",
        autocomplete=known if known in FILLED_IN else "on",
    )


class Task(TypedDict):
    """`path` is below the chatbot's address; `no` is empty for what cannot be skipped.

    `file` is the name that a GET's response is saved under; empty: the answer's `text` is shown in the thread.
    """

    label: str
    path: str
    method: Literal["POST", "GET", "DELETE"]
    title: str
    fields: list[DrawnField]
    go: str
    no: str
    thanks: str
    file: str
