"""What a chatbot is called, how it speaks, where it may be embedded, and its end."""

from typing import Any

import reflex as rx
from pydantic import BaseModel

from privexbot_app.errors import Invalid
from privexbot_app.services import chatbots
from privexbot_app.services.chatbots import Chatbot, ChatbotChanges
from privexbot_app.services.widget_preview import Draft
from privexbot_app.ui.problems import parse
from privexbot_app.ui.states.answer_choices import GROUNDINGS, LANGUAGES, LENGTHS, TONES, value_of
from privexbot_app.ui.states.preview import PreviewState
from privexbot_app.ui.states.sureness import SurenessState


class SettingsForm(BaseModel):
    """As the page sends it: lists are lines."""

    name: str
    greeting: str
    fallback: str
    instructions: str
    suggestions: str
    allowed_origins: str
    persona: str | None = None
    tone: str | None = None
    language: str | None = None
    grounding: str | None = None
    answer_length: str | None = None
    least_sure: int | None = None

    def changes(self) -> ChatbotChanges:
        given = self.model_dump() | {
            "tone": value_of(TONES, self.tone),
            "language": value_of(LANGUAGES, self.language),
            "grounding": value_of(GROUNDINGS, self.grounding),
            "answer_length": value_of(LENGTHS, self.answer_length),
            "suggestions": _lines(self.suggestions),
            "allowed_origins": _lines(self.allowed_origins),
        }
        return parse(ChatbotChanges, given)


class DeleteForm(BaseModel):
    """The name, typed to be sure."""

    typed_name: str


class SettingsState(PreviewState):
    """The form's values as they are kept; what the preview shows of them is `_typed`."""

    is_loaded: bool = False
    version: int = 0
    greeting: str = ""
    fallback: str = ""
    instructions: str = ""
    suggestions: str = ""
    allowed_origins: str = ""
    persona: str = ""
    tone: str = ""
    language: str = ""
    grounding: str = ""
    answer_length: str = ""
    least_sure: int = 40
    problem_field: str = ""
    problem: str = ""
    delete_problem: str = ""

    _typed: dict[str, Any] = {}

    @rx.event
    async def load(self):
        await self._fill(await chatbots.get_chatbot(await self._viewer(), self._asked_id()))
        self.problem_field = self.problem = self.delete_problem = ""
        self.is_loaded = True

    @rx.event
    async def save(self, form: dict):
        self.problem_field = self.problem = ""
        try:
            changes = parse(SettingsForm, form).changes()
            chatbot = await chatbots.update_chatbot(await self._viewer(), self._asked_id(), changes)
        except Invalid as problem:
            self.problem_field, self.problem = problem.field, problem.message
            return [
                rx.set_focus(problem.field),
                rx.toast.error("Not saved: please look at the marked field.", id="problem"),
            ]
        await self._fill(chatbot)
        await self._fill_sidebar(await self._viewer())
        return [SurenessState.load_sureness, rx.toast.success("Saved.")]

    @rx.event
    async def type_text(self, name: str, text: str):
        """What visitors read first, while it is being typed: a text that does not fit leaves the preview as it was."""
        if name in self._typed and isinstance(text, str):
            self._typed = {**self._typed, name: _lines(text) if name == "suggestions" else text}
            await self._show_typed()

    @rx.event
    async def delete(self, form: dict):
        viewer, asked_id = await self._viewer(), self._asked_id()
        chatbot = await chatbots.get_chatbot(viewer, asked_id)
        if parse(DeleteForm, form).typed_name.strip() != chatbot.name:
            self.delete_problem = "This is not the chatbot’s name."
            return None
        await chatbots.delete_chatbot(viewer, asked_id)
        return [rx.redirect("/chatbots", replace=True), rx.toast.success(f"“{chatbot.name}” was deleted.")]

    async def _fill(self, chatbot: Chatbot) -> None:
        self._show(chatbot)
        self.greeting, self.fallback, self.instructions = chatbot.greeting, chatbot.fallback, chatbot.instructions
        self.suggestions, self.allowed_origins = "\n".join(chatbot.suggestions), "\n".join(chatbot.allowed_origins)
        self.persona, self.tone, self.language = chatbot.persona, TONES[chatbot.tone], LANGUAGES[chatbot.language]
        self.grounding, self.answer_length = GROUNDINGS[chatbot.grounding], LENGTHS[chatbot.answer_length]
        self.least_sure = chatbot.least_sure
        self._typed = {name: getattr(chatbot, name) for name in ("name", "greeting", "suggestions")}
        self.version += 1
        await self._show_typed()

    async def _show_typed(self) -> None:
        try:
            await self._draw(Draft(changes=parse(ChatbotChanges, self._typed)))
        except Invalid:
            return


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
