"""LiteLLM's stream as chunks, with its one untruth mended: it reports a stream that was cut off as finished."""

from collections.abc import AsyncGenerator
from typing import Any

from privexbot_app.adapters.llm.chunks import Chunk


class LiteLLMChunks:
    """Around a `CustomStreamWrapper`."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def is_whole(self) -> bool:
        """The last chunk always has a finish reason; only these two fields tell whether the provider sent it."""
        return bool(self._stream.received_finish_reason or self._stream.intermittent_finish_reason)

    async def aclose(self) -> None:
        """See `Chunks`."""
        await self._stream.aclose()

    async def __aiter__(self) -> AsyncGenerator[Chunk, None]:
        async for part in self._stream:
            yield _chunk_of(part)


def _chunk_of(part: Any) -> Chunk:
    usage = getattr(part, "usage", None)
    asked, answered = (getattr(usage, name, None) for name in ("prompt_tokens", "completion_tokens"))
    if not part.choices:
        return Chunk(asked_tokens=asked, answered_tokens=answered)
    choice = part.choices[0]
    text = choice.delta.content or ""
    calls = tuple(call.model_dump() for call in getattr(choice.delta, "tool_calls", None) or ())
    is_alive = bool(text or calls or getattr(choice.delta, "reasoning_content", None))
    return Chunk(text, choice.finish_reason or "", is_alive, asked, answered, calls)
