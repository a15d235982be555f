"""Two questions in one message: "How much is shipping and how long does it take?" becomes both, each whole."""

import re
from dataclasses import dataclass

from privexbot_app.rag.rewrite import Exchange, stand_alone

MOST_QUESTIONS = 3
MIN_WORDS = 3

_ASKS = (
    r"(?:what|when|where|who|whose|how|why|which|do|does|did|is|are|was|were|can|could|may|will|would|should|must)\b"
)
_BETWEEN = re.compile(rf"\?+\s+(?=\S)|(?:,? and|, but|,)(?: also| then)? (?={_ASKS})", re.IGNORECASE)
_OPENING = re.compile(r"^(?:and|but|also|so|then)\b,? *", re.IGNORECASE)
_QUESTION = re.compile(rf"(?:(?:in|at|for|to|on|from|with|by) )?{_ASKS} +\S+", re.IGNORECASE)
_INDIRECT = re.compile(r"\b(?:tell|know|explain|show|wonder|say|ask)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """One question as it was asked, and made to stand alone."""

    asked: str
    whole: str


def questions_in(text: str) -> tuple[Part, ...]:
    """Each by itself, in their order; none where it is only one, or where a part of it asks nothing."""
    parts = [_OPENING.sub("", part.strip(" ,?")) for part in _BETWEEN.split(" ".join(text.split()))]
    is_several = 1 < len(parts) <= MOST_QUESTIONS and all(map(_is_question, parts)) and not _INDIRECT.search(text)
    if not is_several:
        return ()
    before = [Exchange(f"{parts[0]}?", "")]
    return tuple(
        Part(part, stand_alone(f"{part}?", before) if place else f"{part}?") for place, part in enumerate(parts)
    )


def _is_question(part: str) -> bool:
    return bool(_QUESTION.match(part)) and len(part.split()) >= MIN_WORDS
