"""Calls: of functions, classes and methods; keywords become positions, since JavaScript has none."""

import ast

from mypy.nodes import ARG_NAMED, ARG_NAMED_OPT, ARG_OPT, ARG_POS
from mypy.types import CallableType, Instance, ProperType, TypeType, get_proper_type

from widget_py.compiler.access import ERRORS, home_of, is_class, is_of_class, is_static, member, own_name
from widget_py.compiler.builtin_calls import call_builtin
from widget_py.compiler.context import Context, emits, expr
from widget_py.compiler.kinds import kinds_of
from widget_py.compiler.literals import no_bool_as_number
from widget_py.compiler.methods import WRITERS, call_method
from widget_py.compiler.patterns import call_pattern, call_re, compile_pattern

_BY_NAME = {ARG_POS, ARG_OPT, ARG_NAMED, ARG_NAMED_OPT}
STARTS = {"widget_py.browser.spawn", "widget_py.browser.promise"}


@emits(ast.Await)
def awaiting(ctx: Context, node: ast.Await) -> str:
    ctx.awaited.add(node.value)
    return f"(await {expr(ctx, node.value)})"


@emits(ast.Call)
def call(ctx: Context, node: ast.Call) -> str:  # noqa: PLR0911 - a table of cases
    func = node.func
    if ctx.full_name(func) in STARTS:
        ctx.awaited.add(node.args[0])
        return expr(ctx, node.args[0])
    if _is_coroutine(ctx.facts.type_of(node)) and node not in ctx.awaited:
        raise ctx.refuse(node, "JavaScript starts a coroutine at once", "write `await …` or `spawn(…)` around the call")
    if isinstance(func, ast.Name) and ctx.full_name(func).startswith("builtins."):
        return _new(ctx, node) if func.id in ERRORS else call_builtin(ctx, node, func.id)
    if ctx.full_name(func) == "re.compile":
        return compile_pattern(ctx, node)
    if ctx.full_name(func).startswith("re."):
        return call_re(ctx, node, ctx.full_name(func).removeprefix("re."))
    if is_class(ctx, func):
        return _new(ctx, node)
    if isinstance(func, ast.Attribute):
        return _call_attribute(ctx, node, func)
    return f"{expr(ctx, func)}({arguments(ctx, node)})"


def _is_coroutine(type_: ProperType | None) -> bool:
    return isinstance(type_, Instance) and type_.type.fullname == "typing.Coroutine"


_EMPTY = {"builtins.list": "[]", "builtins.dict": "(new Map())", "builtins.set": "(new Set())"}


def _new(ctx: Context, node: ast.Call) -> str:
    if isinstance(node.func, ast.Subscript) and not node.args and ctx.full_name(node.func.value) in _EMPTY:
        return _EMPTY[ctx.full_name(node.func.value)]
    made = kinds_of(_result(ctx, node.func))
    if not made <= {"own", "data", "js", "error"}:
        raise ctx.refuse(node, f"making a {'/'.join(sorted(made))} is outside the subset", "write a literal")
    return f"(new {expr(ctx, node.func)}({arguments(ctx, node)}))"


def _result(ctx: Context, func: ast.expr) -> ProperType | None:
    type_ = ctx.type(func)
    if isinstance(type_, TypeType):
        return type_.item
    return get_proper_type(type_.ret_type) if isinstance(type_, CallableType) else None


def _call_attribute(ctx: Context, node: ast.Call, func: ast.Attribute) -> str:
    if _is_super(func.value):
        if ctx.inside and is_static(ctx.inside, func.attr):
            raise ctx.refuse(node, f"`super().{func.attr}` of a class", "call it through the base's name")
        home = home_of(ctx.inside) if ctx.inside else ""
        return f"super.{own_name(home, func.attr)}({arguments(ctx, node)})"
    if not is_class(ctx, func.value) and not ctx.is_browser(func.value):
        kinds = ctx.kinds(func.value)
        if len(kinds) == 1 and (kind := next(iter(kinds))) in WRITERS:
            return call_method(ctx, node, func, kind)
        if kinds == {"re.Pattern"}:
            return call_pattern(ctx, node, func)
    owner = ".constructor" if not is_class(ctx, func.value) and is_of_class(ctx, func) else ""
    return f"{expr(ctx, func.value)}{owner}.{member(ctx, func)}({arguments(ctx, node)})"


def _is_super(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"


def arguments(ctx: Context, node: ast.Call) -> str:
    """The arguments in the callee's own order, checked against what it is declared to take."""
    type_ = ctx.facts.type_of(node.func)
    if not isinstance(type_, CallableType):
        if node.keywords or kinds_of(type_) != {"function"}:
            raise ctx.refuse(node, "what this call takes is not known here", "annotate the function")
        return ", ".join(expr(ctx, argument) for argument in node.args)
    positional = [_positional(ctx, type_, at, argument) for at, argument in enumerate(node.args)]
    return ", ".join(positional + _by_keyword(ctx, node, type_))


def _positional(ctx: Context, type_: CallableType, at: int, argument: ast.expr) -> str:
    if isinstance(argument, ast.Starred) or at >= len(type_.arg_types):
        return expr(ctx, argument)
    return _argument(ctx, type_, at, argument)


def _argument(ctx: Context, type_: CallableType, at: int, argument: ast.expr) -> str:
    """A missing browser value (`undefined`) must reach a parameter as None, not as its default."""
    no_bool_as_number(ctx, [argument], kinds_of(type_.arg_types[at]))
    value = expr(ctx, argument)
    optional = type_.arg_kinds[at] in {ARG_OPT, ARG_NAMED_OPT}
    missing = optional and not isinstance(argument, ast.Constant) and "none" in ctx.kinds(argument)
    return f"({value} ?? null)" if missing else value


def _by_keyword(ctx: Context, node: ast.Call, type_: CallableType) -> list[str]:
    if not node.keywords:
        return []
    if any(isinstance(argument, ast.Starred) for argument in node.args) or not set(type_.arg_kinds) <= _BY_NAME:
        raise ctx.refuse(node, "keywords beside stars", "pass every argument by position")
    written: list[str] = []
    at = len(node.args)
    for keyword in node.keywords:
        position = type_.arg_names.index(keyword.arg) if keyword.arg in type_.arg_names else -1
        if keyword.arg is None or position < at:
            raise ctx.refuse(
                node,
                "keywords out of order, or `**`, would be computed in another order",
                "follow the order of the parameters",
            )
        written += ["undefined"] * (position - at) + [_argument(ctx, type_, position, keyword.value)]
        at = position + 1
    return written
