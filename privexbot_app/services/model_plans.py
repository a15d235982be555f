"""Which models answer for a chatbot, in which order, how, and for how much money."""

from dataclasses import dataclass, replace
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlmodel import Session

from privexbot_app.adapters.llm import (
    QUOTE,
    LiteLLMModel,
    Reranker,
    find_model,
    platform_model,
    platform_reranker,
    unpriced,
)
from privexbot_app.db import reading, transaction
from privexbot_app.errors import Invalid
from privexbot_app.models import Chatbot
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.budgets import Budget, Spent, platform_budget, read_spent
from privexbot_app.services.credentials import (
    PLATFORM,
    PLATFORM_RERANKER,
    can_rerank,
    can_speak,
    note_trouble,
    open_model,
    open_reranker,
)
from privexbot_app.services.roles import require_editor
from privexbot_app.settings import settings
from privexbot_app.store import credentials as credential_store
from privexbot_app.store.chatbots import get_chatbot
from privexbot_app.store.scope import Scope

MODEL_NAME = r"[A-Za-z0-9][A-Za-z0-9._:/@+-]*"
ModelName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100, pattern=rf"^({MODEL_NAME})?$")]


class Choice(BaseModel):
    """A model of a credential; without a credential, this install's own model, whose name is then empty."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    credential_id: UUID | None = None
    model: ModelName = ""


class ModelPlan(BaseModel):
    """`choices` are asked in this order until one begins to answer; when none does, or there are none, it quotes.

    `rerank` puts what search found in order: this install's own model unless something else is said, None for no one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    choices: tuple[Choice, ...] = Field((Choice(),), max_length=3)
    temperature: float | None = Field(None, ge=0, le=2)
    max_output_tokens: int | None = Field(None, ge=16, le=8000)
    budget: Budget = Budget()
    rerank: Choice | None = Choice()


@dataclass(frozen=True)
class RerankLink:
    """A rerank model, ready to be asked; see `Link`."""

    model: Reranker
    source: str
    budget: Budget

    @property
    def is_platform(self) -> bool:
        """Whether this install pays."""
        return self.source == PLATFORM_RERANKER


@dataclass(frozen=True)
class Link:
    """One model of the chain, ready to be asked; `budget` is what it has to keep within."""

    model: LiteLLMModel
    source: str
    budget: Budget

    @property
    def is_platform(self) -> bool:
        """Whether this install pays."""
        return self.source == PLATFORM


def read_plan(chatbot: Chatbot) -> ModelPlan:
    """What was saved; the chatbot's `model` is the first choice's name, and alone decides about quote mode."""
    if chatbot.model == QUOTE:
        return ModelPlan.model_validate(chatbot.model_options | {"choices": ()})
    return ModelPlan.model_validate(chatbot.model_options)


@reading
def get_plan(session: Session, viewer: Viewer, chatbot_id: UUID) -> tuple[ModelPlan, Spent, Spent]:
    """With what is used up this month and today. Raises NotFound."""
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    return read_plan(chatbot), *read_spent(session, chatbot.id)


async def save_plan(viewer: Viewer, chatbot_id: UUID, plan: ModelPlan) -> None:
    """Raises Invalid, with the field that is wrong: `choices.0` and so on, or a field of plan or budget."""
    require_editor(viewer)
    links = await _open_choices(viewer.scope, plan, is_strict=True)
    await _check_rerank(viewer.scope, plan)
    if plan.budget.is_of_money and (unknown := await unpriced([link.model for link in links])):
        names = ", ".join(model.model for model in unknown)
        field = "dollars_per_month" if plan.budget.dollars_per_month is not None else "dollars_per_day"
        raise Invalid(f"The price of {names} is not known, so money cannot limit it. Limit the answers.", field=field)
    await _keep(viewer, chatbot_id, plan)


