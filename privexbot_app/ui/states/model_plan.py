"""Which models answer for a chatbot, and what they may spend: the form's values as they are kept."""

from dataclasses import dataclass

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field, field_validator

from privexbot_app.errors import Invalid
from privexbot_app.services import credentials, model_choices, model_plans
from privexbot_app.services.budgets import Budget, Spent
from privexbot_app.services.credentials import Credential
from privexbot_app.services.model_plans import Choice, ModelPlan
from privexbot_app.ui.problems import filled, parse, parse_id
from privexbot_app.ui.states.chatbot import ChatbotState

SLOTS = ("1", "2", "3")
QUOTE, PLATFORM, NONE = "quote", "platform", "none"
RERANK = "rerank"  # the place of the rerank model


class NumbersForm(Budget):
    """The numbers of the form, as texts; the limits are those of the plan."""

    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)

    temperature: float | None = Field(None, ge=0, le=2)
    max_output_tokens: int | None = Field(None, ge=16, le=8000)

    @field_validator("*", mode="before")
    @classmethod
    def _typed(cls, text: object) -> object:
        """Nothing typed is no limit; a comma is as good as a point."""
        return (text.strip().replace(",", ".") or None) if isinstance(text, str) else text


class ChoicesForm(BaseModel):
    """Three places and that of the rerank model, each with a source and the name of a model."""

    source_1: str
    source_2: str
    source_3: str
    model_1: str = ""
    model_2: str = ""
    model_3: str = ""
    source_rerank: str = PLATFORM
    model_rerank: str = ""


@dataclass(frozen=True)
class SourceOption:
    """What can stand in a place."""

    value: str
    label: str


class ModelPlanState(ChatbotState):
    """The section “Model” of the settings."""

    is_plan_loaded: bool = False
    plan_version: int = 0
    options: list[SourceOption] = []
    rerank_options: list[SourceOption] = []
    picked: dict[str, str] = {}
    names: dict[str, str] = {}
    numbers: dict[str, str] = {}
    spent: str = ""
    plan_problem_field: str = ""
    plan_problem: str = ""

    @rx.event
    async def load_plan(self):
        self.plan_problem_field = self.plan_problem = ""
        await self._fill_plan()
        self.is_plan_loaded = True

    @rx.event
    def pick(self, slot: str, source: str):
        if slot in (*SLOTS, RERANK):
            self.picked = {**self.picked, slot: str(source)[:40]}

    @rx.event
    async def save_plan(self, form: dict):
        self.plan_problem_field = self.plan_problem = ""
        try:
            await self._save(form)
        except Invalid as problem:
            self.plan_problem_field, self.plan_problem = problem.field, problem.message
            return [
                rx.set_focus(problem.field),
                rx.toast.error("Not saved: please look at the marked field.", id="problem"),
            ]
        await self._fill_plan()
        return rx.toast.success("Saved.")

    async def _save(self, form: dict) -> None:
        numbers, chosen = parse(NumbersForm, form), parse(ChoicesForm, filled(form))
        slots, choices = _choices(chosen)
        given = numbers.model_dump()
        budget = Budget(**{name: given[name] for name in Budget.model_fields})
        plan = ModelPlan(
            choices=choices,
            temperature=given["temperature"],
            max_output_tokens=given["max_output_tokens"],
            budget=budget,
            rerank=None if chosen.source_rerank == NONE else _choice(chosen.source_rerank, chosen.model_rerank, RERANK),
        )
        try:
            await model_plans.save_plan(await self._viewer(), self._asked_id(), plan)
        except Invalid as problem:
            raise Invalid(problem.message, field=_field(problem.field, slots)) from None

    async def _fill_plan(self) -> None:
        viewer = await self._viewer()
        plan, month, day = await model_plans.get_plan(viewer, self._asked_id())
        keys = await credentials.list_credentials(viewer)
        ours = [SourceOption(choice.source, choice.label) for choice in model_choices.list_sources()]
        self.options = ours + [_option(key) for key in keys if credentials.can_speak(key)]
        sorters = [SourceOption(choice.source, choice.label) for choice in model_choices.list_rerank_sources()]
        self.rerank_options = sorters + [_option(key) for key in keys if credentials.can_rerank(key)]
        known = {option.value for option in self.options}
        sources = [str(choice.credential_id or PLATFORM) for choice in plan.choices]
        filled = [source if source in known else QUOTE for source in sources] + [QUOTE] * len(SLOTS)
        self.picked = dict(zip(SLOTS, filled, strict=False))
        self.names = dict(zip(SLOTS, [choice.model for choice in plan.choices] + [""] * len(SLOTS), strict=False))
        self._fill_rerank(plan.rerank)
        self.numbers = _shown(plan)
        self.spent = _spent(month, day)
        self.plan_version += 1

    def _fill_rerank(self, choice: Choice | None) -> None:
        """A key that is gone is none."""
        source = NONE if choice is None else str(choice.credential_id or PLATFORM)
        known = {option.value for option in self.rerank_options}
        self.picked = {**self.picked, RERANK: source if source in known else NONE}
        self.names = {**self.names, RERANK: choice.model if choice else ""}


def _field(field: str, slots: list[str]) -> str:
    """Where the form shows what is wrong with a part of the plan."""
    _, _, place = field.partition("choices.")
    if place:
        return f"model_{slots[int(place)]}"
    return f"model_{RERANK}" if field == RERANK else field


def _choices(form: ChoicesForm) -> tuple[list[str], tuple[Choice, ...]]:
    """Those that are filled, and their places. Raises Invalid."""
    given = form.model_dump()
    if given["source_1"] == QUOTE:
        return [], ()
    filled = [slot for slot in SLOTS if given[f"source_{slot}"] != QUOTE]
    return filled, tuple(_choice(given[f"source_{slot}"], given[f"model_{slot}"], slot) for slot in filled)


def _choice(source: str, name: str, slot: str) -> Choice:
    if source == PLATFORM:
        return Choice()
    try:
        return parse(Choice, {"credential_id": parse_id(source), "model": name})
    except Invalid as problem:
        raise Invalid(problem.message, field=f"model_{slot}") from None


def _option(key: Credential) -> SourceOption:
    return SourceOption(str(key.id), f"{key.name} (…{key.last_letters})" if key.last_letters else key.name)


def _shown(plan: ModelPlan) -> dict[str, str]:
    kept = plan.model_dump(include={"temperature", "max_output_tokens"}) | plan.budget.model_dump()
    return {name: "" if value is None else f"{value:g}" for name, value in kept.items()}


def _spent(month: Spent, day: Spent) -> str:
    return (
        f"Used so far: {day.messages:,} answers and ${day.dollars:.4f} today, "
        f"{month.messages:,} answers and ${month.dollars:.4f} this month (UTC)."
    )
