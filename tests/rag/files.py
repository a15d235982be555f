"""Small PDFs for the parser, made by hand: no writer library is needed."""

import zlib
from collections.abc import Sequence


def pdf(pages: Sequence[str], *, extra: bytes = b"", encrypt: bool = False, compressed: bytes | None = None) -> bytes:
    """A PDF with one text line per line of each page; `compressed` replaces every page's content stream."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, page in enumerate(pages):
        lines = "".join(f"({line}) Tj T* " for line in page.split("\n"))
        content = (
            compressed if compressed is not None else zlib.compress(f"BT /F1 12 Tf 50 750 Td 14 TL {lines}ET".encode())
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * n} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content))
    if encrypt:
        key = b"<" + b"41" * 32 + b">"
        objects.append(b"<< /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >>" % (key, key))
    return _with_table(objects, extra=b"/Encrypt %d 0 R /ID [<00><00>]" % len(objects) if encrypt else extra)


def _with_table(objects: Sequence[bytes], extra: bytes) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"<< /Size %d /Root 1 0 R %s >>" % (len(objects) + 1, extra)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return body + head + table + b"trailer\n" + trailer + b"\nstartxref\n%d\n%%%%EOF" % len(body)
