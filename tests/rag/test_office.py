"""What is read out of the files of office programs, and what is left out."""

import io

import openpyxl
import pptx
import pytest
from pptx.util import Inches

from privexbot_app.rag.document import ParsedDocument
from privexbot_app.rag.parse import ParseError, parse
from privexbot_app.rag.parse.kinds import KINDS
from tests.rag.office_files import docx, epub, p, pptx_of, table, xlsx

WORD, SLIDES, SHEETS = (kind.media_type for kind in KINDS[1:4])


def word(body: str, **parts: str) -> ParsedDocument:
    return parse(docx(body, **parts), WORD, "our-guide.docx")


def lines(document: ParsedDocument) -> list[str]:
    return document.text.split("\n")


def headings(document: ParsedDocument) -> list[tuple[int, str]]:
    return [(heading.level, heading.text) for heading in document.headings]


def test_headings_are_known_by_style_in_any_language_and_by_outline_level() -> None:
    styles = (
        '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="Eigene"><w:name w:val="Eigene"/><w:basedOn w:val="berschrift1"/></w:style>'
        '<w:style w:styleId="X"><w:name w:val="Kasten"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
        '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
    )
    direct = '<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>Direct</w:t></w:r></w:p>'
    none = '<w:p><w:pPr><w:pStyle w:val="berschrift1"/><w:outlineLvl w:val="9"/></w:pPr><w:r><w:t>Not</w:t></w:r></w:p>'
    body = p("Guide", "T") + p("One", "berschrift1") + p("Own", "Eigene") + p("Box", "X") + p("Said") + direct + none
    document = word(body, styles=styles)
    assert document.title == "Guide"
    assert headings(document) == [(1, "Guide"), (1, "One"), (1, "Own"), (3, "Box"), (2, "Direct")]
    assert lines(document) == ["Guide", "One", "Own", "Box", "Said", "Direct", "Not"]


def test_headings_are_known_by_the_id_of_a_style_that_is_nowhere_described() -> None:
    assert headings(word(p("Returns", "Heading2") + p("Thirty days."))) == [(2, "Returns")]


def test_list_items_keep_a_mark_whether_they_say_so_themselves_or_by_their_style() -> None:
    styles = (
        '<w:style w:styleId="Liste"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        "</w:style>"
    )
    own, none = (
        f'<w:p><w:pPr><w:numPr><w:numId w:val="{number}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for number, text in ((4, "Visa"), (0, "Not a card"))
    )
    document = word(p("We accept:") + own + p("PayPal", "Liste") + none, styles=styles)
    assert lines(document) == ["We accept:", "• Visa", "• PayPal", "Not a card"]


def test_insertions_are_kept_and_deletions_and_hidden_text_dropped() -> None:
    changed = (
        "<w:p><w:r><w:t>Returns take </w:t></w:r><w:del><w:r><w:delText>14</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>30</w:t></w:r></w:ins><w:r><w:t> days.</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r></w:p>"
    )
    moved = "<w:moveFrom><w:r><w:t>old</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>new</w:t></w:r></w:moveTo>"
    assert lines(word(f"{changed}<w:p>{moved}</w:p>")) == ["Returns take 30 days.", "new"]


def test_content_controls_text_boxes_links_and_footnotes_are_read_once() -> None:
    box = f"<wps:txbx><w:txbxContent>{p('In a box')}</w:txbxContent></wps:txbx>"
    drawn = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    note = (
        '<w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>'
        + f'<w:footnote w:id="2">{p("But not on Sundays.")}</w:footnote>'
    )
    refers = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = (
        f"<w:sdt><w:sdtContent>{p('In a control')}</w:sdtContent></w:sdt>"
        f"<w:p><w:hyperlink><w:r><w:t>We</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>deliver.</w:t></w:r>{refers}</w:p>"
        f"<w:p><w:r>{drawn}</w:r></w:p>"
    )
    assert lines(word(body, footnotes=note)) == ["In a control", "We deliver.", "But not on Sundays.", "In a box"]


def test_rows_of_a_word_table_have_the_names_of_their_columns() -> None:
    three = table(["Shoe", "Size", "Price"], ["Boot", "42", "89 €"])
    two = table(["Shoe", "Price"], ["Boot", "89 €"], bold=True)
    pairs = table(["Weight", "560 g"], ["Colour:", "red"])
    assert lines(word(three + two + pairs)) == [
        "Shoe: Boot; Size: 42; Price: 89 €",
        "Shoe: Boot; Price: 89 €",
        "Weight: 560 g",
        "Colour: red",
    ]


