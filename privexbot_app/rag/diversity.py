"""Maximal marginal relevance: what a better passage says already gives its place to something else."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SAME = 0.98  # two pages with the same paragraph; the same sentence about another size is less near than that
REPEAT_COSTS = 1.0  # of a score, for saying exactly the same; nothing at SAME

Likenesses = NDArray[np.float32]


def choose(scores: Sequence[float], alike: Likenesses, limit: int) -> list[int]:
    """At most `limit` places of `scores`, which is best first; `alike` is [n, n], 1 where two mean the same."""
    worth = np.array(scores, dtype=np.float64)
    chosen: list[int] = []
    likeness = np.zeros(len(worth))
    while len(chosen) < min(limit, len(worth)):
        marginal = worth - REPEAT_COSTS * np.maximum(likeness - SAME, 0) / (1 - SAME)
        marginal[chosen] = -np.inf
        best = int(marginal.argmax())
        chosen.append(best)
        likeness = np.maximum(likeness, alike[best])
    return chosen
