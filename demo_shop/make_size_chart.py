"""Draws the size chart as a one-page PDF with real text, written by hand so that no drawing library is needed."""

from collections.abc import Iterator

from demo_shop.catalogue import Catalogue, SizeRow

LEFT, COLUMN, LINE = 60, 95, 20
MEASURE = (
    "1. Measure in the evening, when feet are at their largest, and wear the socks you will wear with the shoes.",
    "2. Put a sheet of paper against a wall and stand on it with your heel touching the wall.",
    "3. Mark the tip of your longest toe and measure from the wall to the mark in centimetres.",
    "4. Measure both feet and use the longer one.",
    "5. Add half a centimetre for winter boots worn with thick socks.",
)


def size_chart_pdf(catalogue: Catalogue) -> bytes:
    """The same bytes for the same sizes: no date and no random id inside."""
    return _pdf("\n".join(_drawing(catalogue)))


def _drawing(catalogue: Catalogue) -> Iterator[str]:
    """The page's drawing operators, from the top (y = 790 points) down."""
    shop = catalogue.shop
    yield _text("F2", 20, LEFT, 780, f"{shop.name}: size chart")
    yield _text("F1", 10, LEFT, 762, "All sizes in our shop are US unisex (men's) sizes. We stock whole sizes only.")
    yield from _table(730, "Adults", ["US", "US women's", "UK", "EU", "Foot (cm)"], _adults(catalogue.adult_sizes))
    yield from _table(500, "Children", ["US kids", "UK", "EU", "Foot (cm)"], _children(catalogue.kids_sizes))
    yield _text("F2", 13, LEFT, 310, "How to measure your foot")
    for number, sentence in enumerate(MEASURE):
        yield _text("F1", 10, LEFT, 290 - number * 18, sentence)
    yield _text("F1", 10, LEFT, 180, "If your foot falls between two rows, take the larger size.")
    yield _text("F1", 9, LEFT, 60, f"{shop.street}, {shop.city} {shop.postcode}   {shop.phone}   {shop.email}")


def _adults(rows: tuple[SizeRow, ...]) -> list[list[str]]:
    return [[row.us, row.womens, row.uk, row.eu, row.cm] for row in rows]


def _children(rows: tuple[SizeRow, ...]) -> list[list[str]]:
    return [[row.us, row.uk, row.eu, row.cm] for row in rows]


def _table(top: int, title: str, heads: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield _text("F2", 13, LEFT, top, title)
    for number, cells in enumerate([heads, *rows]):
        y = top - LINE * (number + 1) - 4
        yield f"0.8 G {LEFT} {y - 6} m {LEFT + COLUMN * len(heads)} {y - 6} l S"
        for column, cell in enumerate(cells):
            yield _text("F1" if number else "F2", 10, LEFT + COLUMN * column, y, cell)


def _text(font: str, size: int, x: int, y: int, words: str) -> str:
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET"


def _pdf(drawing: str) -> bytes:
    """The five objects of a one-page A4 file and the table of where each begins (ISO 32000-1, 7.5)."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (en-CA) >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream",
        font.format("Helvetica"),
        font.format("Helvetica-Bold"),
        "<< /Title (Size chart) /Author (Alder & Finch Shoes) >>",
    ]
    body, starts = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        starts.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    entries = "".join(f"{start:010} 00000 n \n" for start in starts)
    count = len(objects) + 1
    trailer = f"trailer\n<< /Size {count} /Root 1 0 R /Info 7 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {count}\n0000000000 65535 f \n{entries}{trailer}".encode("cp1252")
