"""Small files of each kind that visitors may send, and some that only call themselves so."""

import io
import zipfile

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060f80f0001040100"
    "5fe5c34b0000000049454e44ae426082"
)
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)
GIF = b"GIF89a" + bytes(20)
WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(8)
CSV = b"item,price\nComet Runner,89\n"
INVOICE = (
    b"Invoice 4711 from the shoe shop.\n"
    b"The Comet Runner in red costs 89 dollars.\n"
    b"The invoice has to be paid until the fifth of December.\n"
)
PAGE = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


def word(document: bool = True) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as parts:
        parts.writestr("word/document.xml" if document else "virus.exe", "<w:document/>")
    return kept.getvalue()


def pdf(text: str) -> bytes:
    """One page with one line."""
    stream = f"BT /F1 12 Tf 40 700 Td ({text}) Tj ET"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        f" /Resources << /Font << /F1 {font} >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
    ]
    body = "%PDF-1.4\n" + "".join(f"{n} 0 obj\n{one}\nendobj\n" for n, one in enumerate(objects, 1))
    return f"{body}trailer\n<< /Root 1 0 R /Size 5 >>\n%%EOF\n".encode()
