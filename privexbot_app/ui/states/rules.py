"""The messages that a chatbot says of its own accord: the list, and the form of one of them."""

from dataclasses import dataclass

import reflex as rx
from pydantic import BaseModel

from privexbot_app.errors import AppError
from privexbot_app.services import proactive, widget_settings
from privexbot_app.services.widget_rules import MOST_RULES, Rule, RuleForm
from privexbot_app.ui.problems import filled, parse
from privexbot_app.ui.states.chatbot import ChatbotState

TEXTS = ("text", "path", "seconds", "scroll")
SWITCHES = ("exit", "open")


class GivenRule(BaseModel):
    """As the page sends it: a switch that is off may be missing, an empty number is none."""

    text: str
    path: str
    seconds: str
    scroll: str
    exit: bool = False
    open: bool = False

    def rule(self) -> RuleForm:
        """Raises Invalid with the field that is wrong."""
        numbers = {"seconds": self.seconds.strip() or "0", "scroll": self.scroll.strip().removesuffix("%") or "0"}
        return parse(RuleForm, self.model_dump() | numbers)


@dataclass(frozen=True)
class RuleRow:
    """A message in the list, and what its form begins with."""

    id: str
    summary: str
    text: str
    path: str
    seconds: str
    scroll: str
    exit: bool
    open: bool

    @classmethod
    def of(cls, rule: Rule) -> "RuleRow":
        numbers = {"seconds": str(rule.seconds or ""), "scroll": str(rule.scroll or "")}
        return cls(rule.id, rule.summary(), rule.text, rule.path, **numbers, exit=rule.exit, open=rule.open)


class RulesState(ChatbotState):
    """`texts` and `switches` are the first values of the open form; `editing` is the id of its rule, or empty."""

    is_loaded: bool = False
    rows: list[RuleRow] = []
    is_open: bool = False
    editing: str = ""
    texts: dict[str, str] = dict.fromkeys(TEXTS, "")
    switches: dict[str, bool] = dict.fromkeys(SWITCHES, False)
    problem_field: str = ""
    problem: str = ""

    @rx.var
    def has_room(self) -> bool:
        return len(self.rows) < MOST_RULES

    @rx.event
    async def load(self):
        await self._look()
        self.is_loaded = True

    @rx.event
    def start(self):
        self._begin(RuleRow("", "", "", "", "10", "", exit=False, open=False))

    @rx.event
    def start_edit(self, rule_id: str):
        for row in self.rows:
            if row.id == rule_id:
                self._begin(row)

    @rx.event
    def set_open(self, is_open: bool):
        self.is_open = is_open is True

    @rx.event
    async def save(self, form: dict):
        self.problem_field = self.problem = ""
        try:
            await self._write(parse(GivenRule, filled(form)).rule())
        except AppError as problem:
            self.problem_field, self.problem = problem.field or "text", problem.message
            return rx.set_focus(f"rule-{self.problem_field}")
        self.is_open = False
        await self._look()
        return rx.toast.success("Saved.")

    @rx.event
    async def move(self, rule_id: str, by: int):
        await proactive.move_rule(await self._viewer(), self._asked_id(), str(rule_id), 1 if by == 1 else -1)
        await self._look()

    @rx.event
    async def delete(self, rule_id: str):
        await proactive.delete_rule(await self._viewer(), self._asked_id(), str(rule_id))
        await self._look()

    async def _write(self, rule: RuleForm) -> None:
        viewer, chatbot_id = await self._viewer(), self._asked_id()
        if self.editing:
            await proactive.edit_rule(viewer, chatbot_id, self.editing, rule)
        else:
            await proactive.add_rule(viewer, chatbot_id, rule)

    def _begin(self, row: RuleRow) -> None:
        self.editing = row.id
        self.texts = {name: getattr(row, name) for name in TEXTS}
        self.switches = {name: getattr(row, name) for name in SWITCHES}
        self.problem_field = self.problem = ""
        self.is_open = True

    async def _look(self) -> None:
        found = await widget_settings.get_widget(await self._viewer(), self._asked_id())
        self.rows = [RuleRow.of(rule) for rule in found.rules]
