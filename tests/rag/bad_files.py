"""Files that cannot be read, of every class that we know and in each format where it makes sense.

`BAD_FILES` are by a name that says what is wrong; each has a function (large ones are made only when asked for),
and the reason that has to be told. Long because it is a table: every class, in every format.
"""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from privexbot_app.rag.parse.kinds import KINDS
from tests.rag.files import pdf
from tests.rag.office_files import CONTAINER, TYPES, W, docx, epub, p, pptx_of, xlsx, zipped
from tests.rag.scans import drawn, picture, saved

MB = 1_000_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION_LAUGHS = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>'
QUADRATIC = f'<!DOCTYPE x [<!ENTITY l9 "{"x" * MB}">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def whole(ending: str) -> bytes:
    """A good file of this kind."""
    made: Mapping[str, Callable[[], bytes]] = {
        ".docx": lambda: docx(p("Returns within 30 days. " * 200)),
        ".pptx": lambda: pptx_of([("Shipping", "Two days", "")]),
        ".xlsx": lambda: xlsx({"Stock": [["Shoe", "Size"], ["Boot", 42]]}),
        ".epub": lambda: epub({"a.xhtml": "<p>Chapter</p>"}, order=["a.xhtml"]),
        ".pdf": lambda: pdf(["One page of text"]),
        ".png": lambda: picture("Returns"),
        ".jpg": lambda: picture("Returns", "JPEG"),
        ".webp": lambda: picture("Returns", "WEBP"),
        ".tiff": lambda: picture("Returns", "TIFF"),
    }
    return made[ending]()


