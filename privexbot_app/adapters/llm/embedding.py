"""Texts in, unit vectors out, from any embedding model that LiteLLM reaches; what it answers is checked first."""

import asyncio
import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from anyio import to_thread
from numpy.typing import NDArray

from privexbot_app.adapters.llm.breaker import Circuit, circuit_of
from privexbot_app.adapters.llm.direct import Server
from privexbot_app.adapters.llm.direct_embedding import ask_direct
from privexbot_app.adapters.llm.embedding_manners import Purpose, input_type, prefix
from privexbot_app.adapters.llm.faults import Fault, fault_of
from privexbot_app.adapters.llm.litellm_model import LiteLLMModel, litellm

log = logging.getLogger(__name__)

QUESTION_SECONDS = 5.0
BATCH_SECONDS = 60.0
BATCH_TEXTS = 64
BATCH_BYTES = 24_000  # at most as many tokens, of prose about a quarter
LONGEST_TEXT_BYTES = 2_000  # about 500 tokens of English, which the smallest models take; a sentence is far shorter
SHORTEST_CUT_BYTES = 200
PARALLEL_CALLS = 3
TRIES = 4
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 20.0

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class RemoteEmbedder:
    """An embedding model by its LiteLLM name; `dimensions` of 0 are not known yet."""

    model: LiteLLMModel
    dimensions: int = 0

    async def embed_passages(self, texts: Sequence[str], purpose: Purpose = "passage") -> Vectors:
        """One row a text, in the order given; asks again, a few times, where that has a chance. Raises Fault."""
        turn = asyncio.Semaphore(PARALLEL_CALLS)

        async def embed(batch: list[str]) -> Vectors:
            async with turn:
                return await self._embed_batch(batch, purpose)

        rows = await asyncio.gather(*[embed(batch) for batch in _batches([_fit(text) for text in texts])])
        if len({vectors.shape[1] for vectors in rows}) > 1:
            raise Fault("other_length")
        return np.vstack(rows) if rows else np.zeros((0, self.dimensions), dtype=np.float32)

    async def embed_question(self, text: str) -> Vectors:
        """One vector, at once or not at all: while a provider is down, only one question in ten seconds waits for it.
        Raises Fault."""
        circuit = self._circuit()
        if not circuit.lets_through():
            raise Fault("circuit_open", retryable=True)
        try:
            vectors = await self._ask([_fit(text)], "question", QUESTION_SECONDS)
        except Fault as fault:
            circuit.fail(fault.code, is_enough=fault.code == "timeout")
            raise
        circuit.succeed()
        return np.asarray(vectors[0], dtype=np.float32)

    def _circuit(self) -> Circuit:
        """Apart from that of chat: a provider that is slow with one may be quick with the other."""
        return circuit_of(f"questions {self.model.place()}")

    async def _embed_batch(self, texts: list[str], purpose: Purpose) -> Vectors:
        """What is refused whole may be taken in halves: providers bound batches and texts in ways of their own."""
        try:
            return await self._ask_again(texts, purpose)
        except Fault as fault:
            if fault.code != "bad_request" or (halves := _halved(texts)) is None:
                raise
        return np.vstack([await self._embed_batch(half, purpose) for half in halves])

    async def _ask_again(self, texts: list[str], purpose: Purpose) -> Vectors:
        for attempt in range(TRIES):
            try:
                return await self._ask(texts, purpose, BATCH_SECONDS)
            except Fault as fault:
                pause = max(fault.wait_seconds, FIRST_PAUSE_SECONDS * 2**attempt)
                if not fault.retryable or attempt == TRIES - 1 or pause > LONGEST_PAUSE_SECONDS:
                    raise
            await asyncio.sleep(pause * random.uniform(0.75, 1.25))  # noqa: S311  # jitter, not a secret
        raise Fault("unavailable", retryable=True)

    async def _ask(self, texts: list[str], purpose: Purpose, seconds: float) -> Vectors:
        """One call; raises Fault for everything that is no vector for each text."""
        told = [prefix(self.model.model, purpose) + text for text in texts]
        ask = self._ask_direct if self.model.is_direct() else self._ask_litellm
        if not self.model.is_direct():
            await asyncio.to_thread(litellm)  # the seconds of its import are not the provider's
        try:
            async with asyncio.timeout(seconds):
                return self._checked(await ask(told, purpose, seconds), len(texts))
        except TimeoutError:
            raise Fault("timeout", retryable=True) from None

    async def _ask_direct(self, texts: list[str], _: Purpose, seconds: float) -> Any:
        server = Server(self.model.api_base, self.model.api_key, self.model.is_guarded)
        return await ask_direct(server, self.model.model.partition("/")[2], texts, seconds)

    async def _ask_litellm(self, texts: list[str], purpose: Purpose, seconds: float) -> Any:
        """In a thread: LiteLLM's own asynchronous clients belong to the event loop that used them first."""
        kind = input_type(self.model.model, purpose)
        ask = partial(
            litellm().embedding,
            model=self.model.model,
            input=texts,
            timeout=seconds,
            max_retries=0,
            api_key=self.model.api_key.get_secret_value() or None,
            api_base=self.model.api_base or None,
            **({"input_type": kind} if kind else {}),
        )
        try:
            return (await to_thread.run_sync(ask, abandon_on_cancel=True)).data
        except Exception as error:  # LiteLLM's own classes are only some of those it lets through
            log.info("The model %s raised %s.", self.model.model, type(error).__name__)
            raise fault_of(error) from None

    def _checked(self, answer: Any, texts: int) -> Vectors:
        """Unit vectors in the order of the texts."""
        vectors = _vectors_in(answer, texts)
        if self.dimensions and vectors.shape[1] != self.dimensions:
            raise Fault("other_length")
        return vectors


def _vectors_in(answer: Any, texts: int) -> Vectors:
    """Raises Fault unless there is a list of numbers for each text, all as long, none of them without a direction."""
    try:
        ordered = sorted(answer, key=lambda one: int(one["index"]))
        vectors = np.array([one["embedding"] for one in ordered], dtype=np.float32)
    except (ValueError, TypeError, KeyError):
        raise Fault("no_vectors") from None
    if vectors.ndim != 2 or len(vectors) != texts or not vectors.size or not np.isfinite(vectors).all():
        raise Fault("no_vectors")
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or not (lengths > 0).all():
        raise Fault("no_vectors")
    return np.asarray(vectors / lengths, dtype=np.float32)


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        more = len(text.encode())
        if batch and (len(batch) == BATCH_TEXTS or size + more > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += more
    if batch:
        yield batch


def _fit(text: str) -> str:
    """Without what cannot be sent, and never empty: providers refuse that."""
    return _cut(text.replace("\0", " "), LONGEST_TEXT_BYTES).strip() or "-"


def _cut(text: str, most_bytes: int) -> str:
    return text.encode("utf-8", "replace")[:most_bytes].decode("utf-8", "ignore")


def _halved(texts: list[str]) -> tuple[list[str], ...] | None:
    """Two lists for one; of a single text its first half, until that is too short to mean the same."""
    if len(texts) > 1:
        return texts[: len(texts) // 2], texts[len(texts) // 2 :]
    size = len(texts[0].encode())
    return ([_cut(texts[0], size // 2)],) if size > SHORTEST_CUT_BYTES else None
