"""Try a key with a model, and say in words how it went."""

from contextlib import aclosing
from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session

from privexbot_app.adapters.llm import Allowance, Ending, LiteLLMModel, Prompt, Turn
from privexbot_app.db import transaction
from privexbot_app.errors import Invalid
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.credentials import note_trouble, open_model
from privexbot_app.services.model_plans import Choice
from privexbot_app.services.model_words import say_trouble
from privexbot_app.services.roles import require_editor
from privexbot_app.store import credentials as store

PROMPT = Prompt("This is a test of the connection.", (Turn("user", "Say OK."),))
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
        model = await _open(viewer, credential_id, Choice(model=name).model)
    except ValueError:
        raise Invalid("This is no name of a model.", field="model") from None
    if model is None:
        return Outcome(False, say_trouble("unreadable"))
    ending = await _ask(model)
    is_good = ending.state == "done" or ending.code == "length"
    if not is_good and ending.code == "circuit_open":
        return Outcome(False, "The provider failed several times just now. Try again in ten seconds.")
    await _note(viewer, credential_id, model.model, "" if is_good else ending.code)
    return Outcome(is_good, f"{name.strip()} answers." if is_good else say_trouble(ending.code))


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
