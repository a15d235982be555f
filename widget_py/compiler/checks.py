"""`isinstance`: what can be told of a value when the program runs, given what its type already says."""

import ast

from widget_py.compiler.access import ERRORS
from widget_py.compiler.context import Context, expr

_UNCLEAR = frozenset({"any", "other"})
_TYPEOF = {
    "str": '(typeof {} === "string")',
    "bool": '(typeof {} === "boolean")',
    "list": "(Array.isArray({}))",
    "tuple": "(Array.isArray({}))",
    "dict": "({} instanceof Map)",
    "set": "({} instanceof Set)",
    "int": '(typeof {} === "number")',
    "float": '(typeof {} === "number")',
}
_CONFUSED = {
    "list": _UNCLEAR | {"tuple"},
    "tuple": _UNCLEAR | {"list"},
    "dict": _UNCLEAR | {"record", "js"},
    "set": _UNCLEAR | {"js"},
    "int": _UNCLEAR | {"float", "js", "bool"},
    "float": _UNCLEAR | {"int", "js"},
}


def is_instance(ctx: Context, node: ast.Call) -> str:
    value, kinds = node.args
    wanted = _alternatives(kinds)
    if len(wanted) == 1:
        return _check(ctx, node, wanted[0], expr(ctx, value))
    name = ctx.fresh()
    checks = " || ".join(_check(ctx, node, each, name) for each in wanted)
    return f"(({name}) => {checks})({expr(ctx, value)})"


def _alternatives(kinds: ast.expr) -> list[ast.expr]:
    match kinds:
        case ast.Tuple(elts=elements):
            return elements
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return [*_alternatives(left), *_alternatives(right)]
    return [kinds]


def _check(ctx: Context, node: ast.Call, kind: ast.expr, value: str) -> str:
    full_name = ctx.full_name(kind)
    simple = full_name.removeprefix("builtins.")
    if confused := ctx.kinds(node.args[0]) & _CONFUSED.get(simple, frozenset()):
        raise ctx.refuse(
            node,
            f"{simple} and {'/'.join(sorted(confused))} look alike in JavaScript",
            "annotate the value more narrowly",
        )
    if simple in _TYPEOF:
        return _TYPEOF[simple].format(value)
    own = not full_name.startswith("builtins.") or simple in ERRORS
    if not own or not isinstance(kind, ast.Name | ast.Attribute):
        raise ctx.refuse(
            node, "this check has no JavaScript twin", "check for str, int, list, dict or a class of yours"
        )
    return f"({value} instanceof {expr(ctx, kind)})"
