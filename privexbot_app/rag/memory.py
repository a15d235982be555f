"""A long conversation in few words: the latest messages as they are, what came before as a short extract."""

from collections.abc import Sequence

from privexbot_app.rag.personal import cut_whole
from privexbot_app.rag.sentences import sentences

RECENT = 6  # messages that stay as they were said
EXTRACT_CHARACTERS = 1500
QUESTION_CHARACTERS = 120
ANSWER_CHARACTERS = 160

Said = tuple[bool, str]  # whether the visitor said it, and what


def recall(history: Sequence[Said]) -> tuple[str, tuple[Said, ...]]:
    """The extract of the older messages, latest ones first to be kept, and the recent messages."""
    return _extract(history[:-RECENT]), tuple(history[-RECENT:])


def _extract(older: Sequence[Said]) -> str:
    """Each question cut short, each answer by its first sentence, in their order."""
    lines: list[str] = []
    left = EXTRACT_CHARACTERS
    for is_visitor, text in reversed(older):
        line = f"Visitor: {_cut(text, QUESTION_CHARACTERS)}" if is_visitor else f"You: {_first_sentence(text)}"
        if (left := left - len(line) - 1) < 0:
            break
        lines.append(line)
    return "\n".join(reversed(lines))


def _first_sentence(text: str) -> str:
    start = cut_whole(text, ANSWER_CHARACTERS)
    spans = next(sentences(start), None)
    return _cut(text[slice(*spans)] if spans else start, ANSWER_CHARACTERS)


def _cut(text: str, characters: int) -> str:
    plain = " ".join(cut_whole(text, 2 * characters).split())
    return plain if len(plain) <= characters else f"{cut_whole(plain, characters - 1)}…"
