"""Pictures of text, and PDFs made of them."""

import io
import shutil

import pytest
from PIL import Image, ImageDraw, ImageFont

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")


def picture(text: str, kind: str = "PNG", *, mode: str = "L") -> bytes:
    return saved([drawn(text)], kind, mode)


def drawn(text: str) -> Image.Image:
    image = Image.new("L", (1200, 300), "white")
    ImageDraw.Draw(image).multiline_text((40, 40), text, fill="black", font=ImageFont.load_default(48))
    return image


def saved(pages: list[Image.Image], kind: str, mode: str = "L") -> bytes:
    kept = io.BytesIO()
    first, *others = (page.convert(mode) for page in pages)
    first.save(kept, kind, **({"save_all": True, "append_images": others} if others else {}))
    return kept.getvalue()
