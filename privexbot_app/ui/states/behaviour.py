"""What the widget does by itself."""

import reflex as rx
from pydantic import BaseModel

from privexbot_app.errors import Invalid
from privexbot_app.services import widget_settings
from privexbot_app.services.widget_behaviour import WidgetBehaviour
from privexbot_app.ui.problems import filled, parse
from privexbot_app.ui.states.chatbot import ChatbotState

SWITCHES = ("sound", "show_branding")


class BehaviourForm(BaseModel):
    """As the page sends it: a switch that is off may be missing, hosts are lines."""

    auto_open: str
    sound: bool = False
    show_branding: bool = False
    image_hosts: str

    def behaviour(self) -> WidgetBehaviour:
        """Raises Invalid with the field that is wrong."""
        hosts = [line.strip() for line in self.image_hosts.splitlines() if line.strip()]
        given = self.model_dump() | {"auto_open": self.auto_open.strip() or None, "image_hosts": hosts}
        return parse(WidgetBehaviour, given)


class BehaviourState(ChatbotState):
    """The form's values as they are kept."""

    is_loaded: bool = False
    version: int = 0
    switches: dict[str, bool] = dict.fromkeys(SWITCHES, False)
    texts: dict[str, str] = {}
    problem_field: str = ""
    problem: str = ""

    @rx.event
    async def load(self):
        self._fill((await widget_settings.get_widget(await self._viewer(), self._asked_id())).behaviour)
        self.problem_field = self.problem = ""
        self.is_loaded = True

    @rx.event
    async def save(self, form: dict):
        self.problem_field = self.problem = ""
        try:
            behaviour = parse(BehaviourForm, filled(form)).behaviour()
        except Invalid as problem:
            self.problem_field, self.problem = problem.field, problem.message
            return rx.set_focus(problem.field)
        await widget_settings.set_behaviour(await self._viewer(), self._asked_id(), behaviour)
        self._fill(behaviour)
        return rx.toast.success("Saved.")

    def _fill(self, kept: WidgetBehaviour) -> None:
        self.switches = {name: getattr(kept, name) for name in SWITCHES}
        seconds = "" if kept.auto_open is None else str(kept.auto_open)
        self.texts = {"auto_open": seconds, "image_hosts": "\n".join(kept.image_hosts)}
        self.version += 1
