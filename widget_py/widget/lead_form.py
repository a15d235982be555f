"""The form for leaving contact details."""

from typing import Any

from widget_py.browser import Element, Object
from widget_py.widget.client import Client
from widget_py.widget.dom import el
from widget_py.widget.form import Form
from widget_py.widget.look import Look
from widget_py.widget.shapes import FieldShape, LeadFormShape

CONSENT = "consent"


class LeadForm:
    def __init__(self, shape: LeadFormShape, look: Look, client: Client) -> None:
        self.look = look
        self.client = client
        self.consent = shape["consent"] or ""
        fields = [*shape["fields"]]
        if self.consent:
            agree: FieldShape = {"name": CONSENT, "label": self.consent, "type": "checkbox", "required": True}
            fields.append(agree)
        self.form = Form(look, fields, self.leave)
        title = shape["title"] or look.say("leadOffer")
        self.node: Element = self.form.build(title, "leadSend", "leadSkip", self.skip)

    def skip(self) -> None:
        self.form.release()
        self.node.remove()

    async def leave(self, values: Any) -> None:
        fields: dict[str, object] = {}
        for name, value in Object.entries(values):
            if name != CONSENT:
                fields[name] = value
        await self.client.leave(fields, self.consent != "")
        self.form.release()
        self.node.replaceChildren(el("p", "", self.look.say("leadThanks")))
        self.client.emitter.emit("lead", None)
