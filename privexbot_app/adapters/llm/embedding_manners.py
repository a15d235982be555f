"""How models want to be told whether a text is a passage or a question, as their documentation says."""

from typing import Literal

Purpose = Literal["passage", "question"]
Pair = tuple[str, str]  # of a passage, of a question

INPUT_TYPES: dict[str, Pair] = {  # by LiteLLM's name of the provider
    "cohere": ("search_document", "search_query"),
    "voyage": ("document", "query"),
}
PREFIXES: tuple[tuple[str, Pair], ...] = (  # by what is in the model's name
    ("multilingual-e5", ("passage: ", "query: ")),
    ("e5-small", ("passage: ", "query: ")),
    ("e5-base", ("passage: ", "query: ")),
    ("e5-large", ("passage: ", "query: ")),
    ("nomic-embed-text", ("search_document: ", "search_query: ")),
)


def input_type(model: str, purpose: Purpose) -> str:
    """What is sent as `input_type`; empty for providers that know no such thing."""
    return _of(INPUT_TYPES.get(model.partition("/")[0], ("", "")), purpose)


def prefix(model: str, purpose: Purpose) -> str:
    """What is put before a text; empty for most models."""
    name = model.lower()
    return _of(next((pair for part, pair in PREFIXES if part in name), ("", "")), purpose)


def _of(pair: Pair, purpose: Purpose) -> str:
    return pair[0] if purpose == "passage" else pair[1]
