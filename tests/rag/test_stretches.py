"""Passages that stand next to each other are told as one stretch: in reading order, no sentence twice, none lost."""

import random
from uuid import UUID

import pytest

from privexbot_app.rag.chunk import chunk
from privexbot_app.rag.document import Block, assemble
from privexbot_app.rag.found import Found
from privexbot_app.rag.prompt import count_tokens
from privexbot_app.rag.stretches import Stretch, choose_beside, places_beside, stretches_of

GUIDE, OTHER = UUID(int=1), UUID(int=2)
TEXT = "\n".join(
    " ".join(f"Sentence {10 * line + n} says what the running shoe of that number weighs." for n in range(10))
    for line in range(9)
)


def passages(document_id: UUID = GUIDE, text: str = TEXT, heading: str = "") -> list[Found]:
    """The passages that the product cuts a text into."""
    blocks = [Block(heading, 1)] if heading else []
    document = assemble("Guide", [*blocks, *map(Block, text.split("\n"))])
    return [
        Found(
            passage_id=100 * document_id.int + draft.position,
            document_id=document_id,
            source_id=UUID(int=9),
            title="Guide",
            url="",
            heading=draft.heading,
            text=draft.text,
            sentences=draft.sentences,
            sentence_cosines=(0.0,) * len(draft.sentences),
            score=0.0,
            cosine=0.0,
            lexical=0.0,
            position=draft.position,
            start=draft.start,
            end=draft.end,
        )
        for draft in chunk(document)
    ]


def with_(passage: Found, **changed: object) -> Found:
    return Found(**vars(passage) | changed)


def numbers(stretches: tuple[Stretch, ...]) -> list[list[int]]:
    return [[passage.position for passage in stretch.passages] for stretch in stretches]


def test_the_text_of_a_whole_document_in_one_stretch_is_the_text_of_the_document() -> None:
    all_of_it = passages()
    random.Random(1).shuffle(all_of_it)
    [stretch] = stretches_of(all_of_it)
    assert len(stretch.passages) > 5
    assert " ".join(stretch.text.split()) == " ".join(TEXT.split())


def test_neighbours_are_told_in_reading_order_and_numbered_by_the_best_of_them() -> None:
    read = passages()
    assert numbers(stretches_of([read[5], read[1], read[4], read[0]])) == [[4, 5], [0, 1]]


def test_passages_with_one_between_them_are_two_stretches_until_it_is_told_too() -> None:
    read = passages()
    assert numbers(stretches_of([read[2], read[4]])) == [[2], [4]]
    assert numbers(stretches_of([read[2], read[4]], [read[3]])) == [[2, 3, 4]]


def test_neither_documents_nor_headings_are_run_together() -> None:
    [a], [b] = passages(GUIDE, "Returns are free."), passages(OTHER, "Shipping is not.")
    assert len(stretches_of([a, with_(b, position=1)])) == 2
    first = passages(heading="Returns")[0]
    assert len(stretches_of([first, with_(passages()[1], heading="Shipping")])) == 2


def test_where_nothing_overlaps_a_line_break_keeps_words_apart() -> None:
    [first] = passages(GUIDE, "Returns are free.")
    second = with_(passages(GUIDE, "Shipping is not.")[0], position=1, start=first.end + 1, end=first.end + 17)
    [stretch] = stretches_of([second, first])
    assert stretch.text == "Returns are free.\nShipping is not."


@pytest.mark.parametrize("changed", [{"is_edited": True}, {"text": "Other words."}, {"start": 0, "end": 0}])
def test_words_that_are_not_those_of_its_place_stand_alone(changed: dict[str, object]) -> None:
    read = passages()
    assert numbers(stretches_of([read[1], with_(read[2], **changed)])) == [[1], [2]]
    assert places_beside([with_(read[2], **changed)], 1) == []


def test_the_heading_is_told_above_a_stretch_and_the_title_alone_where_there_is_none() -> None:
    assert stretches_of(passages(heading="Returns")[:2])[0].title == "Guide › Returns"
    assert stretches_of(passages()[:2])[0].title == "Guide"


def test_the_places_beside_are_those_of_the_best_first_and_none_that_was_found() -> None:
    read = passages()
    found = [read[4], read[1], read[2]]
    assert [place for _, place in places_beside(found, 3)] == [5, 3, 0]
    assert [place for _, place in places_beside(found, 1)] == [5, 3]


def test_what_is_beside_is_taken_as_long_as_it_fits() -> None:
    read = passages()
    two = sum(count_tokens(passage.text) for passage in read[:2])
    assert choose_beside(read, two) == read[:2]
    assert choose_beside(read[:2], two - 1) == read[:1]
    assert choose_beside(read, 0) == []


def test_a_stretch_takes_no_more_tokens_than_its_passages_were_counted_for() -> None:
    read = passages()
    [stretch] = stretches_of(read)
    assert count_tokens(stretch.text) <= sum(count_tokens(passage.text) for passage in read)


def test_what_was_found_is_judged_before_what_stands_beside_it() -> None:
    read = passages()
    found, better, beside = with_(read[1], score=0.5), with_(read[2], score=0.9), with_(read[0], is_beside=True)
    [stretch] = stretches_of([better, found], [beside])
    assert [passage.position for passage in stretch.best_first] == [2, 1, 0]
