"""Methods of list, each written as what does the same to an Array."""

import ast

from widget_py.compiler.context import Context, expr
from widget_py.compiler.equality import check_scalar
from widget_py.compiler.iteration import drained
from widget_py.compiler.literals import no_bool_as_number
from widget_py.compiler.ordering import sort_in_place


def on_list(ctx: Context, node: ast.Call, func: ast.Attribute) -> str:  # noqa: PLR0911 - a table of cases
    """The JavaScript, or nothing where the two languages differ."""
    if func.attr == "sort":
        return sort_in_place(ctx, node, func.value)
    if len(node.args) == 1:
        return _with_one(ctx, node.args[0], func)
    items = expr(ctx, func.value)
    match func.attr, node.args:
        case "insert", [ast.Constant(value=0), item]:
            no_bool_as_number(ctx, [item], ctx.items(func.value))
            return f"{items}.unshift({expr(ctx, item)})"
        case "insert", [at, item]:
            no_bool_as_number(ctx, [item], ctx.items(func.value))
            return f"{items}.splice({expr(ctx, at)}, 0, {expr(ctx, item)})"
        case "pop", []:
            return f"{ctx.helper('pop')}({items})"
        case "copy", []:
            return f"{items}.slice()"
        case "clear", []:
            return f"({items}.length = 0)"
        case "reverse", []:
            return f"{items}.reverse()"
    return ""


def _with_one(ctx: Context, argument: ast.expr, func: ast.Attribute) -> str:
    items, kinds = expr(ctx, func.value), ctx.items(func.value)
    match func.attr:
        case "append":
            no_bool_as_number(ctx, [argument], kinds)
            return f"{items}.push({expr(ctx, argument)})"
        case "extend":
            return f"{items}.push(...{drained(ctx, argument)})"
        case "pop":
            return f"{ctx.helper('take')}({items}, {expr(ctx, argument)})"
        case "remove" | "index" | "count":
            check_scalar(ctx, argument, ctx.kinds(argument) | kinds)
            return _found(ctx, func, items, expr(ctx, argument))
    return ""


def _found(ctx: Context, func: ast.Attribute, items: str, item: str) -> str:
    if func.attr == "index":
        return f"{ctx.helper('index')}({items}, {item})"
    if func.attr == "remove":
        return f"{ctx.helper('discard')}({items}, {item})"
    return f"{ctx.helper('count')}({items}, {item})"
