"""Which models there are: quote mode always, and whatever LiteLLM reaches with the keys of this install."""

import asyncio

from pydantic import SecretStr

from privexbot_app.adapters.llm.litellm_model import LiteLLMModel, litellm
from privexbot_app.adapters.llm.providers import PROVIDERS
from privexbot_app.adapters.llm.reranker import platform_reranker
from privexbot_app.settings import settings

QUOTE = "privexbot/quote"
OPENAI_DEFAULT = "openai/gpt-4o-mini"


def platform_model() -> str:
    """The name of the model that bots have by default; quote mode in an install without any key."""
    given = settings()
    if given.llm_model:
        return given.llm_model
    return OPENAI_DEFAULT if given.openai_api_key.get_secret_value() else QUOTE


def find_model(name: str) -> LiteLLMModel | None:
    """The model of that name; None for quote mode, which answers from the passages without any model.

    The key and address of `LLM_MODEL` go with models of the same provider only, and `OPENAI_API_KEY` never goes to
    an address of one's own: no key may reach a host that it was not made for.
    """
    if name == QUOTE:
        return None
    given = settings()
    if given.llm_model and _provider(name) == _provider(given.llm_model):
        key, base = given.llm_api_key.get_secret_value(), given.llm_api_base
        if key or base:
            return LiteLLMModel(name, SecretStr(key or "none"), base)
    if _provider(name) == "openai":
        return LiteLLMModel(name, given.openai_api_key)
    return LiteLLMModel(name)


def customers_model(provider: str, name: str, api_key: SecretStr, api_base: str = "") -> LiteLLMModel:
    """A model reached with a customer's own key, which goes to this provider's address or to `api_base` only."""
    found = PROVIDERS[provider]
    key = SecretStr(api_key.get_secret_value() or "none")  # LiteLLM would take one of this install's instead of none
    address = api_base if found.has_own_address else found.address
    return LiteLLMModel(f"{found.prefix}/{name}", key, address, is_guarded=found.has_own_address)


def platform_embedding() -> LiteLLMModel | None:
    """The install's embedding model; None where the built-in one embeds. A bare name is OpenAI's."""
    given = settings()
    if not given.embedding_model:
        return None
    name = given.embedding_model if "/" in given.embedding_model else f"openai/{given.embedding_model}"
    key, base = given.embedding_api_key.get_secret_value(), given.embedding_api_base
    return LiteLLMModel(name, SecretStr(key or "none"), base) if key or base else find_model(name)


async def warm_up() -> None:
    """Import LiteLLM in a thread before the first visitor asks, if one of this install's own models needs it."""
    models = (find_model(platform_model()), platform_embedding(), platform_reranker())
    if any(model is not None and not model.is_direct() for model in models):
        await asyncio.to_thread(litellm)


def _provider(name: str) -> str:
    """LiteLLM's provider prefix; a bare name is OpenAI's."""
    return name.partition("/")[0] if "/" in name else "openai"
