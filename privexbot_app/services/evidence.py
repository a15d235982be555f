"""What the passages that were found prove: whether one supports a sentence, and what an answer points at."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from anyio import to_thread

from privexbot_app.adapters.embedder import embedder
from privexbot_app.rag.citations import link_to_sentence
from privexbot_app.rag.found import Found
from privexbot_app.rag.prompt import PROMPT_VERSION
from privexbot_app.rag.support import MIN_SUPPORT, Claim, is_comparable, is_supported, lexical_share
from privexbot_app.rag.tokens import lexemes
from privexbot_app.services.spaces import Vector, embed_text, embedding_limiter

EXCERPT_CHARACTERS = 300
KEPT_PASSAGES = 512  # of about ten sentences, 1.5 kB each: 8 MB


class Evidence:
    """The passages of one answer. What it takes to judge them is computed when it is needed, and once."""

    def __init__(self, found: Sequence[Found]) -> None:
        self.found = found
        self._words: dict[int, frozenset[str]] = {}
        self._vectors: dict[int, Vector] = {}

    def add(self, found: Sequence[Found]) -> None:
        """More passages, found while the answer was being told."""
        self.found = [*self.found, *found]

    async def supports(self, number: int, claim: Claim) -> bool:
        """Whether passage `number`, counted from 1, says so; True for a claim too short to tell."""
        if not claim.says_something():
            return True
        return await to_thread.run_sync(self._supports, number, claim, limiter=embedding_limiter())

    async def supports_somewhere(self, claim: Claim) -> bool:
        """Whether any passage says so."""
        if not claim.says_something():
            return True
        return await to_thread.run_sync(self._supports_somewhere, claim, limiter=embedding_limiter())

    def cite(self, number: int, shown: int, claim: Claim | None = None) -> dict[str, Any]:
        """The contract's object for passage `number`, shown as `shown`, with its sentence nearest to the claim."""
        passage = self.found[number - 1]
        return citation(shown, passage, self._nearest_sentence(number, passage, claim))

    def _supports_somewhere(self, claim: Claim) -> bool:
        """Those that share most words first; one that shares too few is not even embedded."""
        numbers = range(1, len(self.found) + 1)
        shares = {number: lexical_share(claim, self._known(number)) for number in numbers}
        likely = [
            number
            for number in sorted(numbers, key=lambda number: -shares[number])
            if shares[number] + 1 >= MIN_SUPPORT or not is_comparable(claim.text, self.found[number - 1].text)
        ]
        return any(self._supports(number, claim) for number in likely)

    def _supports(self, number: int, claim: Claim) -> bool:
        passage = self.found[number - 1]
        nearest = float((self._sentences(number) @ embed_text(claim.text)).max())
        return is_supported(claim, _whole(passage), nearest, self._known(number))

    def _nearest_sentence(self, number: int, passage: Found, claim: Claim | None) -> str:
        """To the claim if that was judged, else to the question."""
        if claim is None or number not in self._vectors:
            return nearest_to_question(passage)
        cosines = self._vectors[number] @ embed_text(claim.text)
        return passage.sentence(int(cosines.argmax()))

    def _known(self, number: int) -> frozenset[str]:
        if number not in self._words:
            self._words[number] = frozenset(lexemes(_whole(self.found[number - 1])))
        return self._words[number]

    def _sentences(self, number: int) -> Vector:
        if number not in self._vectors:
            passage = self.found[number - 1]
            texts = tuple(passage.sentence(place) for place in range(len(passage.sentences)))
            self._vectors[number] = embed_sentences(texts or (passage.text,))
        return self._vectors[number]


@lru_cache(maxsize=KEPT_PASSAGES)
def embed_sentences(texts: tuple[str, ...]) -> Vector:
    """Remembered, because the passages that answer one visitor answer the next one too. Blocks."""
    return np.asarray(embedder().embed(list(texts)), dtype=np.float32)


def _whole(passage: Found) -> str:
    return f"{passage.title} {passage.heading} {passage.text}"


def nearest_to_question(passage: Found) -> str:
    """The sentence of the passage that is nearest to the question."""
    return passage.sentence(max(range(len(passage.sentences)), key=lambda place: passage.sentence_cosines[place]))


def citation(number: int, passage: Found, sentence: str) -> dict[str, Any]:
    """The contract's object; a source that is no page has no address."""
    if passage.is_result or passage.is_file:
        source = "action" if passage.is_result else "file"
        return {"n": number, "title": passage.title, "url": "", "quote": sentence, "source": source}
    link = (passage.url if passage.is_edited else link_to_sentence(passage.url, sentence)) or None
    edited = {"edited": True} if passage.is_edited else {}  # the page does not say it in these words
    told = {"n": number, "title": passage.title, "url": link, "quote": sentence, "source": str(passage.source_id)}
    return told | edited


def receipt(found: Sequence[Found], model: str, **more: Any) -> dict[str, Any]:
    """What the answer was made from, so that it can be explained later."""
    passages = [
        {
            "passage": passage.passage_id,
            "title": passage.title,
            "heading": passage.heading,
            "excerpt": passage.text[:EXCERPT_CHARACTERS],
            "sha256": hashlib.sha256(passage.text.encode()).hexdigest(),
            "score": round(passage.score, 4),
            "source": str(passage.source_id),
            "edited": passage.is_edited,
        }
        for passage in found
        if not (passage.is_result or passage.is_file)
    ]
    return {"model": model, "prompt": PROMPT_VERSION, "passages": passages} | more
