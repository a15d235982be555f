"""Arithmetic, comparison and truth: where the two languages agree for the types at hand, or not at all."""

import ast

from widget_py.compiler.context import Context, emits, expr
from widget_py.compiler.kinds import NUMBERS, OBJECTS, SCALARS, items_of

_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
_ORDER = {ast.Lt: "<", ast.Gt: ">", ast.LtE: "<=", ast.GtE: ">="}
_LIKE_JS = frozenset({"str", "int", "bool", "none", "re.Match", "re.Pattern"}) | OBJECTS


@emits(ast.BinOp)
def binary(ctx: Context, node: ast.BinOp) -> str:
    return combine(ctx, node, node.left, node.op, node.right)


def combine(ctx: Context, node: ast.AST, left: ast.expr, op: ast.operator, right: ast.expr) -> str:
    """`left op right`, also for augmented assignment."""
    a, b = expr(ctx, left), expr(ctx, right)
    kinds = ctx.kinds(left), ctx.kinds(right)
    numbers = all(kind <= NUMBERS for kind in kinds)
    if numbers and (sign := _ARITHMETIC.get(type(op))):
        return f"({a} {sign} {b})"
    if isinstance(op, ast.Add) and all(kind == {"str"} for kind in kinds):
        return f"({a} + {b})"
    if isinstance(op, ast.Add) and all(kind == {"list"} for kind in kinds) and isinstance(node, ast.BinOp):
        return f"[...{a}, ...{b}]"
    if isinstance(op, ast.Mult) and kinds[0] == {"str"} and _literal(right) >= 0:
        return f"{a}.repeat({b})"
    if numbers and _literal(right) > 0 and isinstance(op, ast.Div | ast.FloorDiv | ast.Mod):
        return _divide(a, op, b)
    raise ctx.refuse(
        node,
        f"`{type(op).__name__}` on {_words(kinds[0])} and {_words(kinds[1])} may mean something else in JavaScript",
        "use + - * on numbers, + on two strings or two lists, / // % by a positive literal",
    )


def _divide(a: str, op: ast.operator, b: str) -> str:
    match op:
        case ast.Div():
            return f"({a} / {b})"
        case ast.FloorDiv():
            return f"Math.floor({a} / {b})"
    return f"(({a} % {b} + {b}) % {b})"


def _literal(node: ast.expr) -> int:
    return node.value if isinstance(node, ast.Constant) and type(node.value) is int else -1


def _words(kinds: frozenset[str]) -> str:
    return "/".join(sorted(kinds)) or "nothing"


@emits(ast.UnaryOp)
def unary(ctx: Context, node: ast.UnaryOp) -> str:
    if isinstance(node.op, ast.Not):
        return f"(!{test(ctx, node.operand)})"
    if isinstance(node.op, ast.USub) and ctx.kinds(node.operand) <= NUMBERS:
        zero = isinstance(node.operand, ast.Constant) and not node.operand.value
        return "0" if zero else f"(-{expr(ctx, node.operand)})"
    raise ctx.refuse(node, f"`{type(node.op).__name__}` is outside the subset", "use `not` and `-` only")


@emits(ast.BoolOp)
def boolean(ctx: Context, node: ast.BoolOp) -> str:
    for value in node.values[:-1]:
        if not ctx.kinds(value) <= _LIKE_JS:
            raise ctx.refuse(
                value,
                f"the truth of {_words(ctx.kinds(value))} differs in JavaScript",
                "write `a if a else b`, or compare",
            )
    return "(" + _sign(node).join(expr(ctx, value) for value in node.values) + ")"


def _sign(node: ast.BoolOp) -> str:
    return " && " if isinstance(node.op, ast.And) else " || "


def test(ctx: Context, node: ast.expr) -> str:
    """A condition: what Python finds true is what JavaScript finds true."""
    if isinstance(node, ast.BoolOp):
        return "(" + _sign(node).join(test(ctx, value) for value in node.values) + ")"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return f"(!{test(ctx, node.operand)})"
    kinds, value = ctx.kinds(node), expr(ctx, node)
    if kinds <= _LIKE_JS:
        return value
    for kind, size in (("list", "length"), ("dict", "size"), ("set", "size")):
        if kinds - {"none"} == {kind}:
            return f"{value}{'?.' if 'none' in kinds else '.'}{size}"
    raise ctx.refuse(node, f"the truth of {_words(kinds)} differs in JavaScript", "compare it, or use `is not None`")


