"""The models an owner can choose for a chatbot in this install."""

from dataclasses import dataclass

from privexbot_app.adapters.llm import QUOTE, platform_model


@dataclass(frozen=True)
class ModelChoice:
    """`name` is what a chatbot keeps; empty for whatever the install's own model is."""

    name: str
    label: str


def list_model_choices() -> list[ModelChoice]:
    """Quote mode always; this install's model too, and first, when there is a key for one."""
    quote = ModelChoice(QUOTE, "Quote mode — no key needed")
    model = platform_model()
    return [quote] if model == QUOTE else [ModelChoice("", f"{model} — this install’s model"), quote]
