"""Which question is which: the rules around the vectors."""

from uuid import uuid4

import numpy as np
import pytest

from privexbot_app.adapters.embedder import embedder
from privexbot_app.rag import clusters
from privexbot_app.rag.pairs import PackedPair, PairIndex, key_of, must_agree
from privexbot_app.rag.vectors import pack


def index_of(*questions):
    pairs = [PackedPair(uuid4(), (text,), pack(embedder().embed([text]))) for text in questions]
    return PairIndex(pairs, embedder().dimensions), {text: pair.id for text, pair in zip(questions, pairs, strict=True)}


def find(index, question):
    match = index.find_same(question) or index.find_near(question, embedder().embed([question])[0])
    return match.pair_id if match else None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Are you open on Mondays?", "Are you open on Sundays?"),
        ("Do you ship to Germany?", "Don’t you ship to Germany?"),
        ("Is size 9 in stock?", "Is size 9½ in stock?"),
        ("Do you have it in red?", "Do you have it in navy?"),
    ],
)
def test_days_sizes_colours_and_denials_must_agree(one, other):
    assert must_agree(one) != must_agree(other)
    index, _ = index_of(one)
    assert find(index, other) is None


@pytest.mark.parametrize(
    "question", ["Which font do you use?", "Can I pay an instalment?", "Is another account allowed?", "Want a note?"]
)
def test_a_word_that_only_looks_like_a_denial_is_none(question):
    assert must_agree(question) == (frozenset(), False)


def test_of_two_sizes_the_right_one_answers():
    index, ids = index_of("Do you have size 9 in red?", "Do you have size 10 in red?")

    assert find(index, "do you have size 10 in red") == ids["Do you have size 10 in red?"]
    assert find(index, "have you got size 9 in red") == ids["Do you have size 9 in red?"]


@pytest.mark.parametrize("spelled", ["  do you SHIP to Zürich??", "Do you ship, to Zürich", "Do you ship to ZÜRICH!"])
def test_case_and_punctuation_make_no_other_question(spelled):
    assert key_of(spelled) == key_of("Do you ship to Zürich?")


@pytest.mark.parametrize("question", ["???", "🙂", " "])
def test_what_has_no_words_is_compared_as_it_is(question):
    assert key_of(question) == question.strip()


def test_an_empty_index_finds_nothing():
    index, _ = index_of()

    assert len(index) == 0 and index.find_same("Hello") is None


def test_a_group_is_joined_at_its_middle_and_only_when_that_is_near():
    first, second, far = np.eye(3, dtype=np.float32)
    middle = first + second

    assert clusters.nearest(first, []) is None
    assert clusters.nearest(second, [first]) is None
    assert clusters.nearest(second, [far, middle]) == 1
    assert np.array_equal(clusters.from_bytes(clusters.to_bytes(middle)), middle)
