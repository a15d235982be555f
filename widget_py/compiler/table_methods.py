"""Methods of dict, set and TypedDict, each written as what does the same to a Map, a Set and an object."""

import ast

from widget_py.compiler.context import Context, expr
from widget_py.compiler.equality import check_scalar
from widget_py.compiler.kinds import kinds_of, values_of
from widget_py.compiler.literals import check_keys, no_bool_as_number, quoted


def on_dict(ctx: Context, node: ast.Call, func: ast.Attribute) -> str:
    """The JavaScript, or nothing where the two languages differ."""
    table, values = expr(ctx, func.value), values_of(ctx.type(func.value))
    match func.attr, node.args:
        case "clear", []:
            return f"{table}.clear()"
        case "copy", []:
            return f"(new Map({table}))"
        case "update", [more] if ctx.kinds(more) == {"dict"}:
            check_keys(ctx, node, ctx.items(func.value) | ctx.items(more))
            return f"{ctx.helper('update')}({table}, {expr(ctx, more)})"
        case (("get" | "pop" | "setdefault"), [key, *more]):
            check_scalar(ctx, key, ctx.kinds(key))
            no_bool_as_number(ctx, more, values)
            return _at_key(ctx, node, func, table)
    return ""


def _at_key(ctx: Context, node: ast.Call, func: ast.Attribute, table: str) -> str:  # noqa: PLR0911 - a table of cases
    values, key = values_of(ctx.type(func.value)), expr(ctx, node.args[0])
    match func.attr, node.args[1:]:
        case "get", []:
            return f"({table}.get({key}) ?? null)"
        case "get", [(ast.Constant() | ast.Name()) as default] if "none" not in values:
            return f"({table}.get({key}) ?? {expr(ctx, default)})"
        case "get", [default]:
            return f"{ctx.helper('get')}({table}, {key}, {expr(ctx, default)})"
        case "pop", [ast.Constant(value=None)] if node in ctx.statements:
            return f"{table}.delete({key})"
        case "pop", rest:
            return f"{ctx.helper('popitem')}({', '.join([table, key, *(expr(ctx, each) for each in rest)])})"
        case "setdefault", [value]:
            return f"{ctx.helper('setdefault')}({table}, {key}, {expr(ctx, value)})"
    return ""


def on_set(ctx: Context, node: ast.Call, func: ast.Attribute) -> str:
    """The JavaScript, or nothing where the two languages differ."""
    items = expr(ctx, func.value)
    match func.attr, node.args:
        case ("add" | "discard" | "remove") as method, [item]:
            check_keys(ctx, node, ctx.kinds(item) | ctx.items(func.value))
            if method == "remove":
                return f"{ctx.helper('remove')}({items}, {expr(ctx, item)})"
            return f"{items}.{'add' if method == 'add' else 'delete'}({expr(ctx, item)})"
        case "clear", []:
            return f"{items}.clear()"
        case "copy", []:
            return f"(new Set({items}))"
    return ""


def on_record(ctx: Context, node: ast.Call, func: ast.Attribute) -> str:
    """The JavaScript, or nothing where the two languages differ."""
    match func.attr, node.args:
        case "get", [ast.Constant(value=str(key))]:
            return f"({expr(ctx, func.value)}[{quoted(key)}] ?? null)"
        case "get", [ast.Constant(value=str(key)), ast.Constant() as default] if "none" not in _field(ctx, func, key):
            return f"({expr(ctx, func.value)}[{quoted(key)}] ?? {expr(ctx, default)})"
    return ""


def _field(ctx: Context, func: ast.Attribute, key: str) -> frozenset[str]:
    fields = getattr(ctx.type(func.value), "items", {})
    return kinds_of(fields.get(key))
