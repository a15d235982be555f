"""Texts in, unit vectors out, on this machine: all-MiniLM-L6-v2 as 8-bit ONNX, without network, key or torch."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from privexbot_app.errors import Unavailable

MODEL_DIR = Path(__file__).parent / "model_files" / "minilm"
MAX_TOKENS = 256  # what the model was trained for; longer texts are cut
BATCH_TOKENS = 1024  # padded; bounds the working memory to some 30 MB. With 256, 8-bit vectors found a little less well
PAD_STEP = 8

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """What search needs of a model; `name` changes whenever its vectors do."""

    name: str
    dimensions: int

    def embed(self, texts: Sequence[str]) -> Vectors: ...


class ModelDamaged(Unavailable):
    """The model file is missing or is not the one that was shipped."""

    code = "model_damaged"


class MiniLM:
    """Loads on first use; safe to call from several threads, which share one session of one thread."""

    name = "minilm-l6-v2-int8"
    dimensions = 384

    def __init__(self, folder: Path = MODEL_DIR) -> None:
        self._folder = folder
        self._lock = Lock()
        self._loaded: tuple[Any, Any] | None = None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit-length row of 384 a text, in the order given; blocks, so call it from a thread."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        if not texts:
            return vectors
        tokenizer, session = self._open()
        tokens = [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]
        for rows in _batches([len(ids) for ids in tokens]):
            vectors[rows] = session.run(None, _padded([tokens[row] for row in rows]))[0]
        return vectors

    def _open(self) -> tuple[Any, Any]:
        with self._lock:
            if self._loaded is None:
                check_files(self._folder)
                self._loaded = _tokenizer(self._folder), _session(self._folder)
            return self._loaded


def check_files(folder: Path) -> None:
    """Compare the files with SHA256SUMS; raises ModelDamaged naming the file that differs."""
    try:
        for line in (folder / "SHA256SUMS").read_text().splitlines():
            expected, name = line.split()
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
                raise ModelDamaged(f"The embedding model's file {name} is damaged: install the program again.")
    except OSError as error:
        missing = Path(error.filename or folder).name
        raise ModelDamaged(f"The embedding model's file {missing} is missing: install the program again.") from None


def _tokenizer(folder: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _session(folder: Path) -> Any:
    """One thread, no memory arena: an arena keeps the largest batch ever seen until the process ends."""
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    return InferenceSession(str(folder / "model_int8.onnx"), options, providers=["CPUExecutionProvider"])


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Rows of similar length together, so that little padding is computed."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * _step_up(lengths[row]) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    yield batch


def _step_up(length: int) -> int:
    return -(-length // PAD_STEP) * PAD_STEP


def _padded(tokens: list[list[int]]) -> dict[str, NDArray[np.int64]]:
    ids = np.zeros((len(tokens), max(map(len, tokens))), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, line in enumerate(tokens):
        ids[row, : len(line)] = line
        mask[row, : len(line)] = 1
    return {"input_ids": ids, "attention_mask": mask}


@lru_cache(maxsize=1)
def embedder() -> Embedder:
    """The embedder of this process."""
    return MiniLM()
