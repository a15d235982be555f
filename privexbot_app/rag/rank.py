"""One score out of meaning and words: the best sentence's cosine plus a weighted share of BM25."""

from privexbot_app.rag.bm25 import Statistics

LEXICAL_WEIGHT = 0.7  # see benchmarks: flat between 0.5 and 1.0 on prose, worse above 0.7 on questions and answers
MAX_CANDIDATES = 300


def telling_terms(statistics: Statistics) -> list[str]:
    """The rarest terms that together occur in no more than MAX_CANDIDATES passages; at least one that occurs.

    What only the other terms find could gain little: the more frequent a term, the smaller its part in the score.
    """
    kept: list[str] = []
    total = 0
    for term, frequency in sorted(statistics.frequencies.items(), key=lambda pair: (pair[1], pair[0])):
        if frequency and kept and total + frequency > MAX_CANDIDATES:
            break
        if frequency:
            kept.append(term)
            total += frequency
    return kept


def score(cosine: float, lexical: float) -> float:
    return cosine + LEXICAL_WEIGHT * lexical
