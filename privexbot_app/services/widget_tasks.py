"""The entries of the widget's menu and its forms, each one shape that says what to ask for and where to send it."""

from collections.abc import Sequence
from typing import Literal, TypedDict

from privexbot_app.services.task_shapes import FieldShape, Task, drawn
from privexbot_app.services.upload_kinds import accepted
from privexbot_app.services.visitor_menu import VisitorMenu
from privexbot_app.settings import settings

MOST_FILES = 3
NAME_OF_FILE = {"transcript": "conversation.txt", "copy": "my-data.json"}


class Uploads(TypedDict):
    """What files a visitor may send with one message; `accept` as an HTML input has it."""

    accept: str
    max_bytes: int
    max_files: int


def uploads_of(menu: VisitorMenu) -> Uploads | None:
    """None where the owner takes no files."""
    if not menu.takes_uploads:
        return None
    return Uploads(accept=accepted(menu.upload_kinds), max_bytes=settings().upload_bytes, max_files=MOST_FILES)


def rating_of(menu: VisitorMenu, texts: dict[str, str]) -> Task | None:
    """What is asked at the end of a conversation; None where the owner does not ask."""
    return _rating(texts) if menu.rating else None


def menu_of(menu: VisitorMenu, texts: dict[str, str], language: str) -> list[Task]:
    """The entries that the owner allows, in the order of the menu."""
    spoken = f"?language={language}"
    entries = (
        (menu.sends_transcripts, _mail(texts, spoken)),
        (menu.transcript_file, _task(texts, "file", "GET", f"/transcript{spoken}", file=NAME_OF_FILE["transcript"])),
        (menu.rating, _rating(texts)),
        (menu.see_data, _task(texts, "see", "GET", f"/my-data/summary{spoken}")),
        (menu.download_data, _task(texts, "copy", "GET", "/my-data", file=NAME_OF_FILE["copy"])),
        (menu.delete_data, _task(texts, "delete", "DELETE", "/my-data")),
    )
    return [task for is_allowed, task in entries if is_allowed]


def _mail(texts: dict[str, str], spoken: str) -> Task:
    address = FieldShape(name="email", label=texts["task_mail_field"], type="email", required=True)
    return _task(texts, "mail", "POST", f"/transcript{spoken}", fields=[address])


def _rating(texts: dict[str, str]) -> Task:
    stars = FieldShape(name="stars", label=texts["task_rate_stars"], type="stars", required=True)
    comment = FieldShape(name="comment", label=texts["task_rate_comment"], type="textarea", required=False)
    return _task(texts, "rate", "POST", "/rating", fields=[stars, comment])


def _task(
    texts: dict[str, str],
    name: str,
    method: Literal["GET", "POST", "DELETE"],
    path: str,
    *,
    fields: Sequence[FieldShape] = (),
    file: str = "",
) -> Task:
    return Task(
        label=texts[f"task_{name}_label"],
        path=path,
        method=method,
        title=texts[f"task_{name}_title"],
        fields=[drawn(field) for field in fields],
        go=texts[f"task_{name}_go"],
        no=texts["task_no"],
        thanks=texts[f"task_{name}_thanks"],
        file=file,
    )
