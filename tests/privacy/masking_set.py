"""Reads the set that masking is measured on, and counts."""

import re
from dataclasses import dataclass
from pathlib import Path

from privexbot_app.rag.personal import find_details

HERE = Path(__file__).parent
MARKED = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Line:
    """A text, and where in it details stand as (start, end)."""

    text: str
    marked: frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Measured:
    """A detail counts as found when it is hidden whole and nothing beside it."""

    details: int
    plain_lines: int
    missed: list[str]
    wrong: list[str]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.details

    @property
    def precision(self) -> float:
        found = self.details - len(self.missed)
        return found / (found + len(self.wrong))


def read_lines(name: str) -> list[Line]:
    return [_line(text) for text in (HERE / f"{name}.txt").read_text().splitlines() if not text.startswith("#")]


def _line(text: str) -> Line:
    marks = list(MARKED.finditer(text))
    starts = [found.start() - 2 * before for before, found in enumerate(marks)]
    spans = [(start, start + len(found[1])) for start, found in zip(starts, marks, strict=True)]
    return Line(MARKED.sub(r"\1", text), frozenset(spans))


def measure(name: str) -> Measured:
    missed, wrong = [], []
    lines = read_lines(name)
    for line in lines:
        found = {(detail.start, detail.start + len(detail.text)) for detail in find_details(line.text)}
        missed += [line.text[slice(*span)] for span in line.marked - found]
        wrong += [f"{line.text[slice(*span)]} in: {line.text}" for span in found - line.marked]
    return Measured(sum(len(line.marked) for line in lines), sum(not line.marked for line in lines), missed, wrong)
