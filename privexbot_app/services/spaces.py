"""Embedding spaces, opened: a model with its key, ready to embed, and how its cosines are read."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from uuid import UUID, uuid5

import numpy as np
from anyio import CapacityLimiter, to_thread
from numpy.typing import NDArray
from pydantic import SecretStr
from sqlmodel import Session

from privexbot_app import security
from privexbot_app.adapters.embedder import embedder
from privexbot_app.adapters.llm import (
    PROVIDERS,
    Fault,
    LiteLLMModel,
    RemoteEmbedder,
    customers_model,
    platform_embedding,
)
from privexbot_app.db import in_session, reading
from privexbot_app.models import Credential, EmbeddingSpace
from privexbot_app.rag.masking import Mask
from privexbot_app.rag.nearness import View
from privexbot_app.rag.scale import BUILT_IN, Scale
from privexbot_app.services.credentials import read_key, renew_seal
from privexbot_app.services.embedding_words import NotEmbedded
from privexbot_app.store import embedding as store

log = logging.getLogger(__name__)

NAMES = UUID("5f6b1c38-7f3a-4f0e-9a58-8d3c2b1f6e47")  # of spaces
EMBEDDING_THREADS = 2
KEPT_QUESTIONS = 512

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Space:
    """`name` stands in the hashes of what was embedded. One with an id and no `remote` has lost its key."""

    id: UUID | None
    name: str
    dimensions: int
    scale: Scale = BUILT_IN
    remote: RemoteEmbedder | None = None

    def embed(self, texts: Sequence[str]) -> Vector:
        """One unit vector a text. Blocks, and needs a thread without an event loop; raises NotEmbedded."""
        if self.id is None:
            return embedder().embed(texts)
        if self.remote is None:
            raise NotEmbedded("unreadable")
        try:
            return asyncio.run(self.remote.embed_passages(texts))
        except Fault as fault:
            log.warning("The embedding model %s failed: %s.", self.remote.model.model, fault.code)
            raise NotEmbedded(fault.code) from None


def built_in() -> Space:
    """The model that comes along."""
    return Space(None, embedder().name, embedder().dimensions)


def hash_of(space: Space, texts: Sequence[str]) -> str:
    """Of what vectors are made from, and of who makes them."""
    return sha256("\0".join((space.name, *texts)).encode("utf-8", "replace")).hexdigest()


def serving_space(knowledge_base_id: UUID | None) -> Space:
    """What passages of this knowledge base are embedded by now; the built-in one where there is none. Blocks."""
    return in_session(_open_serving, knowledge_base_id) if knowledge_base_id else built_in()


def _open_serving(session: Session, knowledge_base_id: UUID) -> Space:
    return open_space(session, store.find_serving(session, knowledge_base_id))


def open_space(session: Session, row: EmbeddingSpace | None) -> Space:
    """With its key as far as that can be read."""
    if row is None:
        return built_in()
    model = _model_of(session, row)
    remote = RemoteEmbedder(model, row.dimensions) if model else None
    return Space(row.id, f"space {row.id}", row.dimensions, Scale(row.gain, row.shift), remote)


def _model_of(session: Session, row: EmbeddingSpace) -> LiteLLMModel | None:
    if row.workspace_id is None:
        return _installs_model(row)
    credential = session.get(Credential, row.credential_id) if row.credential_id else None
    key = read_key(credential) if credential else None
    if credential is None or key is None:
        return None
    name = row.model.removeprefix(f"{PROVIDERS[credential.provider].prefix}/")
    return customers_model(credential.provider, name, key, credential.address)


def _installs_model(row: EmbeddingSpace) -> LiteLLMModel | None:
    """With the key that is set now if the settings still name this model, else with the one that was kept."""
    model = platform_embedding()
    if model is not None and space_id_of(None, model) == row.id:
        return model
    key = security.unseal(row.sealed_key, *_place(row.id)) if row.sealed_key else None
    return LiteLLMModel(row.model, SecretStr(key), row.address) if key is not None else None


def space_id_of(workspace_id: UUID | None, model: LiteLLMModel) -> UUID:
    """The same for the same model at the same address, whatever the key."""
    return uuid5(NAMES, f"{workspace_id or ''} {model.model} {model.api_base}")


def installs_space_id() -> UUID | None:
    """The space of the settings; None for the built-in one."""
    model = platform_embedding()
    return space_id_of(None, model) if model else None


def _keep_installs_space(session: Session) -> EmbeddingSpace | None:
    model = platform_embedding()
    if model is None:
        return None
    space_id = space_id_of(None, model)
    row = store.find_space(session, space_id) or EmbeddingSpace(id=space_id, model=model.model, address=model.api_base)
    if not _is_kept(row, model):
        row.sealed_key = security.seal(model.api_key.get_secret_value(), *_place(row.id))
    session.add(row)
    session.flush()
    return row


def _is_kept(row: EmbeddingSpace, model: LiteLLMModel) -> bool:
    key = security.unseal(row.sealed_key, *_place(row.id))
    return key == model.api_key.get_secret_value() and security.is_sealed_anew(row.sealed_key)


def are_keys_kept(session: Session) -> bool:
    """Whether the key that is set now is kept, and every key that is needed is sealed under the SECRET_KEY of today."""
    model, credentials = platform_embedding(), _used_credentials(session)
    row = store.find_space(session, installs_space_id())
    is_kept = model is None or (row is not None and _is_kept(row, model))
    return is_kept and all(security.is_sealed_anew(one.sealed_key) for one in credentials if read_key(one))


def keep_keys(session: Session) -> EmbeddingSpace | None:
    """Make it so; returns the row of the settings' model."""
    for credential in _used_credentials(session):
        renew_seal(credential)
        session.add(credential)
    return _keep_installs_space(session)


