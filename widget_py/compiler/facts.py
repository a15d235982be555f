"""What mypy knows about a program: the type of every expression and the full name of everything it refers to.

A type checker is what makes `==`, truth and `+` decidable, and a good one exists; this is the only place that knows it.
"""

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mypy.build import build
from mypy.errors import CompileError
from mypy.modulefinder import BuildSource
from mypy.nodes import Expression, MypyFile, Node, RefExpr, TypeAlias, TypeInfo
from mypy.options import Options
from mypy.types import ProperType, Type, get_proper_type

from widget_py.compiler.advice import advise
from widget_py.compiler.refused import Problem, Refused

Span = tuple[int, int, int | None, int | None]
_NOT_CHILDREN = {"node", "info", "type", "original_def", "unanalyzed_type", "definition", "names", "alias_deps"}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")  # mypy miscounts columns behind such letters, and needs none of them
_MESSAGE = re.compile(r"^(?P<path>.+?):(?P<line>\d+):(?:(?P<column>\d+):)? (?:error|note): (?P<text>.*)$")


@dataclass
class Facts:
    """One module's facts, looked up by the span of an `ast` node."""

    lines: list[bytes]
    types: dict[Span, ProperType] = field(default_factory=dict)
    full_names: dict[Span, str] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    classes: dict[str, TypeInfo] = field(default_factory=dict)

    def type_of(self, node: ast.AST) -> ProperType | None:
        """None where mypy saw nothing: code that can never run."""
        starts, ends = dict.fromkeys((node, _bare_start(node))), dict.fromkeys((node, _bare_end(node)))
        return next((found for a in starts for b in ends if (found := self.types.get(self._span(a, b)))), None)

    def full_name_of(self, node: ast.AST) -> str:
        return self.full_names.get(self._span(node, node), "")

    def _span(self, node: ast.AST, ending: ast.AST) -> Span:
        """Characters, as mypy counts, where `ast` counts bytes."""
        line, end_line = getattr(node, "lineno", 1), getattr(ending, "end_lineno", 1)
        start, end = getattr(node, "col_offset", 0), getattr(ending, "end_col_offset", 0)
        return line, self._column(line, start), end_line, self._column(end_line, end)

    def _column(self, line: int, offset: int) -> int:
        return len(self.lines[line - 1][:offset].decode()) if line <= len(self.lines) else offset


def check(files: dict[str, Path]) -> dict[str, Facts]:
    """Type-check modules `{dotted name: file}` together; raises Refused with everything mypy complains about."""
    texts = {name: path.read_text("utf-8") for name, path in files.items()}
    sources = [BuildSource(str(path), name, _NOT_ASCII.sub("?", texts[name])) for name, path in files.items()]
    try:
        result = build(sources, _options())
    except CompileError as error:
        raise Refused(_problems(error.messages)) from error
    if problems := _problems(result.errors):
        raise Refused(problems)
    return {name: _facts(result.files[name], result.types, text) for name, text in texts.items()}


def _options() -> Options:
    options = Options()
    options.export_types = options.preserve_asts = options.show_column_numbers = True
    options.incremental, options.cache_dir = False, os.devnull
    options.check_untyped_defs = options.strict_equality = options.warn_no_return = True
    options.explicit_package_bases = options.extra_checks = options.hide_error_codes = True
    options.enable_error_code = ["possibly-undefined", "unused-awaitable"]
    options.mypy_path = [str(Path(__file__).parents[2])]
    options.process_error_codes(error_callback=lambda _: None)
    return options


def _problems(messages: list[str]) -> list[Problem]:
    found = [_MESSAGE.match(message) for message in messages if ": note: " not in message]
    return [Problem(m["path"], int(m["line"]), int(m["column"] or 1), advise(m["text"])) for m in found if m]


def _facts(tree: MypyFile, types: dict[Expression, Type], text: str) -> Facts:
    lines = text.encode().split(b"\n")
    facts = Facts(lines, erased={name for name, symbol in tree.names.items() if _is_only_a_type(symbol.node)})
    facts.classes = {name: symbol.node for name, symbol in tree.names.items() if isinstance(symbol.node, TypeInfo)}
    for node in _walk(tree.defs, set()):
        span = (node.line, node.column, node.end_line, node.end_column)
        if isinstance(node, Expression) and node in types and type(node).__name__ != "TempNode":
            facts.types[span] = get_proper_type(types[node])
        if isinstance(node, RefExpr):
            facts.full_names[span] = node.fullname
    return facts


def _is_only_a_type(node: object) -> bool:
    if isinstance(node, TypeInfo):
        return node.typeddict_type is not None or node.is_protocol
    return isinstance(node, TypeAlias)


def _walk(node: object, seen: set[int]) -> Iterator[Node]:
    if isinstance(node, list | tuple):
        for item in node:
            yield from _walk(item, seen)
    elif isinstance(node, Node) and id(node) not in seen:
        seen.add(id(node))
        yield node
        for name in _fields(type(node)):
            yield from _walk(getattr(node, name, None), seen)


_FIELDS: dict[type, list[str]] = {}


def _fields(kind: type) -> list[str]:
    if kind not in _FIELDS:
        names = (name for name in dir(kind) if not name.startswith("_") and name not in _NOT_CHILDREN)
        _FIELDS[kind] = [name for name in names if not callable(getattr(kind, name))]
    return _FIELDS[kind]


def _bare_end(node: ast.AST) -> ast.AST:
    """The node whose end mypy takes: of `a * (b + c)` it leaves the last bracket out."""
    match node:
        case ast.BinOp(right=last) | ast.UnaryOp(operand=last) | ast.IfExp(orelse=last) | ast.Await(value=last):
            return _bare_end(last)
        case ast.Compare(comparators=[*_, last]) | ast.BoolOp(values=[*_, last]):
            return _bare_end(last)
    return node


def _bare_start(node: ast.AST) -> ast.AST:
    """The node where mypy starts: of `(a + b) * c` it leaves the first bracket out."""
    match node:
        case ast.BinOp(left=first) | ast.Compare(left=first) | ast.BoolOp(values=[first, *_]) | ast.IfExp(body=first):
            return _bare_start(first)
    return node
