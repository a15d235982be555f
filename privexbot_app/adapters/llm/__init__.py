"""One interface for every model that can answer: `find_model(platform_model())`, then `stream`."""

from privexbot_app.adapters.llm.breaker import Allowance
from privexbot_app.adapters.llm.direct import close_shared
from privexbot_app.adapters.llm.embedding import RemoteEmbedder
from privexbot_app.adapters.llm.faults import Fault
from privexbot_app.adapters.llm.guarded import check_address
from privexbot_app.adapters.llm.litellm_model import LiteLLMModel
from privexbot_app.adapters.llm.models import (
    OPENAI_DEFAULT,
    QUOTE,
    customers_model,
    find_model,
    platform_embedding,
    platform_model,
    warm_up,
)
from privexbot_app.adapters.llm.prices import (
    NANODOLLARS,
    Tokens,
    dollars_per_token,
    estimate_tokens,
    highest_price,
    price,
    unpriced,
)
from privexbot_app.adapters.llm.providers import PROVIDERS, Provider
from privexbot_app.adapters.llm.reranker import (
    MOST_TEXTS,
    Reranked,
    Reranker,
    customers_reranker,
    highest_rerank_price,
    platform_reranker,
)
from privexbot_app.adapters.llm.speech import LLM, Ending, Part, Piece, Prompt, Tool, ToolCall, Turn, speak

__all__ = [
    "LLM",
    "MOST_TEXTS",
    "NANODOLLARS",
    "OPENAI_DEFAULT",
    "PROVIDERS",
    "QUOTE",
    "Allowance",
    "Ending",
    "Fault",
    "LiteLLMModel",
    "Part",
    "Piece",
    "Prompt",
    "Provider",
    "RemoteEmbedder",
    "Reranked",
    "Reranker",
    "Tokens",
    "Tool",
    "ToolCall",
    "Turn",
    "check_address",
    "close_shared",
    "customers_model",
    "customers_reranker",
    "dollars_per_token",
    "estimate_tokens",
    "find_model",
    "highest_price",
    "highest_rerank_price",
    "platform_embedding",
    "platform_model",
    "platform_reranker",
    "price",
    "speak",
    "unpriced",
    "warm_up",
]
