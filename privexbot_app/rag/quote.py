"""Answer by quoting: the best one or two sentences, word for word, and how sure it is that they answer at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

from privexbot_app.rag.bm25 import Statistics, share
from privexbot_app.rag.found import Found
from privexbot_app.rag.question import Question
from privexbot_app.rag.sentences import is_whole
from privexbot_app.rag.tokens import lexemes, query_terms

PASSAGES = 6
SECOND_WITHIN = 0.3  # of the best score: a second sentence that good belongs to the answer
MAX_REPEATED = 0.6
SENTENCE_LEXEMES = 22  # a usual sentence, for BM25's length norm


class Evidence(NamedTuple):
    """What speaks for a sentence: 0 to 1, but for `length`, the logarithm of its characters."""

    cosine: float
    lexical: float
    passage_cosine: float
    passage_lexical: float
    expected: float
    coverage: float
    insisted: float
    whole: float
    length: float


# A softmax over the sentences of a question, learned on half of the articles of squad2 and rounded; there all sentences
# are whole, so that weight is our own: of two that say the same, people would rather read the sentence.
WEIGHTS = Evidence(
    cosine=1.0,
    lexical=1.0,
    passage_cosine=1.2,
    passage_lexical=0.7,
    expected=0.45,
    coverage=1.4,
    insisted=0.5,
    whole=0.3,
    length=0.1,
)

# Logistic regression: questions of half of the articles of squad2 and of stackfaq against those of other articles, on
# knowledge bases of a quarter of each. On the other half: AUROC .989 and .967; at .4 it answers 93 % and 90 % of what
# the knowledge base knows and 2 % and 9 % of what it does not. The weight of `insisted` is our own, for shops.
CONFIDENCE_WEIGHTS = {"cosine": 1.3, "passage_cosine": 10.1, "coverage": 2.4, "insisted": 2.5}
CONFIDENCE_BIAS = -10.0
MIN_CONFIDENCE = 0.4


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
    best: dict[str, Candidate] = {}
    for passage in found[:PASSAGES]:
        for candidate in _candidates(asked, passage, statistics):
            if _is_echo(asked, candidate.text):
                continue
            if candidate.text not in best or best[candidate.text].score < candidate.score:
                best[candidate.text] = candidate
    return sorted(best.values(), key=lambda candidate: -candidate.score)


def _is_echo(asked: Question, text: str) -> bool:
    """A bare word or two of the question itself, such as "blue", answer nothing."""
    return not is_whole(text) and set(query_terms(text)) <= set(asked.terms)


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
            insisted=float(asked.insisted <= known),
            whole=float(is_whole(text)),
            length=log(len(text)),
        )
        yield Candidate(passage, number, text, evidence)
        before = set(words)


def _coverage(asked: Question, known: set[str], statistics: Statistics) -> float:
    """The share of the question's terms that are there, rare ones counting more."""
    total = sum(map(statistics.idf, asked.terms))
    return sum(statistics.idf(term) for term in asked.terms if term in known) / total if total else 0.0


@dataclass(frozen=True)
class Quoted:
    """`text` ends each passage's words with its marker; marker [n] is passages[n - 1]."""

    text: str
    passages: tuple[Found, ...]
    sentences: tuple[tuple[str, ...], ...]
    confidence: float


def answer(question: str, found: Sequence[Found], statistics: Statistics) -> Quoted | None:
    """The quote, or None when nothing found answers the question well enough."""
    quoted = best_quote(question, found, statistics)
    return quoted if quoted and quoted.confidence >= MIN_CONFIDENCE else None


def best_quote(question: str, found: Sequence[Found], statistics: Statistics) -> Quoted | None:
    """The best that can be quoted, however unsure; None only when there are no passages."""
    ranked = rank_sentences(question, found, statistics)
    if not ranked:
        return None
    chosen = [ranked[0], *_second(question, ranked)]
    passages = tuple(dict.fromkeys(candidate.passage for candidate in chosen))
    spoken = [_in_order(chosen, passage) for passage in passages]
    text = " ".join(f"{_readable(said)} [{n}]" for n, said in enumerate(spoken, 1))
    sentences = tuple(tuple(candidate.text for candidate in said) for said in spoken)
    return Quoted(text, passages, sentences, confidence(ranked[0]))


def _second(question: str, ranked: Sequence[Candidate]) -> list[Candidate]:
    """One more sentence: what follows in an answered question, else one almost as good that says more."""
    first, *others = ranked
    if first.passage.heading.endswith("?"):
        place = first.passage.passage_id, first.number + 1
        return [other for other in others if (other.passage.passage_id, other.number) == place]
    close = [other for other in others if first.score - other.score <= SECOND_WITHIN and is_whole(other.text)]
    terms = set(query_terms(question))
    return [other for other in close if _says_more(terms, first, other)][:1]


def _says_more(asked: set[str], first: Candidate, other: Candidate) -> bool:
    """In the same passage other words or numbers are enough; elsewhere it must answer a part that is still open."""
    if other.passage.passage_id != first.passage.passage_id:
        return bool(asked & _about(other) - _about(first))
    ours, theirs = set(query_terms(first.text)), set(query_terms(other.text))
    new_numbers = any(term[0].isdigit() for term in theirs - ours)
    return new_numbers or len(ours & theirs) < MAX_REPEATED * min(len(ours), len(theirs))


def _about(candidate: Candidate) -> set[str]:
    return set(lexemes(f"{candidate.passage.title} {candidate.passage.heading} {candidate.text}"))


def confidence(best: Candidate) -> float:
    """0..1: that the best sentence answers the question at all."""
    signs = best.evidence._asdict()
    logit = CONFIDENCE_BIAS + sum(weight * signs[name] for name, weight in CONFIDENCE_WEIGHTS.items())
    return 1 / (1 + exp(-logit))


def _in_order(chosen: Sequence[Candidate], passage: Found) -> list[Candidate]:
    own = [candidate for candidate in chosen if candidate.passage == passage]
    return sorted(own, key=lambda candidate: candidate.number)


def _readable(said: Sequence[Candidate]) -> str:
    """Word for word; a fragment that stood under headings is told with the name of what it is about."""
    text = " ".join(candidate.text for candidate in said)
    title = said[0].passage.title if said[0].passage.heading else ""
    return text if is_whole(said[0].text) or not title or title in text else f"{title} – {text}"
