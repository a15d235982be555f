"""What each format keeps, and what a person is told when it cannot be read."""

import pytest

from privexbot_app.rag.document import ParsedDocument
from privexbot_app.rag.parse import ParseError, parse
from tests.rag.files import pdf

PAGE = """<!doctype html><html><head><title>Red sneaker – Shoe shop</title><style>p{}</style></head><body>
<header><nav><a href=/>Home</a> <a href=/cart>Cart</a></nav></header><div class="cookie-banner">We use cookies</div>
<main><h1>Red sneaker</h1><p>A light <b>shoe</b> for
town.</p><h2>Stock</h2><table><caption>Per shop</caption><tr><th>Colour</th><th>Sizes in stock</th></tr>
<tr><td>Red</td><td>7, 8, 9</td></tr><tr><td>Blue</td><td></td></tr></table>
<dl><dt>Weight</dt><dd>560 g</dd></dl><ul><li>Washable</li><li>Vegan</li></ul>
<details><summary>Can I return it?</summary><p>Yes, for 45 days.</p></details><p>Call us.<br>Any time.</p>
<script>alert(1)</script></main><footer>© 2026 Shoe shop</footer></body></html>"""


def read(text: str, media_type: str, name: str = "file.txt") -> ParsedDocument:
    return parse(text.encode(), media_type, name)


def test_a_page_keeps_its_facts_and_loses_its_frame() -> None:
    document = read(PAGE, "text/html")
    assert document.title == "Red sneaker"
    assert document.text.split("\n") == [
        "Red sneaker",
        "A light shoe for town.",
        "Stock",
        "Per shop",
        "Colour: Red; Sizes in stock: 7, 8, 9",
        "Colour: Blue",
        "Weight: 560 g",
        "• Washable",
        "• Vegan",
        "Can I return it?",
        "Yes, for 45 days.",
        "Call us.",
        "Any time.",
    ]
    assert [heading.text for heading in document.headings if heading.text][-1] == "Can I return it?"


def test_a_page_without_main_loses_its_menu_but_not_its_table() -> None:
    story = "".join(
        f"<p>Paragraph {n} tells the long story of how we make shoes by hand in Nova Scotia.</p>" for n in range(9)
    )
    links = "".join(f"<li><a href=/{n}>Menu entry {n}</a></li>" for n in range(12))
    table = "<table><tr><th>Size</th><th>Price</th></tr><tr><td>9</td><td>$89</td></tr></table>"
    document = read(
        f"<html><body><div><ul>{links}</ul></div><div><h1>Story</h1>{story}{table}</div></body></html>", "text/html"
    )
    assert "Paragraph 8 tells" in document.text
    assert "Size: 9; Price: $89" in document.text
    assert "Menu entry" not in document.text


def test_markdown_keeps_headings_tables_lists_and_link_texts() -> None:
    text = "---\ntitle: Returns page\n---\n# Returns\n\nSend it\nback [here](http://x.example).\n\n- free\n- easy\n\n"
    document = read(
        f"{text}## Fees\n\n| Zone | Fee |\n|---|---|\n| EU | 5 € |\n\n```\ncode = 1\n```\n", "text/markdown"
    )
    assert document.title == "Returns page"
    assert document.text.split("\n") == [
        "Returns", "Send it back here.", "• free", "• easy", "Fees", "Zone: EU; Fee: 5 €", "code = 1",
    ]  # fmt: skip
    assert [(heading.level, heading.text) for heading in document.headings] == [(1, "Returns"), (2, "Fees")]


def test_plain_text_unwraps_lines_and_knows_questions() -> None:
    wrapped = (
        "We take back every pair of shoes that has not been worn outside of\nyour home, and we pay for the parcel.\n"
    )
    document = read(
        f"RETURNS\n\n{wrapped}\nQ: How long?\nThirty days.\n\n- one\n- two", "text/plain", "our-returns.txt"
    )
    assert document.title == "our returns"
    assert document.text.split("\n") == [
        "RETURNS", wrapped.replace("\n", " ").strip(), "How long?", "Thirty days.", "- one", "- two",
    ]  # fmt: skip
    assert [heading.text for heading in document.headings] == ["RETURNS", "How long?", ""]


