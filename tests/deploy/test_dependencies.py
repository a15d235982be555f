"""Every dependency has its reason written down, and nothing is explained that is not there."""

import json
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


def test_every_tool_from_npm_is_explained_and_pinned() -> None:
    section = (ROOT / "docs/dependencies.md").read_text().partition("## From npm")[2]
    asked = json.loads((ROOT / "widget_py/package.json").read_text())["devDependencies"]

    assert {name for name, _reason in ROW.findall(section)} == set(asked)
    assert [version for version in asked.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


@pytest.mark.parametrize("file", ["requirements", "requirements-dev"])
def test_every_dependency_is_locked_with_a_hash(file: str) -> None:
    text = (ROOT / f"{file}.txt").read_text()
    locked = re.findall(r"^([\w.-]+)(?:\[.*\])?==\S+ \\\n    --hash=sha256:", text, re.MULTILINE)

    assert set(asked_for(f"{file}.in")) <= set(locked)


def test_the_tools_are_locked_to_the_versions_of_the_server() -> None:
    assert "-c requirements.txt" in (ROOT / "requirements-dev.in").read_text().splitlines()
