"""The stage of these tests is the API's, and a model that plays a script."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from privexbot_app.settings import settings
from tests.api.conftest import browser, client
from tests.scripted_provider import ScriptedProvider, scripted_provider

__all__ = ["browser", "client"]


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., ScriptedProvider]]:
    """Makes every bot speak through a scripted provider: `model(script, answer, token_seconds)`."""
    with ExitStack() as stack:

        def start(
            script: str = "normal", answer: str = "", token_seconds: float = 0, name: str = "openai/test-model"
        ) -> ScriptedProvider:
            provider = stack.enter_context(scripted_provider(script, answer, token_seconds))
            monkeypatch.setattr(settings(), "llm_model", name)
            monkeypatch.setattr(settings(), "llm_api_base", provider.base_url)
            return provider

        yield start


@pytest.fixture
def no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that send more than a person would."""
    for name in ("messages_per_minute_per_visitor", "messages_per_minute_per_address", "events_per_minute_per_address"):
        monkeypatch.setattr(settings(), name, 1_000_000)
