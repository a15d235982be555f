"""One interface for every model that can answer: `find_model(platform_model())`, then `stream`."""

from privexbot_app.adapters.llm.models import OPENAI_DEFAULT, QUOTE, find_model, platform_model, warm_up
from privexbot_app.adapters.llm.speech import LLM, Ending, Piece, Prompt, Turn, speak

__all__ = [
    "LLM",
    "OPENAI_DEFAULT",
    "QUOTE",
    "Ending",
    "Piece",
    "Prompt",
    "Turn",
    "find_model",
    "platform_model",
    "speak",
    "warm_up",
]
