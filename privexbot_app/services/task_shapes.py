"""A task: the one shape of every form that the widget shows and of every entry of its menu."""

from typing import Literal, NotRequired, TypedDict

FieldType = Literal[
    "text", "email", "tel", "select", "checkbox", "textarea", "stars", "integer", "boolean", "string", "number"
]


class FieldShape(TypedDict):
    """A consent is an ordinary field of type `checkbox`, named `consent`."""

    name: str
    label: str
    type: FieldType
    required: bool
    choices: NotRequired[list[str]]
    help: NotRequired[str]


class Task(TypedDict):
    """`path` is below the chatbot's address; `no` is empty for what cannot be skipped.

    `file` is the name that a GET's response is saved under; empty: the answer's `text` is shown in the thread.
    """

    label: str
    path: str
    method: Literal["POST", "GET", "DELETE"]
    title: str
    fields: list[FieldShape]
    go: str
    no: str
    thanks: str
    file: str
