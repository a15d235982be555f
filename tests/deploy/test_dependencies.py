"""Every dependency has its reason written down, and nothing is explained that is not there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| `([\w.-]+)` \| (.+) \|$", re.MULTILINE)


def asked_for(file: str) -> list[str]:
    """The names in a requirements file, without versions, extras, options and comments."""
    lines = (ROOT / file).read_text().splitlines()
    return [found[0] for line in lines if (found := re.match(r"[A-Za-z0-9][\w.-]*", line))]


@pytest.mark.parametrize("file", ["requirements.in", "requirements-dev.in"])
def test_every_dependency_is_explained_in_the_order_of_its_file(file: str) -> None:
    section = (ROOT / "docs/dependencies.md").read_text().partition(f"`{file}`\n")[2].partition("\n## ")[0]

    assert [name for name, _reason in ROW.findall(section)] == asked_for(file)


@pytest.mark.parametrize("file", ["requirements", "requirements-dev"])
def test_every_dependency_is_locked_with_a_hash(file: str) -> None:
    text = (ROOT / f"{file}.txt").read_text()
    locked = re.findall(r"^([\w.-]+)(?:\[.*\])?==\S+ \\\n    --hash=sha256:", text, re.MULTILINE)

    assert set(asked_for(f"{file}.in")) <= set(locked)


def test_the_tools_are_locked_to_the_versions_of_the_server() -> None:
    assert "-c requirements.txt" in (ROOT / "requirements-dev.in").read_text().splitlines()