@emits(ast.IfExp)
def conditional(ctx: Context, node: ast.IfExp) -> str:
    return f"({test(ctx, node.test)} ? {expr(ctx, node.body)} : {expr(ctx, node.orelse)})"


@emits(ast.Compare)
def comparison(ctx: Context, node: ast.Compare) -> str:
    terms = [node.left, *node.comparators]
    if any(not isinstance(term, ast.Name | ast.Constant) for term in terms[1:-1]):
        raise ctx.refuse(
            node, "a value in the middle of a chain would be computed twice", "keep it in a variable first"
        )
    pairs = zip(terms, node.ops, terms[1:], strict=False)
    return "(" + " && ".join(_compare(ctx, left, op, right) for left, op, right in pairs) + ")"


def _compare(ctx: Context, left: ast.expr, op: ast.cmpop, right: ast.expr) -> str:
    match op:
        case ast.In():
            return _contains(ctx, left, right)
        case ast.NotIn():
            return f"!{_contains(ctx, left, right)}"
        case ast.Eq() | ast.Is():
            return _equal(ctx, left, op, right, "=")
        case ast.NotEq() | ast.IsNot():
            return _equal(ctx, left, op, right, "!")
    if not (ctx.kinds(left) <= NUMBERS and ctx.kinds(right) <= NUMBERS):
        raise ctx.refuse(left, "only numbers are ordered alike in both languages", "compare numbers")
    return f"{expr(ctx, left)} {_ORDER[type(op)]} {expr(ctx, right)}"


def _equal(ctx: Context, left: ast.expr, op: ast.cmpop, right: ast.expr, sign: str) -> str:
    a, b, kinds = expr(ctx, left), expr(ctx, right), ctx.kinds(left) | ctx.kinds(right)
    if {"none"} in (ctx.kinds(left), ctx.kinds(right)):
        return f"{a} {sign}= {b}"  # one of them is None: `== null` also catches the browser's undefined
    identity = isinstance(op, ast.Is | ast.IsNot)
    if identity and not kinds <= {"own", "js", "bool", "none", "error", "function"}:
        raise ctx.refuse(left, f"identity of {_words(kinds)} differs in JavaScript", "use `==`, or `is None`")
    if {"str"} in (ctx.kinds(left), ctx.kinds(right)) and not identity:
        return f"{a} {sign}== {b}"  # a string equals nothing but a string, in both languages
    if not kinds <= SCALARS | {"own", "js", "function"} or ("bool" in kinds and kinds & NUMBERS):
        raise ctx.refuse(
            left, f"`==` on {_words(kinds)} differs in JavaScript", "compare str, numbers or single objects"
        )
    if "none" in ctx.kinds(left) & ctx.kinds(right):
        return f"({a} ?? null) {sign}== ({b} ?? null)"
    return f"{a} {sign}== {b}"


def _contains(ctx: Context, item: ast.expr, holder: ast.expr) -> str:
    a, b, kinds = expr(ctx, item), expr(ctx, holder), ctx.kinds(holder)
    if kinds in ({"dict"}, {"set"}):
        check_scalar(ctx, item, ctx.kinds(item) | items_of(ctx.type(holder)))
        return f"{b}.has({a})"
    if kinds == {"str"}:
        return f"{b}.includes({a})"
    if kinds in ({"list"}, {"tuple"}):
        check_scalar(ctx, item, ctx.kinds(item) | items_of(ctx.type(holder)))
        return f"{b}.includes({a})"
    raise ctx.refuse(holder, f"`in` on {_words(kinds)} is outside the subset", "use a list, tuple, dict or str")


def check_scalar(ctx: Context, node: ast.AST, kinds: frozenset[str]) -> None:
    if not kinds <= {"str", "int", "own", "js"}:
        raise ctx.refuse(node, f"{_words(kinds)} is looked up differently in JavaScript", "look up str, int or objects")
