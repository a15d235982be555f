"""The page about what is stored says what is stored: every table, and every column of what is about visitors."""

import re
from uuid import UUID

import pytest
from sqlmodel import SQLModel

from privexbot_app.store.privacy import ABOUT_A_BROWSER, Person, tables_about
from tests.conftest import ROOT
from tests.privacy.masking_set import measure

TEXT = (ROOT / "docs/privacy.md").read_text()


def section(title: str) -> str:
    return TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """The cells of tables whose first cell is a name in code."""
    return [re.split(r" \| ", line.strip("| ")) for line in text.splitlines() if line.startswith("| `")]


def test_every_table_is_in_exactly_one_of_the_lists_and_no_other():
    visitors = {table.name for table in tables_about(Person(ABOUT_A_BROWSER, UUID(int=0)))}

    assert {row[0].strip("`") for row in rows(section("About visitors"))} == visitors
    assert {row[0].strip("`") for row in rows(section("Everything else"))} == SQLModel.metadata.tables.keys() - visitors


def test_every_column_about_visitors_is_named():
    """A column that is added has to be described here: is it personal, and how long is it kept?"""
    said = {row[0].strip("`"): set(re.findall(r"`(\w+)`", row[2])) for row in rows(section("About visitors"))}

    assert said == {name: {column.name for column in SQLModel.metadata.tables[name].c} for name in said}


@pytest.mark.parametrize("name", ["masking_set", "masking_unseen"])
def test_the_figures_of_masking_are_those_that_are_measured(name):
    measured = measure(name)
    cells = next(line for line in TEXT.splitlines() if f"{name}.txt" in line).strip("| ").split(" | ")[1:]

    assert cells == [
        str(measured.details),
        str(measured.plain_lines),
        f"{measured.precision:.3f}",
        f"{measured.recall:.3f}",
    ]
