"""What is said of all that could be quoted: a table or a list, or one to three sentences that can be read together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from privexbot_app.rag.hanging import hangs
from privexbot_app.rag.question import Question
from privexbot_app.rag.quote_block import Told, told_as_block
from privexbot_app.rag.sentences import is_whole
from privexbot_app.rag.tokens import lexemes, query_terms

if TYPE_CHECKING:
    from privexbot_app.rag.quote import Candidate

SECOND_WITHIN, THIRD_WITHIN = 0.3, 0.15  # of the best score: a sentence that good belongs to the answer
MOST_SENTENCES = 3
MAX_REPEATED = 0.6
SHORT_CHARACTERS = 200  # a sentence before that is no longer than this is taken along


def choose(asked: Question, ranked: Sequence["Candidate"]) -> list["Candidate"]:
    """The best, and what else belongs to the answer; of a table or a list it alone: its lines are found again."""
    first = ranked[0]
    if told_as_block(asked, first.passage, first.number):
        return [first]
    return _with_what_hangs([first, *_more(asked, ranked)], ranked)


def tell(asked: Question, said: Sequence["Candidate"]) -> Told:
    """What was chosen of one passage: a table or a list, or sentences; what leads in to a list is followed by it."""
    in_order = sorted(said, key=lambda candidate: candidate.number)
    last = in_order[-1]
    block = told_as_block(asked, last.passage, last.number)
    if block and (len(said) == 1 or block.lead == last.text):
        before = [candidate.text for candidate in in_order[:-1]]
        return Told(" ".join([*before, block.lead]).strip(), block.body, (*before, *block.sentences))
    return Told(_readable(in_order), "", tuple(candidate.text for candidate in in_order))


def joined(told: Sequence[Told], first: int = 1) -> str:
    """Marker [n] stands behind the words of the n-th, counted from `first`, or above its table or list."""
    text = ""
    for number, one in enumerate(told, first):
        is_apart = one.body or "\n" in text
        text += ("\n\n" if is_apart and text else " " if text else "") + _marked(one, number)
    return text


def _marked(told: Told, number: int) -> str:
    if not told.body:
        return f"{told.lead} [{number}]"
    return f"{told.lead} [{number}]\n\n{told.body}" if told.lead else f"{told.body} [{number}]"


def _more(asked: Question, ranked: Sequence["Candidate"]) -> list["Candidate"]:
    """What follows in an answered question; else one or two almost as good that say more; one, where yes is enough."""
    first, *others = ranked
    if first.passage.heading.endswith("?"):
        place = first.passage.passage_id, first.number + 1
        return [other for other in others if (other.passage.passage_id, other.number) == place]
    more: list[Candidate] = []
    most = MOST_SENTENCES - 1 - asked.is_yes_no
    for other in others:
        within = THIRD_WITHIN if more else SECOND_WITHIN
        if first.score - other.score > within or len(more) == most:
            break
        if is_whole(other.text) and all(_says_more(asked, one, other) for one in [first, *more]):
            more.append(other)
    return more


def _says_more(asked: Question, first: "Candidate", other: "Candidate") -> bool:
    """In the same passage other words or numbers are enough; elsewhere it must answer a part that is still open."""
    if other.passage.passage_id != first.passage.passage_id:
        return bool(set(asked.terms) & _about(other, asked.language) - _about(first, asked.language))
    ours, theirs = (set(query_terms(one.text, asked.language)) for one in (first, other))
    new_numbers = any(term[0].isdigit() for term in theirs - ours)
    return new_numbers or len(ours & theirs) < MAX_REPEATED * min(len(ours), len(theirs))


def _about(candidate: "Candidate", language: str) -> set[str]:
    return set(lexemes(f"{candidate.passage.title} {candidate.passage.heading} {candidate.text}", language))


def _with_what_hangs(chosen: list["Candidate"], ranked: Sequence["Candidate"]) -> list["Candidate"]:
    """A sentence that says "it" or "however" needs the one before it; the last chosen makes room for that."""
    places = {(candidate.passage.passage_id, candidate.number): candidate for candidate in ranked}
    kept: list[Candidate] = []
    for candidate in chosen:
        before = places.get((candidate.passage.passage_id, candidate.number - 1))
        if hangs(candidate.text) and before and before not in chosen and len(before.text) <= SHORT_CHARACTERS:
            kept += [before, candidate]
        else:
            kept.append(candidate)
    return list(dict.fromkeys(kept))[:MOST_SENTENCES]


def _readable(said: Sequence["Candidate"]) -> str:
    """Word for word; a fragment that stood under headings is told with the name of what it is about."""
    text = " ".join(candidate.text for candidate in said)
    title = said[0].passage.title if said[0].passage.heading else ""
    return text if is_whole(said[0].text) or not title or title in text else f"{title} – {text}"
