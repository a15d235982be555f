"""A provider of embeddings on a loopback address, and a knowledge base that goes over to it step by step."""

import asyncio
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from anyio import to_thread
from pydantic import SecretStr
from sqlmodel import Session, select

from privexbot_app.adapters.llm import embedding
from privexbot_app.adapters.llm.breaker import circuit_of
from privexbot_app.adapters.llm.litellm_model import litellm
from privexbot_app.db import in_session
from privexbot_app.errors import AppError
from privexbot_app.models import Chatbot, Credential, EmbeddingMove, KnowledgeBase, Passage
from privexbot_app.services import credentials, knowledge, reembedding, spaces
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.credentials import NewCredential
from privexbot_app.settings import settings
from tests.conftest import learn
from tests.rag.twisted import embed_turned
from tests.scripted_provider import ScriptedProvider, scripted_provider

KEY = "sk-the-key-of-embeddings"
RETURNS = "Unworn shoes can be returned within 30 days for a full refund. A refund arrives within five business days."
SHIPPING = "Orders leave us within two working days by Canada Post. Parcels to Iceland cost nine dollars."
QUESTION = "Can I give my sneakers back?"


@pytest.fixture(scope="session", autouse=True)
async def imported() -> None:
    """The seconds of the import are not part of any test's time."""
    await asyncio.to_thread(litellm)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to be waited for, and no question is remembered."""
    monkeypatch.setattr(embedding, "FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(reembedding, "BUSY_SECONDS", 0.01)
    circuit_of.cache_clear()
    spaces._questions.clear()


@pytest.fixture
def provider() -> Iterator[ScriptedProvider]:
    """The built-in model in disguise."""
    with scripted_provider() as served:
        served.embed = embed_turned
        yield served


@pytest.fixture
def installed(provider: ScriptedProvider, monkeypatch: pytest.MonkeyPatch) -> Callable[..., ScriptedProvider]:
    """`installed()`: from now on it is this install's embedding model; `installed("")` takes that back."""

    def install(model: str = "openai/disguised", key: str = KEY) -> ScriptedProvider:
        monkeypatch.setattr(settings(), "embedding_model", model)
        monkeypatch.setattr(settings(), "embedding_api_key", SecretStr(key if model else ""))
        monkeypatch.setattr(settings(), "embedding_api_base", provider.base_url if model else "")
        return provider

    return install


@pytest.fixture
async def key(alice: Viewer, provider: ScriptedProvider, monkeypatch: pytest.MonkeyPatch) -> Credential:
    """Alice's own key for it, at an address that this install allows."""
    monkeypatch.setattr(settings(), "llm_allowed_private_origins", f"http://127.0.0.1:{provider.port}")
    new = NewCredential(provider="compatible", address=provider.base_url, key=SecretStr(KEY))
    return await credentials.add_credential(alice, new)


@pytest.fixture
async def shop(alice: Viewer, alices_bot: Chatbot) -> UUID:
    """A knowledge base that has read two texts, with the built-in model."""
    for title, text in (("Returns", RETURNS), ("Shipping", SHIPPING)):
        source = await knowledge.add_text(alice, alices_bot.knowledge_base_id, title, text)
        await to_thread.run_sync(learn, source)
    return alices_bot.knowledge_base_id


def find_move(base_id: UUID) -> EmbeddingMove | None:
    return in_session(lambda session: session.get(EmbeddingMove, base_id))


def base_of(base_id: UUID) -> KnowledgeBase:
    return in_session(lambda session: session.get_one(KnowledgeBase, base_id))


def passages_of(base_id: UUID) -> list[Passage]:
    def read(session: Session) -> list[Passage]:
        query = select(Passage).where(Passage.knowledge_base_id == base_id).order_by(Passage.id)
        return list(session.exec(query))

    return in_session(read)


def fill(base_id: UUID, attempt: int) -> None:
    """All steps of a move but the last."""
    if reembedding.open_move(base_id, attempt):
        after = 0
        while after := reembedding.embed_passages(base_id, attempt, after):
            pass
        while reembedding.embed_decided(base_id, attempt):
            pass


def go(base_id: UUID) -> None:
    """All steps of the move that is asked for, as the job does them; however it ends, the move says so."""
    move = find_move(base_id)
    if move is None:
        return
    try:
        while True:
            fill(base_id, move.attempt)
            if reembedding.switch(base_id, move.attempt):
                return
    except AppError as error:
        reembedding.fail_move(base_id, move.attempt, error.message)


async def settle(base_id: UUID) -> None:
    """What the sweep and then the job do."""
    await reembedding.list_due(0)
    await to_thread.run_sync(go, base_id)
