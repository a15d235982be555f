"""A form in the conversation: checked beside each field before it is sent, and told there what the server says."""

from collections.abc import Awaitable, Callable
from typing import Any

from widget_py.browser import Element, Event, Input, Object, String, document, spawn
from widget_py.widget.blank import trimmed
from widget_py.widget.client import Failure
from widget_py.widget.dom import attrs, button, el, nothing
from widget_py.widget.lead_rules import complaint
from widget_py.widget.look import Look
from widget_py.widget.shapes import FieldShape

FILLED_IN = ("name", "email", "tel")  # by a browser, which knows these names
KINDS = {"boolean": "checkbox", "integer": "number", "string": "text"}


class Field:
    """One control with its label and the place for what is wrong with it."""

    def __init__(self, shape: FieldShape, hint: str) -> None:
        kind = KINDS.get(shape["type"]) or shape["type"]
        given = shape.get("choices")
        choices = given if given is not None else []
        self.shape = shape
        self.is_box = kind == "checkbox"
        made: Input = document.createElement("select" if len(choices) else "input")
        self.input = made
        self.problem = el("span", "c-problem")  # inside the label, so it is read with it
        if len(choices):
            self.input.append(*[el("option", "", choice) for choice in ["", *choices]])
        else:
            attrs(self.input, {"type": kind, "maxlength": "500", "step": "any"})
        known = kind if kind in FILLED_IN else shape["name"]
        fill = known if known in FILLED_IN else "on"
        attrs(self.input, {"name": shape["name"], "autocomplete": fill, "aria-required": String(shape["required"])})
        label = shape["label"] if shape["required"] or self.is_box else shape["label"] + " (" + hint + ")"
        name = "c-field c-check" if self.is_box else "c-field"
        self.node = el("label", name, el("span", "", label), self.input, shape.get("help") or "", self.problem)

    def wrong(self) -> str:
        """The key of the complaint, or ""."""
        kind = self.shape["type"]
        if self.is_box:
            return "consent" if kind == "checkbox" and not self.input.checked else ""
        return complaint(kind, self.shape["required"], self.input.value)

    def value(self) -> object:
        return self.input.checked if self.is_box else trimmed(self.input.value)

    def show(self, problem: str) -> None:
        self.problem.textContent = problem
        attrs(self.input, {"aria-invalid": String(problem != "")})


class Form:
    """`send` gets the values by name, and may raise Failure."""

    def __init__(self, look: Look, fields: list[FieldShape], send: Callable[[Any], Awaitable[None]]) -> None:
        self.look = look
        self.send = send
        self.fields = [Field(each, look.say("optional")) for each in fields]
        self.problem = attrs(el("p", "c-problem"), {"role": "alert"})
        self.go = button("c-primary", nothing)
        self.node = el("form", "c-lead")

    def build(self, title: str, go: str, no: str, skip: Callable[[], None]) -> Element:
        """With the words on its two buttons."""
        self.go.append(self.look.say(go))
        away = attrs(button("c-quiet", skip, self.look.say(no)), {"type": "button"})
        kids = [field.node for field in self.fields]
        self.node.append(el("b", "", title), *kids, self.problem, el("div", "", self.go, away))
        self.node.addEventListener("submit", self.submitted)
        return attrs(self.node, {"novalidate": "", "part": "lead-form", "aria-label": title})

    def submitted(self, event: Event) -> None:
        event.preventDefault()
        if not self.go.disabled and self.check():
            spawn(self.submit())

    def check(self) -> bool:
        """Show what is wrong, and go to the first of it."""
        first: Field | None = None
        for field in self.fields:
            key = field.wrong()
            field.show(self.look.say("wrong_" + key))
            if key:
                first = first or field
        if first:
            first.input.focus()
        return first is None

    async def submit(self) -> None:
        self.go.disabled = True
        self.problem.textContent = ""
        values: dict[str, object] = {}
        for field in self.fields:
            values[field.shape["name"]] = field.value()
        await self.attempt(Object.fromEntries(values))

    async def attempt(self, values: Any) -> None:
        """Send them, and tell what went wrong."""
        try:
            await self.send(values)
        except Exception as error:
            self.complain(error.field if isinstance(error, Failure) else "", self.look.explain(error))
        self.go.disabled = False

    def release(self) -> None:
        """The focus goes to the conversation, since what had it goes away."""
        parent = self.node.parentElement
        if parent:
            parent.focus()

    def complain(self, name: str, text: str) -> None:
        for field in self.fields:
            if field.shape["name"] == name:
                field.show(text)
                field.input.focus()
                return
        self.problem.textContent = text
