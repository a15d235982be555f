"""The actions of a chatbot: which there are, whether they are on, and how their last calls went."""

from dataclasses import dataclass, replace

import reflex as rx

from privexbot_app.services import actions
from privexbot_app.services.actions import ActionCall, Described
from privexbot_app.ui.problems import parse_id
from privexbot_app.ui.states.chatbot import ChatbotState


@dataclass(frozen=True)
class ActionRow:
    """An action in the list; `problem` is what its latest call failed with."""

    id: str
    title: str
    name: str
    request: str
    description: str
    changes_something: bool
    is_on: bool
    problem: str

    @classmethod
    def of(cls, described: Described) -> "ActionRow":
        action = described.action
        return cls(
            id=str(action.id),
            title=action.title,
            name=action.name,
            request=f"{action.method} {action.url}",
            description=action.description,
            changes_something=action.changes_something,
            is_on=action.is_on,
            problem=described.problem,
        )


@dataclass(frozen=True)
class CallRow:
    """One call in the log; personal details are hidden in `arguments`."""

    at: str
    state: str
    status: str
    milliseconds: str
    arguments: str
    problem: str

    @classmethod
    def of(cls, call: ActionCall) -> "CallRow":
        return cls(
            at=call.changed_at.isoformat(),
            state=str(call.state),
            status=str(call.http_status or ""),
            milliseconds=f"{call.milliseconds} ms" if call.milliseconds else "",
            arguments=", ".join(f"{name}: {value}" for name, value in call.arguments.items()),
            problem=call.problem,
        )


class ActionsState(ChatbotState):
    """The list, and the log of the action that is open."""

    is_loaded: bool = False
    rows: list[ActionRow] = []
    is_log_open: bool = False
    log_title: str = ""
    calls: list[CallRow] = []

    @rx.event
    async def load(self):
        found = await actions.list_actions(await self._viewer(), self._asked_id())
        self.rows = [ActionRow.of(described) for described in found]
        self.is_loaded = True

    @rx.event
    async def switch(self, action_id: str, is_on: bool):
        await actions.set_on(await self._viewer(), parse_id(action_id), is_on is True)
        self.rows = [replace(row, is_on=is_on is True) if row.id == action_id else row for row in self.rows]

    @rx.event
    async def delete(self, action_id: str):
        await actions.delete_action(await self._viewer(), parse_id(action_id))
        self.rows = [row for row in self.rows if row.id != action_id]

    @rx.event
    async def open_log(self, action_id: str):
        viewer, wanted = await self._viewer(), parse_id(action_id)
        self.log_title = (await actions.get_action(viewer, wanted)).title
        self.calls = [CallRow.of(call) for call in await actions.list_calls(viewer, wanted)]
        self.is_log_open = True

    @rx.event
    def set_log_open(self, is_open: bool):
        self.is_log_open = is_open is True
