"""Answer by quoting: the best one or two sentences, word for word, and how sure it is that they answer at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple

from privexbot_app.rag.bm25 import Statistics, share
from privexbot_app.rag.found import Found
from privexbot_app.rag.question import Question
from privexbot_app.rag.tokens import lexemes

PASSAGES = 4
SENTENCE_LEXEMES = 22  # a usual sentence, for BM25's length norm


class Evidence(NamedTuple):
    """What speaks for a sentence; all but `length` (log of its characters) lie between 0 and 1."""

    cosine: float
    lexical: float
    passage_cosine: float
    passage_lexical: float
    expected: float
    coverage: float
    numbers: float
    length: float


# A softmax over the sentences of a question, learned on half of the articles of squad2 and rounded.
WEIGHTS = Evidence(1.0, 1.0, 1.2, 0.7, 0.45, 1.4, 0.2, 0.1)


@dataclass(frozen=True)
class Candidate:
    """A sentence that may answer: `number` in its passage, and what speaks for it."""

    passage: Found
    number: int
    text: str
    evidence: Evidence

    @property
    def score(self) -> float:
        return sum(weight * sign for weight, sign in zip(WEIGHTS, self.evidence, strict=True))


def rank_sentences(question: str, found: Sequence[Found], statistics: Statistics) -> list[Candidate]:
    """Every sentence of the best passages, best first; one that two passages share counts once."""
    asked = Question(question)
    best: dict[tuple[object, str], Candidate] = {}
    for passage in found[:PASSAGES]:
        for candidate in _candidates(asked, passage, statistics):
            key = passage.document_id, candidate.text
            if key not in best or best[key].score < candidate.score:
                best[key] = candidate
    return sorted(best.values(), key=lambda candidate: -candidate.score)


def _candidates(asked: Question, passage: Found, statistics: Statistics) -> Iterator[Candidate]:
    """A sentence is understood together with its title, its heading and the sentence before it."""
    around = set(lexemes(f"{passage.title} {passage.heading}"))
    before: set[str] = set()
    for number in range(len(passage.sentences)):
        text = passage.sentence(number)
        words = lexemes(text)
        known = around | before | set(words)
        evidence = Evidence(
            cosine=passage.sentence_cosines[number],
            lexical=share(asked.terms, words, statistics, SENTENCE_LEXEMES),
            passage_cosine=passage.cosine,
            passage_lexical=passage.lexical,
            expected=asked.expects(text),
            coverage=_coverage(asked, known, statistics),
            numbers=len(asked.numbers & known) / len(asked.numbers) if asked.numbers else 1.0,
            length=log(len(text)),
        )
        yield Candidate(passage, number, text, evidence)
        before = set(words)


def _coverage(asked: Question, known: set[str], statistics: Statistics) -> float:
    """The share of the question's terms that are there, rare ones counting more."""
    total = sum(map(statistics.idf, asked.terms))
    return sum(statistics.idf(term) for term in asked.terms if term in known) / total if total else 0.0
