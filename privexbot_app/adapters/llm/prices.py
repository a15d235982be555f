"""What a model costs, from the list that comes with LiteLLM; nothing is fetched, and an unknown price stays unknown.

Money is counted in whole nanodollars (10⁻⁹ US dollars): sums are exact, and a single token is still more than zero.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from privexbot_app.adapters.llm.litellm_model import LiteLLMModel, litellm
from privexbot_app.adapters.llm.speech import Prompt
from privexbot_app.adapters.llm.tools import count_tool_characters

NANODOLLARS = 1_000_000_000
CHARACTERS_PER_TOKEN = 4  # of prose, roughly; only where a provider did not say how many there were


@dataclass(frozen=True)
class Tokens:
    """How many went in and came out; `are_estimated` when the provider did not say so."""

    asked: int
    answered: int
    are_estimated: bool = False


def estimate_tokens(prompt: Prompt, said: str) -> Tokens:
    """From the number of characters."""
    return Tokens(_tokens(_characters(prompt)), _tokens(len(said)), are_estimated=True)


async def price(model: LiteLLMModel, tokens: Tokens) -> int | None:
    """In nanodollars; None for models whose price is not known, such as those at an address of one's own."""
    return await asyncio.to_thread(_price, model, tokens)


def dollars_per_token(model: LiteLLMModel) -> float | None:
    """Of what is asked or embedded; None where the price is not known. Blocks: it may import LiteLLM."""
    nanodollars = _price(model, Tokens(NANODOLLARS, 0))
    return None if nanodollars is None else nanodollars / NANODOLLARS**2


async def highest_price(model: LiteLLMModel, prompt: Prompt) -> int | None:
    """The most that an answer may cost: a token for each two characters asked, and the longest answer."""
    return await price(model, Tokens(_characters(prompt) // 2 + 1, model.longest_answer()))


async def unpriced(models: Sequence[LiteLLMModel]) -> list[LiteLLMModel]:
    """Those whose price is not known."""
    return [model for model in models if await price(model, Tokens(1, 1)) is None]


def _price(model: LiteLLMModel, tokens: Tokens) -> int | None:
    if model.has_address_of_its_own():
        return None
    try:
        asked, answered = litellm().cost_per_token(model.model, tokens.asked, tokens.answered)
    except Exception:  # LiteLLM raises several kinds for a model that it does not list
        return None
    return round(float(asked + answered) * NANODOLLARS)


def _characters(prompt: Prompt) -> int:
    return len(prompt.system) + sum(len(turn.text) for turn in prompt.turns) + count_tool_characters(prompt)


def _tokens(characters: int) -> int:
    return -(-characters // CHARACTERS_PER_TOKEN)
