"""Answer by quoting: the best one or two sentences, word for word, and how sure it is that they answer at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

from privexbot_app.rag.bm25 import Shares, Statistics
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
    agreement: float
    whole: float
    length: float


class Trust(NamedTuple):
    """What speaks for there being an answer at all: the score of the best sentence's passage, the nearest cosine of all
    that was found, the share of the question's words, and whether numbers and colours agree; and the logarithm of how
    many passages there are: of many, one is near by chance."""

    passage: float
    nearest: float
    coverage: float
    agreement: float
    passages: float


# A softmax over the sentences of a question, learned on half of the articles of squad2 and rounded; there all sentences
# are whole, so that weight is our own: of two that say the same, people would rather read the sentence.
WEIGHTS = Evidence(
    cosine=1.0,
    lexical=0.7,
    passage_cosine=1.2,
    passage_lexical=0.7,
    expected=0.45,
    coverage=1.4,
    agreement=0.5,
    whole=0.3,
    length=0.1,
)

BOOST_COUNTS, PINNED_COUNTS = 3.0, 1.0  # our own: the best sentences of two passages are often nearer than that

# Logistic regression on knowledge bases of 1, 3, 10 and 40 passages and of half a set, each size, set and side weighing
# the same: questions on what is in them against questions on other articles, of half of the articles of squad2 and half
# of the entries of stackfaq. What it reaches on the other halves is in docs/search-quality.md. Our own, for shops, are
# the weight of `agreement` and a bias that is 0.4 more generous than the fitted one.
CONFIDENCE_WEIGHTS = Trust(passage=6.5, nearest=8.4, coverage=3.1, agreement=5.0, passages=-0.67)
CONFIDENCE_BIAS = -12.9
MANY_PASSAGES = 300  # more make no difference
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
        """What the signs say together, and the owner of its passage."""
        signs = sum(weight * sign for weight, sign in zip(WEIGHTS, self.evidence, strict=True))
        return signs + BOOST_COUNTS * self.passage.boost + PINNED_COUNTS * self.passage.is_pinned


def rank_sentences(question: str, found: Sequence[Found], statistics: Statistics) -> list[Candidate]:
    """Every sentence of the best passages, best first; one that two passages share counts once."""
    asked = Question(question, statistics.language)
    shares = Shares(asked.terms, statistics, SENTENCE_LEXEMES)
    best: dict[str, Candidate] = {}
    for passage in found[:PASSAGES]:
        for candidate in _candidates(asked, passage, statistics, shares):
            if _is_echo(asked, candidate.text):
                continue
            if candidate.text not in best or best[candidate.text].score < candidate.score:
                best[candidate.text] = candidate
    return sorted(best.values(), key=lambda candidate: -candidate.score)


def _is_echo(asked: Question, text: str) -> bool:
    """A bare word or two of the question itself, such as "blue", answer nothing."""
    return not is_whole(text) and set(query_terms(text, asked.language)) <= set(asked.terms)


def _candidates(asked: Question, passage: Found, statistics: Statistics, shares: Shares) -> Iterator[Candidate]:
    """A sentence is understood together with its title, its heading and the sentence before it."""
    around = set(lexemes(f"{passage.title} {passage.heading}", asked.language))
    before: set[str] = set()
    for number in range(len(passage.sentences)):
        text = passage.sentence(number)
        words = lexemes(text, asked.language)
        known = around | before | set(words)
        evidence = Evidence(
            cosine=passage.sentence_cosines[number],
            lexical=shares.of_words(words),
            passage_cosine=passage.cosine,
            passage_lexical=passage.lexical,
            expected=asked.expects(text),
            coverage=_coverage(asked, known, statistics),
            agreement=asked.agreement(known),
            whole=float(is_whole(text)),
            length=log(len(text)),
        )
        yield Candidate(passage, number, text, evidence)
        before = set(words)


def _coverage(asked: Question, known: set[str], statistics: Statistics) -> float:
    """The share of what the question is about that is there, rare terms counting more."""
    total = sum(map(statistics.idf, asked.subjects))
    return sum(statistics.idf(term) for term in asked.subjects if term in known) / total if total else 0.0


@dataclass(frozen=True)
class Quoted:
    """`text` ends each passage's words with its marker; marker [n] is passages[n - 1]."""

    text: str
    passages: tuple[Found, ...]
    sentences: tuple[tuple[str, ...], ...]
    confidence: float


