"""A model that never sees a visitor's personal details: they are hidden on the way out and put back on the way in."""

import json
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

from privexbot_app.adapters.llm import LLM, Ending, Part, Piece, Prompt, ToolCall, Turn
from privexbot_app.models import Chatbot
from privexbot_app.rag.masking import Mask, Unmasker

RULE = """

Personal details are replaced by placeholders such as <EMAIL_1> or <PHONE_2>. Where you repeat one, write it exactly \
so; never guess what it stands for."""


@dataclass(frozen=True)
class MaskedModel:
    """Speaks like the model it stands in front of; `with_system` hides what the owner's passages hold as well."""

    behind: LLM
    with_system: bool = False

    @property
    def model(self) -> str:
        return self.behind.model

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Part, None]:
        """See `LLM`."""
        mask = Mask()
        shown = Unmasker(mask)
        async with aclosing(self.behind.stream(_hidden(prompt, mask, self.with_system))) as pieces:
            async for piece in pieces:
                text = shown.take(piece.text) if isinstance(piece, Piece) else shown.rest()
                if text:
                    yield Piece(text)
                if isinstance(piece, ToolCall):
                    yield _exchanged(piece, mask.show)
                if isinstance(piece, Ending):
                    yield piece


def change_texts(value: Any, change: Callable[[str], str]) -> Any:
    """The same JSON value with every text in it changed; names of members stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [change_texts(one, change) for one in value]
    return {name: change_texts(one, change) for name, one in value.items()} if isinstance(value, dict) else value


def _hidden(prompt: Prompt, mask: Mask, with_system: bool) -> Prompt:
    turns = tuple(_hidden_turn(turn, mask) for turn in prompt.turns)
    system = mask.hide(prompt.system) if with_system else prompt.system
    return replace(prompt, system=system + RULE if mask.has_hidden() else system, turns=turns)


def as_sent(prompt: Prompt, chatbot: Chatbot) -> Prompt:
    """What of a prompt of this chatbot's would leave for a provider."""
    return _hidden(prompt, Mask(), chatbot.masks_passages) if chatbot.masks_personal else prompt


def search_as_sent(question: str, texts: Sequence[str], chatbot: Chatbot) -> tuple[str, list[str]]:
    """A question and passages as they would leave for a rerank model."""
    if not chatbot.masks_personal:
        return question, list(texts)
    mask = Mask()
    hidden = mask.hide(question)
    return hidden, [mask.hide(text) if chatbot.masks_passages else text for text in texts]


def _hidden_turn(turn: Turn, mask: Mask) -> Turn:
    calls = tuple(_exchanged(call, mask.hide) for call in turn.calls)
    return replace(turn, text=mask.hide(turn.text), calls=calls)


def _exchanged(call: ToolCall, change: Callable[[str], str]) -> ToolCall:
    """Text by text, so that nothing that is put in can break the JSON around it."""
    try:
        arguments = json.loads(call.arguments)
    except (ValueError, RecursionError):
        return call  # whoever reads it will find out that it is no JSON
    return replace(call, arguments=json.dumps(change_texts(arguments, change), ensure_ascii=False))


def masked(model: LLM, chatbot: Chatbot) -> LLM:
    """The model as this chatbot may speak to it: every prompt that leaves for a provider goes through this."""
    return MaskedModel(model, with_system=chatbot.masks_passages) if chatbot.masks_personal else model
