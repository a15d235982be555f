"""Text in pictures is read where tesseract is, and where it is not the owner is told so."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from privexbot_app.rag.parse import ParseError, ocr
from privexbot_app.services.file_reading import read_file
from privexbot_app.settings import settings
from tests.rag.files import pdf
from tests.rag.scans import drawn, needs_tesseract, picture, saved

TEXT = "Returns are free\nwithin 30 days."


@needs_tesseract
@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("JPEG", "RGB"), ("WEBP", "RGB"), ("TIFF", "1")])
def test_text_in_a_picture_is_read(kind: str, mode: str) -> None:
    document = read_file(picture(TEXT, kind, mode=mode), f"image/{kind.lower()}", "our sign.png")
    assert document.text.split("\n") == TEXT.split("\n")
    assert document.title == "our sign"
    assert document.problems == ()


@needs_tesseract
def test_every_page_of_a_scanned_pdf_is_read() -> None:
    scan = saved([drawn("The first page"), drawn("The second page")], "PDF")
    assert read_file(scan, "application/pdf", "a.pdf").text == "The first page\nThe second page"


@needs_tesseract
def test_pages_of_a_tiff_beyond_the_limit_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "ocr_pages", 1)
    document = read_file(saved([drawn("One"), drawn("Two")], "TIFF"), "image/tiff", "a.tiff")
    assert document.text == "One"
    assert document.problems == ("Text was recognised on 1 of 2 pages that are pictures; the others were not read.",)


@needs_tesseract
def test_a_picture_without_text_is_told_in_a_sentence() -> None:
    with pytest.raises(ParseError, match="No text was recognised"):
        read_file(picture(""), "image/png", "a.png")


@needs_tesseract
def test_a_language_that_the_server_does_not_have_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "ocr_languages", "xyz")
    with pytest.raises(ParseError, match="does tesseract know the languages “xyz”"):
        read_file(picture(TEXT), "image/png", "a.png")


@needs_tesseract
def test_a_page_for_which_there_is_no_time_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "PAGE_SECONDS", 0.01)
    with pytest.raises(ParseError, match="No text was recognised"):
        read_file(picture(TEXT), "image/png", "a.png")


@pytest.mark.parametrize(
    ("content", "media_type"), [(picture(TEXT), "image/png"), (saved([drawn(TEXT)], "PDF"), "application/pdf")]
)
def test_without_tesseract_a_scan_is_told_in_a_sentence(
    content: bytes, media_type: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ParseError, match=r"It is a (picture|scan).* The server has no tesseract installed"):
        read_file(content, media_type, "a")


def test_without_tesseract_a_text_with_scanned_pages_is_read_and_they_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    document = read_file(mixed(), "application/pdf", "a.pdf")
    assert document.text == "A page of text"
    assert document.problems[0].startswith("Pages that are only pictures were not read (2). The server has no")


@needs_tesseract
def test_scanned_pages_among_others_are_read_in_their_place() -> None:
    document = read_file(mixed(), "application/pdf", "a.pdf")
    assert document.text.split("\n") == ["A page of text", "A scanned page"]


def mixed() -> bytes:
    """A PDF whose second page is a picture."""
    import io

    import pypdfium2 as pdfium

    both = pdfium.PdfDocument(pdf(["A page of text"]))
    both.import_pages(pdfium.PdfDocument(saved([drawn("A scanned page")], "PDF")))
    kept = io.BytesIO()
    both.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("crime", "said"),
    [
        ("import socket; socket.socket()", "PermissionError"),
        ("import os; os.write(os.open('{file}', os.O_CREAT | os.O_WRONLY), b'x')", "File too large"),
        ("x = bytearray(900_000_000)", "MemoryError"),
    ],
)
def test_the_program_that_recognises_text_can_neither_call_nor_write_nor_grow(
    tmp_path: Path, crime: str, said: str
) -> None:
    file = tmp_path / "written"
    command = [sys.executable, "-I", str(ocr.CONFINED), "5", "500000000", sys.executable, "-c"]
    done = subprocess.run([*command, crime.format(file=file)], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode != 0
    assert said in done.stderr


def test_without_any_crime_the_same_program_runs() -> None:
    command = [sys.executable, "-I", str(ocr.CONFINED), "5", "500000000", shutil.which("true") or "/bin/true"]
    assert subprocess.run(command, timeout=30, check=False).returncode == 0
