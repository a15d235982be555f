"""One stream of LiteLLM, read to its end, and whether that end was real."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from privexbot_app.adapters.llm.cleaner import Cleaner
from privexbot_app.adapters.llm.clocks import Clocks
from privexbot_app.adapters.llm.faults import Fault
from privexbot_app.adapters.llm.speech import Ending, Piece

CHARACTERS_PER_TOKEN = 10  # more than any tokeniser makes of prose: beyond it the provider ignored `max_tokens`


class Reading:
    """Gives the pieces of a `CustomStreamWrapper`, then its ending."""

    def __init__(self, stream: Any, most_tokens: int) -> None:
        self._stream = stream
        self._most_characters = most_tokens * CHARACTERS_PER_TOKEN
        self._finish = ""
        self._usage: Any = None
        self._characters = 0

    async def pieces(self, clocks: Clocks) -> AsyncGenerator[Piece, None]:
        """What can be shown, as it comes; thoughts of a reasoning model count as signs of life and are not shown."""
        cleaner = Cleaner()
        async with aclosing(clocks.iterate(aiter(self._stream))) as chunks:
            async for chunk in chunks:
                content, is_alive = self._take(chunk)
                clocks.has_begun |= is_alive
                if text := cleaner.take(content):
                    self._characters += len(text)
                    yield Piece(text)
                if self._characters > self._most_characters:
                    raise Fault("length")
        if text := cleaner.rest():
            self._characters += len(text)
            yield Piece(text)

    def ending(self, model: str) -> Ending:
        """The ending of a whole answer; raises Fault when it was not one.

        The last chunk that LiteLLM gives always has a finish reason; only these two fields tell whether the provider
        sent it.
        """
        if not (self._stream.received_finish_reason or self._stream.intermittent_finish_reason):
            raise Fault("cut_off", retryable=True)
        code = {"length": "length", "content_filter": "refused"}.get(self._finish, "")
        if not self._characters:
            raise Fault(code) if code else Fault("empty", retryable=True)
        asked, answered = (getattr(self._usage, name, None) for name in ("prompt_tokens", "completion_tokens"))
        return Ending("truncated" if code else "done", code, False, asked, answered, model)

    def _take(self, chunk: Any) -> tuple[str, bool]:
        self._usage = getattr(chunk, "usage", None) or self._usage
        if not chunk.choices:
            return "", False
        choice = chunk.choices[0]
        self._finish = choice.finish_reason or self._finish
        content = choice.delta.content or ""
        return content, bool(content or getattr(choice.delta, "reasoning_content", None))
