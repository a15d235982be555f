"""What is said to a model, and what comes back: pieces of text, then exactly one ending."""

import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol


@dataclass(frozen=True)
class Tool:
    """Something that a model may ask us to do; `parameters` is a JSON Schema of an object."""

    name: str
    description: str
    parameters: dict[str, Any] = field(hash=False)


@dataclass(frozen=True)
class ToolCall:
    """A model asks for a tool; `arguments` is the JSON that it wrote, unchecked."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True)
class Turn:
    """One thing that was said; an assistant's may ask for tools, and a tool's is what `call_id` came to."""

    role: Literal["user", "assistant", "tool"]
    text: str
    calls: tuple[ToolCall, ...] = ()
    call_id: str = ""


@dataclass(frozen=True)
class Prompt:
    """The last turn is the question, with the numbered passages to answer it from, or what its tools came to.

    `may_call` is False where tools were used before and no more may be asked for.
    """

    system: str
    turns: tuple[Turn, ...]
    tools: tuple[Tool, ...] = ()
    may_call: bool = True


@dataclass(frozen=True)
class Piece:
    """A few characters of the answer, ready to be shown."""

    text: str


@dataclass(frozen=True)
class Ending:
    """How it ended: `done` is whole, `truncated` has shown pieces but is not whole, `failed` has shown nothing.

    `code` is for programs: bad_key, bad_request, budget, circuit_open, closed_address, cut_off, empty, length,
    no_connection, no_credit, rate_limited, refused, timeout, unavailable, unknown_model.
    """

    state: Literal["done", "truncated", "failed"]
    code: str = ""
    retryable: bool = False
    input_tokens: int | None = None
    output_tokens: int | None = None
    model: str = ""


Part = Piece | ToolCall | Ending


class LLM(Protocol):
    """Whatever can answer a prompt."""

    @property
    def model(self) -> str:
        """The name under which it was found."""
        ...

    def stream(self, prompt: Prompt) -> AsyncGenerator[Part, None]:
        """Yield any number of `Piece`, the whole `ToolCall`s, then one `Ending`; trouble is an ending, no exception.

        Whoever stops before the ending closes the generator (`aclosing`), or tokens go on being paid for.
        """
        ...


async def speak(text: str, model: str = "") -> AsyncGenerator[Piece | Ending, None]:
    """Say a text that is ready, a word at a time, as a model would."""
    for word in re.findall(r"\S+\s*|\s+", text):
        yield Piece(word)
    yield Ending("done", model=model)
