"""Which embedding model a knowledge base has, and its owner's wish for another."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anyio import to_thread
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from privexbot_app.adapters import queue
from privexbot_app.adapters.llm import PROVIDERS, LiteLLMModel, customers_model, dollars_per_token, platform_embedding
from privexbot_app.db import reading, transaction
from privexbot_app.errors import Conflict, Invalid
from privexbot_app.models import EmbeddingChoice, EmbeddingMove, EmbeddingSpace, KnowledgeBase, MoveState, now
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.credentials import read_key
from privexbot_app.services.model_plans import ModelName
from privexbot_app.services.reembedding import restart, set_course
from privexbot_app.services.roles import require_editor
from privexbot_app.services.spaces import installs_space_id, keep_keys, space_id_of
from privexbot_app.store import credentials as credential_store
from privexbot_app.store import embedding as store
from privexbot_app.store import pending
from privexbot_app.store.chatbots import get_knowledge_base

BUILT_IN = "MiniLM, which comes along"
CHARACTERS_PER_TOKEN = 3  # of prose about four; sentences are embedded with what they stand under
TELLING_SECONDS = 5  # before that, how long it takes is anybody's guess


class WantedModel(BaseModel):
    """`source` is `install`, `built_in` or the id of a key; `model` is as its provider calls it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    source: str
    model: ModelName = ""


@dataclass(frozen=True)
class Moving:
    """On the way to another model; `seconds_left` where that can be told yet."""

    model: str
    state: MoveState
    ready: int
    passages: int
    seconds_left: int | None
    problem: str
    again_at: datetime
    may_cancel: bool


@dataclass(frozen=True)
class BaseEmbedding:
    """`model` serves; `source` and `wanted` are what its owner chose."""

    id: UUID
    name: str
    model: str
    dimensions: int
    source: str
    wanted: str
    passages: int
    moving: Moving | None


@dataclass(frozen=True)
class Estimate:
    """What another model would mean; `dollars` where the price is known."""

    passages: int
    tokens: int
    dollars: float | None
    is_elsewhere: bool


def install_label() -> str:
    """The install's model."""
    model = platform_embedding()
    return model.model if model else BUILT_IN


@reading
def get_embedding(session: Session, viewer: Viewer, knowledge_base_id: UUID) -> BaseEmbedding:
    """Raises NotFound for a knowledge base the viewer cannot see."""
    base = get_knowledge_base(session, viewer.scope, knowledge_base_id)
    serving = store.find_space(session, base.space_id)
    move = store.find_move(session, base.id)
    counted = pending.measure(session, base.id)
    own = store.find_space(session, base.own_space_id)
    return BaseEmbedding(
        id=base.id,
        name=base.name,
        model=_label(serving),
        dimensions=serving.dimensions if serving else 384,
        source=_source(base, own),
        wanted=_name(own) if own else "",
        passages=counted.passages,
        moving=_moving(session, base, move, counted) if move else None,
    )


def _source(base: KnowledgeBase, own: EmbeddingSpace | None) -> str:
    if base.embedding is EmbeddingChoice.OWN:
        return str(own.credential_id) if own and own.credential_id else ""
    return str(base.embedding)


def _moving(session: Session, base: KnowledgeBase, move: EmbeddingMove, counted: pending.Progress) -> Moving:
    target = store.find_space(session, move.space_id)
    return Moving(
        model=_label(target),
        state=move.state,
        ready=counted.ready,
        passages=counted.passages,
        seconds_left=_seconds_left(move, counted),
        problem=move.problem,
        again_at=move.due_at,
        may_cancel=_way_back(session, base) is not None,
    )


def _seconds_left(move: EmbeddingMove, counted: pending.Progress) -> int | None:
    """At the pace until now; what was ready before this attempt makes it look a little quicker than it is."""
    seconds = (now() - move.started_at).total_seconds()
    if move.state is not MoveState.RUNNING or not counted.ready or seconds < TELLING_SECONDS:
        return None
    return round(seconds / counted.ready * (counted.passages - counted.ready))


def _label(space: EmbeddingSpace | None) -> str:
    if space is None:
        return BUILT_IN
    return space.model if space.workspace_id is None else _name(space)


def _name(space: EmbeddingSpace) -> str:
    """As its provider calls it."""
    return space.model.partition("/")[2] or space.model


async def estimate(viewer: Viewer, knowledge_base_id: UUID, wanted: WantedModel) -> Estimate:
    """Raises NotFound, and Invalid for a key that is gone."""
    tokens, passages, model = await _look(viewer, knowledge_base_id, wanted)
    price = await to_thread.run_sync(dollars_per_token, model) if model else 0.0
    return Estimate(passages, tokens, None if price is None else tokens * price, model is not None)


@reading
def _look(
    session: Session, viewer: Viewer, knowledge_base_id: UUID, wanted: WantedModel
) -> tuple[int, int, LiteLLMModel | None]:
    base = get_knowledge_base(session, viewer.scope, knowledge_base_id)
    _, model, _ = _wanted(session, viewer, wanted)
    tokens = pending.count_characters(session, base.id) // CHARACTERS_PER_TOKEN
    return tokens, pending.measure(session, base.id).passages, model


