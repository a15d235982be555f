"""Calls of Python's own functions: each has its JavaScript twin for the types at hand, or is refused."""

import ast
from collections.abc import Callable

from widget_py.compiler.context import Context, expr
from widget_py.compiler.iteration import collected, iterable, parts
from widget_py.compiler.kinds import NUMBERS, items_of
from widget_py.compiler.literals import text_of
from widget_py.compiler.operators import test

_SIZES = {"list": "length", "tuple": "length", "dict": "size", "set": "size"}
_CHECKS = {"str": 'typeof {} === "string"', "bool": 'typeof {} === "boolean"', "list": "Array.isArray({})"}


def call_builtin(ctx: Context, node: ast.Call, name: str) -> str:
    handler = _HANDLERS.get(name)
    if handler is None or (node.keywords and name != "sorted"):
        raise ctx.refuse(node, f"`{name}` like this is outside the subset", "write a small function of your own")
    return handler(ctx, node)


def _only(ctx: Context, node: ast.Call) -> ast.expr:
    if len(node.args) != 1 or isinstance(node.args[0], ast.Starred):
        raise ctx.refuse(node, "exactly one argument is meant here", "give one")
    return node.args[0]


def _len(ctx: Context, node: ast.Call) -> str:
    argument = _only(ctx, node)
    kinds, value = ctx.kinds(argument), expr(ctx, argument)
    if kinds == {"str"}:
        return f"{ctx.helper('length')}({value})"
    if len(kinds) == 1 and (size := _SIZES.get(next(iter(kinds)))):
        return f"{value}.{size}"
    raise ctx.refuse(node, f"`len` of {'/'.join(sorted(kinds))} is outside the subset", "use a str, list or dict")


def _str(ctx: Context, node: ast.Call) -> str:
    argument = _only(ctx, node)
    if ctx.kinds(argument) == {"error"}:
        type_name = str(ctx.type(argument))
        if type_name.rpartition(".")[2] in {"Exception", "KeyError", "LookupError", "BaseException"}:
            raise ctx.refuse(node, f"the text of a {type_name} differs in JavaScript", "catch a narrower error")
        return f"{expr(ctx, argument)}.message"
    return text_of(ctx, argument)


def _int(ctx: Context, node: ast.Call) -> str:
    if not ctx.kinds(_only(ctx, node)) <= NUMBERS:
        raise ctx.refuse(
            node, "`int` reads text differently than JavaScript", "use parseInt from the browser, and check"
        )
    return f"Math.trunc({expr(ctx, node.args[0])})"


def _bool(ctx: Context, node: ast.Call) -> str:
    return f"(!!{test(ctx, _only(ctx, node))})"


def _numbers(ctx: Context, node: ast.Call) -> str:
    if not all(ctx.kinds(argument) == {"int"} for argument in node.args):
        raise ctx.refuse(node, "only separate ints are compared alike in both languages", "pass two or more ints")
    return ", ".join(expr(ctx, argument) for argument in node.args)


def _pick(name: str) -> Callable[[Context, ast.Call], str]:
    def handler(ctx: Context, node: ast.Call) -> str:
        if name != "abs" and len(node.args) < 2:
            raise ctx.refuse(node, f"`{name}` of a list raises when it is empty", "loop, or pass two or more ints")
        return f"Math.{name}({_numbers(ctx, node)})"

    return handler


def _sum(ctx: Context, node: ast.Call) -> str:
    argument = _only(ctx, node)
    kinds = ctx.kinds(argument.elt) if isinstance(argument, ast.GeneratorExp) else items_of(ctx.type(argument))
    if kinds != {"int"}:
        raise ctx.refuse(node, "only ints are summed alike in both languages", "sum ints")
    return f"Array.from({iterable(ctx, argument)}).reduce((a, b) => a + b, 0)"


def _some(method: str) -> Callable[[Context, ast.Call], str]:
    def handler(ctx: Context, node: ast.Call) -> str:
        argument = _only(ctx, node)
        if not isinstance(argument, ast.GeneratorExp):
            raise ctx.refuse(node, "any and all take a generator here", "write `any(x for x in xs)`")
        target, source, conditions = parts(ctx, argument)
        skip = (f"!({conditions}) || " if method == "every" else f"({conditions}) && ") if conditions else ""
        return f"Array.from({source}).{method}(({target}) => {skip}{test(ctx, argument.elt)})"

    return handler


def _list(ctx: Context, node: ast.Call) -> str:
    return f"Array.from({iterable(ctx, _only(ctx, node))})" if node.args else "[]"


def _sorted(ctx: Context, node: ast.Call) -> str:
    argument = _only(ctx, node)
    if items_of(ctx.type(argument)) != {"int"} or node.keywords:
        raise ctx.refuse(node, "only lists of ints are sorted alike in both languages", "sort by a number yourself")
    return f"Array.from({iterable(ctx, argument)}).sort((a, b) => a - b)"


def _isinstance(ctx: Context, node: ast.Call) -> str:
    value, kind = node.args
    full_name = ctx.full_name(kind)
    simple = full_name.removeprefix("builtins.")
    if simple == "list" and ctx.kinds(value) & {"tuple", "any", "other"}:
        raise ctx.refuse(node, "a list and a tuple look alike in JavaScript", "annotate the value more narrowly")
    if simple in _CHECKS:
        return f"({_CHECKS[simple].format(expr(ctx, value))})"
    if not full_name.startswith("builtins.") and isinstance(kind, ast.Name | ast.Attribute):
        return f"({expr(ctx, value)} instanceof {expr(ctx, kind)})"
    raise ctx.refuse(
        node, "this check has no JavaScript twin", "check for str, bool, list or a class of yours, one by one"
    )


def join(ctx: Context, separator: ast.expr, items: ast.expr) -> str:
    """`separator.join(items)`."""
    if isinstance(items, ast.GeneratorExp):
        return f"{collected(ctx, items)}.join({expr(ctx, separator)})"
    if ctx.kinds(items) not in ({"list"}, {"tuple"}):
        raise ctx.refuse(items, "only a list is joined", "make a list first")
    return f"{expr(ctx, items)}.join({expr(ctx, separator)})"


_HANDLERS: dict[str, Callable[[Context, ast.Call], str]] = {
    "len": _len,
    "str": _str,
    "int": _int,
    "bool": _bool,
    "abs": _pick("abs"),
    "min": _pick("min"),
    "max": _pick("max"),
    "sum": _sum,
    "any": _some("some"),
    "all": _some("every"),
    "list": _list,
    "tuple": _list,
    "sorted": _sorted,
    "isinstance": _isinstance,
}
