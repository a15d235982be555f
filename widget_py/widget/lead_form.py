"""The form for leaving contact details, checked beside each field before it is sent."""

from widget_py.browser import Event, Input, String, document, spawn
from widget_py.widget.client import Client, Failure
from widget_py.widget.dom import attrs, button, el, nothing
from widget_py.widget.emitter import Emitter
from widget_py.widget.lead_rules import complaint
from widget_py.widget.look import Look
from widget_py.widget.shapes import LeadField, LeadFormShape


class Field:
    """One input with its label and the place for what is wrong with it."""

    def __init__(self, kind: str, label: str, required: bool, hint: str) -> None:
        self.kind = kind
        self.required = required
        self.input: Input = document.createElement("input")
        self.problem = el("span", "problem")  # inside the label, so it is read with it
        attrs(self.input, {"type": kind, "aria-required": String(required)})
        text = label if required or kind == "checkbox" else label + " (" + hint + ")"
        self.node = el("label", "field", el("span", "", text), self.input, self.problem)

    def show(self, problem: str) -> None:
        self.problem.textContent = problem
        attrs(self.input, {"aria-invalid": String(problem != "")})


class LeadForm:
    def __init__(self, shape: LeadFormShape, look: Look, client: Client, emitter: Emitter) -> None:
        self.shape = shape
        self.look = look
        self.client = client
        self.emitter = emitter
        self.fields = [self.make_field(each) for each in shape["fields"]]
        self.consent: Field | None = None
        self.problem = attrs(el("p", "problem"), {"role": "alert"})
        self.send = button("primary", nothing, look.say("leadSend"))
        self.send.setAttribute("type", "submit")
        title = shape["title"] or look.say("leadOffer")
        self.node = attrs(
            el("form", "lead", el("b", "", title)), {"novalidate": "", "part": "lead-form", "aria-label": title}
        )
        self.node.append(*[field.node for field in self.fields])
        consent = shape["consent"]
        if consent:
            self.consent = Field("checkbox", consent, True, "")
            self.consent.node.className = "field check"
            self.node.append(self.consent.node)
        skip = button("quiet", self.skip, look.say("leadSkip"))
        self.node.append(self.problem, el("div", "row", self.send, skip))
        self.node.addEventListener("submit", self.submitted)

    def make_field(self, each: LeadField) -> Field:
        field = Field(each["type"], each["label"], each["required"], self.look.say("optional"))
        attrs(field.input, {"name": each["name"], "maxlength": "500", "autocomplete": each["name"]})
        return field

    def skip(self) -> None:
        self.node.remove()

    def submitted(self, event: Event) -> None:
        event.preventDefault()
        spawn(self.submit())

    def check(self) -> bool:
        """Show what is wrong, and go to the first of it."""
        first: Field | None = None
        for field in self.fields:
            key = complaint(field.kind, field.required, field.input.value)
            field.show(self.look.say("wrong_" + key) if key else "")
            if key:
                first = first or field
        consent = self.consent
        if consent:
            consent.show("" if consent.input.checked else self.look.say("wrong_consent"))
            if not consent.input.checked:
                first = first or consent
        if first:
            first.input.focus()
        return first is None

    async def submit(self) -> None:
        if self.send.disabled or not self.check():
            return
        self.send.disabled = True
        self.problem.textContent = ""
        try:
            values = {field.input.getAttribute("name") or "": field.input.value.strip() for field in self.fields}
            consent = self.consent
            await self.client.leave(values, consent is not None and consent.input.checked)
            self.node.replaceChildren(el("p", "thanks", self.look.say("leadThanks")))
            self.emitter.emit("lead", None)
        except Failure as failure:
            self.complain(failure.field, failure.text or self.look.say("failed"))
        except Exception:
            self.complain("", self.look.say("offline"))
        self.send.disabled = False

    def complain(self, name: str, text: str) -> None:
        for field in self.fields:
            if name and field.input.getAttribute("name") == name:
                field.show(text)
                field.input.focus()
                return
        self.problem.textContent = text
