"""What the passages that were found prove: whether one supports a sentence, and what an answer points at."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from anyio import to_thread

from privexbot_app.adapters.embedder import embedder
from privexbot_app.rag.citations import link_to_page, link_to_sentence
from privexbot_app.rag.found import Found
from privexbot_app.rag.pages import with_page
from privexbot_app.rag.prompt import PROMPT_VERSION
from privexbot_app.rag.stretches import Stretch
from privexbot_app.rag.support import MIN_SUPPORT, Claim, is_comparable, is_supported, lexical_share
from privexbot_app.rag.tokens import lexemes
from privexbot_app.services.spaces import Vector, embed_text, embedding_limiter

EXCERPT_CHARACTERS = 300
KEPT_PASSAGES = 512  # of about ten sentences, 1.5 kB each: 8 MB


class Evidence:
    """What one answer was told, numbered from 1. What it takes to judge it is computed when it is needed, and once.

    A stretch of passages is judged passage by passage, so that a citation quotes the one that says so; where none does
    alone, by all of its words together.
    """

    def __init__(self, told: Sequence[Stretch], language: str = "en") -> None:
        self.told = list(told)
        self._language = language
        self._words: dict[Found, frozenset[str]] = {}
        self._vectors: dict[Found, Vector] = {}
        self._proofs: dict[tuple[int, Claim], Found] = {}

    def add(self, found: Sequence[Found]) -> None:
        """More passages, found while the answer was being told."""
        self.told += [Stretch((passage,)) for passage in found]

    async def supports(self, number: int, claim: Claim) -> bool:
        """Whether what has this number says so; True for a claim too short to tell."""
        if not claim.says_something():
            return True
        return await to_thread.run_sync(self._supports, number, claim, limiter=embedding_limiter())

    async def supports_somewhere(self, claim: Claim) -> bool:
        """Whether any passage says so."""
        if not claim.says_something():
            return True
        return await to_thread.run_sync(self._supports_somewhere, claim, limiter=embedding_limiter())

    def cite(self, number: int, shown: int, claim: Claim | None = None) -> dict[str, Any]:
        """The contract's object for what has this number, shown as `shown`, with its sentence nearest to the claim."""
        passage = self._proofs.get((number, claim)) if claim else None
        passage = passage or self.told[number - 1].best_first[0]
        return citation(shown, passage, self._nearest_sentence(passage, claim), self._language)

    def _supports_somewhere(self, claim: Claim) -> bool:
        """Those that share most words first; one that shares too few is not even embedded."""
        passages = [passage for stretch in self.told for passage in stretch.passages]
        shares = {passage: lexical_share(claim, self._known(passage)) for passage in passages}
        likely = [
            passage
            for passage in sorted(passages, key=lambda passage: -shares[passage])
            if shares[passage] + 1 >= MIN_SUPPORT or not is_comparable(claim.text, passage.text)
        ]
        return any(self._says(passage, claim) for passage in likely)

    def _supports(self, number: int, claim: Claim) -> bool:
        passages = self.told[number - 1].best_first
        proof = next((passage for passage in passages if self._says(passage, claim)), None)
        if proof is None and len(passages) > 1 and self._say_together(passages, claim):
            proof = max(passages, key=lambda passage: self._nearness(passage, claim))
        if proof is not None:
            self._proofs[number, claim] = proof
        return proof is not None

    def _says(self, passage: Found, claim: Claim) -> bool:
        return is_supported(claim, _whole(passage), self._nearness(passage, claim), self._known(passage))

    def _say_together(self, passages: Sequence[Found], claim: Claim) -> bool:
        nearest = max(self._nearness(passage, claim) for passage in passages)
        known = frozenset[str]().union(*(self._known(passage) for passage in passages))
        return is_supported(claim, " ".join(map(_whole, passages)), nearest, known)

    def _nearness(self, passage: Found, claim: Claim) -> float:
        return float((self._sentences(passage) @ embed_text(claim.text)).max())

    def _nearest_sentence(self, passage: Found, claim: Claim | None) -> str:
        """To the claim if that was judged, else to the question."""
        if claim is None or passage not in self._vectors:
            return nearest_to_question(passage)
        cosines = self._vectors[passage] @ embed_text(claim.text)
        return passage.sentence(int(cosines.argmax()))

    def _known(self, passage: Found) -> frozenset[str]:
        if passage not in self._words:
            self._words[passage] = frozenset(lexemes(_whole(passage)))
        return self._words[passage]

    def _sentences(self, passage: Found) -> Vector:
        if passage not in self._vectors:
            texts = tuple(passage.sentence(place) for place in range(len(passage.sentences)))
            self._vectors[passage] = embed_sentences(texts or (passage.text,))
        return self._vectors[passage]


@lru_cache(maxsize=KEPT_PASSAGES)
def embed_sentences(texts: tuple[str, ...]) -> Vector:
    """Remembered, because the passages that answer one visitor answer the next one too. Blocks."""
    return np.asarray(embedder().embed(list(texts)), dtype=np.float32)


def _whole(passage: Found) -> str:
    return f"{passage.title} {passage.heading} {passage.text}"


def nearest_to_question(passage: Found) -> str:
    """The sentence of the passage that is nearest to the question."""
    return passage.sentence(max(range(len(passage.sentences)), key=lambda place: passage.sentence_cosines[place]))


def citation(number: int, passage: Found, sentence: str, language: str = "en") -> dict[str, Any]:
    """The contract's object; a source that is not on the web has no address. A document's page is named in `language`:
    the one that the sentence stands on."""
    if passage.is_result or passage.is_file:
        source = "action" if passage.is_result else "file"
        return {"n": number, "title": passage.title, "url": "", "quote": sentence, "source": source}
    edited = {"edited": True} if passage.is_edited else {}  # the page does not say it in these words
    page = passage.page_of(sentence)
    title = with_page(passage.title, passage.page_kind, page, language) if page else passage.title
    link = _link(passage, sentence, page) or None
    told = {"n": number, "title": title, "url": link, "quote": sentence, "source": str(passage.source_id)}
    return told | edited | ({"page": page} if page else {})


def _link(passage: Found, sentence: str, page: int) -> str:
    """To the page of a PDF, else to the sentence; no reader of slides can be led to one of them."""
    if page:
        return link_to_page(passage.url, page) if passage.page_kind == "page" else passage.url
    return passage.url if passage.is_edited else link_to_sentence(passage.url, sentence)


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
            "place": passage.place,
            "beside": passage.is_beside,
            "reranked": passage.reranked,
        }
        for passage in found
        if not (passage.is_result or passage.is_file)
    ]
    return {"model": model, "prompt": PROMPT_VERSION, "passages": passages} | more
