"""Small files of office programs: by their libraries, or by hand where a library would not write what is meant."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl
import pptx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return kept.getvalue()


def docx(body: str, *, styles: str = "", footnotes: str = "", main: str = "word/document.xml") -> bytes:
    """A DOCX around the XML of a body; `styles` and `footnotes` are the insides of these parts."""
    file = main.rpartition("/")[2]
    inner = "".join(
        f'<Relationship Type="{RELATIONS}/{kind}" Target="{kind}.xml"/>' for kind in ("styles", "footnotes")
    )
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": f'<R><Relationship Type="{RELATIONS}/officeDocument" Target="{main}"/></R>',
            f"word/_rels/{file}.rels": f"<R>{inner}</R>",
            main: f"<w:document {W} {WPS} {MC}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
            "word/footnotes.xml": f"<w:footnotes {W}>{footnotes}</w:footnotes>",
        }
    )


def p(text: str, style: str = "", *, run: str = "") -> str:
    """A paragraph; `run` are the properties of its one run."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: list[str], bold: bool = False) -> str:
    """Cells are texts; the first row bold if wanted."""
    said = ""
    for n, row in enumerate(rows):
        run = "<w:b/>" if bold and not n else ""
        said += "<w:tr>" + "".join(f"<w:tc>{p(cell, run=run)}</w:tc>" for cell in row) + "</w:tr>"
    return f"<w:tbl>{said}</w:tbl>"


def xlsx(sheets: Mapping[str, Sequence[Sequence[object]]], *, hidden: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
    return _saved(book)


def pptx_of(slides: list[tuple[str, str, str]]) -> bytes:
    """Slides of (title, text, notes)."""
    deck = pptx.Presentation()
    for title, text, notes in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    return _saved(deck)


def epub(
    chapters: Mapping[str, str], *, order: list[str], title: str = "", extra: Mapping[str, str] | None = None
) -> bytes:
    items = "".join(
        f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in sorted(chapters)
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in order)
    opf = f"<manifest>{items}</manifest><spine>{spine}</spine>"
    opf = f"<package><metadata><title>{title}</title></metadata>{opf}</package>"
    texts = {
        f"OEBPS/{name}": f"<html><head><title/></head><body>{text}</body></html>" for name, text in chapters.items()
    }
    parts = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "OEBPS/book.opf": opf}
    return zipped({**parts, **texts, **(extra or {})})


def _saved(document: object) -> bytes:
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()
