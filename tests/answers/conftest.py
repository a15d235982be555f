"""Bots that speak through a scripted provider."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from privexbot_app.settings import settings
from tests.scripted_provider import ScriptedProvider, scripted_provider


@pytest.fixture
def on_one_database(migrated: str) -> None:
    """For tests of words, which are the same on every database and take long."""
    if migrated != "sqlite":
        pytest.skip("a test of words, not of databases")


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., ScriptedProvider]]:
    """`model(answer=…)`: every bot without a model of its own speaks through it."""
    with ExitStack() as stack:

        def start(script: Any = "normal", answer: Any = "", token_seconds: float = 0) -> ScriptedProvider:
            provider = stack.enter_context(scripted_provider(script, answer, token_seconds))
            monkeypatch.setattr(settings(), "llm_model", "openai/test-model")
            monkeypatch.setattr(settings(), "llm_api_base", provider.base_url)
            return provider

        yield start
