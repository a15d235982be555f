"""One provider's stream, read to its end, and whether that end was real."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from privexbot_app.adapters.llm.chunks import Chunk, Chunks
from privexbot_app.adapters.llm.cleaner import Cleaner
from privexbot_app.adapters.llm.clocks import Clocks
from privexbot_app.adapters.llm.faults import Fault
from privexbot_app.adapters.llm.speech import Ending, Piece, ToolCall
from privexbot_app.adapters.llm.tools import ToolCalls

CHARACTERS_PER_TOKEN = 10  # more than any tokeniser makes of prose: beyond it the provider ignored `max_tokens`


class Reading:
    """Gives the pieces, then the ending."""

    def __init__(self, stream: Chunks, most_tokens: int) -> None:
        self._stream = stream
        self._most_characters = most_tokens * CHARACTERS_PER_TOKEN
        self._last = Chunk()
        self._characters = 0
        self._calls = ToolCalls()

    async def pieces(self, clocks: Clocks) -> AsyncGenerator[Piece, None]:
        """What can be shown, as it comes; thoughts of a reasoning model count as signs of life and are not shown."""
        cleaner = Cleaner()
        async with aclosing(clocks.iterate(aiter(self._stream))) as chunks:
            async for chunk in chunks:
                self._note(chunk)
                clocks.has_begun |= chunk.is_alive
                if chunk.text and (text := cleaner.take(chunk.text)):
                    self._characters += len(text)
                    yield Piece(text)
                if self._characters > self._most_characters:
                    raise Fault("length")
        if text := cleaner.rest():
            self._characters += len(text)
            yield Piece(text)

    def ending(self, model: str) -> Ending:
        """The ending of a whole answer; raises Fault when it was not one."""
        if not self._stream.is_whole():
            raise Fault("cut_off", retryable=True)
        last = self._last
        code = {"length": "length", "content_filter": "refused"}.get(last.finish, "")
        if not self._characters and (code or not self._calls):
            raise Fault(code) if code else Fault("empty", retryable=True)
        return Ending("truncated" if code else "done", code, False, last.asked_tokens, last.answered_tokens, model)

    def calls(self) -> list[ToolCall]:
        """What the model asks for, once the ending says that all of it is there."""
        return self._calls.whole()

    def _note(self, chunk: Chunk) -> None:
        """Why it ended and how many tokens there were: told in chunks of their own, in any order."""
        if chunk.calls:
            self._calls.take(chunk.calls)
        if chunk.finish:
            self._last = replace(self._last, finish=chunk.finish)
        if chunk.asked_tokens is not None:
            self._last = replace(self._last, asked_tokens=chunk.asked_tokens, answered_tokens=chunk.answered_tokens)