def test_merged_cells_are_said_for_every_row_and_column_and_deleted_rows_are_not() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"

    begins, goes_on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    rows = (
        f"<w:tr>{cell('Shop')}{cell('Day')}{cell('Hours')}</w:tr>"
        f"<w:tr>{cell('Bern', begins)}{cell('Mon')}{cell('9–18')}</w:tr>"
        f"<w:tr>{cell('', goes_on)}{cell('closed', wide)}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('Gone')}{cell('Mon')}{cell('never')}</w:tr>"
    )
    assert lines(word(f"<w:tbl>{rows}</w:tbl>")) == [
        "Shop: Bern; Day: Mon; Hours: 9–18",
        "Shop: Bern; Day: closed; Hours: closed",
    ]


def test_a_word_file_whose_main_part_has_another_name_is_read() -> None:
    assert word(p("Found"), main="word/document2.xml").text == "Found"


def test_slides_have_their_titles_as_headings_and_their_notes() -> None:
    document = parse(
        pptx_of([("Shipping", "Two days\nFree from 50 €", "Say it slowly."), ("Returns", "", "")]), SLIDES, "a.pptx"
    )
    assert document.title == "Shipping"
    assert lines(document) == ["Shipping", "Two days", "Free from 50 €", "Say it slowly.", "Returns"]
    assert headings(document) == [(2, "Shipping"), (2, "Returns")]


def test_tables_and_groups_of_slides_are_read_and_hidden_slides_named() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    cells = slide.shapes.add_table(2, 2, 0, 0, Inches(2), Inches(1)).table
    for place, text in enumerate(["Shoe", "Price", "Boot", "89 €"]):
        cells.cell(*divmod(place, 2)).text = text
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "In a group"
    deck.slides.add_slide(deck.slide_layouts[5])._element.set("show", "0")
    kept = io.BytesIO()
    deck.save(kept)
    document = parse(kept.getvalue(), SLIDES, "a.pptx")
    assert lines(document) == ["Shoe: Boot; Price: 89 €", "In a group"]
    assert document.problems == ("1 hidden slide was left out.",)


def test_sheets_are_read_like_tables_below_their_names() -> None:
    stock: list[list[object]] = [
        ["Our stock"],
        [],
        ["Shoe", "Sizes", "in_stock"],
        ["Boot", 42.0, True],
        ["Sandal", None, False],
    ]
    document = parse(
        xlsx({"Stock": stock, "Shops": [["City", "Open"], ["Bern", "9–18"]], "Own": [["x", "y"]]}, hidden="Own"),
        SHEETS,
        "a.xlsx",
    )
    assert lines(document) == [
        "Stock",
        "Our stock",
        "Shoe: Boot; Sizes: 42; in stock: yes",
        "Shoe: Sandal; in stock: no",
        "Shops",
        "City: Bern; Open: 9–18",
    ]
    assert document.problems == ("The hidden sheet “Own” was left out.",)


def test_numbers_of_a_sheet_are_said_as_a_person_sees_them() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Price", "Off", "Since", "Weight"])
    import datetime

    book.active.append([89.5, 0.15, datetime.datetime(2026, 3, 1), 0.1 + 0.2])
    book.active["A2"].number_format = "#,##0.00 [$€-407]"
    book.active["B2"].number_format = "0%"
    kept = io.BytesIO()
    book.save(kept)
    assert parse(kept.getvalue(), SHEETS, "a.xlsx").text == "Price: 89.50 €; Off: 15%; Since: 2026-03-01; Weight: 0.3"


def test_a_book_is_read_in_the_order_of_its_spine() -> None:
    chapters = {
        "a.xhtml": "<h1>Second</h1><p>Then this.</p>",
        "b.xhtml": "<h1>First</h1><p>This.</p><script/><p>More.</p>",
    }
    document = parse(epub(chapters, order=["b.xhtml", "a.xhtml"], title="The Shoe"), "application/epub+zip", "x.epub")
    assert document.title == "The Shoe"
    assert lines(document) == ["First", "This.", "More.", "Second", "Then this."]


def test_a_protected_book_is_told_in_a_sentence() -> None:
    lock = '<e><EncryptedData><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></EncryptedData></e>'
    book = epub({"a.xhtml": "<p>x</p>"}, order=["a.xhtml"], extra={"META-INF/encryption.xml": lock})
    with pytest.raises(ParseError, match="protected against copying"):
        parse(book, "application/epub+zip", "x.epub")
