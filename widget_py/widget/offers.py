"""What stands in the conversation to be filled in, and what the menu leads to."""

from collections.abc import Callable
from typing import Any

from widget_py.browser import URL, Anchor, Element, Response, Texts, location
from widget_py.widget.client import call, client, explain, forget
from widget_py.widget.dom import el
from widget_py.widget.emitter import emit
from widget_py.widget.form import Form
from widget_py.widget.look import look, say, wish
from widget_py.widget.reply import Reply
from widget_py.widget.shapes import Filled, Summary, Task
from widget_py.widget.store import read, write
from widget_py.widget.thread import Thread

LEADS = "/leads"


class Offers(Thread):
    def __init__(self, changed: Callable[[], None], replied: Callable[[], None]) -> None:
        super().__init__(changed, replied)
        self.has_asked = False
        self.is_first = False  # a form stands before the conversation

    def clear(self) -> None:
        super().clear()
        self.has_asked = False
        self.is_first = False

    def show_bot(self, text: str) -> Element:
        """What has no question: a greeting, or what the owner wants to be said."""
        reply = Reply(self)
        reply.text = text
        reply.finish("")
        self.place(reply.node)
        return reply.node

    def lead(self, moment: str) -> None:
        """The form for contact details, once, and never again for one who has filled it in."""
        form = look.config["lead_form"]
        if form is None or self.has_asked or read(LEADS) or wish("leadform") == "false":
            return
        when: Any = form["when"]
        moments: Texts = when
        if not moment or moments[moment] or moment == "after" + str(form["when"]["after"]):
            self.has_asked = True
            self.is_first = moment == "before"
            self.offer(form)

    def rate(self) -> None:
        task = look.config["rating"]
        if task is not None:
            self.offer(task)

    def offer(self, task: Task) -> None:
        async def send(values: Any) -> None:
            done = await self.post(task, values)
            self.is_first = False
            form.leave((task["thanks"] or "") if values is not None else "")
            self.changed()
            if done:
                self.take(done)

        form = Form(task, send)
        self.place(form.node)
        self.changed()

    def take(self, response: Response) -> None:
        """What came of an action; the conversation knows."""

    async def post(self, task: Task, values: Any) -> Response | None:
        """To decline is told of actions only, and only they are answered."""
        path = task.get("path")
        filled: Filled = {
            "fields": values,
            "confirm": values is not None,
            "page": location.href,
            "conversation": client.conversation,
        }
        if path is None:
            return await call("/actions/" + task["id"], filled)
        if values is not None:
            is_erasure = task["method"] == "DELETE"
            await call(path, None if is_erasure else filled, task["method"])
            if is_erasure:
                forget()
                write(LEADS, "")
                self.clear()
                self.note(task["thanks"])
            elif path == LEADS:
                write(LEADS, "1")
                emit("lead", None)
        return None

    def act(self, tasks: list[Task] | None) -> None:
        """What the bot would do, or needs to know first, each once: done only when the visitor says so."""
        if tasks is not None:
            for task in tasks:
                if self.is_new(task["id"]):
                    task["title"] = task.get("summary") or task["title"]
                    task["go"] = say("confirm")
                    task["no"] = say("cancel")
                    self.offer(task)

    async def run(self, task: Task) -> None:
        """An entry of the menu."""
        if task["method"] != "GET":
            self.offer(task)
            return
        try:
            response = await call(task.get("path") or "")
            if task["file"]:
                link: Anchor = el("a")
                link.href = URL.createObjectURL(await response.blob())
                link.download = task["file"]
                link.click()
            else:
                summary: Summary = await response.json()
                self.show_bot(summary["text"])
        except Exception as error:
            self.note(explain(error))
