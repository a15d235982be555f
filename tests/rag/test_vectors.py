"""Packed vectors are small and mean the same."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from privexbot_app.rag.vectors import SCALE_BYTES, pack, unpack


@given(st.integers(0, 2**32 - 1), st.integers(1, 9))
def test_a_cosine_moves_by_less_than_a_hundredth(seed: int, count: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(count, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    packed = pack(vectors)
    assert len(packed) == count * (384 + SCALE_BYTES)
    assert np.abs(unpack(packed, 384) @ vectors.T - vectors @ vectors.T).max() < 0.01


def test_a_vector_of_zeros_stays_one() -> None:
    assert not unpack(pack(np.zeros((1, 8), dtype=np.float32)), 8).any()
