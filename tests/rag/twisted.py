"""Models that are the built-in one in disguise, so that what they should find is known."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from privexbot_app.adapters.embedder import embedder

LEAST = 0.6
Vectors = NDArray[np.float32]


@lru_cache(maxsize=1)
def _turn() -> Vectors:
    """A random orthogonal matrix."""
    made, _ = np.linalg.qr(np.random.default_rng(7).normal(size=(384, 384)))
    return np.asarray(made, dtype=np.float32)


def turned(vectors: Vectors) -> Vectors:
    """Other numbers, the same cosines."""
    return np.asarray(vectors @ _turn(), dtype=np.float32)


def squeezed(vectors: Vectors) -> Vectors:
    """385 dimensions; a cosine of 0 is one of `LEAST` now, and 1 is still 1."""
    constant = np.full((len(vectors), 1), LEAST**0.5, dtype=np.float32)
    return np.hstack([constant, (1 - LEAST) ** 0.5 * turned(vectors)])


def embed_turned(texts: list[str]) -> list[list[float]]:
    """For `ScriptedProvider.embed`."""
    return [[round(number, 6) for number in vector] for vector in turned(embedder().embed(texts)).tolist()]


def embed_squeezed(texts: list[str]) -> list[list[float]]:
    """For `ScriptedProvider.embed`; not of unit length, as with some servers."""
    vectors = 3 * squeezed(embedder().embed(texts))
    return [[round(number, 6) for number in vector] for vector in vectors.tolist()]