def with_parts(ending: str, parts: Mapping[str, str | bytes]) -> bytes:
    """A good file of this kind with some of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(whole(ending))) as container:
        kept = {name: container.read(name) for name in container.namelist()}
    return zipped({**kept, **parts})


MAIN_PARTS = {
    ".docx": "word/document.xml",
    ".pptx": "ppt/slides/slide1.xml",
    ".xlsx": "xl/worksheets/sheet1.xml",
    ".epub": "OEBPS/book.opf",
}
BINARY = (*MAIN_PARTS, ".pdf", ".png", ".jpg", ".webp", ".tiff")
ALL = tuple(kind.endings[0] for kind in KINDS)


def empty(ending: str) -> bytes:
    return b" \r\n\0" * 10


def half(ending: str) -> bytes:
    content = whole(ending)
    return content[: len(content) // 3]


def overwritten(ending: str) -> bytes:
    """Its middle is noise."""
    content = bytearray(whole(ending))
    third = len(content) // 3
    content[third : 2 * third] = bytes((n * 7919) % 256 for n in range(third))
    return bytes(content)


def program(ending: str) -> bytes:
    return b"MZ\x90\0\x03\0\0\0" + bytes(range(256)) * 400


def locked_office(ending: str) -> bytes:
    return OLE + "EncryptedPackage".encode("utf-16-le") + bytes(1000)


def old_office(ending: str) -> bytes:
    return OLE + "WordDocument".encode("utf-16-le") + bytes(1000)


def locked_parts(ending: str) -> bytes:
    """The bit that says so is set on every part."""
    content = bytearray(whole(ending))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(mark, start + 4)
    return bytes(content)


def zip_bomb(ending: str) -> bytes:
    """300 MB of blanks in 300 kB."""
    return with_parts(ending, {MAIN_PARTS[ending]: b"<a>" + b" " * 300 * MB + b"</a>"})


def zip_bomb_that_lies(ending: str) -> bytes:
    """The same, and the list of parts says that it is small."""
    content = bytearray(zip_bomb(ending))
    size = struct.pack("<I", 300 * MB + 7)
    while (place := content.find(size)) >= 0:
        content[place : place + 4] = struct.pack("<I", 1000)
    return bytes(content)


def laughing(ending: str) -> bytes:
    return with_parts(ending, {MAIN_PARTS[ending]: f"{BILLION_LAUGHS}<x>&l9;</x>"})


def growing(ending: str) -> bytes:
    return with_parts(ending, {MAIN_PARTS[ending]: f"{QUADRATIC}<x>{'&l9;' * 1000}</x>"})


def reaching_out(ending: str) -> bytes:
    return with_parts(ending, {MAIN_PARTS[ending]: f"{OUTSIDE}<x>&l9;</x>"})


def tower(ending: str) -> bytes:
    return with_parts(ending, {MAIN_PARTS[ending]: b"<a>" * 200_000 + b"</a>" * 200_000})


def many_parts(ending: str) -> bytes:
    return with_parts(ending, {f"x/{n}": b"" for n in range(6_000)})


def without_main(ending: str) -> bytes:
    return with_parts(ending, {MAIN_PARTS[ending]: "<a/>"})


CLASSES: dict[Callable[[str], bytes], tuple[str, tuple[str, ...]]] = {
    empty: ("is empty", ALL),
    program: ("damaged", ALL),
    half: ("damaged", BINARY),
    locked_office: ("password", (".docx", ".pptx", ".xlsx")),
    old_office: ("Save it as DOCX", (".docx", ".pptx", ".xlsx", ".txt", ".csv")),
    locked_parts: ("password", tuple(MAIN_PARTS)),
    zip_bomb: ("enormous size", tuple(MAIN_PARTS)),
    zip_bomb_that_lies: ("damaged", tuple(MAIN_PARTS)),
    laughing: ("DTD", tuple(MAIN_PARTS)),
    growing: ("DTD", tuple(MAIN_PARTS)),
    reaching_out: ("DTD", tuple(MAIN_PARTS)),
    tower: ("damaged", tuple(MAIN_PARTS)),
    many_parts: ("too many parts", tuple(MAIN_PARTS)),
    without_main: ("damaged|no readable text", tuple(MAIN_PARTS)),
    overwritten: ("damaged", tuple(MAIN_PARTS)),
}


def sheet(rows: str) -> bytes:
    return with_parts(
        ".xlsx", {MAIN_PARTS[".xlsx"]: f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'}
    )


def wide_sheet() -> bytes:
    """On a busy machine its time is over before its columns are counted."""
    return sheet(f"<row>{'<c><v>1</v></c>' * MB}</row>")


def far_cell() -> bytes:
    return sheet('<row><c r="ZZZZZZ1"><v>1</v></c></row>')


def far_row() -> bytes:
    return sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="999999999"><c r="A999999999"><v>1</v></c></row>')


def tall_sheet() -> bytes:
    return sheet("<row><c><v>1</v></c><c><v>2</v></c></row>" * 60_000)


def wide_word_table() -> bytes:
    row = f"<w:tr>{'<w:tc><w:p><w:r><w:t>some words</w:t></w:r></w:p></w:tc>' * 300_000}</w:tr>"
    return docx(f"<w:tbl>{row * 2}</w:tbl>")


def long_word_file() -> bytes:
    return docx("".join(p(f"{n} words and more words in it") for n in range(300_000)))


def mail_tower() -> bytes:
    parts = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(20_000))
    return f"From: a@b.example\n{parts}".encode()


def mail_of_noise() -> bytes:
    return b"Content-Type: text/plain; charset=utf-8\nFrom: a@b.example\n\n" + bytes(range(256)) * 4000


def json_tower() -> bytes:
    return b"[" * 500_000 + b"]" * 500_000


def endless_page_tree() -> bytes:
    return pdf(["x"]).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")


def endless_xref() -> bytes:
    """The table says that the one before it is itself."""
    content = pdf(["x"], extra=b"/Prev 0000000000")
    start = content.rindex(b"xref\n0")
    return content.replace(b"/Prev 0000000000", b"/Prev %010d" % start).replace(b"/Kids [4 0 R]", b"/Kids [9 0 R]")


def pdf_that_refers_to_itself() -> bytes:
    return b"%PDF-1.5\n1 0 obj\n1 0 R\nendobj\ntrailer\n<< /Root 1 0 R /Size 2 /Prev 9 >>\nstartxref\n9\n%%EOF"


def png_of(width: int, height: int) -> bytes:
    """One that says to be so large, and holds a little of it."""

    def part(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(bytes(10 * MB))) + part(b"IEND", b"")
    )


def endless_tiff() -> bytes:
    """Its only directory says that the next one is itself; nothing is drawn on it."""
    return b"II*\0\x08\0\0\0" + struct.pack("<HHHII", 1, 256, 4, 1, 9) + struct.pack("<I", 8)


def odt() -> bytes:
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})


def archive() -> bytes:
    return zipped({"a.txt": "x"})


def looping_styles() -> bytes:
    """Readable but for its one paragraph, which is empty: a style is based on one that is based on it."""
    style = '<w:style w:styleId="{}"><w:basedOn w:val="{}"/></w:style>'
    return docx(p("", "A"), styles=style.format("A", "B") + style.format("B", "A"))


def outside_parts() -> bytes:
    """The main part is said to lie outside of the file."""
    relation = '<Relationship Type="x/officeDocument" Target="../../../../etc/passwd"/>'
    return zipped({"[Content_Types].xml": TYPES, "_rels/.rels": f"<R>{relation}</R>", "word/x.xml": f"<a {W}/>"})


def book_without_chapters() -> bytes:
    opf = '<package><manifest/><spine><itemref idref="a"/></spine></package>'
    return zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "OEBPS/book.opf": opf})


def utf7_page() -> bytes:
    return b"<html><head><meta charset=utf-7></head><body></body></html>"


SINGLE: dict[Callable[[], bytes], tuple[str, str]] = {
    wide_sheet: ("200 columns|within 25 seconds", ".xlsx"),
    far_cell: ("damaged", ".xlsx"),
    far_row: ("50,000 rows", ".xlsx"),
    tall_sheet: ("50,000 rows", ".xlsx"),
    wide_word_table: ("in parts|smaller files", ".docx"),
    long_word_file: ("5,000,000 characters", ".docx"),
    looping_styles: ("no readable text", ".docx"),
    outside_parts: ("damaged", ".docx"),
    odt: ("OpenDocument", ".docx"),
    archive: ("ending .zip", ".docx"),
    book_without_chapters: ("damaged", ".epub"),
    mail_tower: ("more memory", ".eml"),
    mail_of_noise: ("does not contain text", ".eml"),
    json_tower: ("more memory", ".json"),
    endless_page_tree: ("damaged", ".pdf"),
    endless_xref: ("damaged", ".pdf"),
    pdf_that_refers_to_itself: ("damaged", ".pdf"),
    endless_tiff: ("damaged", ".tiff"),
    utf7_page: ("no readable text", ".html"),
}
OTHERS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "pdf locked": ("password", lambda: pdf(["secret"], encrypt=True), ".pdf"),
    "pdf of 2,001 pages": ("2,001 pages", lambda: pdf(["x"] * 2001), ".pdf"),
    "pdf stream of 140 MB": ("", lambda: pdf(["x"], compressed=zlib.compress(b"(a) Tj " * 20 * MB, 9)), ".pdf"),
    "pdf of blank pages": ("No text", lambda: pdf(["", ""]), ".pdf"),
    "csv of a million columns": ("200 columns", lambda: b"a," * MB + b"\n" + b"1," * MB, ".csv"),
    "csv cell that never ends": ("Line 2", lambda: b'a,b\n"' + b"x" * 5 * MB, ".csv"),
    "csv of 60,000 rows": ("50,000 rows", lambda: b"a,b\n" + b"1,2\n" * 60_000, ".csv"),
    "html nested 100,000 deep": ("nested too deeply", lambda: b"<div>" * 100_000 + b"text", ".html"),
    "html table of a million columns": ("", lambda: b"<table><tr>" + b"<th>a" * MB + b"<tr>" + b"<td>", ".html"),
    "markdown nested 50,000 deep": ("", lambda: b"> " * 50_000 + b"x\n" + b"- " * 50_000 + b"[" * 50_000, ".md"),
    "text of 6 million characters": ("5,000,000 characters", lambda: b"word " * 1_200_000, ".txt"),
    "text that is noise": ("does not contain text", lambda: bytes(range(256)) * 400, ".txt"),
    "json with a mistake": ("line 1", lambda: json.dumps({"a": [1, 2]}).encode()[:-2], ".json"),
    "json with a number of a million digits": ("too long", lambda: b"1" * MB, ".json"),
    "png of 2.5 thousand million pixels": ("damaged|pixels", lambda: png_of(50_000, 50_000), ".png"),
    "png of 80 million pixels": ("pixels", lambda: png_of(8_000, 10_000), ".png"),
    "gif called png": ("Save it as PNG", lambda: saved([drawn("x")], "GIF"), ".png"),
    "rtf called docx": ("RTF", lambda: b"{\\rtf1 Hello}", ".docx"),
}


@dataclass(frozen=True)
class BadFile:
    """`reason` is a pattern in what its owner is told."""

    reason: str
    make: Callable[[], bytes]
    ending: str


def _all() -> dict[str, BadFile]:
    classes = {
        f"{make.__name__} {ending}": BadFile(reason, partial(make, ending), ending)
        for make, (reason, endings) in CLASSES.items()
        for ending in endings
    }
    singles = {make.__name__: BadFile(reason, make, ending) for make, (reason, ending) in SINGLE.items()}
    return {**classes, **singles, **{name: BadFile(*one) for name, one in OTHERS.items()}}


BAD_FILES = _all()