def _used_credentials(session: Session) -> list[Credential]:
    ids = {row.credential_id for row in store.list_used(session) if row.credential_id}
    return [found for id_ in ids if (found := session.get(Credential, id_))]


def space_of_new_base(session: Session) -> UUID | None:
    """The install's, so that an empty knowledge base need not move; the built-in one until that model has answered."""
    row = store.find_space(session, installs_space_id())
    return row.id if row and row.dimensions else None


def _place(space_id: UUID) -> tuple[str, str, str]:
    return "", EmbeddingSpace.__tablename__, str(space_id)


@lru_cache(maxsize=1)
def embedding_limiter() -> CapacityLimiter:
    return CapacityLimiter(EMBEDDING_THREADS)


@lru_cache(maxsize=256)
def embed_text(text: str) -> Vector:
    """By the built-in model. Remembered for a while: a question is looked for in several places, a claim in several
    passages. Blocks."""
    vector: Vector = embedder().embed([text])[0]
    return vector


async def view(question: str, space_ids: Iterable[UUID | None], *, is_masked: bool) -> dict[UUID | None, View]:
    """The question as each of these spaces sees it; without meaning where its model does not answer in time. What is
    personal in it stays here where `is_masked`."""
    wanted = dict.fromkeys(space_ids)
    views: dict[UUID | None, View] = {}
    if None in wanted:
        views[None] = View(await to_thread.run_sync(embed_text, question, limiter=embedding_limiter()))
    if remote := [space_id for space_id in wanted if space_id is not None]:
        asked = Mask().hide(question) if is_masked else question
        spaces = await _open_all(remote)
        vectors = await asyncio.gather(*[_embed_question(space, asked) for space in spaces])
        views |= {space.id: View(vector, space.scale) for space, vector in zip(spaces, vectors, strict=True)}
    return views


@reading
def _open_all(session: Session, space_ids: Sequence[UUID]) -> list[Space]:
    return [open_space(session, row) for space_id in space_ids if (row := store.find_space(session, space_id))]


_questions: OrderedDict[tuple[UUID | None, str], Vector] = OrderedDict()
_questions_lock = Lock()


async def _embed_question(space: Space, question: str) -> Vector:
    with _questions_lock:
        known = _questions.get((space.id, question))
    if known is not None:
        return known
    try:
        if space.remote is None:
            raise Fault("unreadable")
        vector = await space.remote.embed_question(question)
    except Fault as fault:
        log.warning("A question was searched for by words alone: the embedding model ended with %s.", fault.code)
        return np.zeros(space.dimensions, dtype=np.float32)
    with _questions_lock:
        _questions[space.id, question] = vector
        while len(_questions) > KEPT_QUESTIONS:
            _questions.popitem(last=False)
    return vector
