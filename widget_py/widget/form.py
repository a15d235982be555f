"""A form in the conversation: checked beside each field before it is sent, and told there what the server says."""

from collections.abc import Awaitable, Callable
from typing import Any

from widget_py.browser import Element, Event, FormData, Input, Object, String, Texts, spawn
from widget_py.widget.client import Failure, explain
from widget_py.widget.dom import attrs, button, el, hear, nothing
from widget_py.widget.lead_rules import complaint
from widget_py.widget.look import say
from widget_py.widget.shapes import FieldShape, Task

TAGS = ["select", "textarea"]  # every other type is one of an input


class Field:
    """One control with its label and the place for what is wrong with it."""

    def __init__(self, shape: FieldShape) -> None:
        kind = shape["type"]
        self.shape = shape
        self.problem: Element = el("span c-problem")  # inside the label, so it is read with it
        self.input: Input = el(kind if kind in TAGS else "input", *[el("option", each) for each in shape["choices"]])
        attrs(
            self.input,
            {
                "type": kind,
                "name": shape["name"],
                "autocomplete": shape["autocomplete"],
                "aria-required": String(shape["required"]),
            },
        )
        self.node: Element = el("label c-field", el("span", shape["label"]), self.input, shape["help"], self.problem)

    def show(self, problem: str) -> None:
        """What is wrong, and go there; or "" for nothing."""
        self.problem.textContent = problem
        attrs(self.input, {"aria-invalid": String(problem != "")})
        if problem:
            self.input.focus()


class Form:
    """`send` gets the values by name, or None where the visitor would rather not; it may raise Failure."""

    def __init__(self, shape: Task, send: Callable[[Any], Awaitable[None]]) -> None:
        self.send = send
        self.fields = [Field(each) for each in shape["fields"]]
        self.problem = attrs(el("p c-problem"), {"role": "alert"})
        self.go = button(" c-primary", nothing, shape["go"])
        away = attrs(button(" c-quiet", lambda: spawn(self.attempt(None)), shape["no"]), {"type": "button"})
        away.hidden = not shape["no"]
        kids = [field.node for field in self.fields]
        self.node: Element = el("form c-lead", el("b", shape["title"]), *kids, self.problem, el("div", self.go, away))
        hear(self.node, "submit", self.submitted)
        attrs(self.node, {"novalidate": "", "part": "lead-form"})

    def submitted(self, event: Event) -> None:
        """Show what is wrong, and go to the first of it; a box that is not ticked has no value."""
        event.preventDefault()
        values = Object.fromEntries(FormData(self.node))
        texts: Texts = values
        is_fine = not self.go.disabled
        for field in reversed(self.fields):
            shape = field.shape
            key = complaint(shape["type"], shape["required"], texts[shape["name"]] or "")
            field.show(say("wrong_" + key))
            is_fine = is_fine and not key
        if is_fine:
            spawn(self.attempt(values))

    async def attempt(self, values: Any) -> None:
        """Send them, and tell what went wrong, beside its field if it has one."""
        self.go.disabled = True
        self.problem.textContent = ""
        try:
            await self.send(values)
        except Exception as error:
            self.problem.textContent = explain(error)
            for field in self.fields:
                if isinstance(error, Failure) and field.shape["name"] == error.field:
                    self.problem.textContent = ""
                    field.show(explain(error))
        self.go.disabled = False

    def leave(self, thanks: str) -> None:
        """The focus goes to the conversation, since what had it goes away."""
        parent = self.node.parentElement
        if parent:
            parent.focus()
        if thanks:
            self.node.replaceChildren(el("p", thanks))
        else:
            self.node.remove()
