"""Try a key with a model, and say in words how it went."""

from contextlib import aclosing
from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session

from privexbot_app.adapters.llm import Allowance, Ending, Fault, LiteLLMModel, Prompt, Reranker, Turn
from privexbot_app.db import transaction
from privexbot_app.errors import Invalid
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.credentials import can_speak, note_trouble, open_model, open_reranker
from privexbot_app.services.model_plans import Choice
from privexbot_app.services.model_words import OUR_OWN, say_rerank_trouble, say_trouble
from privexbot_app.services.roles import require_editor
from privexbot_app.store import credentials as store

PROMPT = Prompt("This is a test of the connection.", (Turn("user", "Say OK."),))
QUESTION, TEXTS = "What is this?", ("This is a test of the connection.", "Shoes are sold here.")  # for rerank models
NO_SPEAKER = frozenset({"unknown_model"})  # what a server says that only reranks
LONGEST_ANSWER = 64  # some models think before they say OK


@dataclass(frozen=True)
class Outcome:
    """Whether it answered, and a sentence about it."""

    is_good: bool
    sentence: str


async def try_model(viewer: Viewer, credential_id: UUID, name: str) -> Outcome:
    """Ask once, for a word; costs a few tokens. Raises NotFound, Forbidden and Invalid."""
    require_editor(viewer)
    if not name.strip():
        raise Invalid("Name a model, as the provider calls it.", field="model")
    try:
        known = Choice(model=name).model
    except ValueError:
        raise Invalid("This is no name of a model.", field="model") from None
    speaks, reranker = await _open_reranker(viewer, credential_id, known)
    if reranker and not speaks:
        return await _try_reranker(viewer, credential_id, reranker)
    outcome, code = await _try_speaking(viewer, credential_id, known)
    if reranker and code in NO_SPEAKER:
        sorted_ = await _try_reranker(viewer, credential_id, reranker)
        return sorted_ if sorted_.is_good else outcome
    return outcome


async def _try_speaking(viewer: Viewer, credential_id: UUID, name: str) -> tuple[Outcome, str]:
    """With the code of what was wrong."""
    model = await _open(viewer, credential_id, name)
    if model is None:
        return Outcome(False, say_trouble("unreadable")), "unreadable"
    ending = await _ask(model)
    is_good = ending.state == "done" or ending.code == "length"
    if not is_good and ending.code == "circuit_open":
        return Outcome(False, "The provider failed several times just now. Try again in ten seconds."), ending.code
    await _note(viewer, credential_id, model.model, "" if is_good else ending.code)
    return Outcome(is_good, f"{name} answers." if is_good else say_trouble(ending.code)), ending.code


async def _try_reranker(viewer: Viewer, credential_id: UUID, reranker: Reranker) -> Outcome:
    try:
        await reranker.rerank(QUESTION, TEXTS)
    except Fault as fault:
        if fault.code not in OUR_OWN:
            await _note(viewer, credential_id, reranker.model, fault.code)
        return Outcome(False, say_rerank_trouble(fault.code))
    await _note(viewer, credential_id, reranker.model, "")
    return Outcome(True, f"{reranker.model.partition('/')[2]} puts passages in order.")


@transaction
def _open_reranker(session: Session, viewer: Viewer, credential_id: UUID, name: str) -> tuple[bool, Reranker | None]:
    """Whether the provider has models that speak, and the rerank model of that name, if it may have such."""
    credential = store.get_credential(session, viewer.scope, credential_id)
    return can_speak(credential), open_reranker(session, credential, name)


@transaction
def _open(session: Session, viewer: Viewer, credential_id: UUID, name: str) -> LiteLLMModel | None:
    model = open_model(session, store.get_credential(session, viewer.scope, credential_id), name)
    return replace(model, max_output_tokens=LONGEST_ANSWER) if model else None


@transaction
def _note(session: Session, viewer: Viewer, credential_id: UUID, model: str, code: str) -> None:
    note_trouble(session, viewer.scope, str(credential_id), model, code)


async def _ask(model: LiteLLMModel) -> Ending:
    async with aclosing(model.stream(PROMPT, Allowance(calls=1))) as parts:
        async for part in parts:
            if isinstance(part, Ending):
                return part
    return Ending("failed", "unavailable")
