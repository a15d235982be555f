"""Questions of one meaning: each joins the group whose middle is nearest, if that is near, and stays there.

The threshold was measured on 1,249 paraphrases of 125 questions (stackfaq) in random order: at 0.65 a group holds one
question in 95 % of its members (pairs: precision 0.88, recall 0.75, F1 0.81); at 0.60 precision falls to 0.73, at 0.70
recall to 0.63. Comparing with the first member instead of the middle never gets above F1 0.78.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

NEAR = 0.65

Vector = NDArray[np.float32]


def nearest(vector: Vector, sums: Sequence[Vector]) -> int | None:
    """The place of the group to join, given the sum of each group's unit vectors; None for a group of its own."""
    if not sums:
        return None
    matrix = np.stack(sums)
    cosines = (matrix @ vector) / np.maximum(np.linalg.norm(matrix, axis=1), 1e-12)
    best = int(cosines.argmax())
    return best if cosines[best] >= NEAR else None


def to_bytes(vector: Vector) -> bytes:
    return vector.astype("<f4").tobytes()


def from_bytes(packed: bytes) -> Vector:
    return np.frombuffer(packed, dtype="<f4").astype(np.float32)