@transaction
def _keep(session: Session, viewer: Viewer, chatbot_id: UUID, plan: ModelPlan) -> None:
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    chatbot.model = plan.choices[0].model if plan.choices else QUOTE
    chatbot.model_options = plan.model_dump(mode="json")


async def open_links(chatbot: Chatbot) -> list[Link]:
    """The chain that a chatbot speaks with now; what is not there any more is left out."""
    return await _open_choices(Scope(chatbot.workspace_id), read_plan(chatbot), is_strict=False)


async def open_rerank_link(chatbot: Chatbot) -> RerankLink | None:
    """None where it has no rerank model now. For a chatbot that only quotes this install's own is never asked: nothing
    of its visitors leaves unless its owner chose a key for that."""
    plan = read_plan(chatbot)
    if plan.rerank is None:
        return None
    if plan.rerank.credential_id is not None:
        return await _open_own_rerank(Scope(chatbot.workspace_id), plan)
    model = platform_reranker() if plan.choices else None
    return RerankLink(model, PLATFORM_RERANKER, plan.budget.within(platform_budget())) if model else None


@transaction
def _check_rerank(session: Session, scope: Scope, plan: ModelPlan) -> None:
    choice = plan.rerank
    if choice is None or choice.credential_id is None:
        return
    credential = credential_store.find_credential(session, scope, choice.credential_id)
    if credential is None or not can_rerank(credential):
        raise Invalid("This key does not exist any more, or its provider has no rerank models.", field="rerank")
    if not choice.model:
        raise Invalid("Name a rerank model, as the provider calls it.", field="rerank")


@transaction
def _open_own_rerank(session: Session, scope: Scope, plan: ModelPlan) -> RerankLink | None:
    choice = plan.rerank
    if choice is None or choice.credential_id is None:
        return None
    credential = credential_store.find_credential(session, scope, choice.credential_id)
    model = open_reranker(session, credential, choice.model) if credential else None
    return RerankLink(model, str(choice.credential_id), plan.budget) if model else None


async def _open_choices(scope: Scope, plan: ModelPlan, *, is_strict: bool) -> list[Link]:
    if all(choice.credential_id is None for choice in plan.choices):
        found = [_platform_link(plan) for _ in plan.choices[:1]]
    else:
        found = await _open_credentials(scope, plan, is_strict)
    return [link for link in found if link]


@transaction
def _open_credentials(session: Session, scope: Scope, plan: ModelPlan, is_strict: bool) -> list[Link | None]:
    links = []
    for place, choice in enumerate(plan.choices):
        link = _own_link(session, scope, plan, choice) if choice.credential_id else _platform_link(plan)
        if is_strict and choice.credential_id and not choice.model:
            raise Invalid("Name a model, as the provider calls it.", field=f"choices.{place}")
        if is_strict and choice.credential_id and link is None:
            raise Invalid("This key does not exist any more, or cannot be read.", field=f"choices.{place}")
        links.append(link)
    return links


def _platform_link(plan: ModelPlan) -> Link | None:
    model = find_model(platform_model())
    if model is None:
        return None
    most = settings().llm_max_output_tokens
    longest = min(plan.max_output_tokens or most, most)
    return Link(_tuned(model, plan, longest), PLATFORM, plan.budget.within(platform_budget()))


def _own_link(session: Session, scope: Scope, plan: ModelPlan, choice: Choice) -> Link | None:
    if choice.credential_id is None:
        return None
    credential = credential_store.find_credential(session, scope, choice.credential_id)
    if credential is None or not can_speak(credential):
        return None
    model = open_model(session, credential, choice.model)
    if model is None:
        note_trouble(session, scope, str(credential.id), choice.model, "unreadable")
        return None
    return Link(_tuned(model, plan, plan.max_output_tokens or 0), str(credential.id), plan.budget)


def _tuned(model: LiteLLMModel, plan: ModelPlan, longest: int) -> LiteLLMModel:
    return replace(model, temperature=plan.temperature, max_output_tokens=longest)
