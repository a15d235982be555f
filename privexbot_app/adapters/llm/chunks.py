"""What comes out of a provider's stream, one event or a few at a time, whichever way it was opened."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Chunk:
    """`is_alive` also for thoughts that are not shown; the token counts come once, at the end, if at all."""

    text: str = ""
    finish: str = ""
    is_alive: bool = False
    asked_tokens: int | None = None
    answered_tokens: int | None = None
    calls: tuple[dict[str, Any], ...] = ()  # pieces of calls of tools, in OpenAI's words


class Chunks(Protocol):
    """An answer as it comes in. Whoever opened it closes it, or tokens go on being paid for."""

    def __aiter__(self) -> AsyncIterator[Chunk]: ...

    def is_whole(self) -> bool:
        """Whether the provider itself said that it had finished."""
        ...

    async def aclose(self) -> None: ...


def chunk_of(event: Any) -> Chunk:
    """From an event of OpenAI's stream, as a dictionary. Raises AttributeError, TypeError or KeyError for another."""
    usage = event.get("usage") or {}
    choice = event["choices"][0] if event.get("choices") else {}
    delta = choice.get("delta") or {}
    text = delta.get("content") or ""
    thoughts = delta.get("reasoning_content") or delta.get("reasoning")
    calls = tuple(delta.get("tool_calls") or ())
    return Chunk(
        text,
        choice.get("finish_reason") or "",
        bool(text or thoughts or calls),
        usage.get("prompt_tokens"),
        usage.get("completion_tokens"),
        calls,
    )
