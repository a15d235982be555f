"""Arithmetic: the operator itself where both languages agree for the types at hand, else a helper, else a refusal."""

import ast

from widget_py.compiler.context import Context, emits, expr
from widget_py.compiler.kinds import NUMBERS, words
from widget_py.compiler.literals import EXACT, check_keys

_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
_BITS = {ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^"}
_DIVISIONS = {ast.Div: "div", ast.FloorDiv: "floordiv", ast.Mod: "mod"}


@emits(ast.BinOp)
def binary(ctx: Context, node: ast.BinOp) -> str:
    return combine(ctx, node, node.left, node.op, node.right)


def combine(ctx: Context, node: ast.AST, left: ast.expr, op: ast.operator, right: ast.expr) -> str:
    """`left op right`, also for augmented assignment."""
    a, b = expr(ctx, left), expr(ctx, right)
    kinds = [ctx.kinds(left), ctx.kinds(right)]
    written = ""
    if all(kind <= NUMBERS for kind in kinds):
        written = _numbers(ctx, op, (left, right), (a, b))
    elif all(kind == {"str"} for kind in kinds) and isinstance(op, ast.Add):
        written = f"({a} + {b})"
    elif isinstance(op, ast.Mult) and kinds[1] == {"int"}:
        written = _repeated(ctx, kinds[0], a, right)
    elif isinstance(node, ast.BinOp):  # `+=` and `|=` would change the object that others hold
        written = _joined(ctx, node, a, b)
    if written:
        return written
    raise ctx.refuse(
        node,
        f"`{type(op).__name__}` on {words(kinds[0])} and {words(kinds[1])} may mean something else in JavaScript",
        "annotate both sides: numbers, two texts, two lists, two dicts or two sets of the same kind work; "
        "`.extend()` and `.update()` instead of `+=` and `|=`",
    )


Sides = tuple[ast.expr, ast.expr]


def _numbers(ctx: Context, op: ast.operator, sides: Sides, written: tuple[str, str]) -> str:
    a, b = written
    if sign := _SIGNS.get(type(op)):
        return f"({a} {sign} {b})"
    if type(op) in _DIVISIONS:
        return _divided(ctx, op, sides, written)
    ints = ctx.kinds(sides[0]) | ctx.kinds(sides[1]) <= {"int"}
    if ints and (bits := _BITS.get(type(op))):
        return f"Number(BigInt({a}) {bits} BigInt({b}))"  # JavaScript's own work on 32 bits
    return _to_power(op, sides, written) if ints else ""


def _to_power(op: ast.operator, sides: Sides, written: tuple[str, str]) -> str:
    """Powers and shifts by what is written out: a negative one would be a float, or an error."""
    (left, right), (a, b) = map(literal, sides), written
    if isinstance(op, ast.Pow) and right >= 0:
        exact = left < 2 or left ** min(right, 64) <= EXACT
        return f"({a} ** {b})" if exact else ""
    if isinstance(op, ast.Pow) or not 0 <= right < 53:
        return ""
    return f"({a} * {2**right})" if isinstance(op, ast.LShift) else f"Math.floor({a} / {2**right})"


def _divided(ctx: Context, op: ast.operator, sides: Sides, written: tuple[str, str]) -> str:
    if literal(sides[1]) > 0:
        return _by_literal(written[0], op, written[1])
    if isinstance(op, ast.Div) or ctx.kinds(sides[0]) | ctx.kinds(sides[1]) <= {"int"}:
        return f"{ctx.helper(_DIVISIONS[type(op)])}({', '.join(written)})"
    return ""


def _by_literal(a: str, op: ast.operator, b: str) -> str:
    match op:
        case ast.Div():
            return f"({a} / {b})"
        case ast.FloorDiv():
            return f"Math.floor({a} / {b})"
    return f"(({a} % {b} + {b}) % {b})"


def _repeated(ctx: Context, kinds: frozenset[str], a: str, right: ast.expr) -> str:
    times = expr(ctx, right)
    if kinds == {"str"}:
        return f"{a}.repeat({times})" if literal(right) >= 0 else f"{a}.repeat(Math.max({times}, 0))"
    return f"{ctx.helper('repeat')}({a}, {times})" if kinds == {"list"} else ""


def _joined(ctx: Context, node: ast.BinOp, a: str, b: str) -> str:
    match node.op, ctx.kinds(node.left), ctx.kinds(node.right):
        case ast.Add(), kind, other if kind == other == {"list"}:
            return f"[...{a}, ...{b}]"
        case ast.BitOr(), kind, other if kind == other == {"dict"}:
            check_keys(ctx, node, ctx.items(node.left) | ctx.items(node.right))
            return f"(new Map([...{a}, ...{b}]))"
        case ast.BitOr(), kind, other if kind == other == {"set"}:
            check_keys(ctx, node, ctx.items(node.left) | ctx.items(node.right))
            return f"(new Set([...{a}, ...{b}]))"
        case (ast.BitAnd() | ast.Sub()) as op, kind, other if kind == other == {"set"}:
            if ctx.items(node.left) != {"str"}:  # a text equals nothing but a text
                check_keys(ctx, node, ctx.items(node.left) | ctx.items(node.right))
            other_set, item, kept = ctx.fresh(), ctx.fresh(), "" if isinstance(op, ast.BitAnd) else "!"
            chosen = f"[...{a}].filter(({item}) => {kept}{other_set}.has({item}))"
            return f"(({other_set}) => new Set({chosen}))({b})"
    return ""


def literal(node: ast.expr) -> int:
    """The whole number written here, or -1."""
    return node.value if isinstance(node, ast.Constant) and type(node.value) is int else -1
