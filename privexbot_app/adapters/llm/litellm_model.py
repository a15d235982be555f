"""Every paid or self-hosted model, through LiteLLM, with its promises checked by us.

LiteLLM reports a stream that its provider cut off as finished, knows no limit for a whole answer, and keeps a stream
that nobody reads open and paid for. So completeness is decided here by the finish reason that was really received,
four clocks of our own run, and whatever happens the stream is closed.
"""

import asyncio
import logging
import os
import random
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pydantic import SecretStr

from privexbot_app.adapters.llm.clocks import Clocks
from privexbot_app.adapters.llm.faults import Fault, fault_of
from privexbot_app.adapters.llm.reading import Reading
from privexbot_app.adapters.llm.speech import Ending, Piece, Prompt
from privexbot_app.settings import settings

log = logging.getLogger(__name__)

TRIES = 2


@lru_cache(maxsize=1)
def litellm() -> Any:
    """The library, which takes seconds to import: call it in a thread. It fetches nothing from the network."""
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    import litellm
    import openai.resources  # noqa: F401  # both of these would else be loaded inside the first answer

    litellm.token_counter(text="hello")

    litellm.suppress_debug_info = True
    litellm.telemetry = False
    litellm.turn_off_message_logging = True
    litellm.drop_params = True  # a provider that does not know `stream_options` is asked without
    return litellm


@dataclass(frozen=True)
class LiteLLMModel:
    """A model by its LiteLLM name, such as `anthropic/claude-haiku-4-5` or, with `api_base`, `openai/whatever`."""

    model: str
    api_key: SecretStr = field(default=SecretStr(""))
    api_base: str = ""

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Piece | Ending, None]:
        """Yield pieces, then one ending; asks a second time if the first fails before anything was shown."""
        await asyncio.to_thread(litellm)
        clocks = Clocks()
        for tries_left in reversed(range(TRIES)):
            has_shown = False
            try:
                async with aclosing(self._answer(prompt, clocks)) as parts:
                    async for part in parts:
                        has_shown = True
                        yield part
                return
            except Fault as fault:
                trouble = fault
            pause = trouble.wait_seconds + random.uniform(0.1, 0.5)  # noqa: S311  # jitter, not a secret
            too_late = clocks.seconds_to_first_token() <= pause
            if has_shown or too_late or not (tries_left and trouble.may_be_tried_again()):
                log.warning("The model %s ended an answer with %s.", self.model, trouble.code)
                yield trouble.ending(self.model, has_shown=has_shown)
                return
            await asyncio.sleep(pause)

    async def _answer(self, prompt: Prompt, clocks: Clocks) -> AsyncGenerator[Piece | Ending, None]:
        """One try; raises Fault for everything that is not a whole answer."""
        stream: Any = None
        try:
            stream = await clocks.wait(self._open(prompt))
            reading = Reading(stream)
            async with aclosing(reading.pieces(clocks)) as pieces:
                async for piece in pieces:
                    yield piece
            yield reading.ending(self.model)
        except Fault:
            raise
        except Exception as error:  # LiteLLM's own classes are only some of those it lets through
            log.info("The model %s raised %s.", self.model, type(error).__name__)
            raise fault_of(error) from None
        finally:
            if stream is not None:
                await stream.aclose()

    async def _open(self, prompt: Prompt) -> Any:
        """The stream of LiteLLM, as soon as the provider's headers are there."""
        from openai import Timeout  # comes with LiteLLM

        limits = settings()
        turns = [{"role": turn.role, "content": turn.text} for turn in prompt.turns]
        return await litellm().acompletion(
            model=self.model,
            messages=[{"role": "system", "content": prompt.system}, *turns],
            max_tokens=limits.llm_max_output_tokens,
            stream=True,
            stream_options={"include_usage": True},
            timeout=Timeout(limits.llm_total_seconds, connect=limits.llm_connect_seconds),
            max_retries=0,
            api_key=self.api_key.get_secret_value() or None,
            api_base=self.api_base or None,
        )
