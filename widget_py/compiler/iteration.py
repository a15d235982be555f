"""What can be iterated, step by step as in Python."""

import ast

from widget_py.compiler.context import Context, expr
from widget_py.compiler.kinds import words
from widget_py.compiler.operators import truth_of

_DICT_VIEWS = {"items": "entries", "keys": "keys", "values": "values"}
_LISTS = ({"list"}, {"tuple"}, {"str"}, {"js"})


def iterable(ctx: Context, node: ast.expr) -> str:
    """A JavaScript iterable that yields what Python's `iter(node)` does."""
    if isinstance(node, ast.Call):
        if written := _view(ctx, node) or _lazy(ctx, node):
            return written
        if ctx.full_name(node.func) in ctx.generators:
            return expr(ctx, node)
    kinds = ctx.kinds(node)
    if kinds == {"dict"}:
        return f"{expr(ctx, node)}.keys()"
    if kinds in _LISTS:
        return expr(ctx, node)
    instead = "annotate it as a list, dict, tuple or str"
    if isinstance(node, ast.GeneratorExp):
        instead = "write a list: `[… for … in …]`"
    elif kinds == {"set"}:
        instead = "a set has no order that both languages share: `for item in sorted(…)`"
    raise ctx.refuse(node, f"looping over {words(kinds)} is outside the subset", instead)


def drained(ctx: Context, node: ast.expr, *, any_order: bool = False) -> str:
    """The same for those who take all of it before anything else happens, and perhaps in any order."""
    from widget_py.compiler.comprehensions import collected  # they iterate too

    if isinstance(node, ast.GeneratorExp):
        return collected(ctx, node)
    if any_order and ctx.kinds(node) == {"set"}:
        return expr(ctx, node)
    return iterable(ctx, node)


def _view(ctx: Context, node: ast.Call) -> str:
    match node.func:
        case ast.Attribute(value=owner, attr="items" | "keys" | "values" as view) if ctx.kinds(owner) == {"dict"}:
            return f"{expr(ctx, owner)}.{_DICT_VIEWS[view]}()"
    return ""


def _lazy(ctx: Context, node: ast.Call) -> str:
    handler = LAZY.get(ctx.full_name(node.func))
    return handler(ctx, node) if handler else ""


def _range(ctx: Context, node: ast.Call) -> str:
    return f"{ctx.helper('range')}({', '.join(range_bounds(ctx, node))})"


def range_bounds(ctx: Context, node: ast.Call) -> tuple[str, str, str]:
    """Start, end and step; the step must be a literal, so that zero is seen here."""
    if any(ctx.kinds(argument) != {"int"} for argument in node.args) or not 1 <= len(node.args) <= 3:
        raise ctx.refuse(node, "range needs one to three ints", "check the arguments")
    start, end = ("0", expr(ctx, node.args[0])) if len(node.args) == 1 else (expr(ctx, a) for a in node.args[:2])
    if len(node.args) < 3:
        return start, end, "1"
    try:
        step = int(ast.literal_eval(node.args[2]))
    except ValueError:
        step = 0
    if not step:
        raise ctx.refuse(node, "the step of a range must be a literal other than 0", "write it out")
    return start, end, str(step)


def _enumerated(ctx: Context, node: ast.Call) -> str:
    starts = [*node.args[1:], *(keyword.value for keyword in node.keywords)]
    if not node.args or len(starts) > 1:
        raise ctx.refuse(node, "enumerate takes a list and perhaps a start", "write `enumerate(items, 1)`")
    start = expr(ctx, starts[0]) if starts else "0"
    return f"{ctx.helper('enumerate')}({iterable(ctx, node.args[0])}, {start})"


def _zipped(ctx: Context, node: ast.Call) -> str:
    strict = {keyword.arg: getattr(keyword.value, "value", None) for keyword in node.keywords}.get("strict", False)
    if not node.args or any(isinstance(item, ast.Starred) for item in node.args) or not isinstance(strict, bool):
        raise ctx.refuse(node, "zip takes lists, and `strict` written out", "write `zip(names, values, strict=True)`")
    lists = ", ".join(iterable(ctx, item) for item in node.args)
    return f"{ctx.helper('zip')}({str(strict).lower()}, {lists})"


def _mapped(ctx: Context, node: ast.Call) -> str:
    if len(node.args) != 2:
        raise ctx.refuse(node, "map takes a function and one list", "write a comprehension")
    return f"{ctx.helper('map')}({expr(ctx, node.args[0])}, {iterable(ctx, node.args[1])})"


def _filtered(ctx: Context, node: ast.Call) -> str:
    wanted, items = node.args
    if isinstance(wanted, ast.Constant):
        test = f"(item) => {truth_of(ctx, node, ctx.items(items), 'item')}"
    elif isinstance(wanted, ast.Lambda) and ctx.kinds(wanted.body) == {"bool"}:
        test = expr(ctx, wanted)
    else:
        raise ctx.refuse(
            node, "what the function finds true may differ in JavaScript", "write a comprehension with `if`"
        )
    return f"{ctx.helper('filter')}({test}, {iterable(ctx, items)})"


def _reversed(ctx: Context, node: ast.Call) -> str:
    [items] = node.args
    if ctx.kinds(items) not in ({"list"}, {"tuple"}):
        raise ctx.refuse(node, "only a list is walked backwards", "make a list first")
    return f"{ctx.helper('reversed')}({expr(ctx, items)})"


LAZY = {
    "builtins.range": _range,
    "builtins.enumerate": _enumerated,
    "builtins.zip": _zipped,
    "builtins.map": _mapped,
    "builtins.filter": _filtered,
    "builtins.reversed": _reversed,
}


def holds(ctx: Context, node: ast.expr) -> frozenset[str]:
    """The kinds of what `drained` yields."""
    return ctx.kinds(node.elt) if isinstance(node, ast.GeneratorExp) else ctx.items(node)
