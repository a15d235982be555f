"""Passages are stretches of their document: nothing is changed, nothing but headings and blanks is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privexbot_app.rag.chunk import SHORT_TAIL_CHARACTERS, TARGET_CHARACTERS, chunk
from privexbot_app.rag.document import BULLET, Block, ParsedDocument, assemble
from privexbot_app.rag.sentences import sentences
from privexbot_app.services.preparing import prepare_passages, texts_to_embed

PROSE = st.text(alphabet=st.sampled_from("aB9 .!?,;…\n。\"'"), max_size=3000)
BLOCKS = st.lists(st.builds(Block, PROSE, st.integers(0, 3)), max_size=12)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@given(BLOCKS)
def test_every_passage_and_sentence_stands_at_its_offsets_and_all_text_is_covered(blocks: list[Block]) -> None:
    document = assemble("Title", blocks)
    seen: set[int] = set()
    for draft in chunk(document):
        assert draft.text == document.text[draft.start : draft.end]
        assert draft.sentences
        for start, end in draft.sentences:
            assert draft.text[start:end].strip() == draft.text[start:end] != ""
            seen |= set(range(draft.start + start, draft.start + end))
    for heading in document.headings:
        assert document.text[heading.start : heading.end] == heading.text
        assert not seen & set(range(heading.start, heading.end))
        seen |= set(range(heading.start, heading.end))
    assert all(place in seen or mark.isspace() for place, mark in enumerate(document.text))


@given(BLOCKS)
def test_no_passage_is_much_longer_than_wanted(blocks: list[Block]) -> None:
    assert all(len(draft.text) <= TARGET_CHARACTERS + SHORT_TAIL_CHARACTERS for draft in chunk(assemble("", blocks)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Smith costs $9.50. Call now!", ["Dr. Smith costs $9.50.", "Call now!"]),
        ("We ship e.g. to the U.S. Army. Done.", ["We ship e.g. to the U.S. Army.", "Done."]),
        (
            "See fig. 3. No. 4 is next. Is it? No. Then go.",
            ["See fig. 3.", "No. 4 is next.", "Is it?", "No.", "Then go."],
        ),
        ("One\nTwo; three\n\nFour", ["One", "Two; three", "Four"]),
        ("今天开门。明天关门！", ["今天开门。", "明天关门！"]),
        ('He said "Stop." Then left.', ['He said "Stop."', "Then left."]),
        ("We take:\n• Visa\n- cash\n3) Pay. Go.", ["We take:", "Visa", "cash", "Pay.", "Go."]),
        ("1. Print it.\n2. Pack it.", ["Print it.", "Pack it."]),
        ("24. Dezember geschlossen.", ["24. Dezember geschlossen."]),
        ("Open – or not", ["Open – or not"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_the_path_of_headings_goes_with_the_text_below_them() -> None:
    blocks = [Block("Returns", 1), Block("Who pays", 2), Block("You do."), Block("How long", 2), Block("30 days.")]
    drafts = chunk(assemble("Returns", blocks))
    assert [(draft.heading, draft.text) for draft in drafts] == [
        ("Returns › Who pays", "You do."),
        ("Returns › How long", "30 days."),
    ]


def test_a_heading_without_text_ends_the_section_before_it() -> None:
    blocks = [Block("FAQ", 2), Block("Open?", 6), Block("Yes."), Block("", 6), Block("Call us.")]
    assert [draft.heading for draft in chunk(assemble("", blocks))] == ["FAQ › Open?", "FAQ"]


def test_the_last_sentence_of_a_passage_begins_the_next() -> None:
    text = " ".join(f"This is sentence number {number} of a long text about shoes." for number in range(60))
    drafts = chunk(ParsedDocument("", text))
    assert len(drafts) > 2
    for one, following in pairwise(drafts):
        last, first = one.sentences[-1], following.sentences[0]
        assert one.text[last[0] : last[1]] == following.text[first[0] : first[1]]


def test_a_text_without_any_full_stop_is_still_cut() -> None:
    drafts = chunk(ParsedDocument("", "word " * 2000))
    assert len(drafts) > 5
    assert max(end - start for draft in drafts for start, end in draft.sentences) <= 400


def test_the_mark_of_a_list_item_is_kept_in_the_text_and_is_nothing_to_be_embedded_or_found() -> None:
    plain = assemble("Pay", [Block("We accept:"), Block("Visa"), Block("PayPal")])
    marked = assemble("Pay", [Block("We accept:"), Block("Visa", mark=BULLET), Block("PayPal", mark="2)")])
    (without,), (one,) = chunk(plain), chunk(marked)
    assert one.text == "We accept:\n• Visa\n2) PayPal"
    assert texts_to_embed("Pay", one) == texts_to_embed("Pay", without)
    assert [made.lexemes for made in prepare_passages(marked)] == [made.lexemes for made in prepare_passages(plain)]


def test_a_passage_that_begins_with_a_list_item_begins_with_its_mark() -> None:
    document = assemble("Pay", [Block("Cards", 1), Block("Visa", mark=BULLET), Block("PayPal", mark=BULLET)])
    assert [draft.text for draft in chunk(document)] == ["• Visa\n• PayPal"]
