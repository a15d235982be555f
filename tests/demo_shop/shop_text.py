"""What a person reads on the shop's pages, for tests to look things up in."""

import re

import pypdfium2
from selectolax.lexbor import LexborHTMLParser, LexborNode

from demo_shop.catalogue import HERE

SITE, FILES = HERE / "site", HERE / "files"
PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))


def read_page(page: str) -> LexborHTMLParser:
    return LexborHTMLParser((SITE / page.lstrip("/")).read_text("utf-8"))


def first(within: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    found = within.css_first(selector)
    assert found is not None, f"There is no {selector} here."
    return found


def main_text(page: str) -> str:
    """The words of a page without its header and footer, or of a PDF."""
    if page.endswith(".pdf"):
        return pdf_text()
    main = first(read_page(page), "main")
    for block in main.css("p, li, td, th, h1, h2, h3, summary, dt, dd, caption"):
        block.insert_after("\n")
    return main.text(separator="")


def pdf_text() -> str:
    return str(pypdfium2.PdfDocument(FILES / "size-chart.pdf")[0].get_textpage().get_text_range())


def sentences(text: str) -> list[str]:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return [sentence for line in lines if line for sentence in re.split(r"(?<=[.!?]) ", line)]
