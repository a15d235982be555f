"""Files to send along: chosen by the browser's own dialog, and uploaded at once."""

from collections.abc import Callable

from widget_py.browser import Array, Element, FormData, Input, spawn
from widget_py.widget.client import ask, client, explain
from widget_py.widget.dom import attrs, button, el, hear
from widget_py.widget.live import Live
from widget_py.widget.look import look
from widget_py.widget.render import anchor
from widget_py.widget.shapes import Upload


class Attachments(Live):
    def __init__(self, changed: Callable[[], None], replied: Callable[[], None]) -> None:
        super().__init__(changed, replied)
        self.files: list[Upload] = []

    def pick(self) -> None:
        uploads = look.config["uploads"]
        if uploads is not None:
            field: Input = el("input")
            attrs(field, {"type": "file", "multiple": "", "accept": uploads["accept"]})
            hear(field, "change", lambda event: spawn(self.upload_all(field.files)))
            field.click()

    async def upload_all(self, files: object) -> None:
        """The good ones are kept when one fails."""
        for file in Array.from_(files):
            form = FormData()
            form.append("file", file)
            try:
                uploaded: Upload = await ask("/uploads", form)
                self.files.append(uploaded)
            except Exception as error:
                self.show(explain(error))
            self.changed()

    def file_chips(self) -> list[Element]:
        """One for each file; a click takes it away."""
        return [self.file_chip(file) for file in self.files]

    def file_chip(self, file: Upload) -> Element:
        return button(" c-chip", lambda: self.remove_file(file), file["name"] + " ×")

    def remove_file(self, file: Upload) -> None:
        self.files = [kept for kept in self.files if kept["id"] != file["id"]]
        self.changed()

    def give(self) -> list[Upload]:
        """What goes with the next message."""
        files = self.files
        self.files = []
        return files


def sent(file: Upload) -> Element:
    """The name of a file in a message, and the way to it; there is none but on our own server."""
    path = file["url"]
    return anchor(client.base + path if path.startswith("/") else "", file["name"])
