"""When a chatbot hands a conversation to a person, and when there is somebody."""

import reflex as rx

from privexbot_app.errors import Invalid
from privexbot_app.services import handoff_settings
from privexbot_app.services.handoff_settings import HandoffSettings
from privexbot_app.ui.problems import filled, parse
from privexbot_app.ui.states.chatbot import ChatbotState
from privexbot_app.ui.states.handover_form import AWAY, SWITCHES, HandoverForm, show_hours

TEXTS = ("time_zone", "away_message", "waiting_message")


class HandoverState(ChatbotState):
    """The form's values as they are kept."""

    is_loaded: bool = False
    version: int = 0
    switches: dict[str, bool] = dict.fromkeys(SWITCHES, False)
    texts: dict[str, str] = {}
    hours: list[str] = [""] * 7
    problem_field: str = ""
    problem: str = ""

    @rx.event
    async def load(self):
        self._fill(await handoff_settings.get_handoff(await self._viewer(), self._asked_id()))
        self.problem_field = self.problem = ""
        self.is_loaded = True

    @rx.event
    async def save(self, form: dict):
        self.problem_field = self.problem = ""
        try:
            settings = parse(HandoverForm, filled(form)).settings()
        except Invalid as problem:
            self.problem_field, self.problem = problem.field, problem.message
            return rx.set_focus(problem.field)
        await handoff_settings.set_handoff(await self._viewer(), self._asked_id(), settings)
        self._fill(settings)
        return rx.toast.success("Saved.")

    def _fill(self, kept: HandoffSettings) -> None:
        self.switches = {name: getattr(kept, name) for name in SWITCHES}
        self.texts = {name: getattr(kept, name) for name in TEXTS} | {
            "unanswered_in_a_row": str(kept.unanswered_in_a_row),
            "phrases": "\n".join(kept.phrases),
            "holidays": "\n".join(day.isoformat() for day in kept.holidays),
            "away": AWAY[kept.away],
        }
        self.hours = [show_hours(kept.openings, day) for day in range(7)]
        self.version += 1
