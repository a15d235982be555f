"""Whatever is wrong with a file, its owner has a reason in plain words within 30 seconds, and the worker lives."""

import re
import resource
from time import monotonic

import pytest

from privexbot_app.rag.parse import ParseError
from privexbot_app.rag.parse.kinds import ENDINGS
from privexbot_app.services.file_reading import read_file
from privexbot_app.settings import settings
from tests.rag.bad_files import BAD_FILES

MOST_SECONDS = 30
OWN_GROWTH_BYTES = 400_000_000
NOT_FOR_PEOPLE = re.compile(r"Error|Exception|Traceback|None|errno|\.py|/tmp|[{}<>_]|0x")


def peak_bytes(who: int) -> int:
    return resource.getrusage(who).ru_maxrss * 1024


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_ends_with_a_reason_in_plain_words(name: str) -> None:
    bad = BAD_FILES[name]
    content = bad.make()
    before, started = peak_bytes(resource.RUSAGE_SELF), monotonic()

    with pytest.raises(ParseError, match=bad.reason) as told:
        read_file(content, ENDINGS[bad.ending], f"file{bad.ending}")

    assert monotonic() - started < MOST_SECONDS
    assert re.fullmatch(r"[A-Z].{15,300}[.?]", told.value.message), told.value.message
    assert not NOT_FOR_PEOPLE.search(told.value.message), told.value.message
    assert peak_bytes(resource.RUSAGE_CHILDREN) < settings().parse_memory_bytes
    assert peak_bytes(resource.RUSAGE_SELF) - before < OWN_GROWTH_BYTES
