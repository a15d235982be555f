"""The form for contact details as an owner makes it: fields in their order, and when visitors see it."""

import itertools
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Any

import reflex as rx

from privexbot_app.errors import Invalid
from privexbot_app.services import lead_forms
from privexbot_app.services.lead_forms import CONSENT, MOST_FIELDS, LeadField, LeadForm, LeadOccasions
from privexbot_app.ui.focus import focus_on
from privexbot_app.ui.problems import filled, parse
from privexbot_app.ui.states.chatbot import ChatbotState

TYPES = {
    "text": "Text",
    "email": "E-mail address",
    "tel": "Phone number",
    "select": "Choice from a list",
    "checkbox": "Box to tick",
    "textarea": "Long text",
}
LONGEST_NAME = 36
NAMES = {"email": "email", "tel": "phone"}
OCCASIONS = ("before", "unanswered", "handoff")
SWITCHES = (*OCCASIONS, "can_skip")
TEXTS = ("title", "consent", "after")


@dataclass(frozen=True)
class FieldRow:
    """One field of the form; `key` tells its inputs from those of the others, `name` is what the API calls it."""

    key: str
    name: str = ""
    label: str = ""
    type: str = "text"
    required: bool = True
    choices: str = ""
    help: str = ""

    @classmethod
    def of(cls, key: str, kept: LeadField) -> "FieldRow":
        return cls(key, kept.name, kept.label, kept.type, kept.required, "\n".join(kept.choices), kept.help)


class LeadFormState(ChatbotState):
    """Texts and switches as they are kept; the order and the types of `rows` are those of the moment."""

    is_loaded: bool = False
    version: int = 0
    rows: list[FieldRow] = []
    texts: dict[str, str] = dict.fromkeys(TEXTS, "")
    switches: dict[str, bool] = dict.fromkeys(SWITCHES, False)
    problem_field: str = ""
    problem: str = ""

    _count: int = 0

    @rx.var
    def has_room(self) -> bool:
        return len(self.rows) < MOST_FIELDS

    @rx.event
    async def load(self):
        self._fill(await lead_forms.get_lead_form(await self._viewer(), self._asked_id()))
        self.problem_field = self.problem = ""
        self.is_loaded = True

    @rx.event
    def append_field(self):
        if self.has_room:
            row = FieldRow(self._next_key())
            self.rows = [*self.rows, row]
            return focus_on(f"label-{row.key}")

    @rx.event
    def remove_field(self, key: str):
        self.rows = [row for row in self.rows if row.key != key]

    @rx.event
    def move_field(self, key: str, by: int):
        at = next((at for at, row in enumerate(self.rows) if row.key == key), 0)
        rows = list(self.rows)
        moved = rows[at : at + 1]
        del rows[at : at + 1]
        to = max(0, at + (1 if by == 1 else -1))
        self.rows = [*rows[:to], *moved, *rows[to:]]

    @rx.event
    def choose_type(self, key: str, label: str):
        chosen = next((kind for kind, text in TYPES.items() if text == label), "text")
        self.rows = [replace(row, type=chosen) if row.key == key else row for row in self.rows]

    @rx.event
    async def save(self, form: dict):
        self.problem_field = self.problem = ""
        try:
            given = read_form(form, self.rows)
        except Invalid as problem:
            self.problem_field, self.problem = problem.field, problem.message
            return focus_on(problem.field)
        await lead_forms.set_lead_form(await self._viewer(), self._asked_id(), given)
        self._fill(given)
        return rx.toast.success("Saved.")

    def _fill(self, kept: LeadForm) -> None:
        self.rows = [FieldRow.of(self._next_key(), field) for field in kept.fields]
        self.texts = {"title": kept.title, "consent": kept.consent or "", "after": str(kept.when.after or "")}
        when = {name: getattr(kept.when, name) for name in OCCASIONS}
        self.switches = when | {"can_skip": kept.can_skip}
        self.version += 1

    def _next_key(self) -> str:
        self._count += 1
        return str(self._count)


def read_form(form: object, rows: list[FieldRow]) -> LeadForm:
    """What a browser sent, for fields in this order. Raises Invalid, whose field is the id of the input."""
    given = filled(form)
    if not isinstance(given, dict):
        raise Invalid("This cannot be used.", field="title")
    when = parse(
        LeadOccasions, {name: given.get(name, False) for name in OCCASIONS} | {"after": _text(given, "after") or 0}
    )
    fields: list[LeadField] = []
    for row in rows:
        fields.append(_read_field(given, row, {other.name for other in rows} | {other.name for other in fields}))
    rest = {"title": _text(given, "title"), "consent": _text(given, "consent") or None, "when": when}
    return parse(LeadForm, rest | {"fields": fields, "can_skip": given.get("can_skip", False)})


def _read_field(given: dict[str, Any], row: FieldRow, taken: set[str]) -> LeadField:
    label = _text(given, f"label-{row.key}")
    choices = [line.strip() for line in _text(given, f"choices-{row.key}").splitlines() if line.strip()]
    facts = {
        "name": row.name or _free_name(row.type, label, taken),
        "label": label,
        "type": row.type,
        "required": given.get(f"required-{row.key}", False),
        "choices": choices if row.type == "select" else [],
        "help": _text(given, f"help-{row.key}"),
    }
    try:
        return parse(LeadField, facts)
    except Invalid as problem:
        part = problem.field if problem.field in ("label", "help") else "choices"
        raise Invalid(problem.message, field=f"{part}-{row.key}") from None


def _free_name(kind: str, label: str, taken: set[str]) -> str:
    """After what it is, or what it is called: `email`, `order_number`, `order_number_2`."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    spelled = re.sub(r"[^a-z0-9]+", "_", plain).strip("_0123456789")[:LONGEST_NAME].strip("_")
    name = NAMES.get(kind) or spelled or "field"
    numbered = (f"{name}_{number}" for number in itertools.count(2))
    return name if name not in {*taken, CONSENT} else next(each for each in numbered if each not in taken)


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    return value.strip() if isinstance(value, str) else ""