def test_csv_rows_become_sentences_with_the_names_of_their_columns() -> None:
    document = read("product;in_stock\nRed sneaker;yes\n\nBoot;no\n", "text/csv")
    assert document.text == "product: Red sneaker; in stock: yes\nproduct: Boot; in stock: no"
    assert document.problems == ()


def test_a_half_bad_csv_keeps_the_good_rows_and_names_the_bad_lines() -> None:
    document = read('a,b\n1,2\nonly one\n3,"4,5"\n6,7,8\n', "text/csv")
    assert document.text == "a: 1; b: 2\na: 3; b: 4,5"
    assert document.problems == (
        "Line 3 has 1 columns instead of 2 and was left out.",
        "Line 5 has 3 columns instead of 2 and was left out.",
    )


def test_a_pdf_keeps_its_words_joins_divided_ones_and_drops_running_titles() -> None:
    advice = "Keep the leather away from the heater, or it will crack with-\nin a few weeks of the first winter."
    page = f"Shoe manual\n{advice}\nPage {{}}"
    document = parse(pdf([page.format(n) for n in range(1, 5)]), "application/pdf", "manual.pdf")
    assert "crack within a few weeks" in document.text
    assert "Shoe manual" not in document.text
    assert "Page 2" not in document.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp1251"])
def test_text_is_read_in_the_encoding_it_was_written_in(encoding: str) -> None:
    text = (
        "Мы возвращаем деньги за обувь в течение тридцати дней." * 5
        if encoding == "cp1251"
        else "Größe 9 – schön für 5 Füße, très élégant." * 5
    )
    assert parse(text.encode(encoding), "text/plain", "a.txt").text == text


def test_a_declared_encoding_of_a_page_is_believed() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body><p>Размеры и цены на обувь</p></body></html>'
    assert parse(page.encode("cp1251"), "text/html", "a.html").text == "Размеры и цены на обувь"


@pytest.mark.parametrize(
    ("content", "media_type", "reason"),
    [
        (b" \n\0 ", "text/plain", "empty"),
        (bytes(range(256)) * 20, "text/plain", "does not contain text"),
        (b"MZ\x90", "application/x-msdownload", "give a PDF, DOCX"),
        (b"<html><body><nav>Home</nav></body></html>", "text/html", "no readable text"),
        (b"not a pdf", "application/pdf", "not a PDF, or is damaged"),
        (b"just,one,line\n", "text/csv", "no rows"),
        (b"a,b\n1\n2\n", "text/csv", "No row"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(content: bytes, media_type: str, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        parse(content, media_type, "file")


def test_a_locked_pdf_is_told_in_a_sentence() -> None:
    with pytest.raises(ParseError, match="locked with a password"):
        parse(pdf(["secret"], encrypt=True), "application/pdf", "a.pdf")


def test_a_pdf_of_pictures_is_told_in_a_sentence() -> None:
    with pytest.raises(ParseError, match="only pictures"):
        parse(pdf([""]), "application/pdf", "a.pdf")


def test_the_items_of_a_list_are_numbered_where_it_has_an_order_and_a_card_is_no_item() -> None:
    page = (
        "<main><h1>How to</h1><ol><li>Print it</li><li><p>Pack it</p><p>Well.</p></li></ol>"
        "<ul><li>Soft<ul><li>Very soft</li></ul></li><li><h3>Boot</h3><p>A boot for the rain.</p></li></ul>"
        "<p>Enough words to be taken for the main part of a page, and a few more of them.</p></main>"
    )
    said = read(page, "text/html").text.split("\n")
    assert said[1:7] == ["1) Print it", "2) Pack it", "Well.", "• Soft", "• Very soft", "Boot"]
    assert said[7] == "A boot for the rain."
