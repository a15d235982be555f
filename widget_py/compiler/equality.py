"""What equals what: `===` where both languages agree, `$equal` for lists, dicts and sets, else a refusal."""

import ast

from mypy.types import Instance, ProperType, TupleType, UnionType, get_proper_type

from widget_py.compiler.context import Context, expr, has_star
from widget_py.compiler.kinds import NUMBERS, SCALARS, kinds_of, words

_HOLDERS = frozenset({"list", "tuple", "dict", "set"})
_LEAVES = frozenset({"str", "int", "bool", "none", "own", "js"})


def equal(ctx: Context, left: ast.expr, op: ast.cmpop, right: ast.expr, sign: str) -> str:
    """`left == right` and its like; `sign` is `=` or `!`."""
    a, b, kinds = expr(ctx, left), expr(ctx, right), ctx.kinds(left) | ctx.kinds(right)
    if {"none"} in (ctx.kinds(left), ctx.kinds(right)):
        return f"{a} {sign}= {b}"  # one of them is None: `== null` also catches the browser's undefined
    identity = isinstance(op, ast.Is | ast.IsNot)
    if identity and not kinds <= {"own", "data", "js", "bool", "none", "error", "function"}:
        raise ctx.refuse(left, f"identity of {words(kinds)} differs in JavaScript", "use `==`, or `is None`")
    if {"str"} in (ctx.kinds(left), ctx.kinds(right)) and not identity:
        return f"{a} {sign}== {b}"  # a string equals nothing but a string, in both languages
    if not identity and kinds & _HOLDERS and _alike(ctx, [left, right]):
        return f"{'' if sign == '=' else '!'}{ctx.helper('equal')}({a}, {b})"
    allowed = SCALARS | {"own", "js", "function"} | ({"data", "error"} if identity else set())
    if not kinds <= allowed or ("bool" in kinds and kinds & NUMBERS):
        raise ctx.refuse(
            left, f"`==` on {words(kinds)} differs in JavaScript", "compare texts, numbers, single fields, or annotate"
        )
    if "none" in ctx.kinds(left) & ctx.kinds(right):
        return f"({a} ?? null) {sign}== ({b} ?? null)"
    return f"{a} {sign}== {b}"


def contains(ctx: Context, item: ast.expr, holder: ast.expr) -> str:
    a, b, kinds = expr(ctx, item), expr(ctx, holder), ctx.kinds(holder)
    if kinds == {"str"}:
        return f"{b}.includes({a})"
    text = ctx.kinds(item) == {"str"}  # equals nothing but a text, whatever the holder has
    if kinds in ({"dict"}, {"set"}):
        if not text:
            check_scalar(ctx, item, ctx.kinds(item) | ctx.items(holder))
        return f"{b}.has({a})"
    if kinds not in ({"list"}, {"tuple"}):
        raise ctx.refuse(holder, f"`in` on {words(kinds)} is outside the subset", "use a list, tuple, dict or str")
    if not text and ctx.kinds(item) <= _HOLDERS and _alike(ctx, [item], [holder]):
        return f"{ctx.helper('has')}({b}, {a})"
    if not text:
        check_scalar(ctx, item, ctx.kinds(item) | ctx.items(holder))
    return f"({b}.indexOf({a}) >= 0)"


def check_scalar(ctx: Context, node: ast.AST, kinds: frozenset[str]) -> None:
    if not kinds <= {"str", "int", "own", "js"}:
        raise ctx.refuse(
            node, f"{words(kinds)} is looked up differently in JavaScript", "look up texts, ints or objects of one kind"
        )


def _alike(ctx: Context, nodes: list[ast.expr], holders: list[ast.expr] | None = None) -> bool:
    """Whether the nodes, and what the holders hold, are equal in Python exactly when `$equal` says so."""
    levels: list[set[str]] = [set()]
    for node in nodes:
        _collect_written(ctx, node, 1, levels)
    for node in holders or []:
        _collect_written(ctx, node, 0, levels)
    leaves = set().union(*levels[1:])
    mixed = any({"list", "tuple"} <= level for level in levels[1:]) or {"bool", "int"} <= leaves
    return leaves <= _LEAVES | _HOLDERS and not mixed


def _collect_written(ctx: Context, node: ast.expr, depth: int, levels: list[set[str]]) -> None:
    """A list written out says more than its type, which joins what it holds."""
    if not isinstance(node, ast.List | ast.Tuple) or has_star(node):
        _collect(ctx.type(node), depth, levels)
        return
    while len(levels) <= depth:
        levels.append(set())
    levels[depth].add("list" if isinstance(node, ast.List) else "tuple")
    for item in node.elts:
        _collect_written(ctx, item, depth + 1, levels)


def _collect(type_: ProperType, depth: int, levels: list[set[str]]) -> None:
    """The kinds at each depth of nesting."""
    if isinstance(type_, UnionType):
        for item in type_.items:
            _collect(get_proper_type(item), depth, levels)
        return
    while len(levels) <= depth:
        levels.append(set())
    levels[depth] |= (kinds := kinds_of(type_))
    if kinds & _HOLDERS:
        for inner in _inside(type_):
            _collect(inner, depth + 1, levels)


def _inside(type_: ProperType) -> list[ProperType]:
    if isinstance(type_, TupleType):
        return [get_proper_type(item) for item in type_.items]
    return [get_proper_type(item) for item in type_.args] if isinstance(type_, Instance) else []
