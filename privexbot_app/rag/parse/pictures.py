"""Pages drawn and pictures redrawn for text recognition: grey, of bounded size, nothing else left of the file."""

import io
from collections.abc import Iterator
from itertools import islice
from math import sqrt

from PIL import Image, ImageOps, UnidentifiedImageError

from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.kinds import settle
from privexbot_app.rag.parse.pdf import opened
from privexbot_app.rag.parse.sentences import DAMAGED

PIXELS_PER_INCH = 250
MOST_PIXELS = 6_000_000  # a sheet of A4 at that resolution
MOST_SOURCE_PIXELS = 60_000_000
FEWEST_WIDE = 1_000  # smaller ones are drawn twice as large: letters need twenty pixels
MOST_BODY_BYTES = 60_000_000

_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError)


def pictures(content: bytes, media_type: str, pages: list[int], most: int) -> tuple[list[tuple[int, bytes]], int]:
    """(page number from 1, PNG) of these pages of a file, of all when none is named, and how many there are."""
    kind, _ = settle(content, media_type)
    drawn, count = _pdf(content, pages) if kind == "application/pdf" else _picture(content)
    found: list[tuple[int, bytes]] = []
    room = MOST_BODY_BYTES
    try:
        for number, image in islice(drawn, most):
            body = _png(image)
            if (room := room - len(body)) < 0:
                break
            found.append((number, body))
    except _BROKEN:
        if not found:
            raise ParseError(DAMAGED) from None
    return found, count


def _pdf(content: bytes, pages: list[int]) -> tuple[Iterator[tuple[int, Image.Image]], int]:
    document = opened(content)
    wanted = pages or range(1, len(document) + 1)

    def drawn() -> Iterator[tuple[int, Image.Image]]:
        for number in wanted:
            page = document[number - 1]
            wide, high = page.get_size()
            scale = min(PIXELS_PER_INCH / 72, sqrt(MOST_PIXELS / max(wide * high, 1)))
            yield number, page.render(scale=scale, grayscale=True).to_pil()
            page.close()

    return drawn(), len(wanted)


def _picture(content: bytes) -> tuple[Iterator[tuple[int, Image.Image]], int]:
    """Each page of a TIFF; the first of anything else."""
    try:
        image = Image.open(io.BytesIO(content), formats=["PNG", "JPEG", "WEBP", "TIFF"])
        count = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
    except (*_BROKEN, Image.DecompressionBombError):
        raise ParseError(DAMAGED) from None

    def drawn() -> Iterator[tuple[int, Image.Image]]:
        for place in range(count):
            image.seek(place)
            if image.width * image.height > MOST_SOURCE_PIXELS:
                raise ParseError(f"The picture has more than {MOST_SOURCE_PIXELS // 1_000_000} million pixels.")
            yield place + 1, _sized(image)

    return drawn(), count


def _sized(image: Image.Image) -> Image.Image:
    """Upright, on white, neither too large nor too small."""
    image = ImageOps.exif_transpose(image)
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        image = Image.alpha_composite(white, layer)
    image = image.convert("L")
    factor = min(2.0 if image.width < FEWEST_WIDE else 1.0, sqrt(MOST_PIXELS / (image.width * image.height)))
    size = max(1, round(image.width * factor)), max(1, round(image.height * factor))
    return image if factor == 1 else image.resize(size)


def _png(image: Image.Image) -> bytes:
    kept = io.BytesIO()
    image.convert("L").save(kept, "PNG", compress_level=1, dpi=(PIXELS_PER_INCH, PIXELS_PER_INCH))
    return kept.getvalue()
