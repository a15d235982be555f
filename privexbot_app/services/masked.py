"""A model that never sees a visitor's personal details: they are hidden on the way out and put back on the way in."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace

from privexbot_app.adapters.llm import LLM, Ending, Piece, Prompt
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

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Piece | Ending, None]:
        """See `LLM`."""
        mask = Mask()
        shown = Unmasker(mask)
        async with aclosing(self.behind.stream(self._hidden(prompt, mask))) as pieces:
            async for piece in pieces:
                text = shown.take(piece.text) if isinstance(piece, Piece) else shown.rest()
                if text:
                    yield Piece(text)
                if isinstance(piece, Ending):
                    yield piece

    def _hidden(self, prompt: Prompt, mask: Mask) -> Prompt:
        turns = tuple(replace(turn, text=mask.hide(turn.text)) for turn in prompt.turns)
        system = mask.hide(prompt.system) if self.with_system else prompt.system
        return Prompt(system + RULE if mask.has_hidden() else system, turns)


def masked(model: LLM, chatbot: Chatbot) -> LLM:
    """The model as this chatbot may speak to it: every prompt that leaves for a provider goes through this."""
    return MaskedModel(model, with_system=chatbot.masks_passages) if chatbot.masks_personal else model
