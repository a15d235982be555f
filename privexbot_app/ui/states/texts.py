"""What the widget says by itself: the owner's own words, one language at a time."""

from typing import TypedDict

import reflex as rx

from privexbot_app.errors import Invalid
from privexbot_app.services import texts
from privexbot_app.services.texts import OwnText
from privexbot_app.ui.problems import filled
from privexbot_app.ui.states.answer_choices import LANGUAGES, value_of
from privexbot_app.ui.states.chatbot import ChatbotState

SPOKEN = {code: label for code, label in LANGUAGES.items() if code}
PREFIX = "text_"


class TextRow(TypedDict):
    """One text; `ours` is what visitors read while `own` is empty."""

    name: str
    ours: str
    own: str


class TextsState(ChatbotState):
    """`language` is the label that was chosen; `rows` are its texts as they are kept."""

    is_loaded: bool = False
    version: int = 0
    language: str = SPOKEN["en"]
    rows: list[TextRow] = []
    problem_field: str = ""
    problem: str = ""

    @rx.event
    async def load(self):
        await self._look()
        self.is_loaded = True

    @rx.event
    async def choose(self, label: str):
        self.language = label if label in SPOKEN.values() else SPOKEN["en"]
        await self._look()

    @rx.event
    async def save(self, form: dict):
        self.problem_field = self.problem = ""
        try:
            await texts.set_texts(await self._viewer(), self._asked_id(), self._code(), read_texts(form))
        except Invalid as problem:
            self.problem_field, self.problem = PREFIX + problem.field, problem.message
            return rx.set_focus(self.problem_field)
        await self._look()
        return rx.toast.success("Saved.")

    def _code(self) -> str:
        return value_of(SPOKEN, self.language) or "en"

    async def _look(self) -> None:
        found = await texts.list_texts(await self._viewer(), self._asked_id(), self._code())
        self.problem_field = self.problem = ""
        self.rows = [_row(text) for text in found]
        self.version += 1


def read_texts(form: object) -> dict[str, str]:
    """By key, as the service knows them."""
    given = filled(form)
    fields = given.items() if isinstance(given, dict) else []
    return {str(name).removeprefix(PREFIX): str(text) for name, text in fields if str(name).startswith(PREFIX)}


def _row(text: OwnText) -> TextRow:
    return TextRow(name=PREFIX + text.key, ours=text.ours, own=text.own)
