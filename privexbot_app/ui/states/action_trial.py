"""Trying an action: sample values in, the request without its secrets and the answer out."""

from dataclasses import dataclass

import reflex as rx

from privexbot_app.errors import Invalid
from privexbot_app.services import action_trials, actions
from privexbot_app.services.action_trials import Trial
from privexbot_app.services.actions import Parameter, parameters_of
from privexbot_app.ui.problems import parse_id
from privexbot_app.ui.states.chatbot import ChatbotState


@dataclass(frozen=True)
class TrialField:
    """A field for one parameter."""

    name: str
    label: str
    help: str


class ActionTrialState(ChatbotState):
    """What was sent and what came back; nothing of it is kept."""

    is_open: bool = False
    is_trying: bool = False
    is_done: bool = False
    title: str = ""
    changes_something: bool = False
    fields: list[TrialField] = []
    problem_field: str = ""
    problem: str = ""
    request: str = ""
    status: str = ""
    answer: str = ""
    kept: str = ""
    told: str = ""
    failure: str = ""

    _action_id: str = ""

    @rx.event
    async def start(self, action_id: str):
        action = await actions.get_action(await self._viewer(), parse_id(action_id))
        self.title, self.changes_something, self._action_id = action.title, action.changes_something, str(action.id)
        self.fields = [TrialField(one.name, one.shown, _help(one)) for one in parameters_of(action)]
        self.problem_field = self.problem = ""
        self.is_open, self.is_done, self.is_trying = True, False, False

    @rx.event
    def set_open(self, is_open: bool):
        self.is_open = is_open is True

    @rx.event(background=True)
    async def run(self, form: dict):
        async with self:
            viewer, action_id = await self._viewer(), parse_id(self._action_id)
            self.is_trying, self.is_done, self.problem_field, self.problem = True, False, "", ""
        try:
            trial = await action_trials.try_action(viewer, action_id, {str(name): form[name] for name in form})
        except Invalid as wrong:
            async with self:
                self.problem_field, self.problem = wrong.field, wrong.message
            return
        finally:
            async with self:
                self.is_trying = False
        async with self:
            self._fill(trial)

    def _fill(self, trial: Trial) -> None:
        self.request, self.answer, self.kept, self.told = trial.request, trial.answer, trial.kept, trial.told
        self.status = f"{trial.status}, {trial.milliseconds} ms" if trial.status else "no answer"
        self.failure, self.is_done = trial.problem, True


def _help(parameter: Parameter) -> str:
    """What may be typed, as far as its owner said so."""
    choices = f"One of: {', '.join(parameter.choices)}." if parameter.choices else ""
    optional = "" if parameter.required else "May be left out."
    return " ".join(part for part in (parameter.description, choices, optional) if part)
