"""Methods of str, list and dict, each written as what does the same to a JavaScript string, Array or Map."""

import ast

from widget_py.compiler.builtin_calls import join
from widget_py.compiler.context import Context, expr
from widget_py.compiler.iteration import iterable
from widget_py.compiler.kinds import items_of, kinds_of, values_of
from widget_py.compiler.literals import no_bool_as_number, quoted
from widget_py.compiler.operators import check_scalar
from widget_py.compiler.patterns import set_of

_STR_HELPERS = {("strip", 0): "strip", ("lstrip", 0): "lstrip", ("rstrip", 0): "rstrip", ("split", 0): "words"}
_STR_HELPERS |= {("removeprefix", 1): "removeprefix", ("removesuffix", 1): "removesuffix"}
_STR_PLAIN = {("lower", 0): "toLowerCase", ("upper", 0): "toUpperCase"}
_STR_PLAIN |= {("startswith", 1): "startsWith", ("endswith", 1): "endsWith"}


def call_method(ctx: Context, node: ast.Call, func: ast.Attribute, kind: str) -> str:
    if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
        raise ctx.refuse(node, f"`.{func.attr}` with keywords or stars", "pass plain arguments")
    table = {"str": _on_str, "list": _on_list, "dict": _on_dict, "record": _on_record}
    if kind in table and (written := table[kind](ctx, node, func)):
        return written
    raise ctx.refuse(node, f"`.{func.attr}` of a {kind} like this is outside the subset", "use another way")


def _on_str(ctx: Context, node: ast.Call, func: ast.Attribute) -> str:  # noqa: PLR0911 - a table of cases
    text, shape = expr(ctx, func.value), (func.attr, len(node.args))
    if shape == ("join", 1):
        return join(ctx, func.value, node.args[0])
    if any(ctx.kinds(argument) != {"str"} for argument in node.args):
        return ""
    arguments = [expr(ctx, argument) for argument in node.args]
    if helper := _STR_HELPERS.get(shape):
        return f"{ctx.helper(helper)}({', '.join([text, *arguments])})"
    if method := _STR_PLAIN.get(shape):
        return f"{text}.{method}({', '.join(arguments)})"
    if not node.args or not isinstance(node.args[0], ast.Constant) or not node.args[0].value:
        return ""  # split, partition and replace treat an empty text in their own ways
    match shape:
        case ("split", 1):
            return f"{text}.split({arguments[0]})"
        case ("partition", 1):
            return f"{ctx.helper('partition')}({text}, {arguments[0]})"
        case ("replace", 2):
            return f"{text}.replaceAll({arguments[0]}, {_replacement(node.args[1], arguments[1])})"
        case ("strip", 1) if outer := set_of(str(node.args[0].value)):
            return f'{text}.replace(/^{outer}+|{outer}+$/gu, "")'
    return ""


def _replacement(node: ast.expr, written: str) -> str:
    """JavaScript reads `$` in a replacement; what a function returns is taken as it is."""
    plain = isinstance(node, ast.Constant) and "$" not in str(node.value)
    return written if plain else f"() => {written}"


def _on_list(ctx: Context, node: ast.Call, func: ast.Attribute) -> str:  # noqa: PLR0911 - a table of cases
    items, type_ = expr(ctx, func.value), ctx.type(func.value)
    match func.attr, node.args:
        case "append", [item]:
            no_bool_as_number(ctx, [item], items_of(type_))
            return f"{items}.push({expr(ctx, item)})"
        case "extend", [more]:
            return f"{items}.push(...{iterable(ctx, more)})"
        case "insert", [ast.Constant(value=0), item]:
            return f"{items}.unshift({expr(ctx, item)})"
        case "pop", []:
            return f"{ctx.helper('pop')}({items})"
        case "copy", []:
            return f"{items}.slice()"
        case "clear", []:
            return f"({items}.length = 0)"
        case "reverse", []:
            return f"{items}.reverse()"
        case "sort", [] if items_of(type_) == {"int"}:
            return f"{items}.sort((a, b) => a - b)"
    return ""


def _on_dict(ctx: Context, node: ast.Call, func: ast.Attribute) -> str:
    table, type_ = expr(ctx, func.value), ctx.type(func.value)
    if node.args:
        check_scalar(ctx, node.args[0], ctx.kinds(node.args[0]))
    match func.attr, node.args:
        case "get", [key]:
            return f"({table}.get({expr(ctx, key)}) ?? null)"
        case "get", [key, (ast.Constant() | ast.Name()) as default] if "none" not in values_of(type_):
            return f"({table}.get({expr(ctx, key)}) ?? {expr(ctx, default)})"
        case "pop", [key, ast.Constant(value=None)]:
            return f"{table}.delete({expr(ctx, key)})" if node in ctx.statements else ""
        case "clear", []:
            return f"{table}.clear()"
        case "copy", []:
            return f"(new Map({table}))"
    return ""


def _on_record(ctx: Context, node: ast.Call, func: ast.Attribute) -> str:
    match func.attr, node.args:
        case "get", [ast.Constant(value=str(key))]:
            return f"({expr(ctx, func.value)}[{quoted(key)}] ?? null)"
        case "get", [ast.Constant(value=str(key)), ast.Constant() as default] if "none" not in _field(ctx, func, key):
            return f"({expr(ctx, func.value)}[{quoted(key)}] ?? {expr(ctx, default)})"
    return ""


def _field(ctx: Context, func: ast.Attribute, key: str) -> frozenset[str]:
    fields = getattr(ctx.type(func.value), "items", {})
    return kinds_of(fields.get(key))
