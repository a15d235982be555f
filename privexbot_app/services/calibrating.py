"""A new embedding model is asked once what is known: how long its vectors are, and at what level its cosines lie."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from privexbot_app.adapters.embedder import Vectors, embedder
from privexbot_app.adapters.llm import Fault, RemoteEmbedder, dollars_per_token
from privexbot_app.rag.calibration_pairs import PAIRS
from privexbot_app.rag.scale import Scale, fit
from privexbot_app.services.embedding_words import NotEmbedded

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Known:
    """What the model turned out to be; its price where LiteLLM's list has it."""

    dimensions: int
    scale: Scale
    dollars_per_token: float | None


def get_to_know(remote: RemoteEmbedder) -> Known:
    """Embed eighty short texts that come along, by both models. Blocks; raises NotEmbedded."""
    questions, answers = zip(*PAIRS, strict=True)
    try:
        theirs = asyncio.run(_embed_both(remote, questions, answers))
    except Fault as fault:
        log.warning("The embedding model %s could not be tried: %s.", remote.model.model, fault.code)
        raise NotEmbedded(fault.code) from None
    if theirs[0].shape != theirs[1].shape:
        raise NotEmbedded("other_length")
    scale = fit((embedder().embed(questions), embedder().embed(answers)), theirs)
    if scale is None:
        raise NotEmbedded("tells_nothing")
    return Known(theirs[0].shape[1], scale, dollars_per_token(remote.model))


async def _embed_both(
    remote: RemoteEmbedder, questions: Sequence[str], answers: Sequence[str]
) -> tuple[Vectors, Vectors]:
    return await remote.embed_passages(questions, "question"), await remote.embed_passages(answers)
