"""What can answer for a chatbot without a key of its owner's: this install's model, if it has one, and quotes."""

from dataclasses import dataclass

from privexbot_app.adapters.llm import QUOTE, platform_model, platform_reranker


@dataclass(frozen=True)
class ModelSource:
    """`source` is `platform`, `quote`, or `none`."""

    source: str
    label: str


def list_sources() -> list[ModelSource]:
    """Quotes always, and last."""
    model = platform_model()
    ours = [] if model == QUOTE else [ModelSource("platform", f"{model} — this install’s model")]
    return [*ours, ModelSource("quote", "Quotes from the sources, without a model")]


def list_rerank_sources() -> list[ModelSource]:
    """This install's, also while it has none: a chatbot that is to use it does so as soon as there is one."""
    model = platform_reranker()
    ours = f"{model.model} — this install’s rerank model" if model else "This install’s rerank model, once it has one"
    return [ModelSource("platform", ours), ModelSource("none", "None: as search finds them")]
