"""What every part of the compiler needs at hand while it writes one module, and the table of who emits what."""

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from mypy.nodes import TypeInfo
from mypy.types import ProperType

from widget_py.compiler.facts import Facts
from widget_py.compiler.kinds import BROWSER, kinds_of
from widget_py.compiler.names import js_name
from widget_py.compiler.refused import Refused, refuse


@dataclass
class Line:
    text: str
    node: ast.AST | None


@dataclass
class Context:
    path: str
    facts: Facts
    browser_names: frozenset[str]
    out: list[Line] = field(default_factory=list)
    helpers: set[str] = field(default_factory=set)
    constants: set[str] = field(default_factory=set)
    declaring: set[ast.AST] = field(default_factory=set)
    caught: list[str] = field(default_factory=list)
    awaited: set[ast.AST] = field(default_factory=set)
    statements: set[ast.AST] = field(default_factory=set)
    depth: int = 0
    counter: int = 0
    at_module: bool = True
    inside: TypeInfo | None = None  # the class being written

    def refuse(self, node: ast.AST, what: str, instead: str) -> Refused:
        return refuse(self.path, node, what, instead)

    def type(self, node: ast.AST) -> ProperType:
        """The type of an expression; code that can never run has none, and is refused."""
        if (found := self.facts.type_of(node)) is None:
            raise self.refuse(node, "mypy finds that this never runs, or cannot tell its type", "remove or annotate it")
        return found

    def kinds(self, node: ast.AST) -> frozenset[str]:
        if isinstance(node, ast.Compare):
            return frozenset({"bool"})  # also where mypy, seeing Any, would not promise it
        return kinds_of(self.type(node))

    def full_name(self, node: ast.AST) -> str:
        return self.facts.full_name_of(node)

    def name(self, name: str) -> str:
        return js_name(name, self.browser_names)

    def helper(self, name: str) -> str:
        self.helpers.add(name)
        return f"${name}"

    def fresh(self) -> str:
        self.counter += 1
        return f"${self.counter}"

    def write(self, node: ast.AST | None, text: str) -> None:
        self.out.append(Line("  " * self.depth + text, node))

    @contextmanager
    def indented(self) -> Iterator[None]:
        self.depth += 1
        yield
        self.depth -= 1

    @contextmanager
    def scope(self, constants: set[str], declaring: set[ast.AST]) -> Iterator[None]:
        """A function's body: what it binds once, and the statements that declare what they bind."""
        kept = self.constants, self.declaring, self.at_module, self.caught
        self.constants, self.declaring, self.at_module, self.caught = constants, declaring, False, []
        yield
        self.constants, self.declaring, self.at_module, self.caught = kept

    def is_browser(self, node: ast.AST) -> bool:
        return self.full_name(node).startswith(BROWSER)


N = TypeVar("N", bound=ast.AST)
_EXPRESSIONS: dict[type[ast.AST], Callable[[Context, ast.expr], str]] = {}
_STATEMENTS: dict[type[ast.AST], Callable[[Context, ast.stmt], None]] = {}


def emits(*types: type[ast.expr]) -> Callable[[Callable[[Context, N], str]], Callable[[Context, N], str]]:
    """Register a function that turns one kind of expression into JavaScript, already parenthesised."""

    def register(function: Callable[[Context, N], str]) -> Callable[[Context, N], str]:
        _EXPRESSIONS.update(dict.fromkeys(types, function))  # type: ignore[arg-type]
        return function

    return register


def writes(*types: type[ast.stmt]) -> Callable[[Callable[[Context, N], None]], Callable[[Context, N], None]]:
    """Register a function that writes one kind of statement."""

    def register(function: Callable[[Context, N], None]) -> Callable[[Context, N], None]:
        _STATEMENTS.update(dict.fromkeys(types, function))  # type: ignore[arg-type]
        return function

    return register


_INSTEAD = {
    "With": "use try and finally",
    "Match": "use if and elif",
    "Delete": "use `.pop(key, None)`, or build a new list",
    "Assert": "raise an error of your own",
    "Set": "use a dict",
    "Yield": "return a list",
    "YieldFrom": "return a list",
    "NamedExpr": "assign on a line before",
    "AsyncFor": "await inside a plain loop",
}


def expr(ctx: Context, node: ast.expr) -> str:
    if emitter := _EXPRESSIONS.get(type(node)):
        return emitter(ctx, node)
    raise _outside(ctx, node)


def block(ctx: Context, body: list[ast.stmt]) -> None:
    for node in body:
        if not (writer := _STATEMENTS.get(type(node))):
            raise _outside(ctx, node)
        writer(ctx, node)


def _outside(ctx: Context, node: ast.AST) -> Refused:
    name = type(node).__name__
    return ctx.refuse(node, f"{name} is outside the subset", _INSTEAD.get(name, "write it with plainer Python"))
