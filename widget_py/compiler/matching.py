"""`match` on literal values: a chain of `if`, the subject computed once."""

import ast

from widget_py.compiler.context import Context, block, expr, writes
from widget_py.compiler.kinds import words
from widget_py.compiler.literals import constant
from widget_py.compiler.operators import test

_KINDS = frozenset({"str", "int", "bool", "none"})


@writes(ast.Match)
def match(ctx: Context, node: ast.Match) -> None:
    kinds = ctx.kinds(node.subject)
    if not kinds <= _KINDS or {"bool", "int"} <= kinds:
        raise ctx.refuse(node.subject, f"matching {words(kinds)} is outside the subset", "match a str or an int")
    subject = ctx.fresh()
    ctx.write(node, f"const {subject} = {expr(ctx, node.subject)};")
    for at, case in enumerate(node.cases):
        ctx.write(case.pattern, f"{'} else ' if at else ''}if ({_condition(ctx, case, subject)}) {{")
        with ctx.indented():
            block(ctx, case.body)
    ctx.write(None, "}")


def _condition(ctx: Context, case: ast.match_case, subject: str) -> str:
    found = _pattern(ctx, case.pattern, subject)
    return f"({found}) && {test(ctx, case.guard)}" if case.guard else found


def _pattern(ctx: Context, pattern: ast.pattern, subject: str) -> str:
    match pattern:
        case ast.MatchValue(value=ast.Constant(value=str() | int()) as value):
            return f"{subject} === {constant(ctx, value)}"
        case ast.MatchSingleton(value=None):
            return f"{subject} == null"
        case ast.MatchSingleton(value=value):
            return f"{subject} === {'true' if value else 'false'}"
        case ast.MatchOr(patterns=patterns):
            return " || ".join(_pattern(ctx, each, subject) for each in patterns)
        case ast.MatchAs(pattern=None, name=None):
            return "true"
    raise ctx.refuse(pattern, "this pattern is outside the subset", "match texts, ints, None, `|` of them, and `_`")
