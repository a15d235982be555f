"""Scripted providers on loopback addresses, as the model of the install or behind keys of Alice's own."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from pydantic import SecretStr

from privexbot_app.adapters.llm import Ending, Piece, Prompt, Turn
from privexbot_app.adapters.llm.litellm_model import litellm
from privexbot_app.models import Chatbot, Credential
from privexbot_app.services import credentials, model_plans
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.credentials import NewCredential
from privexbot_app.services.model_plans import Choice, ModelPlan
from privexbot_app.services.speaker import find_speaker
from privexbot_app.settings import settings
from tests.scripted_provider import Mode, ScriptedProvider, scripted_provider

ANSWER = "Yes, in size nine."
PROMPT = Prompt("Be kind.", (Turn("user", "Size 9?"),))
KEY = "sk-alices-own-key-w7Qx"


@pytest.fixture(scope="module", autouse=True)
async def imported() -> None:
    """The seconds of the import are not part of any test's time."""
    await asyncio.to_thread(litellm)


@pytest.fixture
def serve() -> Iterator[Callable[..., ScriptedProvider]]:
    """`serve("error")`: a provider for as long as the test runs."""
    with ExitStack() as stack:

        def start(script: Mode | list[Mode] = "normal", answer: str = ANSWER) -> ScriptedProvider:
            return stack.enter_context(scripted_provider(script, answer))

        yield start


@pytest.fixture
def platform(serve, monkeypatch):
    """Makes a scripted provider this install's model."""

    def start(script: Mode | list[Mode] = "normal"):
        provider = serve(script)
        monkeypatch.setattr(settings(), "llm_model", "openai/house-model")
        monkeypatch.setattr(settings(), "llm_api_base", provider.base_url)
        return provider

    return start


@pytest.fixture
def key_for(alice: Viewer, monkeypatch):
    """`await key_for(provider)`: Alice's own key for it, at an address that this install allows."""

    async def add(provider: ScriptedProvider, key: str = KEY) -> Credential:
        origins = f"{settings().llm_allowed_private_origins},http://127.0.0.1:{provider.port}"
        monkeypatch.setattr(settings(), "llm_allowed_private_origins", origins)
        new = NewCredential(provider="compatible", address=provider.base_url, key=SecretStr(key))
        return await credentials.add_credential(alice, new)

    return add


@pytest.fixture
def plan_for(alice: Viewer, alices_bot: Chatbot, key_for):
    """`await plan_for(first, second)`: the chatbot asks these providers, in this order."""

    async def save(*providers: ScriptedProvider, **more) -> Chatbot:
        names = ("first", "second", "third")
        keys = [await key_for(provider) for provider in providers]
        choices = tuple(Choice(credential_id=key.id, model=name) for key, name in zip(keys, names, strict=False))
        plan = ModelPlan(**({"choices": choices} if providers else {}), **more)
        await model_plans.save_plan(alice, alices_bot.id, plan)
        from privexbot_app.services.chatbots import get_chatbot

        return await get_chatbot(alice, alices_bot.id)

    return save


async def said_by(chatbot: Chatbot, reply_id=None) -> tuple[str, Ending]:
    """What the chatbot's models say to `PROMPT`."""
    speaker = await find_speaker(chatbot, reply_id)
    assert speaker is not None
    *pieces, ending = [part async for part in speaker.stream(PROMPT)]
    assert isinstance(ending, Ending)
    return "".join(piece.text for piece in pieces if isinstance(piece, Piece)), ending
