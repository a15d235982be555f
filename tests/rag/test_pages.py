"""Where the pages of a file begin in its text, and which of them a sentence stands on."""

import io

import pptx
import pytest

from privexbot_app.rag.chunk import chunk
from privexbot_app.rag.citations import link_to_page
from privexbot_app.rag.document import Block, ParsedDocument, assemble
from privexbot_app.rag.language import _SCRIPTS, _WORDS
from privexbot_app.rag.pages import WORDS, Page, name_pages, page_at, with_page
from privexbot_app.rag.parse import parse
from privexbot_app.rag.parse.kinds import KINDS
from privexbot_app.services.file_reading import read_file
from tests.rag.files import pdf
from tests.rag.office_files import pptx_of
from tests.rag.scans import drawn, needs_tesseract, saved

SLIDES = KINDS[2].media_type
LONG = "\n".join(f"Model {n} of our running shoes weighs {200 + n} grams." for n in range(8))


def starts(document: ParsedDocument) -> dict[int, str]:
    """The first words of each page by its number."""
    return {page.number: document.text[page.start :].split("\n")[0] for page in document.pages}


def test_each_page_of_a_pdf_begins_where_its_first_word_stands() -> None:
    document = parse(pdf(["Returns are free.", "Shipping takes two days.", "We are in Montreal."]), "", "a.pdf")
    assert starts(document) == {1: "Returns are free.", 2: "Shipping takes two days.", 3: "We are in Montreal."}
    assert document.page_kind == "page"


def test_a_page_without_text_keeps_its_number_for_itself() -> None:
    document = parse(pdf(["Returns are free.", "", "We are in Montreal."]), "", "a.pdf")
    assert starts(document) == {1: "Returns are free.", 3: "We are in Montreal."}


def test_a_page_of_nothing_but_a_repeated_line_is_no_page_of_the_text() -> None:
    pages = ["Shoe shop\nReturns are free.", "Shoe shop", "Shoe shop\nWe are in Montreal.", "Shoe shop\nOpen daily."]
    document = parse(pdf(pages), "", "a.pdf")
    assert starts(document) == {1: "Returns are free.", 3: "We are in Montreal.", 4: "Open daily."}


def test_slides_are_counted_as_their_program_does_hidden_ones_included() -> None:
    deck = pptx.Presentation(io.BytesIO(pptx_of([("One", "First.", ""), ("Two", "Second.", ""), ("", "Third.", "")])))
    deck.slides[1]._element.set("show", "0")
    kept = io.BytesIO()
    deck.save(kept)
    document = parse(kept.getvalue(), SLIDES, "deck.pptx")
    assert starts(document) == {1: "One", 3: "Third."}
    assert document.page_kind == "slide"


@pytest.mark.parametrize("kind", ["text/plain", "text/markdown", "text/html"])
def test_a_file_without_pages_has_none(kind: str) -> None:
    document = parse(b"Returns are free.\n\nShipping takes two days.", kind, "a")
    assert document.pages == () and document.page_kind == ""
    assert {draft.pages for draft in chunk(document)} == {()}


@needs_tesseract
def test_a_page_that_was_recognised_keeps_its_number_beside_those_with_text() -> None:
    document = read_file(saved([drawn("The first page"), drawn("The second page")], "PDF"), "application/pdf", "a.pdf")
    assert starts(document) == {1: "The first page", 2: "The second page"}


@needs_tesseract
@pytest.mark.parametrize(("pages", "numbers"), [(["One page", "Two pages"], [1, 2]), (["One page"], [])])
def test_a_tiff_has_pages_when_it_has_more_than_one(pages: list[str], numbers: list[int]) -> None:
    document = read_file(saved([drawn(page) for page in pages], "TIFF"), "image/tiff", "a.tiff")
    assert [page.number for page in document.pages] == numbers


def test_a_child_process_tells_the_pages_too() -> None:
    document = read_file(pdf(["Returns are free.", "We are in Montreal."]), "application/pdf", "a.pdf")
    assert document.pages == (Page(0, 1), Page(len("Returns are free.\n"), 2))


def test_a_sentence_is_of_the_page_it_begins_on_wherever_its_passage_begins() -> None:
    [draft] = chunk(parse(pdf(["Returns are free. Shipping is not.", "We are in Montreal."]), "", "a.pdf"))
    assert [draft.text[start:end] for start, end in draft.sentences] == [
        "Returns are free.",
        "Shipping is not.",
        "We are in Montreal.",
    ]
    assert draft.pages == (1, 1, 2)


def test_the_sentence_that_two_passages_share_is_of_the_same_page_in_both() -> None:
    drafts = chunk(parse(pdf([LONG, LONG.replace("Model", "Boot"), LONG.replace("Model", "Sandal")]), "", "a.pdf"))
    assert len(drafts) > 1
    last, first = drafts[0], drafts[1]
    assert last.text[slice(*last.sentences[-1])] == first.text[slice(*first.sentences[0])]
    assert last.pages[-1] == first.pages[0]
    assert {page for draft in drafts for page in draft.pages} == {1, 2, 3}


def test_before_the_first_page_there_is_none() -> None:
    assert [page_at((Page(5, 2), Page(9, 3)), place) for place in (0, 4, 5, 8, 9, 99)] == [0, 0, 2, 2, 3, 3]
    assert page_at((), 3) == 0


def test_a_heading_without_text_begins_no_page() -> None:
    document = assemble("Deck", [Block("One", page=1), Block("", 2, page=2), Block("Two", page=3)])
    assert [(page.start, page.number) for page in document.pages] == [(0, 1), (4, 3)]


@pytest.mark.parametrize("language", sorted({code for code, _ in _SCRIPTS} | set(_WORDS)))
def test_a_page_is_named_in_every_language_that_is_told_apart(language: str) -> None:
    assert "Guide" in with_page("Guide", "page", 4, language) and "4" in with_page("Guide", "slide", 4, language)
    assert language in WORDS


def test_owners_read_of_one_page_or_of_the_first_and_the_last() -> None:
    assert name_pages("page", (4, 4)) == "page 4"
    assert name_pages("slide", (4, 5, 6)) == "slides 4–6"
    assert name_pages("", ()) == ""


def test_a_link_to_a_page_takes_the_place_of_another_fragment() -> None:
    assert link_to_page("https://shop.test/a.pdf?v=2#top", 4) == "https://shop.test/a.pdf?v=2#page=4"
    assert link_to_page("", 4) == ""
