"""Passages that say the same, and sentences that say different numbers about the same thing."""

import time
from uuid import UUID, uuid4

import numpy as np
import pytest

from privexbot_app.adapters.embedder import embedder
from privexbot_app.rag import conflicts
from privexbot_app.rag.conflicts import Compared, Conflicts, compare
from privexbot_app.rag.document import Block, assemble
from privexbot_app.rag.vectors import pack
from privexbot_app.services.preparing import prepare_passages


def page(title: str, *lines: str) -> list[Compared]:
    parsed = assemble(title, [Block(title, 1), *map(Block, lines)])
    document: UUID = uuid4()
    return [
        Compared(
            hash((document, one.position)),
            document,
            title,
            one.heading,
            one.text,
            one.sentences,
            one.vectors,
            " ".join(one.lexemes),
        )
        for one in prepare_passages(parsed)
    ]


def found(*pages: list[Compared]) -> Conflicts:
    work = compare([passage for one in pages for passage in one], embedder().dimensions)
    while True:
        try:
            assert 0 <= next(work) <= 1
        except StopIteration as end:
            return end.value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Unworn shoes can be returned within 30 days.", "Unworn shoes can be returned within 10 days."),
        ("Unworn shoes can be returned within thirty days.", "You can return unworn shoes within 14 days."),
        ("Shipping to Canada costs $5.", "Shipping to Canada costs $7.50."),
        ("The winter sale ends on 1 March.", "The winter sale ends on 1 April."),
        ("Our shop in Halifax opens Tuesday to Saturday.", "Our shop in Halifax opens Monday to Friday."),
        ("The Comet Runner costs $89.", "The Comet Runner costs $99."),
    ],
)
def test_two_pages_that_differ_in_a_value_of_the_same_thing_contradict_each_other(one, other):
    [pair] = found(page("Help", one), page("Questions", other)).contradictions
    assert {pair.first_sentence, pair.second_sentence} == {one, other}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Unworn shoes can be returned within 30 days.", "Unworn shoes can be returned within thirty days."),
        ("The Comet Runner costs $89.", "The Harbour Boot costs $149."),
        ("The boot is in stock in sizes 7 and 8.", "The boot is in stock in sizes 7, 8 and 9."),
        ("Shipping to Canada costs $5.", "Our shop in Halifax was opened in 1998."),
        ("Unworn shoes can be returned.", "Unworn shoes can be returned within 10 days."),
    ],
)
def test_what_says_the_same_or_more_or_is_about_something_else_contradicts_nothing(one, other):
    assert found(page("Help", one), page("Questions", other)).contradictions == ()


def test_a_short_sentence_is_about_what_its_heading_names():
    assert found(page("Red sneaker", "It costs $89."), page("Brown boot", "It costs $149.")).contradictions == ()
    assert len(found(page("Red sneaker", "It costs $89."), page("Red sneaker", "It costs $99.")).contradictions) == 1


def test_one_document_does_not_contradict_or_repeat_itself():
    text = "Unworn shoes can be returned within {} days for a full refund in our shop."
    both = page("Help", text.format(30), text.format(10))
    assert found(both) == Conflicts((), (), 0)


def test_nearly_the_same_passage_on_two_pages_is_a_duplicate_but_not_with_another_number():
    text = "Orders are shipped within {} working days by Canada Post. Parcels can be tracked on our website."
    first, second = page("Shipping", text.format(2)), page("Shipping", text.format(2).replace("our", "the"))
    other = page("Shipping", text.format(4))

    told = found(first, second, other)

    assert [(one.first, one.second) for one in told.duplicates] == [(first[0].id, second[0].id)]
    assert [one.second for one in told.contradictions] == [other[0].id]  # the same two sentences are told once


def test_nothing_to_compare_is_no_conflict():
    assert found() == Conflicts((), (), 0)
    assert found(page("Help", "We like shoes.")) == Conflicts((), (), 0)


def test_more_sentences_than_can_be_compared_are_counted(monkeypatch):
    monkeypatch.setattr(conflicts, "MOST_SENTENCES", 1)
    assert found(page("A", "Five of them cost $5 a day."), page("B", "Two of them cost $9 a day.")).skipped == 1


def test_a_thousand_passages_are_compared_in_seconds_and_in_small_steps():
    dice = np.random.default_rng(0)
    vectors = dice.normal(size=(1000, 8, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=2, keepdims=True)
    text = " ".join(f"Thing {n} costs ${n}0 a day." for n in range(8))
    spans = [(n * 23, n * 23 + 22) for n in range(8)]
    passages = [Compared(n, uuid4(), "", "", text, spans, pack(vectors[n]), "thing cost day") for n in range(1000)]
    steps, start = [], time.process_time()
    for _ in compare(passages, 384):
        steps.append(time.process_time() - start - sum(steps))
    assert sum(steps) < 30
    assert len(steps) > 30
