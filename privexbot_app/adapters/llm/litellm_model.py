"""Every paid or self-hosted model, through LiteLLM, with its promises checked by us.

LiteLLM reports a stream that its provider cut off as finished, knows no limit for a whole answer, and keeps a stream
that nobody reads open and paid for. So completeness is decided here by the finish reason that was really received,
four clocks of our own run, and whatever happens the stream is closed.
"""

import asyncio
import hashlib
import logging
import os
import random
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pydantic import SecretStr

from privexbot_app.adapters.llm.breaker import Allowance, Circuit, circuit_of
from privexbot_app.adapters.llm.chunks import Chunks
from privexbot_app.adapters.llm.clocks import Clocks
from privexbot_app.adapters.llm.direct import Server, open_direct
from privexbot_app.adapters.llm.faults import Fault, fault_of
from privexbot_app.adapters.llm.litellm_chunks import LiteLLMChunks
from privexbot_app.adapters.llm.providers import PROVIDERS
from privexbot_app.adapters.llm.reading import Reading
from privexbot_app.adapters.llm.speech import Part, Prompt
from privexbot_app.adapters.llm.tools import messages_of, tool_options
from privexbot_app.settings import settings

log = logging.getLogger(__name__)

LONGEST_JITTER_SECONDS = 0.6
WELL_KNOWN = frozenset(provider.address for provider in PROVIDERS.values() if not provider.has_own_address)


@lru_cache(maxsize=1)
def litellm() -> Any:
    """The library, which takes seconds to import: call it in a thread. It fetches nothing from the network."""
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    import litellm
    import openai.resources  # noqa: F401  # both of these would else be loaded inside the first answer

    litellm.token_counter(text="hello")

    litellm.suppress_debug_info = True
    # It takes `max_retries=0` for none given, and would ask three times for each time that we ask.
    litellm.DEFAULT_MAX_RETRIES = 0  # type: ignore[attr-defined]
    litellm.telemetry = False
    litellm.turn_off_message_logging = True
    litellm.drop_params = True  # a provider that does not know `stream_options` is asked without
    return litellm


@dataclass(frozen=True)
class LiteLLMModel:
    """A model by its LiteLLM name, such as `anthropic/claude-haiku-4-5` or, with `api_base`, `openai/whatever`.

    `is_guarded` when a customer chose the address; `max_output_tokens` of 0 is the install's own limit.
    """

    model: str
    api_key: SecretStr = field(default=SecretStr(""))
    api_base: str = ""
    is_guarded: bool = False
    temperature: float | None = None
    max_output_tokens: int = 0

    def longest_answer(self) -> int:
        """In tokens."""
        return self.max_output_tokens or settings().llm_max_output_tokens

    def has_address_of_its_own(self) -> bool:
        """Whether it is some server that speaks OpenAI's language, so that a name says nothing about a price."""
        return self.is_guarded or (bool(self.api_base) and self.api_base not in WELL_KNOWN)

    def is_direct(self) -> bool:
        """Whether it is asked over plain HTTP; see `direct`."""
        return bool(self.api_base) and self.model.startswith("openai/") and self.has_address_of_its_own()

    async def stream(self, prompt: Prompt, allowance: Allowance | None = None) -> AsyncGenerator[Part, None]:
        """Yield pieces, then one ending; asks a second time if the first fails before anything was shown."""
        circuit, allowance = self._circuit(), allowance or Allowance()
        has_shown, trouble = False, Fault("circuit_open", retryable=True)
        if not self.is_direct():
            await asyncio.to_thread(litellm)  # the seconds of its import are not the provider's
        clocks = Clocks()
        while allowance.calls and circuit.lets_through():
            allowance.calls -= 1
            try:
                async with aclosing(self._answer(prompt, clocks)) as parts:
                    async for part in parts:
                        has_shown = True
                        yield part
                circuit.succeed()
                return
            except Fault as fault:
                trouble = fault
            if has_shown:
                circuit.succeed()
                break
            circuit.fail(trouble.code)
            if not await _may_try_again(trouble, clocks, circuit, allowance):
                break
        log.warning("The model %s ended an answer with %s.", self.model, trouble.code)
        yield trouble.ending(self.model, has_shown=has_shown)

    def place(self) -> str:
        """The provider, the address and the key, which nobody can read in it."""
        key = hashlib.sha256(self.api_key.get_secret_value().encode()).hexdigest()
        return f"{self.model.partition('/')[0]} {self.api_base} {key}"

    def _circuit(self) -> Circuit:
        return circuit_of(self.place())

    async def _answer(self, prompt: Prompt, clocks: Clocks) -> AsyncGenerator[Part, None]:
        """One try; raises Fault for everything that is not a whole answer."""
        try:
            chunks = await clocks.wait(self._open(prompt))
            try:
                reading = Reading(chunks, self.longest_answer())
                async with aclosing(reading.pieces(clocks)) as pieces:
                    async for piece in pieces:
                        yield piece
                ending = reading.ending(self.model)
                for call in reading.calls() if ending.state == "done" else ():
                    yield call
                yield ending
            finally:
                await chunks.aclose()
        except Fault:
            raise
        except Exception as error:  # LiteLLM's own classes are only some of those it lets through
            log.info("The model %s raised %s.", self.model, type(error).__name__)
            raise fault_of(error) from None

    async def _open(self, prompt: Prompt) -> Chunks:
        """The stream, as soon as the provider's headers are there."""
        body = {"messages": messages_of(prompt), "max_tokens": self.longest_answer(), **tool_options(prompt)}
        if self.temperature is not None:
            body["temperature"] = self.temperature
        if self.is_direct():
            server = Server(self.api_base, self.api_key, self.is_guarded)
            return await open_direct(server, {"model": self.model.partition("/")[2], **body})
        return await self._open_litellm(body)

    async def _open_litellm(self, body: dict[str, Any]) -> Chunks:
        from openai import Timeout  # comes with LiteLLM

        limits = settings()
        return LiteLLMChunks(
            await litellm().acompletion(
                model=self.model,
                **body,
                stream=True,
                stream_options={"include_usage": True},
                timeout=Timeout(limits.llm_total_seconds, connect=limits.llm_connect_seconds),
                max_retries=0,
                api_key=self.api_key.get_secret_value() or None,
                api_base=self.api_base or None,
                _skip_mcp_handler=True,  # else it wants the library of a protocol that we do not speak, for any tool
            )
        )


async def _may_try_again(trouble: Fault, clocks: Clocks, circuit: Circuit, allowance: Allowance) -> bool:
    """Wait as long as the provider asks and a little by chance, if a second try is allowed and has a chance."""
    pause = trouble.wait_seconds + random.uniform(0, LONGEST_JITTER_SECONDS)  # noqa: S311  # jitter, not a secret
    if not (trouble.may_be_tried_again() and allowance.retries and allowance.calls):
        return False
    if clocks.seconds_to_first_token() <= pause or not circuit.take_retry():
        return False
    allowance.retries -= 1
    await asyncio.sleep(pause)
    return True
