"""Which kinds of file there are, and which one some bytes really are, whatever they are called."""

import io
from dataclasses import dataclass
from zipfile import ZipFile

from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.package import BROKEN
from privexbot_app.rag.parse.sentences import LOCKED

_OFFICE = "application/vnd.openxmlformats-officedocument"
ARCHIVE = "application/zip"


@dataclass(frozen=True)
class Kind:
    """A kind that can be read: its reader is a module of this package; `name` fits after "it is"."""

    media_type: str
    reader: str
    name: str
    endings: tuple[str, ...]


KINDS = (
    Kind("application/pdf", "pdf", "a PDF", (".pdf",)),
    Kind(f"{_OFFICE}.wordprocessingml.document", "word", "a Word file (DOCX)", (".docx",)),
    Kind(f"{_OFFICE}.presentationml.presentation", "slides", "a PowerPoint file (PPTX)", (".pptx",)),
    Kind(f"{_OFFICE}.spreadsheetml.sheet", "sheets", "an Excel file (XLSX)", (".xlsx",)),
    Kind("text/csv", "table", "a table (CSV)", (".csv", ".tsv")),
    Kind("text/plain", "plain", "plain text (TXT)", (".txt", ".text")),
    Kind("text/markdown", "markdown", "Markdown (MD)", (".md", ".markdown")),
    Kind("text/html", "html", "a web page (HTML)", (".html", ".htm")),
    Kind("application/xhtml+xml", "html", "a web page (XHTML)", (".xhtml",)),
    Kind("application/json", "objects", "JSON", (".json", ".jsonl")),
    Kind("message/rfc822", "mail", "an e-mail (EML)", (".eml",)),
    Kind("application/epub+zip", "book", "an e-book (EPUB)", (".epub",)),
    Kind("image/png", "picture", "a picture (PNG)", (".png",)),
    Kind("image/jpeg", "picture", "a picture (JPEG)", (".jpg", ".jpeg")),
    Kind("image/webp", "picture", "a picture (WEBP)", (".webp",)),
    Kind("image/tiff", "picture", "a picture (TIFF)", (".tif", ".tiff")),
)
SUPPORTED = {kind.media_type: kind for kind in KINDS}
ENDINGS = {ending: kind.media_type for kind in KINDS for ending in kind.endings}
READABLE = "PDF, DOCX, PPTX, XLSX, CSV, TXT, MD, HTML, JSON, EML, EPUB, PNG, JPEG, WEBP or TIFF"
_SAVE_AS = {
    **dict.fromkeys((".doc", ".rtf", ".odt", ".pages", ".wps"), "DOCX"),
    **dict.fromkeys((".xls", ".xlsb", ".xlsm", ".ods", ".numbers"), "XLSX"),
    **dict.fromkeys((".ppt", ".odp", ".key"), "PPTX"),
    **dict.fromkeys((".gif", ".bmp", ".heic", ".svg"), "PNG"),
    **dict.fromkeys((".rar", ".7z", ".gz", ".tar"), "ZIP"),
    **dict.fromkeys((".msg", ".mht", ".mhtml", ".xps", ".mobi", ".azw3"), "PDF"),
}

_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)
_PAGES = (b"<!doctype html", b"<html")
_PAGE_LIKE = frozenset(("text/html", "application/xhtml+xml", "text/markdown"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_OFFICE = (
    ("WordDocument", "This is an old Word file (DOC). Save it as DOCX and upload that."),
    ("Workbook", "This is an old Excel file (XLS). Save it as XLSX and upload that."),
    ("PowerPoint Document", "This is an old PowerPoint file (PPT). Save it as PPTX and upload that."),
    ("__properties_version1.0", "This is an Outlook message (MSG). Save it as EML or PDF and upload that."),
)
_FOLDERS = (("word/", KINDS[1]), ("ppt/", KINDS[2]), ("xl/", KINDS[3]))


def advice(name: str) -> str:
    """What to give instead of a file of this name, after "cannot be read: "."""
    saved_as = _SAVE_AS.get(f".{name.rpartition('.')[2].lower()}")
    return f"save it as {saved_as} and upload that" if saved_as else f"give a {READABLE} file"


def settle(content: bytes, media_type: str) -> tuple[str, str]:
    """The media type to read it as, and a note for the owner when it is not what it was called.

    Raises ParseError for a kind that cannot be read, with what to do about it.
    """
    declared = media_type.partition(";")[0].strip().lower()
    found = recognise(content)
    if found == ARCHIVE:
        raise ParseError("It is a ZIP archive. Give its name the ending .zip and upload it again.")
    if found and found != declared and not (found == "text/html" and declared in _PAGE_LIKE):
        called = f"is called {SUPPORTED[declared].name}" if declared in SUPPORTED else "has another name"
        return found, f"The file {called}, but it is {SUPPORTED[found].name}, and was read as such."
    if declared not in SUPPORTED:
        raise ParseError(f"This kind of file cannot be read: give a {READABLE} file.")
    return declared, ""


def recognise(content: bytes) -> str:
    """The media type that the bytes themselves tell, "" where they tell none. Raises ParseError as `settle` does."""
    for magic, media_type in _MAGIC:
        if content.startswith(magic):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(content)
    _refuse(content)
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "text/html" if head.startswith(_PAGES) else ""


def _refuse(content: bytes) -> None:
    if content.startswith(b"{\\rtf"):
        raise ParseError("This is an RTF file. Save it as DOCX or PDF and upload that.")
    if content.startswith((b"GIF87a", b"GIF89a")):
        raise ParseError("This is a GIF picture. Save it as PNG and upload that.")
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise ParseError(LOCKED)
        told = (sentence for name, sentence in _OLD_OFFICE if name.encode("utf-16-le") in content)
        raise ParseError(next(told, "This is a file of an old office program. Save it as PDF and upload that."))


def _packed(content: bytes) -> str:
    """What kind of container; "" for a damaged one, whose reader will say so."""
    try:
        with ZipFile(io.BytesIO(content)) as container:
            names = container.namelist()
            kept = container.NameToInfo.get("mimetype")
            mimetype = container.open(kept).read(100).decode("ascii", "replace").strip() if kept is not None else ""
    except BROKEN:
        return ""
    if "[Content_Types].xml" in names:
        for folder, kind in _FOLDERS:
            if any(name.startswith(folder) for name in names):
                return kind.media_type
    if mimetype == "application/epub+zip" or ("META-INF/container.xml" in names and not mimetype):
        return "application/epub+zip"
    if "opendocument" in mimetype:
        raise ParseError("This is an OpenDocument file. Save it as DOCX, XLSX, PPTX or PDF and upload that.")
    if any(name.endswith(".iwa") for name in names):
        raise ParseError("This is a file of Apple's office programs. Export it as PDF or DOCX and upload that.")
    return ARCHIVE
