"""What the child process can be asked to do with a file; each answers with JSON, and bytes that it tells apart."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.formats import parse

Order = dict[str, Any]
Answer = tuple[dict[str, Any], list[bytes]]


def _parse(content: bytes, order: Order) -> Answer:
    recognised = {int(page): text for page, text in order.get("recognised", {}).items()}
    return asdict(parse(content, order["media_type"], order["name"], recognised)), []


def _page(content: bytes, order: Order) -> Answer:
    """What it says, and what it says to robots, which a page without a text may do all the same."""
    from privexbot_app.rag.parse.page import facts_in

    facts = asdict(facts_in(content, order["media_type"], order["name"]))
    try:
        return {"document": asdict(parse(content, order["media_type"], order["name"])), "facts": facts}, []
    except ParseError as problem:
        return {"problem": problem.message, "facts": facts}, []


def _unpack(content: bytes, order: Order) -> Answer:
    """Of a document that is only called an archive, nothing but that it is none."""
    from privexbot_app.rag.parse.archive import unpack
    from privexbot_app.rag.parse.kinds import ARCHIVE, recognise

    if recognise(content) not in ("", ARCHIVE):
        return {"files": [], "problems": [], "is_archive": False}, []
    files, problems = unpack(content, order["most_bytes"], order["most_file_bytes"])
    told = {"files": [(name, len(body)) for name, body in files], "problems": problems, "is_archive": True}
    return told, [body for _, body in files]


def _pictures(content: bytes, order: Order) -> Answer:
    from privexbot_app.rag.parse.pictures import pictures

    drawn, page_count = pictures(content, order["media_type"], order["pages"], order["most_pages"])
    told = {"files": [(str(number), len(body)) for number, body in drawn], "page_count": page_count}
    return told, [body for _, body in drawn]


def _rows(content: bytes, order: Order) -> Answer:
    from privexbot_app.rag.parse.sheets import read_sheets

    sheets, _ = read_sheets(content)
    return {"rows": next((rows for _, rows in sheets if rows), [])}, []


TASKS: dict[str, Callable[[bytes, Order], Answer]] = {
    "parse": _parse,
    "page": _page,
    "unpack": _unpack,
    "pictures": _pictures,
    "rows": _rows,
}
