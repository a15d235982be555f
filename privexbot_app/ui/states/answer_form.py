"""The form for an answer of the owner's own, as it opens on several pages: empty, for a gap, for a message, to edit."""

import reflex as rx
from pydantic import BaseModel
from reflex.event import EventType

from privexbot_app.errors import AppError
from privexbot_app.services import chatbots, gaps, qa
from privexbot_app.services.gaps import Draft
from privexbot_app.services.qa import PairForm
from privexbot_app.ui.problems import parse, parse_id
from privexbot_app.ui.states.answers import AnswersState
from privexbot_app.ui.states.chatbot import ChatbotState
from privexbot_app.ui.states.gaps import GapsState


class AnswerForm(BaseModel):
    """As the page sends it: phrasings are lines."""

    question: str
    phrasings: str
    answer: str
    link: str

    def pair(self) -> PairForm:
        lines = [line.strip() for line in self.phrasings.splitlines() if line.strip()]
        return parse(PairForm, self.model_dump() | {"phrasings": lines})


class AnswerFormState(ChatbotState):
    """The form's first values, and what was wrong with what was given."""

    is_open: bool = False
    is_edit: bool = False
    first_question: str = ""
    first_phrasings: str = ""
    first_answer: str = ""
    first_link: str = ""
    problem_field: str = ""
    problem: str = ""

    _gap_id: str = ""
    _pair_id: str = ""

    @rx.event
    def start(self):
        self._begin(Draft("", [], None))

    @rx.event
    async def start_from_gap(self, gap_id: str):
        self._begin(await gaps.draft_from_gap(await self._viewer(), parse_id(gap_id)))

    @rx.event
    async def start_from_message(self, message_id: str):
        self._begin(await gaps.draft_from_message(await self._viewer(), parse_id(message_id)))

    @rx.event
    async def start_edit(self, pair_id: str):
        pair = await qa.get_pair(await self._viewer(), parse_id(pair_id))
        self._begin(Draft(pair.question, pair.phrasings, None, pair.answer))
        self.first_link, self.is_edit, self._pair_id = pair.link, True, str(pair.id)

    @rx.event
    def set_open(self, is_open: bool):
        self.is_open = is_open is True

    @rx.event
    async def save(self, form: dict):
        self.problem_field = self.problem = ""
        try:
            await self._write(parse(AnswerForm, form).pair())
        except AppError as problem:
            self.problem_field, self.problem = problem.field or "question", problem.message
            return None
        self.is_open = False
        return [rx.toast.success("Saved: the chatbot knows it from now on."), *await self._look_again()]

    async def _write(self, pair: PairForm) -> None:
        viewer = await self._viewer()
        if self._pair_id:
            await qa.edit_pair(viewer, parse_id(self._pair_id), pair)
            return
        chatbot = await chatbots.get_chatbot(viewer, self._asked_id())
        await qa.add_pair(viewer, chatbot.knowledge_base_id, pair, parse_id(self._gap_id) if self._gap_id else None)

    def _begin(self, draft: Draft) -> None:
        self.first_question, self.first_phrasings = draft.question, "\n".join(draft.phrasings)
        self.first_answer, self.first_link, self.problem_field, self.problem = draft.answer, "", "", ""
        self._gap_id, self._pair_id = str(draft.gap_id) if draft.gap_id else "", ""
        self.is_edit, self.is_open = False, True

    async def _look_again(self) -> list[EventType[()]]:
        """The list of the page that the form was opened on."""
        path = self.router.url.path
        if path.rstrip("/").endswith("/answers"):
            return [AnswersState.load]
        return [GapsState.load] if path.rstrip("/").endswith("/improve") else []