async def choose_model(viewer: Viewer, knowledge_base_id: UUID, wanted: WantedModel) -> None:
    """The knowledge base goes over to it in the background. Raises NotFound, and Invalid with its field."""
    require_editor(viewer)
    if (attempt := await _choose(viewer, knowledge_base_id, wanted)) is not None:
        await queue.enqueue_move(knowledge_base_id, attempt)


@transaction
def _choose(session: Session, viewer: Viewer, knowledge_base_id: UUID, wanted: WantedModel) -> int | None:
    base = get_knowledge_base(session, viewer.scope, knowledge_base_id)
    base.embedding, model, credential_id = _wanted(session, viewer, wanted)
    space = keep_keys(session) if base.embedding is EmbeddingChoice.INSTALL else None
    if base.embedding is EmbeddingChoice.OWN and model is not None and credential_id is not None:
        space = _own_space(session, viewer, model, credential_id)
    base.own_space_id = space.id if space and base.embedding is EmbeddingChoice.OWN else None
    session.add(base)
    session.flush()
    set_course(session, base.id, space.id if space else None)
    return _start_anew(session, base.id)


def _start_anew(session: Session, knowledge_base_id: UUID) -> int | None:
    """The attempt to be queued; a move that had failed does not wait any longer."""
    session.flush()
    move = store.find_move(session, knowledge_base_id)
    if move is not None and move.state is MoveState.FAILED:
        restart(move)
    return move.attempt if move else None


def _wanted(
    session: Session, viewer: Viewer, wanted: WantedModel
) -> tuple[EmbeddingChoice, LiteLLMModel | None, UUID | None]:
    """Raises Invalid for a source that there is not, or one without the name of a model."""
    if wanted.source == EmbeddingChoice.INSTALL:
        return EmbeddingChoice.INSTALL, platform_embedding(), None
    if wanted.source == EmbeddingChoice.BUILT_IN:
        return EmbeddingChoice.BUILT_IN, None, None
    try:
        credential = credential_store.find_credential(session, viewer.scope, UUID(wanted.source))
    except ValueError:
        credential = None
    key = read_key(credential) if credential else None
    if credential is None or key is None:
        raise Invalid("This key does not exist any more, or cannot be read.", field="source")
    if credential.provider not in EXAMPLES:
        raise Invalid("No embedding models of this provider are known here.", field="source")
    if not wanted.model:
        raise Invalid("Name an embedding model, as the provider calls it.", field="model")
    model = customers_model(credential.provider, wanted.model, key, credential.address)
    return EmbeddingChoice.OWN, model, credential.id


def _own_space(session: Session, viewer: Viewer, model: LiteLLMModel, credential_id: UUID) -> EmbeddingSpace:
    """The same model with another key is the same space."""
    space_id = space_id_of(viewer.workspace_id, model)
    space = store.find_space(session, space_id) or EmbeddingSpace(
        id=space_id, workspace_id=viewer.workspace_id, model=model.model, address=model.api_base
    )
    space.credential_id = credential_id
    session.add(space)
    session.flush()
    return space


@transaction
def cancel_move(session: Session, viewer: Viewer, knowledge_base_id: UUID) -> None:
    """The knowledge base keeps the model that it has; what was embedded already is dropped. Raises Conflict where it
    cannot keep that."""
    require_editor(viewer)
    base = get_knowledge_base(session, viewer.scope, knowledge_base_id)
    if store.find_move(session, base.id) is None:
        return
    back = _way_back(session, base)
    if back is None:
        raise Conflict("The model that it has is going away: choose another one instead.")
    base.embedding, base.own_space_id = back
    session.add(base)
    session.flush()
    set_course(session, base.id, base.space_id)


def _way_back(session: Session, base: KnowledgeBase) -> tuple[EmbeddingChoice, UUID | None] | None:
    """What to choose for staying with the model that serves; None where its owner cannot choose it."""
    if base.space_id is None:
        return EmbeddingChoice.BUILT_IN, None
    if base.space_id == installs_space_id():
        return EmbeddingChoice.INSTALL, None
    serving = store.find_space(session, base.space_id)
    has_key = serving is not None and serving.credential_id is not None
    return (EmbeddingChoice.OWN, base.space_id) if has_key else None


async def try_again(viewer: Viewer, knowledge_base_id: UUID) -> None:
    """A move that failed does not wait any longer. Raises NotFound."""
    require_editor(viewer)
    if (attempt := await _try_again(viewer, knowledge_base_id)) is not None:
        await queue.enqueue_move(knowledge_base_id, attempt)


@transaction
def _try_again(session: Session, viewer: Viewer, knowledge_base_id: UUID) -> int | None:
    return _start_anew(session, get_knowledge_base(session, viewer.scope, knowledge_base_id).id)


def examples() -> dict[str, str]:
    """An embedding model of each provider that has any, for the form."""
    return {name: EXAMPLES[name] for name in PROVIDERS if name in EXAMPLES}


EXAMPLES = {
    "openai": "text-embedding-3-small",
    "gemini": "gemini-embedding-001",
    "mistral": "mistral-embed",
    "openrouter": "openai/text-embedding-3-small",
    "ollama": "nomic-embed-text",
    "vllm": "BAAI/bge-m3",
    "lmstudio": "text-embedding-nomic-embed-text-v1.5",
    "compatible": "my-embedding-model",
}
