"""Models that put passages in order for a question: through LiteLLM, or a server of one's own that speaks as Jina does.

What such a server answers is checked like any other stranger's: one finite score for each text, or it counts as broken.
"""

import asyncio
import hashlib
import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr

from privexbot_app.adapters.llm.breaker import Circuit, circuit_of
from privexbot_app.adapters.llm.direct import Server, ask_direct
from privexbot_app.adapters.llm.faults import Fault, fault_of
from privexbot_app.adapters.llm.litellm_model import litellm
from privexbot_app.adapters.llm.prices import NANODOLLARS
from privexbot_app.adapters.llm.providers import PROVIDERS
from privexbot_app.settings import settings

log = logging.getLogger(__name__)

SECONDS = 2.5  # in all: a visitor waits for it before the first word
MOST_TEXTS, LONGEST_TEXT = 30, 2000
OWN_SERVERS = frozenset({"openai", "hosted_vllm"})


@dataclass(frozen=True)
class Reranked:
    """`scores` are the texts' in their order, the higher the better; `nanodollars` is None where no price is told."""

    scores: tuple[float, ...]
    asked_tokens: int = 0
    nanodollars: int | None = None


@dataclass(frozen=True)
class Reranker:
    """A model by its LiteLLM name, such as `cohere/rerank-v3.5` or, with `api_base`, `openai/whatever`.

    `is_guarded` when a customer chose the address.
    """

    model: str
    api_key: SecretStr = field(default=SecretStr(""))
    api_base: str = ""
    is_guarded: bool = False

    def is_direct(self) -> bool:
        """Whether it is a server of one's own, asked over plain HTTP."""
        return bool(self.api_base) and self.model.partition("/")[0] in OWN_SERVERS

    async def rerank(self, question: str, texts: Sequence[str]) -> Reranked:
        """Of at most MOST_TEXTS texts, each of which is cut. Raises Fault, after SECONDS at the latest."""
        circuit = self._circuit()
        if not circuit.lets_through():
            raise Fault("circuit_open", retryable=True)
        try:
            async with asyncio.timeout(SECONDS):
                told = await self._ask(question, [text[:LONGEST_TEXT] for text in texts[:MOST_TEXTS]])
        except TimeoutError:
            fault = Fault("timeout", retryable=True, is_our_clock=True)
        except Fault as trouble:
            fault = trouble
        else:
            circuit.succeed()
            return told
        log.warning("The model %s reranked nothing: %s.", self.model, fault.code)
        circuit.fail(fault.code)
        raise fault from None

    def _circuit(self) -> Circuit:
        """One of its own: where a model reranks, another one may still answer."""
        key = hashlib.sha256(self.api_key.get_secret_value().encode()).hexdigest()
        return circuit_of(f"rerank {self.model.partition('/')[0]} {self.api_base} {key}")

    async def _ask(self, question: str, texts: list[str]) -> Reranked:
        if self.is_direct():
            body = {"query": question, "documents": texts, "top_n": len(texts)}
            server = Server(self.api_base, self.api_key, self.is_guarded)
            answer = await ask_direct(server, "rerank", {"model": self.model.partition("/")[2], **body}, SECONDS)
            return Reranked(scores_in(answer.get("results") if isinstance(answer, dict) else None, len(texts)))
        try:
            return await self._ask_litellm(question, texts)
        except Fault:
            raise
        except Exception as error:  # LiteLLM's own classes are only some of those it lets through
            raise fault_of(error) from None

    async def _ask_litellm(self, question: str, texts: list[str]) -> Reranked:
        library = await asyncio.to_thread(litellm)
        answer = await library.arerank(
            model=self.model,
            query=question,
            documents=texts,
            top_n=len(texts),
            return_documents=False,
            timeout=SECONDS,
            max_retries=0,
            api_key=self.api_key.get_secret_value() or None,
            api_base=self.api_base or None,
        )
        cost = answer.hidden_params.get("response_cost")
        price = round(cost * NANODOLLARS) if isinstance(cost, float | int) and 0 < cost < math.inf else None
        return Reranked(scores_in(answer.results, len(texts)), _tokens_in(answer.meta), price)


def scores_in(results: Any, count: int) -> tuple[float, ...]:
    """Those of an answer in the order of the texts; raises Fault for anything but one finite score for each."""
    if not isinstance(results, list) or len(results) != count:
        raise Fault("unavailable", retryable=True)
    scores: dict[int, float] = {}
    for result in results:
        number, score = _numbers_in(result)
        if not 0 <= number < count or number in scores or not math.isfinite(score):
            raise Fault("unavailable", retryable=True)
        scores[number] = score
    return tuple(scores[number] for number in range(count))


def _numbers_in(result: Any) -> tuple[int, float]:
    """Which text, and its score; -1 for what is neither."""
    known: dict[str, Any] = result if isinstance(result, dict) else {}
    number, score = known.get("index"), known.get("relevance_score")
    if type(number) is not int or not isinstance(score, int | float) or isinstance(score, bool):
        return -1, 0.0
    return number, float(score)


async def highest_rerank_price(reranker: Reranker, question: str, texts: Sequence[str]) -> int | None:
    """The most that it may cost, in nanodollars: a token for each two characters; None where no price is known."""
    if reranker.is_direct():
        return None
    tokens = sum(min(len(text), LONGEST_TEXT) + len(question) for text in texts[:MOST_TEXTS]) // 2 + 1
    return await asyncio.to_thread(_price, reranker.model, tokens)


def _price(model: str, tokens: int) -> int | None:
    try:
        known = litellm().get_model_info(model)
    except Exception:  # LiteLLM raises several kinds for a model that it does not list
        return None
    dollars = (known.get("input_cost_per_query") or 0) + tokens * (known.get("input_cost_per_token") or 0)
    return round(dollars * NANODOLLARS) or None


def _tokens_in(meta: Any) -> int:
    """As far as it is told."""
    told = meta if isinstance(meta, dict) else {}
    counts = (told.get("tokens") or {}).get("input_tokens"), (told.get("billed_units") or {}).get("total_tokens")
    return next((count for count in counts if isinstance(count, int)), 0)


def platform_reranker() -> Reranker | None:
    """This install's own, if it has one. Its key goes to its provider or address only."""
    given = settings()
    if not given.rerank_model:
        return None
    key = given.rerank_api_key.get_secret_value() or ("none" if given.rerank_api_base else "")
    return Reranker(given.rerank_model, SecretStr(key), given.rerank_api_base)


def customers_reranker(provider: str, name: str, api_key: SecretStr, api_base: str = "") -> Reranker | None:
    """A model reached with a customer's own key, at this provider's address or `api_base`; None where it has none."""
    found = PROVIDERS[provider]
    if not found.reranks:
        return None
    key = SecretStr(api_key.get_secret_value() or "none")  # LiteLLM would take one of this install's instead of none
    address = api_base if found.has_own_address else found.address
    return Reranker(f"{found.prefix}/{name}", key, address, is_guarded=found.has_own_address)
