"""An archive is taken apart: good files are had, bad ones named, and what hides in names or sizes does nothing."""

import io
import zipfile

import pytest

from privexbot_app.rag.parse import ParseError
from privexbot_app.rag.parse.archive import MAX_FILES, unpack
from privexbot_app.rag.parse.kinds import ARCHIVE, recognise
from tests.rag.office_files import docx, p, zipped

MB = 1_000_000


def names_of(parts: dict[str, str | bytes]) -> list[str]:
    files, problems = unpack(zipped(parts), 60 * MB, 20 * MB)
    assert problems == []
    return [name for name, _ in files]


def test_files_keep_their_paths_and_folders_and_system_files_are_ignored() -> None:
    parts: dict[str, str | bytes] = {"a.txt": "one", "faq/b.md": "two", "empty/": ""}
    system = {"__MACOSX/._a.txt": "x", ".DS_Store": "x", "faq/Thumbs.db": "x"}
    assert names_of({**parts, **system}) == ["a.txt", "faq/b.md"]


def test_names_that_climb_or_steer_are_made_harmless() -> None:
    parts: dict[str, str | bytes] = {"../../etc/a.txt": "x", "/b.txt": "x", "C:\\x\\c.txt": "x", "d\u202e\x07.txt": "x"}
    assert names_of(parts) == ["etc/a.txt", "b.txt", "x/c.txt", "d.txt"]


def test_a_name_in_utf8_that_does_not_say_so_is_read_right() -> None:
    odd = zipped({"Gr__e.txt": "x"}).replace(b"Gr__e.txt", "Grße.txt".encode())
    assert unpack(odd, MB, MB)[0][0][0] == "Grße.txt"


def test_bad_files_are_named_and_the_good_ones_go_on() -> None:
    inner = zipped({"a.txt": "x"})
    parts: dict[str, str | bytes] = {
        "a.txt": "x",
        "b.exe": "MZ",
        "c.zip": inner,
        "d.txt": "",
        "e.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    }
    old = {"e.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}
    big = {"f.txt": bytes(range(256)) * 8000}
    files, problems = unpack(zipped({**parts, **old, **big}), 60 * MB, MB)
    assert [name for name, _ in files] == ["a.txt"]
    assert [name for name, _ in problems] == ["b.exe", "c.zip", "d.txt", "e.doc", "f.txt"]
    assert "archive within the archive" in problems[1][1]
    assert "larger than 1 MB" in problems[4][1]


def test_a_locked_file_and_a_damaged_one_cost_only_themselves() -> None:
    content = zipped({"locked.txt": "a" * 50, "damaged.txt": "b" * 50, "good.txt": "c"})
    parts = zipfile.ZipFile(io.BytesIO(content))
    changed = bytearray(content)
    for name, place, byte in (("locked.txt", 8, 1), ("damaged.txt", 10, 99)):
        central = content.index(name.encode(), parts.start_dir) - 46
        changed[central + place] = byte
    files, problems = unpack(bytes(changed), MB, MB)
    assert [name for name, _ in files] == ["good.txt"]
    assert "locked with a password" in problems[0][1]
    assert "damaged" in problems[1][1]


def test_a_bomb_is_not_unpacked_whatever_it_says_about_its_size() -> None:
    files, problems = unpack(zipped({"bomb.txt": b"\0" * 40 * MB, "good.txt": "c"}), 60 * MB, 20 * MB)
    assert [name for name, _ in files] == ["good.txt"]
    assert "enormous size" in problems[0][1]


def test_all_files_together_have_a_limit() -> None:
    parts = {f"{n}.txt": bytes(range(256)) * 4000 for n in range(5)}
    files, problems = unpack(zipped(parts), 3 * MB, 20 * MB)
    assert len(files) == 2
    assert len(problems) == 3


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped({}), "no files in the archive"),
        (zipped({"__MACOSX/a.txt": "x"}), "no files in the archive"),
        (zipped({f"{n}.txt": "x" for n in range(MAX_FILES + 1)}), "201 files; 200 can be taken"),
        (zipped({"a.txt": "x" * 100})[:-30], "damaged"),
    ],
    ids=["empty", "leftovers", "many", "cut off"],  # the bytes of an archive hold the time it was made at
)
def test_an_archive_that_cannot_be_taken_apart_is_told_in_a_sentence(content: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        unpack(content, MB, MB)


def test_an_office_file_is_no_archive() -> None:
    assert recognise(docx(p("x"))) != ARCHIVE
    assert recognise(zipped({"a.txt": "x"})) == ARCHIVE
