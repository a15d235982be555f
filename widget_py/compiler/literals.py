"""Constants, lists, tuples, sets and dicts. A dict is a Map: its order, int keys and `__proto__` hold."""

import ast
import json
import math

from widget_py.compiler.context import Context, emits, expr
from widget_py.compiler.kinds import items_of, kinds_of

EXACT = 2**53
_KEYS = (frozenset({"str"}), frozenset({"int"}))


@emits(ast.Constant)
def constant(ctx: Context, node: ast.Constant) -> str:
    match node.value:
        case None:
            return "null"
        case bool(value):
            return "true" if value else "false"
        case str(value):
            return quoted(value)
        case int(value) if abs(value) <= EXACT:
            return str(value)
        case float(value) if math.isfinite(value):
            return repr(value)
    raise ctx.refuse(node, f"the constant {node.value!r} has no exact JavaScript twin", "use text or smaller numbers")


def quoted(text: str) -> str:
    written = json.dumps(text, ensure_ascii=False)
    return json.dumps(text) if any("\ud800" <= letter <= "\udfff" for letter in text) else written


@emits(ast.List, ast.Tuple)
def sequence(ctx: Context, node: ast.List | ast.Tuple) -> str:
    if isinstance(node.ctx, ast.Load):
        no_bool_as_number(ctx, node.elts, items_of(ctx.facts.type_of(node)))
    return f"[{', '.join(expr(ctx, item) for item in node.elts)}]"


@emits(ast.Starred)
def starred(ctx: Context, node: ast.Starred) -> str:
    if not ctx.kinds(node.value) <= {"list", "tuple", "str"}:
        raise ctx.refuse(node, "only a list, tuple or str can be spread", "make a list of it first")
    return f"...{expr(ctx, node.value)}"


@emits(ast.Dict)
def dictionary(ctx: Context, node: ast.Dict) -> str:
    type_ = ctx.type(node)
    if kinds_of(type_) == {"record"}:
        return _record(ctx, node)
    if node.keys:
        check_keys(ctx, node, items_of(type_) if items_of(type_) in _KEYS else _keys(ctx, node))
    pairs = [
        f"...{expr(ctx, value)}" if key is None else f"[{expr(ctx, key)}, {expr(ctx, value)}]"
        for key, value in zip(node.keys, node.values, strict=True)
    ]
    return f"(new Map([{', '.join(pairs)}]))" if pairs else "(new Map())"


def _keys(ctx: Context, node: ast.Dict) -> frozenset[str]:
    """Of the parts, where mypy gave up on the whole."""
    parts = zip(node.keys, node.values, strict=True)
    return frozenset[str]().union(*(_keys_of(ctx, value) if key is None else ctx.kinds(key) for key, value in parts))


def _keys_of(ctx: Context, node: ast.expr) -> frozenset[str]:
    return _keys(ctx, node) if isinstance(node, ast.Dict) else ctx.items(node)


@emits(ast.Set)
def set_display(ctx: Context, node: ast.Set) -> str:
    check_keys(ctx, node, frozenset[str]().union(*map(ctx.kinds, node.elts)))
    return f"(new Set([{', '.join(expr(ctx, item) for item in node.elts)}]))"


def _record(ctx: Context, node: ast.Dict) -> str:
    pairs = []
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            raise ctx.refuse(node, "a TypedDict needs its keys written out", "name each key")
        pairs.append(record_pair(key.value, expr(ctx, value)))
    return f"({{{', '.join(pairs)}}})"


def record_pair(key: str, value: str) -> str:
    """One property; `["__proto__"]` in brackets is a plain key, without them it would set the prototype."""
    return f"[{quoted(key)}]: {value}" if key == "__proto__" else f"{quoted(key)}: {value}"


def check_keys(ctx: Context, node: ast.AST, kinds: frozenset[str]) -> None:
    if kinds not in _KEYS:
        raise ctx.refuse(
            node,
            "keys, and items of a set, must be all str or all int",
            "annotate it, as in `found: dict[str, int] = {}`",
        )


def no_bool_as_number(ctx: Context, nodes: list[ast.expr], wanted: frozenset[str]) -> None:
    """mypy lets True stand for 1; JavaScript's `===` and text do not."""
    if "bool" in wanted or not wanted & {"int", "float"}:
        return
    for node in nodes:
        if not isinstance(node, ast.Starred) and "bool" in ctx.kinds(node):
            raise ctx.refuse(node, "a bool is used as a number", "write `1 if flag else 0`")
