"""What every part of the compiler needs at hand while it writes one module, and the table of who emits what."""

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from mypy.nodes import TypeInfo
from mypy.types import ProperType

from widget_py.compiler.facts import Facts
from widget_py.compiler.kinds import BROWSER, items_of, kinds_of
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
    generators: frozenset[str] = frozenset()  # full names of functions that yield
    out: list[Line] = field(default_factory=list)
    helpers: set[str] = field(default_factory=set)
    constants: set[str] = field(default_factory=set)
    declaring: set[ast.AST] = field(default_factory=set)
    loops: list[str] = field(default_factory=list)  # the label that `break` needs, or nothing
    caught: list[str] = field(default_factory=list)
    awaited: set[ast.AST] = field(default_factory=set)
    statements: set[ast.AST] = field(default_factory=set)
    sure: set[ast.AST] = field(default_factory=set)  # expressions that no condition skips
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

    def items(self, node: ast.AST) -> frozenset[str]:
        """The kinds of what a list, set or tuple holds, or of a dict's keys."""
        if isinstance(node, ast.List) and not node.elts:
            return frozenset()
        kinds = items_of(self.type(node))
        if "any" in kinds and isinstance(node, ast.List | ast.Set) and not has_star(node):
            return frozenset[str]().union(*map(self.kinds, node.elts))  # mypy gave up on the whole
        return kinds

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
        kept = self.constants, self.declaring, self.at_module, self.caught, self.loops
        self.constants, self.declaring, self.at_module, self.caught, self.loops = constants, declaring, False, [], []
        yield
        self.constants, self.declaring, self.at_module, self.caught, self.loops = kept

    def is_browser(self, node: ast.AST) -> bool:
        return self.full_name(node).startswith(BROWSER)


def has_star(node: ast.List | ast.Set | ast.Tuple) -> bool:
    return any(isinstance(item, ast.Starred) for item in node.elts)


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
    "AsyncWith": "use try and finally",
    "TryStar": "use `except`",
    "GeneratorExp": "write a list: `[… for … in …]`",
    "Import": "write `from module import name` at the top of the file",
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
