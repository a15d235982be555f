"""The form for leaving contact details, checked beside each field before it is sent."""

from widget_py.browser import Event, Input, String, document, spawn
from widget_py.widget.blank import trimmed
from widget_py.widget.client import Client, Failure
from widget_py.widget.dom import attrs, button, el, nothing
from widget_py.widget.emitter import Emitter
from widget_py.widget.lead_rules import complaint
from widget_py.widget.look import Look
from widget_py.widget.shapes import LeadField, LeadFormShape


class Field:
    """One input with its label and the place for what is wrong with it."""

    def __init__(self, shape: LeadField, hint: str) -> None:
        self.shape = shape
        self.input: Input = document.createElement("input")
        self.problem = el("span", "c-problem")  # inside the label, so it is read with it
        attrs(
            self.input,
            {
                "type": shape["type"],
                "name": shape["name"],
                "autocomplete": shape["name"],
                "maxlength": "500",
                "aria-required": String(shape["required"]),
            },
        )
        label = shape["label"] if shape["required"] else shape["label"] + " (" + hint + ")"
        name = "c-field c-check" if shape["type"] == "checkbox" else "c-field"
        self.node = el("label", name, el("span", "", label), self.input, self.problem)

    def wrong(self) -> str:
        """The key of the complaint, or ""."""
        if self.shape["type"] == "checkbox":
            return "" if self.input.checked else "consent"
        return complaint(self.shape["type"], self.shape["required"], self.input.value)

    def show(self, problem: str) -> None:
        self.problem.textContent = problem
        attrs(self.input, {"aria-invalid": String(problem != "")})


class LeadForm:
    def __init__(self, shape: LeadFormShape, look: Look, client: Client, emitter: Emitter) -> None:
        self.look = look
        self.client = client
        self.emitter = emitter
        self.consent = shape["consent"] or ""
        self.fields = [Field(each, look.say("optional")) for each in shape["fields"]]
        if self.consent:
            agree: LeadField = {"name": "consent", "label": self.consent, "type": "checkbox", "required": True}
            self.fields.append(Field(agree, ""))
        self.problem = attrs(el("p", "c-problem"), {"role": "alert"})
        self.send = button("c-primary", nothing, look.say("leadSend"))
        skip = attrs(button("c-quiet", self.skip, look.say("leadSkip")), {"type": "button"})
        title = shape["title"] or look.say("leadOffer")
        kids = [field.node for field in self.fields]
        self.node = el("form", "c-lead", el("b", "", title), *kids, self.problem, el("div", "", self.send, skip))
        attrs(self.node, {"novalidate": "", "part": "lead-form", "aria-label": title})
        self.node.addEventListener("submit", self.submitted)

    def skip(self) -> None:
        self.node.remove()

    def submitted(self, event: Event) -> None:
        event.preventDefault()
        if not self.send.disabled and self.check():
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
        self.send.disabled = True
        self.problem.textContent = ""
        values: dict[str, str] = {}
        for field in self.fields:
            if field.shape["type"] != "checkbox":
                values[field.shape["name"]] = trimmed(field.input.value)
        try:
            await self.client.leave(values, self.consent != "")
            self.node.replaceChildren(el("p", "", self.look.say("leadThanks")))
            self.emitter.emit("lead", None)
        except Exception as error:
            self.complain(error.field if isinstance(error, Failure) else "", self.look.explain(error))
        self.send.disabled = False

    def complain(self, name: str, text: str) -> None:
        for field in self.fields:
            if field.shape["name"] == name:
                field.show(text)
                field.input.focus()
                return
        self.problem.textContent = text
