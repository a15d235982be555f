"""Generators: functions of a module that yield, walked by the loop that calls them."""

import ast

from widget_py.compiler.context import Context, emits, expr
from widget_py.compiler.iteration import iterable
from widget_py.compiler.names import walk_scope

Function = ast.FunctionDef | ast.AsyncFunctionDef


def yields(node: Function) -> bool:
    return any(isinstance(each, ast.Yield | ast.YieldFrom) for each in walk_scope(node.body))


def generators_of(module: str, tree: ast.Module) -> set[str]:
    """The full names of a module's generator functions."""
    return {f"{module}.{node.name}" for node in tree.body if isinstance(node, Function) and yields(node)}


@emits(ast.Yield)
def give(ctx: Context, node: ast.Yield) -> str:
    _check_statement(ctx, node)
    return f"yield {expr(ctx, node.value) if node.value else 'null'}"


@emits(ast.YieldFrom)
def give_all(ctx: Context, node: ast.YieldFrom) -> str:
    _check_statement(ctx, node)
    return f"yield* {iterable(ctx, node.value)}"


def _check_statement(ctx: Context, node: ast.expr) -> None:
    if node not in ctx.statements:
        raise ctx.refuse(node, "a value sent into a generator", "let `yield` stand alone on its line")
