"""Regular expressions: parsed by Python, kept if both languages read them alike, and written anew for JavaScript."""

import ast
import re
from importlib import import_module
from typing import Any

from widget_py.compiler.context import Context, expr

op: Any = import_module("re._constants")  # Python's own reading of a pattern; typeshed does not describe it
parser: Any = import_module("re._parser")

_SPECIAL = frozenset("\\^$.*+?()[]{}|/")
_SPECIAL_IN_SET = frozenset("\\^-[]")
_CONTROLS = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}


def compile_pattern(ctx: Context, node: ast.Call) -> str:
    """`re.compile("…")` as a JavaScript literal that works on whole characters."""
    if len(node.args) != 1 or node.keywords:
        raise ctx.refuse(node, "a pattern is one literal text, without flags", "write it out")
    return _literal(ctx, node, node.args[0], "u")


def _literal(ctx: Context, node: ast.Call, pattern: ast.expr, flags: str) -> str:
    if not isinstance(pattern, ast.Constant):
        raise ctx.refuse(node, "a pattern is one literal text, without flags", "write it out")
    try:
        return f"/{_bare(parser.parse(pattern.value))}/{flags}"
    except (KeyError, re.error) as error:
        raise ctx.refuse(
            node,
            f"in this pattern {error} differs in JavaScript",
            "use literals, sets, groups, repeats, `.`, `\\d`, `\\s`",
        ) from error


def call_re(ctx: Context, node: ast.Call, name: str) -> str:
    """`re.sub(pattern, replacement, text)` and its like, with the pattern written out."""
    arguments = node.args
    if name == "sub" and len(arguments) == 3 and not node.keywords:
        return _sub(ctx, _literal(ctx, node, arguments[0], "gu"), arguments[1], arguments[2])
    if name == "search" and len(arguments) == 2:
        return f"{_literal(ctx, node, arguments[0], 'u')}.exec({expr(ctx, arguments[1])})"
    raise ctx.refuse(node, f"`re.{name}` like this is outside the subset", "use compile, search or sub, without flags")


def _sub(ctx: Context, pattern: str, make: ast.expr, text: ast.expr) -> str:
    if not isinstance(make, ast.Constant) or "\\" in str(make.value):
        raise ctx.refuse(
            make, "a replacement with groups, or that is computed", "write a literal text, or split and join"
        )
    value = expr(ctx, make)
    return f"{expr(ctx, text)}.replace({pattern}, {f'() => {value}' if '$' in value else value})"


def call_pattern(ctx: Context, node: ast.Call, func: ast.Attribute) -> str:
    pattern, arguments = expr(ctx, func.value), [expr(ctx, argument) for argument in node.args]
    if func.attr == "split" and len(arguments) == 1:
        return f"{arguments[0]}.split({pattern})"
    if func.attr == "search" and len(arguments) == 1:
        return f"{pattern}.exec({arguments[0]})"
    if func.attr == "sub" and len(arguments) == 2:
        return _sub(ctx, f'new RegExp({pattern}, "gu")', *node.args)
    raise ctx.refuse(node, f"`.{func.attr}` of a pattern is outside the subset", "use search, split or sub")


_SPACES = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"  # what `str.isspace` says
_CATEGORIES = {op.CATEGORY_DIGIT: r"\p{Nd}", op.CATEGORY_SPACE: _SPACES}
_ATOMS = {op.ANY, op.LITERAL, op.NOT_LITERAL, op.IN, op.SUBPATTERN}


def _write(item: tuple[Any, Any]) -> str:
    """One item of Python's own parse; KeyError names what is not among those both languages share."""
    kind, value = item
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        low, high, inner = value
        repeat = {(0, op.MAXREPEAT): "*", (1, op.MAXREPEAT): "+", (0, 1): "?"}.get((low, high))
        repeat = repeat or f"{{{low},{'' if high == op.MAXREPEAT else high}}}"
        written = _all(inner) if len(inner) == 1 and inner[0][0] in _ATOMS else f"(?:{_all(inner)})"
        return f"{written}{repeat}{'?' if kind == op.MIN_REPEAT else ''}"
    return str(_WRITERS[kind](value))


def _all(items: Any) -> str:
    return "".join(map(_write, items))


def _group(value: Any) -> str:
    number, add, remove, inner = value
    if add or remove:
        raise KeyError("a flag")
    return f"({'' if number else '?:'}{_bare(inner)})"


def _bare(items: Any) -> str:
    """Alternatives that need no brackets of their own."""
    alone = len(items) == 1 and items[0][0] == op.BRANCH
    return _alternatives(items[0][1]) if alone else _all(items)


def _alternatives(value: Any) -> str:
    return "|".join(map(_all, value[1]))


def set_of(letters: str) -> str:
    """A set of just these characters."""
    return f"[{''.join(_letter(ord(letter), _SPECIAL_IN_SET) for letter in letters)}]"


def _set(items: Any) -> str:
    items = [(kind, value) for kind, value in items]
    negated = bool(items) and items[0][0] == op.NEGATE
    return f"[{'^' if negated else ''}{''.join(map(_in_set, items[1:] if negated else items))}]"


def _in_set(item: tuple[Any, Any]) -> str:
    kind, value = item
    if kind == op.LITERAL:
        return _letter(value, _SPECIAL_IN_SET)
    if kind == op.CATEGORY:
        return _CATEGORIES[value]
    if kind == op.RANGE:
        return "-".join(_letter(end, _SPECIAL_IN_SET) for end in value)
    raise KeyError(str(kind))


def _letter(code: int, special: frozenset[str] = _SPECIAL) -> str:
    letter = chr(code)
    if letter in special:
        return f"\\{letter}"
    return letter if letter.isprintable() else _CONTROLS.get(letter) or f"\\u{{{code:x}}}"


def _look(sign: str) -> Any:
    return lambda value: f"(?{'<' if value[0] < 0 else ''}{sign}{_all(value[1])})"


_WRITERS: dict[Any, Any] = {
    op.LITERAL: _letter,
    op.ANY: lambda _: r"[^\n]",
    op.NOT_LITERAL: lambda code: f"[^{_letter(code)}]",
    op.IN: _set,
    op.SUBPATTERN: _group,
    op.BRANCH: lambda value: f"(?:{_alternatives(value)})",
    op.ASSERT: _look("="),
    op.ASSERT_NOT: _look("!"),
    op.AT: {op.AT_BEGINNING_STRING: "^", op.AT_BEGINNING: "^", op.AT_END_STRING: "$"}.__getitem__,
}
