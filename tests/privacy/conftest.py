"""A model of our own to speak through, and a visitor's browser."""

from contextlib import ExitStack

import pytest

from privexbot_app.settings import settings
from tests.api.conftest import browser, client
from tests.scripted_provider import scripted_provider

__all__ = ["browser", "client"]


@pytest.fixture
def provider(monkeypatch):
    """Makes every bot speak through a scripted provider; what left for it is in its `requests`."""
    with ExitStack() as stack:
        started = stack.enter_context(scripted_provider())
        monkeypatch.setattr(settings(), "llm_model", "openai/test-model")
        monkeypatch.setattr(settings(), "llm_api_base", started.base_url)
        yield started
