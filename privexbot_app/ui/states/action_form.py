"""The form of an action, empty or of one that exists; secret headers go in and never come out again."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from privexbot_app.errors import Invalid
from privexbot_app.services import actions
from privexbot_app.services.actions import Action, ActionForm, Parameter, parameters_of
from privexbot_app.ui.problems import parse, parse_id
from privexbot_app.ui.states.actions import ActionsState
from privexbot_app.ui.states.chatbot import ChatbotState

MOST_PARAMETERS = 12
PARTS = ("name", "label", "type", "description", "required", "choices", "pattern", "minimum", "maximum")
TEXTS = ("name", "title", "description", "method", "url", "body", "result_path", "answer")
FORGET = "forget"


@dataclass(frozen=True)
class ParameterRow:
    """One parameter in the form; `key` tells its fields from those of the others."""

    key: str
    name: str = ""
    label: str = ""
    type: str = "string"
    description: str = ""
    required: str = "yes"
    choices: str = ""
    pattern: str = ""
    minimum: str = ""
    maximum: str = ""

    @classmethod
    def of(cls, key: str, kept: Parameter) -> "ParameterRow":
        limits = {name: "" if value is None else f"{value:g}" for name, value in _limits(kept).items()}
        texts = {name: getattr(kept, name) for name in ("name", "label", "type", "description", "pattern")}
        return cls(key, **texts, **limits, required="yes" if kept.required else "no", choices=", ".join(kept.choices))


def _limits(kept: Parameter) -> dict[str, float | None]:
    return {"minimum": kept.minimum, "maximum": kept.maximum}


class ActionFormState(ChatbotState):
    """The first values of the fields, and what was wrong with what was given."""

    is_open: bool = False
    is_edit: bool = False
    first: dict[str, str] = {}
    parameters: list[ParameterRow] = []
    secret_names: str = ""
    problem_field: str = ""
    problem: str = ""

    _action_id: str = ""
    _count: int = 0

    @rx.var
    def has_room(self) -> bool:
        return len(self.parameters) < MOST_PARAMETERS

    @rx.event
    def start(self):
        self._begin({"method": "GET", "changes_something": "no"})

    @rx.event
    async def start_edit(self, action_id: str):
        action = await actions.get_action(await self._viewer(), parse_id(action_id))
        self._begin(_first_values(action))
        self.is_edit, self._action_id, self.secret_names = True, str(action.id), ", ".join(action.secret_names)
        for parameter in parameters_of(action):
            self.parameters = [*self.parameters, ParameterRow.of(self._next_key(), parameter)]

    @rx.event
    def set_open(self, is_open: bool):
        self.is_open = is_open is True

    @rx.event
    def add_parameter(self):
        if self.has_room:
            self.parameters = [*self.parameters, ParameterRow(self._next_key())]

    @rx.event
    def remove_parameter(self, key: str):
        self.parameters = [row for row in self.parameters if row.key != key]

    @rx.event
    async def save(self, form: dict):
        self.problem_field = self.problem = ""
        try:
            given = parse(ActionForm, _given(form, [row.key for row in self.parameters], is_edit=self.is_edit))
            await self._write(given)
        except Invalid as problem:
            self.problem_field, self.problem = problem.field or "name", problem.message
            return rx.set_focus(f"action-{self.problem_field}")
        self.is_open = False
        return [rx.toast.success("Saved."), ActionsState.load]

    async def _write(self, given: ActionForm) -> None:
        viewer = await self._viewer()
        if self._action_id:
            await actions.edit_action(viewer, parse_id(self._action_id), given)
        else:
            await actions.add_action(viewer, self._asked_id(), given)

    def _begin(self, first: dict[str, str]) -> None:
        names = (*TEXTS, "phrases", "headers", "changes_something")
        self.first = {name: first.get(name, "") for name in names}
        self.parameters, self.secret_names, self._action_id = [], "", ""
        self.problem_field = self.problem = ""
        self.is_edit, self.is_open = False, True

    def _next_key(self) -> str:
        self._count += 1
        return str(self._count)


def _first_values(action: Action) -> dict[str, str]:
    texts = {name: str(getattr(action, name)) for name in TEXTS}
    headers = "\n".join(f"{name}: {value}" for name, value in action.headers.items())
    changes = "yes" if action.changes_something else "no"
    return texts | {"phrases": "\n".join(action.phrases), "headers": headers, "changes_something": changes}


def _given(form: dict[str, Any], keys: list[str], *, is_edit: bool) -> dict[str, Any]:
    """What a browser sent, in the shape of `ActionForm`, which checks it."""
    given: dict[str, Any] = {name: form.get(name) or "" for name in TEXTS}
    secret = _headers(form, "secret_headers")
    keeps_secret = is_edit and not secret and form.get("secret_choice") != FORGET
    return given | {
        "phrases": [line.strip() for line in _text(form, "phrases").splitlines() if line.strip()],
        "headers": _headers(form, "headers"),
        "secret_headers": None if keeps_secret else secret,
        "parameters": [_parameter(form, key) for key in keys],
        "changes_something": form.get("changes_something") == "yes",
    }


def _headers(form: dict[str, Any], field: str) -> dict[str, str]:
    lines = [line for line in _text(form, field).splitlines() if line.strip()]
    if any(":" not in line for line in lines):
        raise Invalid("Write one header a line, such as X-Shop: shoes.", field=field)
    return {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _parameter(form: dict[str, Any], key: str) -> dict[str, Any]:
    """Only what belongs to its type."""
    given: dict[str, Any] = {part: _text(form, f"{part}_{key}") for part in PARTS}
    given["required"] = given["required"] != "no"
    given["choices"] = [choice.strip() for choice in given["choices"].split(",") if choice.strip()]
    return {name: value for name, value in given.items() if value != ""}


def _text(form: dict[str, Any], name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""
