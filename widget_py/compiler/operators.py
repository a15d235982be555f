"""Comparison and truth: where the two languages agree for the types at hand, with a helper, or not at all."""

import ast
import re

from widget_py.compiler.context import Context, emits, expr
from widget_py.compiler.equality import contains, equal
from widget_py.compiler.kinds import NUMBERS, OBJECTS, words

_ORDER = {ast.Lt: "<", ast.Gt: ">", ast.LtE: "<=", ast.GtE: ">="}
_LIKE_JS = frozenset({"str", "int", "bool", "none", "re.Match", "re.Pattern"}) | OBJECTS
_BY_HELPER = _LIKE_JS | {"float", "tuple", "list", "dict", "set", "record", "other"}
_MAYBE = re.compile(r"\(([\w$.]+(?:\.get\([^()]*\)|\[\"[^\"]*\"\])) \?\? null\)")
_SIZES = {"list": "length", "dict": "size", "set": "size"}


@emits(ast.UnaryOp)
def unary(ctx: Context, node: ast.UnaryOp) -> str:
    if isinstance(node.op, ast.Not):
        return f"(!{test(ctx, node.operand)})"
    if isinstance(node.op, ast.USub) and ctx.kinds(node.operand) <= NUMBERS:
        zero = isinstance(node.operand, ast.Constant) and not node.operand.value
        return "0" if zero else f"(-{expr(ctx, node.operand)})"
    if isinstance(node.op, ast.Invert) and ctx.kinds(node.operand) == {"int"}:
        return f"(-{expr(ctx, node.operand)} - 1)"
    raise ctx.refuse(node, f"`{type(node.op).__name__}` is outside the subset", "use `not`, and `-` on a number")


@emits(ast.BoolOp)
def boolean(ctx: Context, node: ast.BoolOp) -> str:
    """`a or b` keeps the value; where truth differs the test is written out, so its value must be simple."""
    if all(ctx.kinds(value) <= _LIKE_JS for value in node.values[:-1]):
        *tried, end = [expr(ctx, value) for value in node.values]
        if isinstance(node.op, ast.Or):
            tried = [_or_nothing(value) for value in tried]
        return "(" + _sign(node).join([*tried, end]) + ")"
    *first, last = node.values
    written = expr(ctx, last)
    for value in reversed(first):
        if not isinstance(value, ast.Name | ast.Constant):
            raise ctx.refuse(
                value,
                f"the truth of {words(ctx.kinds(value))} differs in JavaScript",
                "keep the value in a variable first, then write `name or …`",
            )
        kept = (expr(ctx, value), written) if isinstance(node.op, ast.Or) else (written, expr(ctx, value))
        written = f"({test(ctx, value)} ? {kept[0]} : {kept[1]})"
    return written


def _or_nothing(value: str) -> str:
    """Before `||` it makes no difference whether what is missing is null or undefined."""
    match = _MAYBE.fullmatch(value)
    return match[1] if match else value


def _sign(node: ast.BoolOp) -> str:
    return " && " if isinstance(node.op, ast.And) else " || "


def test(ctx: Context, node: ast.expr) -> str:
    """A condition: what Python finds true is what JavaScript finds true."""
    if isinstance(node, ast.BoolOp):
        return "(" + _sign(node).join(test(ctx, value) for value in node.values) + ")"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return f"(!{test(ctx, node.operand)})"
    return truth_of(ctx, node, ctx.kinds(node), expr(ctx, node))


def truth_of(ctx: Context, node: ast.AST, kinds: frozenset[str], value: str) -> str:
    """What is true of `value`, JavaScript for something of these kinds."""
    if kinds <= _LIKE_JS:
        return value
    for kind, size in _SIZES.items():
        if kinds - {"none"} == {kind}:
            return f"{value}{'?.' if 'none' in kinds else '.'}{size}"
    if kinds <= _BY_HELPER:
        return f"{ctx.helper('truth')}({value})"
    raise ctx.refuse(node, f"the truth of {words(kinds)} differs in JavaScript", "compare it, or use `is not None`")


@emits(ast.NamedExpr)
def named(ctx: Context, node: ast.NamedExpr) -> str:
    if node not in ctx.sure:
        raise ctx.refuse(node, "a name that may stay unbound here", "assign on a line before")
    return f"({expr(ctx, node.target)} = {expr(ctx, node.value)})"


def always_run(node: ast.expr) -> list[ast.expr]:
    """The parts of an expression that are computed whatever the others give."""
    match node:
        case ast.BoolOp(values=[first, *_]):
            return [node, *always_run(first)]
        case ast.IfExp(test=first):
            return [node, *always_run(first)]
        case ast.Compare(left=left, comparators=[right, *_]):
            return [node, *always_run(left), *always_run(right)]
        case ast.UnaryOp(operand=inner) | ast.NamedExpr(value=inner):
            return [node, *always_run(inner)]
    return [node]


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
            return contains(ctx, left, right)
        case ast.NotIn():
            return f"!{contains(ctx, left, right)}"
        case ast.Eq() | ast.Is():
            return equal(ctx, left, op, right, "=")
        case ast.NotEq() | ast.IsNot():
            return equal(ctx, left, op, right, "!")
    a, sign, b = expr(ctx, left), _ORDER[type(op)], expr(ctx, right)
    if ctx.kinds(left) == ctx.kinds(right) == {"str"}:
        return f"{ctx.helper('order')}({a}, {b}) {sign} 0"
    if not (ctx.kinds(left) <= NUMBERS and ctx.kinds(right) <= NUMBERS):
        raise ctx.refuse(left, "only numbers and texts are ordered alike in both languages", "compare two of one kind")
    return f"{a} {sign} {b}"
