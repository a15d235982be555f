"""What the compiler says instead of guessing: file, line, column, what is wrong, what to write instead."""

import ast
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


class Refused(Exception):
    """The program is outside the subset, or wrong; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def refuse(path: str, node: ast.AST, what: str, instead: str) -> Refused:
    line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0) + 1
    return Refused([Problem(path, line, column, f"{what}; {instead}")])
