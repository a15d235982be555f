"""What can answer for a chatbot without a key of its owner's: this install's model, if it has one, and quotes."""

from dataclasses import dataclass

from privexbot_app.adapters.llm import QUOTE, platform_model


@dataclass(frozen=True)
class ModelSource:
    """`source` is `platform` or `quote`."""

    source: str
    label: str


def list_sources() -> list[ModelSource]:
    """Quotes always, and last."""
    model = platform_model()
    ours = [] if model == QUOTE else [ModelSource("platform", f"{model} — this install’s model")]
    return [*ours, ModelSource("quote", "Quotes from the sources, without a model")]
