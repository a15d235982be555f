"""Answer by quoting: one to three sentences, a table or a list, word for word, and how sure it is that they answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

from privexbot_app.rag.asking import asks_several
from privexbot_app.rag.bm25 import Shares, Statistics
from privexbot_app.rag.found import Found
from privexbot_app.rag.joining import choose, joined, tell
from privexbot_app.rag.layout import Group, groups_of, leads_of
from privexbot_app.rag.polarity import polarity
from privexbot_app.rag.question import Question
from privexbot_app.rag.quote_block import Told, lines_that_answer
from privexbot_app.rag.sentences import is_whole
from privexbot_app.rag.tokens import lexemes, query_terms

PASSAGES = 6
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

SEVERAL_COUNTS = 0.2  # our own: of a question for several things and a list
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
            if candidate.text not in best or best[candidate.text].score < candidate.score:
                best[candidate.text] = candidate
    return sorted(best.values(), key=lambda candidate: -candidate.score)


def _is_echo(asked: Question, text: str) -> bool:
    """A bare word or two of the question itself, such as "blue", answer nothing."""
    return not is_whole(text) and set(query_terms(text, asked.language)) <= set(asked.terms)


def _candidates(asked: Question, passage: Found, statistics: Statistics, shares: Shares) -> Iterator[Candidate]:
    """A sentence is understood together with its title, its heading, what leads in to its list and what is before."""
    around = set(lexemes(f"{passage.title} {passage.heading}", asked.language))
    before: set[str] = set()
    leads = leads_of(passage)
    for number in range(len(passage.sentences)):
        text = passage.sentence(number)
        if number not in leads and _is_echo(asked, text):
            continue
        words = lexemes(text, asked.language)
        known = around | before | set(words) | set(lexemes(leads.get(number, ""), asked.language))
        evidence = Evidence(
            cosine=passage.sentence_cosines[number],
            lexical=shares.of_words(words),
            passage_cosine=passage.cosine,
            passage_lexical=passage.lexical,
            expected=asked.expects(text),
            coverage=_coverage(asked, known, statistics),
            agreement=asked.agreement(known) * asked.names_told(text, known),
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
    """What is told of each of the passages. `stance` is "yes" or "no" where the first sentence plainly says that."""

    told: tuple[Told, ...]
    passages: tuple[Found, ...]
    confidence: float
    stance: str = ""

    @property
    def text(self) -> str:
        """Each passage's words with their marker: [n] is passages[n - 1]."""
        return joined(self.told)

    @property
    def sentences(self) -> tuple[tuple[str, ...], ...]:
        """Those that are quoted of each passage."""
        return tuple(one.sentences for one in self.told)


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
    asked = Question(question, statistics.language)
    ranked = _with_groups(asked, ranked, found, statistics)
    chosen = choose(asked, ranked)
    passages = tuple(dict.fromkeys(candidate.passage for candidate in chosen))
    told = tuple(tell(asked, [one for one in chosen if one.passage == passage]) for passage in passages)
    sure = confidence(ranked[0], found, statistics.passages)
    return Quoted(told, passages, sure, _stance(asked, ranked[0], told[0]))


def _stance(asked: Question, best: Candidate, told: Told) -> str:
    """Of the best sentence, where that is what the answer begins with."""
    is_plain = asked.is_yes_no and asked.language == "english" and told.lead.startswith(best.text) and not told.body
    return polarity(asked.text, best.text) if is_plain else ""


def _with_groups(
    asked: Question, ranked: list[Candidate], found: Sequence[Found], statistics: Statistics
) -> list[Candidate]:
    """A list that answers a question for several things better than any sentence comes first."""
    if not asks_several(asked.text, asked.language):
        return ranked
    shares = Shares(asked.terms, statistics, SENTENCE_LEXEMES)
    groups = [
        _of_group(asked, passage, group, statistics, shares)
        for passage in found[:PASSAGES]
        for group in groups_of(passage)
        if group.kind != "table"
    ]
    best = max(groups, key=lambda group: group.score, default=None)
    return [best, *ranked] if best and best.score + SEVERAL_COUNTS > ranked[0].score else ranked


def _of_group(asked: Question, passage: Found, group: Group, statistics: Statistics, shares: Shares) -> Candidate:
    """All its lines as one sentence: what they are about is said above them."""
    lead = group.lead.text if group.lead else ""
    text = " ".join([lead, *(line.text for line in group.lines)]).strip()
    about = set(lexemes(f"{passage.title} {passage.heading} {lead}", asked.language))
    numbers = [number for line in ([group.lead] if group.lead else []) + [*group.lines] for number in line.sentences]
    evidence = Evidence(
        cosine=max(passage.sentence_cosines[number] for number in numbers),
        lexical=shares.of_words(lexemes(text, asked.language)),
        passage_cosine=passage.cosine,
        passage_lexical=passage.lexical,
        expected=asked.expects(text),
        coverage=_coverage(asked, about, statistics),
        agreement=asked.agreement(about | set(lexemes(text, asked.language))),
        whole=1.0,
        length=log(len(text)),
    )
    chosen = lines_that_answer(asked, passage, group) if group.kind == "pairs" else group.lines
    number = chosen[0].sentences[0] if len(chosen) == 1 else numbers[0]
    return Candidate(passage, number, passage.sentence(number), evidence)


def confidence(best: Candidate, found: Sequence[Found], passages: int) -> float:
    """0..1: that what was found among so many passages answers the question at all; as many such questions in a hundred
    have an answer."""
    nearest = max(passage.cosine for passage in found)
    size = log(min(max(passages, 1), MANY_PASSAGES))
    evidence = best.evidence
    trust = Trust(best.passage.score - best.passage.boost, nearest, evidence.coverage, evidence.agreement, size)
    logit = CONFIDENCE_BIAS + sum(weight * sign for weight, sign in zip(CONFIDENCE_WEIGHTS, trust, strict=True))
    return 1 / (1 + exp(-logit))
