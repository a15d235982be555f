"""Comprehensions and generator expressions that are taken whole."""

import ast
from collections.abc import Callable

from widget_py.compiler.context import Context, emits, expr
from widget_py.compiler.iteration import iterable
from widget_py.compiler.literals import check_keys
from widget_py.compiler.names import reads
from widget_py.compiler.operators import test

Comprehension = ast.ListComp | ast.GeneratorExp | ast.DictComp | ast.SetComp


@emits(ast.ListComp)
def list_comprehension(ctx: Context, node: ast.ListComp) -> str:
    return collected(ctx, node)


@emits(ast.DictComp)
def dict_comprehension(ctx: Context, node: ast.DictComp) -> str:
    check_keys(ctx, node, ctx.kinds(node.key))
    return f"(new Map({_gather(ctx, node, lambda: f'[{expr(ctx, node.key)}, {expr(ctx, node.value)}]')}))"


@emits(ast.SetComp)
def set_comprehension(ctx: Context, node: ast.SetComp) -> str:
    check_keys(ctx, node, ctx.kinds(node.elt))
    return f"(new Set({_gather(ctx, node, lambda: expr(ctx, node.elt))}))"


def collected(ctx: Context, node: ast.ListComp | ast.GeneratorExp) -> str:
    return _gather(ctx, node, lambda: expr(ctx, node.elt))


def _gather(ctx: Context, node: Comprehension, item: Callable[[], str]) -> str:
    """Walks the source step by step, as Python does, so side effects keep their order; pages replace `Array.from`."""
    _check(ctx, node)
    return _nested(ctx, node.generators, item)


def _nested(ctx: Context, loops: list[ast.comprehension], item: Callable[[], str]) -> str:
    first, *more = loops
    target, source, conditions = _loop(ctx, first)
    if more:
        inner = _nested(ctx, more, item)
        inner = f"{conditions} ? {inner} : []" if conditions else inner
        return f"{ctx.helper('gather')}({source}, ({target}) => {inner})"
    if not conditions:
        return f"{ctx.helper('collect')}({source}, ({target}) => ({item()}))"
    return f"{ctx.helper('gather')}({source}, ({target}) => {conditions} ? [{item()}] : [])"


def parts(ctx: Context, node: Comprehension) -> tuple[str, str, str]:
    """Target, source and joined conditions of a comprehension with one `for`."""
    _check(ctx, node)
    if len(node.generators) > 1:
        raise ctx.refuse(node, "several `for` are outside the subset here", "write a list first")
    return _loop(ctx, node.generators[0])


def _loop(ctx: Context, loop: ast.comprehension) -> tuple[str, str, str]:
    conditions = " && ".join(test(ctx, condition) for condition in loop.ifs)
    source = iterable(ctx, loop.iter)
    return expr(ctx, loop.target), source, conditions


def _check(ctx: Context, node: Comprehension) -> None:
    own = {name for each in node.generators for name in reads(each.target)}
    if any(each.is_async for each in node.generators):
        raise ctx.refuse(node, "`async for` in a comprehension", "use a loop")
    for child in ast.walk(node):
        if isinstance(child, ast.Await | ast.NamedExpr | ast.Yield):
            raise ctx.refuse(child, f"{type(child).__name__} inside a comprehension", "use a loop")
        if isinstance(child, ast.Lambda | ast.GeneratorExp) and child is not node and _outer_reads(child) & own:
            raise ctx.refuse(child, "a function that keeps a comprehension's variable", "use a loop and a function")


def _outer_reads(node: ast.Lambda | ast.GeneratorExp) -> set[str]:
    parameters = (
        {each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg)}
        if isinstance(node, ast.Lambda)
        else set()
    )
    return reads(node) - parameters
