"""What can be iterated, comprehensions, and the functions that consume them."""

import ast
from collections.abc import Callable

from widget_py.compiler.context import Context, emits, expr
from widget_py.compiler.literals import check_keys
from widget_py.compiler.names import reads
from widget_py.compiler.operators import test

Comprehension = ast.ListComp | ast.GeneratorExp | ast.DictComp
_DICT_VIEWS = {"items": "entries", "keys": "keys", "values": "values"}


def iterable(ctx: Context, node: ast.expr) -> str:
    """A JavaScript iterable that yields what Python's `iter(node)` does."""
    if isinstance(node, ast.Call):
        if view := _view(ctx, node):
            return view
        if isinstance(node.func, ast.Name) and ctx.full_name(node.func) == "builtins.range":
            return f"{ctx.helper('range')}({', '.join(range_bounds(ctx, node))})"
        if isinstance(node.func, ast.Name) and ctx.full_name(node.func) == "builtins.enumerate":
            return _enumerated(ctx, node)
    if isinstance(node, ast.GeneratorExp):
        return collected(ctx, node)
    kinds = ctx.kinds(node)
    if kinds == {"dict"}:
        return f"{expr(ctx, node)}.keys()"
    if kinds in ({"list"}, {"tuple"}, {"str"}, {"js"}):
        return expr(ctx, node)
    raise ctx.refuse(
        node, f"looping over {'/'.join(sorted(kinds))} is outside the subset", "loop over a list or a dict"
    )


def _view(ctx: Context, node: ast.Call) -> str:
    match node.func:
        case ast.Attribute(value=owner, attr="items" | "keys" | "values" as view) if ctx.kinds(owner) == {"dict"}:
            return f"{expr(ctx, owner)}.{_DICT_VIEWS[view]}()"
    return ""


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
    if len(node.args) != 1 or node.keywords or ctx.kinds(node.args[0]) != {"list"}:
        raise ctx.refuse(node, "enumerate takes one list here", "add the start in the loop")
    return f"{expr(ctx, node.args[0])}.entries()"


@emits(ast.ListComp)
def list_comprehension(ctx: Context, node: ast.ListComp) -> str:
    return collected(ctx, node)


@emits(ast.DictComp)
def dict_comprehension(ctx: Context, node: ast.DictComp) -> str:
    check_keys(ctx, node, ctx.kinds(node.key))
    return f"(new Map({_gather(ctx, node, lambda: f'[{expr(ctx, node.key)}, {expr(ctx, node.value)}]')}))"


def collected(ctx: Context, node: ast.ListComp | ast.GeneratorExp) -> str:
    return _gather(ctx, node, lambda: expr(ctx, node.elt))


def _gather(ctx: Context, node: Comprehension, item: Callable[[], str]) -> str:
    """`Array.from` walks the source step by step, as Python does, so side effects keep their order."""
    target, source, conditions = parts(ctx, node)
    if not conditions:
        return f"Array.from({source}, ({target}) => ({item()}))"
    return f"Array.from({source}, ({target}) => {conditions} ? [{item()}] : []).flat()"


def parts(ctx: Context, node: Comprehension) -> tuple[str, str, str]:
    """Target, source and joined conditions of a comprehension with one `for`."""
    [first, *more] = node.generators
    if more or first.is_async:
        raise ctx.refuse(node, "only one `for` in a comprehension", "nest loops as statements")
    own = reads(first.target)
    for child in ast.walk(node):
        if isinstance(child, ast.Await | ast.NamedExpr | ast.Yield):
            raise ctx.refuse(child, f"{type(child).__name__} inside a comprehension", "use a loop")
        if isinstance(child, ast.Lambda | ast.GeneratorExp) and child is not node and reads(child) & own:
            raise ctx.refuse(child, "a function that keeps a comprehension's variable", "use a loop and a function")
    conditions = " && ".join(test(ctx, condition) for condition in first.ifs)
    source = iterable(ctx, first.iter)
    return expr(ctx, first.target), source, conditions
