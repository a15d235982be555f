"""The embedder's vectors mean something, and a damaged file is refused with a sentence."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from privexbot_app.adapters.embedder import MODEL_DIR, MiniLM, ModelDamaged, embedder


def test_what_means_the_same_is_near_and_what_does_not_is_far() -> None:
    question, near, far = embedder().embed(
        ["How do I send shoes back?", "You can return your shoes by post.", "The moon orbits the earth."]
    )
    assert question @ near > 0.3 > question @ far


def test_vectors_have_unit_length_and_the_order_of_their_texts() -> None:
    texts = ["a long sentence about the return of many shoes " * n for n in (9, 1, 30, 3)] + ["", "鞋"]
    together = embedder().embed(texts)
    assert together.shape == (6, 384) and together.dtype == np.float32
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(6), abs=1e-3)
    for text, vector in zip(texts, together, strict=True):
        assert embedder().embed([text])[0] @ vector > 0.95  # 8-bit arithmetic depends a little on the batch


def test_no_texts_are_no_vectors() -> None:
    assert embedder().embed([]).shape == (0, 384)


@pytest.mark.parametrize("name", ["model_int8.onnx", "tokenizer.json"])
def test_a_damaged_file_is_named_and_nothing_is_loaded(tmp_path: Path, name: str) -> None:
    shutil.copytree(MODEL_DIR, tmp_path / "model")
    (tmp_path / "model" / name).write_bytes(b"something else")
    with pytest.raises(ModelDamaged, match=f"{name} is damaged"):
        MiniLM(tmp_path / "model").embed(["text"])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match="SHA256SUMS is missing"):
        MiniLM(tmp_path).embed(["text"])
