"""Calls of Python's own functions: each has its JavaScript twin for the types at hand, or is refused."""

import ast
from collections.abc import Callable

from widget_py.compiler.checks import is_instance
from widget_py.compiler.comprehensions import collected, parts
from widget_py.compiler.context import Context, expr
from widget_py.compiler.formats import text_of
from widget_py.compiler.iteration import drained, holds
from widget_py.compiler.kinds import NUMBERS
from widget_py.compiler.literals import check_keys
from widget_py.compiler.operators import test, truth_of
from widget_py.compiler.ordering import best, sort

_SIZES = {"list": "length", "tuple": "length", "dict": "size", "set": "size"}
_WITH_KEYWORDS = {"sorted", "min", "max", "enumerate", "zip"}
_ALONE = {"enumerate", "zip", "range", "map", "filter", "reversed"}  # lazy: they mean something in a loop only
_UNTOLD = {"Exception", "KeyError", "LookupError", "BaseException", "ArithmeticError", "ZeroDivisionError"}
_INSTEAD = {name: f"loop over it, or write `list({name}(…))`" for name in _ALONE}
_INSTEAD |= {
    "print": "use `console.warn` from the browser",
    "open": "`fetch` it",
    "dict": "write `{…}`, or a comprehension",
}
_INSTEAD |= {
    "setattr": "assign to the attribute",
    "getattr": "read the attribute",
    "hasattr": "declare it in `__init__`",
}


def call_builtin(ctx: Context, node: ast.Call, name: str) -> str:
    handler = HANDLERS.get(name)
    if handler is None or (node.keywords and name not in _WITH_KEYWORDS):
        instead = _INSTEAD.get(name, "write a small function of your own")
        raise ctx.refuse(node, f"`{name}` like this is outside the subset", instead)
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
        if type_name.rpartition(".")[2] in _UNTOLD:
            raise ctx.refuse(node, f"the text of a {type_name} differs in JavaScript", "catch a narrower error")
        return f"{expr(ctx, argument)}.message"
    return text_of(ctx, argument)


def _int(ctx: Context, node: ast.Call) -> str:
    argument = _only(ctx, node)
    if ctx.kinds(argument) == {"str"}:
        return f"{ctx.helper('int')}({expr(ctx, argument)})"
    if not ctx.kinds(argument) <= NUMBERS:
        raise ctx.refuse(node, "`int` takes a number or a text here", "annotate the value")
    return f"Math.trunc({expr(ctx, argument)})"


def _round(ctx: Context, node: ast.Call) -> str:
    argument = _only(ctx, node)
    if not ctx.kinds(argument) <= NUMBERS:
        raise ctx.refuse(node, "`round` takes a number here", "annotate the value")
    return f"{ctx.helper('round')}({expr(ctx, argument)})"


def _divmod(ctx: Context, node: ast.Call) -> str:
    return f"{ctx.helper('divmod')}({_numbers(ctx, node)})"


def _bool(ctx: Context, node: ast.Call) -> str:
    return f"(!!{test(ctx, _only(ctx, node))})"


def _numbers(ctx: Context, node: ast.Call) -> str:
    if not all(ctx.kinds(argument) == {"int"} for argument in node.args):
        raise ctx.refuse(node, "only ints are counted alike in both languages", "pass ints, or one list of them")
    return ", ".join(expr(ctx, argument) for argument in node.args)


def _abs(ctx: Context, node: ast.Call) -> str:
    return f"Math.abs({_numbers(ctx, node)})"


def _pick(name: str) -> Callable[[Context, ast.Call], str]:
    def handler(ctx: Context, node: ast.Call) -> str:
        if len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
            return best(ctx, node, name)
        if node.keywords:
            raise ctx.refuse(node, f"a key for separate values of `{name}`", "pass one list")
        return f"Math.{name}({_numbers(ctx, node)})"

    return handler


def _sum(ctx: Context, node: ast.Call) -> str:
    argument = _only(ctx, node)
    if not holds(ctx, argument) <= {"int"}:
        raise ctx.refuse(node, "only ints are summed alike in both languages", "sum ints")
    return f"[...{drained(ctx, argument, any_order=True)}].reduce((a, b) => a + b, 0)"


def _some(method: str) -> Callable[[Context, ast.Call], str]:
    def handler(ctx: Context, node: ast.Call) -> str:
        argument = _only(ctx, node)
        if not isinstance(argument, ast.GeneratorExp):
            item = ctx.fresh()
            found = truth_of(ctx, node, holds(ctx, argument), item)
            return f"[...{drained(ctx, argument)}].{method}(({item}) => {found})"
        target, source, conditions = parts(ctx, argument)
        skip = (f"!({conditions}) || " if method == "every" else f"({conditions}) && ") if conditions else ""
        return f"[...{source}].{method}(({target}) => {skip}{test(ctx, argument.elt)})"

    return handler


def _list(ctx: Context, node: ast.Call) -> str:
    return f"[...{drained(ctx, _only(ctx, node))}]" if node.args else "[]"


def _set(ctx: Context, node: ast.Call) -> str:
    if not node.args:
        return "(new Set())"
    check_keys(ctx, node, holds(ctx, _only(ctx, node)))
    return f"(new Set({drained(ctx, node.args[0], any_order=True)}))"


def _sorted(ctx: Context, node: ast.Call) -> str:
    return sort(ctx, node, _only(ctx, node))


def join(ctx: Context, separator: ast.expr, items: ast.expr) -> str:
    """`separator.join(items)`."""
    if isinstance(items, ast.GeneratorExp):
        return f"{collected(ctx, items)}.join({expr(ctx, separator)})"
    if ctx.kinds(items) not in ({"list"}, {"tuple"}):
        raise ctx.refuse(items, "only a list is joined", "make a list first")
    return f"{expr(ctx, items)}.join({expr(ctx, separator)})"


HANDLERS: dict[str, Callable[[Context, ast.Call], str]] = {
    "len": _len,
    "str": _str,
    "int": _int,
    "bool": _bool,
    "abs": _abs,
    "round": _round,
    "divmod": _divmod,
    "min": _pick("min"),
    "max": _pick("max"),
    "sum": _sum,
    "any": _some("some"),
    "all": _some("every"),
    "list": _list,
    "tuple": _list,
    "set": _set,
    "sorted": _sorted,
    "isinstance": is_instance,
}
