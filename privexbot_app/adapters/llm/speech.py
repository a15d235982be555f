"""What is said to a model, and what comes back: pieces of text, then exactly one ending."""

import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True)
class Turn:
    """One thing that was said."""

    role: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True)
class Prompt:
    """The last turn is the question, with the numbered passages to answer it from."""

    system: str
    turns: tuple[Turn, ...]


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


class LLM(Protocol):
    """Whatever can answer a prompt."""

    @property
    def model(self) -> str:
        """The name under which it was found."""
        ...

    def stream(self, prompt: Prompt) -> AsyncGenerator[Piece | Ending, None]:
        """Yield any number of `Piece`, then one `Ending`; provider trouble is an ending, never an exception.

        Whoever stops before the ending closes the generator (`aclosing`), or tokens go on being paid for.
        """
        ...


async def speak(text: str, model: str = "") -> AsyncGenerator[Piece | Ending, None]:
    """Say a text that is ready, a word at a time, as a model would."""
    for word in re.findall(r"\S+\s*|\s+", text):
        yield Piece(word)
    yield Ending("done", model=model)
