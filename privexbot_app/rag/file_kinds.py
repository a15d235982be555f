"""Which kind of file some bytes are, by what stands in them: the name that came along is only compared."""

import io
import zipfile
from zipfile import BadZipFile

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".docx": WORD,
}
TEXTS = frozenset({"text/plain", "text/csv"})
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f")
_LOOKED_AT = 8192


def kind_of(name: str, content: bytes) -> str:
    """The media type that name and bytes agree on; empty when they do not, or it is none of ours."""
    dot, ending = name.rpartition(".")[1:]
    claimed = ENDINGS.get(f"{dot}{ending.lower()}", "")
    return claimed if claimed and _is(claimed, content) else ""


def _is(claimed: str, content: bytes) -> bool:
    if claimed in TEXTS:
        return _is_text(content)
    if claimed == "image/webp":
        return content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    if claimed == WORD:
        return content[:4] == b"PK\x03\x04" and _has_document(content)
    return any(content.startswith(magic) and kind == claimed for magic, kind in _MAGIC)


def _is_text(content: bytes) -> bool:
    """UTF-16 with its mark, or bytes without a control character; and no web page that calls itself a text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    head = content[:_LOOKED_AT]
    looks_like_page = (
        head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype", b"<html", b"<svg", b"<?xml"))
    )
    return not looks_like_page and not any(byte in _CONTROL for byte in head)


def _has_document(content: bytes) -> bool:
    """The list of a ZIP file's parts is read, and none of them is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return any(name.startswith("word/document") for name in parts.namelist())
    except (BadZipFile, ValueError, OSError):
        return False
