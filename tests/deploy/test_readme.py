"""What the documents say exists: settings, commands, addresses, files."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.routing import Match

from privexbot_app.api.app import make_api
from privexbot_app.cli import _parser
from privexbot_app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "deploy/README.md", *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def as_written(default: Any) -> str:
    """A default in the words of the table."""
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{default}`" if str(default) else "–"


def test_the_configuration_table_is_the_settings_with_their_defaults() -> None:
    section = README.partition("\n## Configuration\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([A-Z_]+)` \| (\S+) \| \S.* \|$", section, re.MULTILINE)

    assert rows == [(name.upper(), as_written(field.default)) for name, field in Settings.model_fields.items()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    assert not [link for link in LINK.findall(document.read_text()) if not (document.parent / link).exists()]


def test_every_decision_is_in_the_index() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text()
    records = {file.name for file in (ROOT / "docs/decisions").glob("0*.md")}

    assert set(re.findall(r"\]\((0[^)]+)\)", index)) == records


def test_every_call_that_is_shown_is_a_route() -> None:
    routes = make_api().routes
    shown = re.findall(r"^curl (?:-N )?https://[^/\s]+(\S+)( .*?(?<!\\))?$", README, re.MULTILINE | re.DOTALL)

    assert len(shown) == 17
    for path, rest in shown:
        asked = {
            "type": "http",
            "path": path,
            "method": "POST" if "-d '" in rest or "-F " in rest else "GET",
            "root_path": "",
            "headers": [],
        }
        assert any(route.matches(asked)[0] is Match.FULL for route in routes), path


def test_every_command_that_is_shown_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = "\n".join(document.read_text() for document in DOCUMENTS)

    assert set(re.findall(r"(?:`|^|; )make ([a-z-]+)", text, re.MULTILINE)) <= targets
    for name in set(re.findall(r"python -m privexbot_app (\w+)", text)):
        assert callable(_parser().parse_args([name]).command)


def test_every_folder_of_the_layout_exists() -> None:
    section = README.partition("\n## Development\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`.+?) \|", section, re.MULTILINE)

    assert cells
    assert all((ROOT / name).is_dir() for cell in cells for name in re.findall(r"`([^`]+)`", cell))