def answer(
    question: str, found: Sequence[Found], statistics: Statistics, least_sure: float = MIN_CONFIDENCE
) -> Quoted | None:
    """The quote, or None when it is less sure than that."""
    quoted = best_quote(question, found, statistics)
    return quoted if quoted and quoted.confidence >= least_sure else None


def best_quote(question: str, found: Sequence[Found], statistics: Statistics) -> Quoted | None:
    """The best that can be quoted, however unsure; None only when there are no passages."""
    ranked = rank_sentences(question, found, statistics)
    if not ranked:
        return None
    chosen = [ranked[0], *_second(Question(question, statistics.language), ranked)]
    passages = tuple(dict.fromkeys(candidate.passage for candidate in chosen))
    spoken = [_in_order(chosen, passage) for passage in passages]
    text = " ".join(f"{_readable(said)} [{n}]" for n, said in enumerate(spoken, 1))
    sentences = tuple(tuple(candidate.text for candidate in said) for said in spoken)
    return Quoted(text, passages, sentences, confidence(ranked[0], found, statistics.passages))


def _second(asked: Question, ranked: Sequence[Candidate]) -> list[Candidate]:
    """One more sentence: what follows in an answered question, else one almost as good that says more."""
    first, *others = ranked
    if first.passage.heading.endswith("?"):
        place = first.passage.passage_id, first.number + 1
        return [other for other in others if (other.passage.passage_id, other.number) == place]
    close = [other for other in others if first.score - other.score <= SECOND_WITHIN and is_whole(other.text)]
    return [other for other in close if _says_more(asked, first, other)][:1]


def _says_more(asked: Question, first: Candidate, other: Candidate) -> bool:
    """In the same passage other words or numbers are enough; elsewhere it must answer a part that is still open."""
    if other.passage.passage_id != first.passage.passage_id:
        return bool(set(asked.terms) & _about(other, asked.language) - _about(first, asked.language))
    ours, theirs = (set(query_terms(one.text, asked.language)) for one in (first, other))
    new_numbers = any(term[0].isdigit() for term in theirs - ours)
    return new_numbers or len(ours & theirs) < MAX_REPEATED * min(len(ours), len(theirs))


def _about(candidate: Candidate, language: str) -> set[str]:
    return set(lexemes(f"{candidate.passage.title} {candidate.passage.heading} {candidate.text}", language))


def confidence(best: Candidate, found: Sequence[Found], passages: int) -> float:
    """0..1: that what was found among so many passages answers the question at all; as many such questions in a hundred
    have an answer."""
    nearest = max(passage.cosine for passage in found)
    size = log(min(max(passages, 1), MANY_PASSAGES))
    evidence = best.evidence
    trust = Trust(best.passage.score - best.passage.boost, nearest, evidence.coverage, evidence.agreement, size)
    logit = CONFIDENCE_BIAS + sum(weight * sign for weight, sign in zip(CONFIDENCE_WEIGHTS, trust, strict=True))
    return 1 / (1 + exp(-logit))


def _in_order(chosen: Sequence[Candidate], passage: Found) -> list[Candidate]:
    own = [candidate for candidate in chosen if candidate.passage == passage]
    return sorted(own, key=lambda candidate: candidate.number)


def _readable(said: Sequence[Candidate]) -> str:
    """Word for word; a fragment that stood under headings is told with the name of what it is about."""
    text = " ".join(candidate.text for candidate in said)
    title = said[0].passage.title if said[0].passage.heading else ""
    return text if is_whole(said[0].text) or not title or title in text else f"{title} – {text}"
