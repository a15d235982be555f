"""What went wrong with an embedding model, in words for its owner."""

from privexbot_app.errors import Unavailable
from privexbot_app.services.model_words import say_trouble

SENTENCES = {
    "bad_request": "The provider refused the texts. Is this an embedding model?",
    "no_vectors": "What came back were no vectors. Is this an embedding model?",
    "other_length": "The vectors have another length than before: there is another model at this address now.",
    "tells_nothing": "This model finds everything equally alike, so that nothing could be found by it.",
    "timeout": "The embedding model did not answer in time.",
    "unreadable": "The key of the embedding model is gone or cannot be read. Choose the model again.",
}


class NotEmbedded(Unavailable):
    """An embedding model did not do its work; `fault` is for programs."""

    def __init__(self, fault: str) -> None:
        super().__init__(say_embedding_trouble(fault))
        self.fault = fault


def say_embedding_trouble(code: str) -> str:
    """A sentence for every code of a fault."""
    return SENTENCES.get(code) or say_trouble(code)
