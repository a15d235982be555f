"""What went wrong with a model, in words for its owner; the provider's own words are never shown."""

SENTENCES = {
    "bad_key": "The provider does not accept the key.",
    "bad_request": "The provider refused the question. The model may not take these settings, or so long a text.",
    "closed_address": "This address may not be asked: it is not on the public internet, or not on a usual port.",
    "cut_off": "The answer broke off in the middle.",
    "empty": "The model gave an empty answer.",
    "length": "The answer was longer than allowed.",
    "no_connection": "There is no connection to this address. Is the server running?",
    "no_credit": "The account has no credit left, or its quota is used up.",
    "rate_limited": "The provider says that it was asked too often. It may work again in a while.",
    "refused": "The provider’s content filter refused the answer.",
    "timeout": "The model did not answer in time.",
    "unavailable": "The provider is in trouble. It may work again in a while.",
    "unknown_model": "The provider does not know this model, or the address is wrong.",
    "unreadable": "The key was encrypted under another SECRET_KEY and cannot be read. Please enter it again.",
}
OUR_OWN = frozenset({"budget", "circuit_open", "length", "refused"})  # no trouble of the provider's


RERANKING = {
    "budget": "The budget is used up, or limits money while the price of this model is not known.",
    "circuit_open": "The provider failed several times just now, and is left alone for ten seconds.",
    "timeout": "The model did not answer within 2.5 seconds.",
}


def say_rerank_trouble(code: str) -> str:
    """Why the passages are not in a rerank model's order; empty for no code."""
    return RERANKING.get(code, SENTENCES.get(code, "The model failed.")) if code else ""


def say_trouble(code: str) -> str:
    """A sentence for every code of an ending."""
    return SENTENCES.get(code, "The model failed.")
