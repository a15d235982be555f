"""A ZIP archive taken apart: its files with their names made harmless, and a sentence for each that cannot be had."""

from pathlib import PurePosixPath
from zipfile import ZipInfo

from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.kinds import ARCHIVE, ENDINGS, advice, recognise
from privexbot_app.rag.parse.package import Package

MAX_FILES = 200
LONGEST_NAME = 300

_NOBODYS = frozenset(("thumbs.db", "desktop.ini"))
_UTF8_NAME = 0x800


def unpack(
    content: bytes, most_bytes: int, most_file_bytes: int
) -> tuple[list[tuple[str, bytes]], list[tuple[str, str]]]:
    """The files (name, bytes), and what is wrong with the others (name, sentence).

    Raises ParseError for what is no archive, is empty, or holds more than `MAX_FILES` files or `most_bytes`.
    """
    package = Package(content, most_bytes)
    wanted = [(name, part) for part in package.parts.values() if (name := _name(part))]
    if not wanted:
        raise ParseError("There are no files in the archive.")
    if len(wanted) > MAX_FILES:
        raise ParseError(
            f"The archive has {len(wanted):,} files; {MAX_FILES} can be taken at once. Make several of it."
        )
    files: list[tuple[str, bytes]] = []
    problems: list[tuple[str, str]] = []
    for name, part in wanted:
        try:
            files.append((name, _checked(package, part, most_file_bytes)))
        except ParseError as error:
            problems.append((name, error.message))
    return files, problems


def _checked(package: Package, part: ZipInfo, most_bytes: int) -> bytes:
    """Kinds are settled later, by content; here only what nobody can read is kept out."""
    content = package.read(part.filename)
    if not content:
        raise ParseError("The file is empty.")
    if len(content) > most_bytes:
        raise ParseError(f"This is larger than {most_bytes // 1_000_000} MB.")
    found = recognise(content)
    if found == ARCHIVE:
        raise ParseError("It is an archive within the archive: unpack it and upload the files in it.")
    if not found and PurePosixPath(part.filename).suffix.lower() not in ENDINGS:
        raise ParseError(f"This kind of file cannot be read: {advice(part.filename)}.")
    return content


def _name(part: ZipInfo) -> str:
    """Its path within the archive, without steps up and what steers a terminal; "" for what no person put there."""
    path = _spelled(part).replace("\\", "/")
    steps = ["".join(sign for sign in step if sign.isprintable()).strip() for step in path.split("/")]
    steps = [step for step in steps if step.strip(".") and not step.endswith(":")]
    if not steps or "__MACOSX" in steps or steps[-1].startswith(".") or steps[-1].lower() in _NOBODYS:
        return ""
    return "/".join(steps)[-LONGEST_NAME:]


def _spelled(part: ZipInfo) -> str:
    """Programs that write UTF-8 without saying so are believed."""
    if part.flag_bits & _UTF8_NAME:
        return part.filename
    try:
        return part.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return part.filename
