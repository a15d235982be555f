"""What the bot would do, or needs to know first: done only when the visitor says so."""

from collections.abc import Callable
from typing import Any

from widget_py.browser import Element, Response, spawn
from widget_py.widget.client import STREAM, Client
from widget_py.widget.form import Form
from widget_py.widget.look import Look
from widget_py.widget.shapes import ActionShape, Decision


class ActionCard:
    def __init__(self, shape: ActionShape, look: Look, client: Client, told: Callable[[Response], None]) -> None:
        self.client = client
        self.told = told
        self.path = "/actions/" + shape["id"]
        self.is_form = shape["kind"] == "form"
        fields = shape.get("fields")
        self.form = Form(look, fields if fields is not None else [], self.act)
        title = shape.get("summary") or shape["title"]
        self.node: Element = self.form.build(title, "leadSend" if self.is_form else "confirm", "cancel", self.cancel)

    def cancel(self) -> None:
        spawn(self.form.attempt(None))

    async def act(self, values: Any) -> None:
        """What comes of it is told like any other answer; no values are a no."""
        decision: Decision = {"confirm": values is not None}
        if self.is_form and values is not None:
            decision = {"fields": values}
        response = await self.client.call(self.path, decision, STREAM)
        self.form.release()
        self.node.remove()
        self.told(response)
