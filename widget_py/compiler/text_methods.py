"""Methods of str, each written as what does the same to a JavaScript string."""

import ast

from widget_py.compiler.builtin_calls import join
from widget_py.compiler.context import Context, expr
from widget_py.compiler.patterns import set_of

_HELPERS = {("strip", 0): "strip", ("lstrip", 0): "lstrip", ("rstrip", 0): "rstrip", ("split", 0): "words"}
_HELPERS |= {("removeprefix", 1): "removeprefix", ("removesuffix", 1): "removesuffix", ("splitlines", 0): "lines"}
_HELPERS |= {("find", 1): "find"}
_PLAIN = {("lower", 0): "toLowerCase", ("upper", 0): "toUpperCase"}
_PLAIN |= {("startswith", 1): "startsWith", ("endswith", 1): "endsWith"}
_ALIGNS = {"ljust": "<", "rjust": ">", "zfill": "="}


def on_text(ctx: Context, node: ast.Call, func: ast.Attribute) -> str:
    """The JavaScript, or nothing where the two languages differ."""
    text, shape = expr(ctx, func.value), (func.attr, len(node.args))
    if shape == ("join", 1):
        return join(ctx, func.value, node.args[0])
    if any(ctx.kinds(argument) != {"str"} for argument in node.args):
        return _with_other(ctx, node, func, text)
    arguments = [expr(ctx, argument) for argument in node.args]
    if helper := _HELPERS.get(shape):
        return f"{ctx.helper(helper)}({', '.join([text, *arguments])})"
    if method := _PLAIN.get(shape):
        return f"{text}.{method}({', '.join(arguments)})"
    if not node.args or not isinstance(node.args[0], ast.Constant) or not node.args[0].value:
        return ""  # split, partition, count and replace treat an empty text in their own ways
    return _with_mark(ctx, node, shape, text, arguments)


def _with_mark(ctx: Context, node: ast.Call, shape: tuple[str, int], text: str, arguments: list[str]) -> str:
    match shape:
        case ("split", 1):
            return f"{text}.split({arguments[0]})"
        case ("count", 1):
            return f"({text}.split({arguments[0]}).length - 1)"
        case ("partition", 1):
            return f"{ctx.helper('partition')}({text}, {arguments[0]})"
        case ("replace", 2):
            return f"{text}.replaceAll({arguments[0]}, {replacement(node.args[1], arguments[1])})"
        case ("strip", 1) if outer := set_of(str(getattr(node.args[0], "value", ""))):
            return f'{text}.replace(/^{outer}+|{outer}+$/gu, "")'
    return ""


def _with_other(ctx: Context, node: ast.Call, func: ast.Attribute, text: str) -> str:
    """Methods that take a number, or several marks."""
    match func.attr, node.args:
        case ("startswith" | "endswith") as method, [marks] if _are_texts(ctx, marks):
            return f"{ctx.helper('starts' if method == 'startswith' else 'ends')}({text}, {expr(ctx, marks)})"
        case "split", [ast.Constant(value=str(mark)), times] if mark and ctx.kinds(times) == {"int"}:
            return f"{ctx.helper('split')}({text}, {expr(ctx, node.args[0])}, {expr(ctx, times)})"
        case ("ljust" | "rjust" | "zfill") as method, [width] if ctx.kinds(width) == {"int"}:
            fill = '"0"' if method == "zfill" else '" "'
            return f'{ctx.helper("pad")}({text}, {expr(ctx, width)}, "{_ALIGNS[method]}", {fill})'
    return ""


def _are_texts(ctx: Context, node: ast.expr) -> bool:
    return ctx.kinds(node) == {"tuple"} and ctx.items(node) == {"str"}


def replacement(node: ast.expr, written: str) -> str:
    """JavaScript reads `$` in a replacement; what a function returns is taken as it is."""
    plain = isinstance(node, ast.Constant) and "$" not in str(node.value)
    return written if plain else f"() => {written}"
