"""Order: `sorted`, `min`, `max` and `.sort()`, of ints, texts by character, and tuples of them."""

import ast

from mypy.types import CallableType, Instance, ProperType, TupleType, get_proper_type

from widget_py.compiler.context import Context, expr, has_star
from widget_py.compiler.iteration import drained, holds
from widget_py.compiler.kinds import item_type, kinds_of, words
from widget_py.compiler.refused import Refused

_INTS = frozenset({"int"})


def sort(ctx: Context, node: ast.Call, items: ast.expr) -> str:
    """`sorted(items, key=…, reverse=…)`: a new Array."""
    options = _options(ctx, node, {"key", "reverse"})
    source, kinds = drained(ctx, items, any_order="key" not in options), holds(ctx, items)
    if kinds <= _INTS and "key" not in options:
        return f"[...{source}].sort((a, b) => {'b - a' if _reverse(ctx, options) < 0 else 'a - b'})"
    return f"{ctx.helper('sorted')}({source}, {_key(ctx, node, options, items)}, {_reverse(ctx, options)})"


def sort_in_place(ctx: Context, node: ast.Call, items: ast.expr) -> str:
    if not isinstance(items, ast.Name | ast.Attribute):
        raise ctx.refuse(node, "a list that is computed is sorted and lost", "use `sorted(…)`")
    target = expr(ctx, items)
    if ctx.items(items) <= _INTS and not node.keywords:
        return f"{target}.sort((a, b) => a - b)"
    return f"{target}.splice(0, {target}.length, ...{sort(ctx, node, items)})"


def best(ctx: Context, node: ast.Call, name: str) -> str:
    """`min` and `max` of one collection."""
    [items] = node.args
    options = _options(ctx, node, {"key", "default"})
    source, sign = drained(ctx, items, any_order="key" not in options), -1 if name == "max" else 1
    fallback = f", {expr(ctx, options['default'])}" if "default" in options else ""
    return f"{ctx.helper('best')}({source}, {_key(ctx, node, options, items)}, {sign}{fallback})"


def _options(ctx: Context, node: ast.Call, known: set[str]) -> dict[str, ast.expr]:
    options = {keyword.arg or "**": keyword.value for keyword in node.keywords}
    if odd := set(options) - known:
        raise ctx.refuse(node, f"{words(frozenset(odd))} is outside the subset", f"use {', '.join(sorted(known))}")
    return options


def _reverse(ctx: Context, options: dict[str, ast.expr]) -> int:
    match options.get("reverse"):
        case None | ast.Constant(value=False):
            return 1
        case ast.Constant(value=True):
            return -1
        case node:
            raise ctx.refuse(node, "whether to reverse must be written out", "write True or False")


def _key(ctx: Context, node: ast.Call, options: dict[str, ast.expr], items: ast.expr) -> str:
    """The function that gives what is compared, and a refusal if that has no order both languages share."""
    key = options.get("key")
    if key is None:
        _check_ordered(ctx, node, items)
        return "(item) => item"
    if ctx.full_name(key) == "builtins.len" and holds(ctx, items) == {"str"}:
        return ctx.helper("length")
    type_ = ctx.type(key)
    result = get_proper_type(type_.ret_type) if isinstance(type_, CallableType) else None
    if isinstance(key, ast.Lambda):
        result = ctx.type(key.body)
    if not _is_ordered(result):
        raise _no_order(ctx, key, kinds_of(result))
    return expr(ctx, key)


def _check_ordered(ctx: Context, node: ast.AST, items: ast.expr) -> None:
    kinds = holds(ctx, items)
    if kinds <= _INTS or kinds == {"str"}:
        return
    type_ = ctx.type(items.elt) if isinstance(items, ast.GeneratorExp) else ctx.type(items)
    if _is_ordered(type_ if isinstance(items, ast.GeneratorExp) else item_type(type_)):
        return
    pairs = isinstance(type_, Instance) and type_.type.fullname == "_collections_abc.dict_items"
    if pairs and all(_is_ordered(get_proper_type(each)) for each in getattr(type_, "args", ())):
        return
    written = items.elts if isinstance(items, ast.List) and not has_star(items) else []
    types = [ctx.type(item) for item in written]
    if not types or not all(map(_is_ordered, types)) or len({_shape(type_) for type_ in types}) > 1:
        raise _no_order(ctx, node, kinds)


def _shape(type_: ProperType) -> str:
    if isinstance(type_, TupleType):
        return f"({','.join(_shape(get_proper_type(item)) for item in type_.items)})"
    return words(kinds_of(type_))


def _is_ordered(type_: ProperType | None) -> bool:
    """Whether values of exactly this shape can be compared in both languages."""
    if isinstance(type_, TupleType):
        return all(_is_ordered(get_proper_type(item)) for item in type_.items)
    return kinds_of(type_) in ({"int"}, {"str"})


def _no_order(ctx: Context, node: ast.AST, kinds: frozenset[str]) -> Refused:
    return ctx.refuse(
        node,
        f"{words(kinds)} has no order both languages share",
        "sort by an int, a str or a tuple of them: `key=lambda item: item.rank`, of a float `round(item.score * 1000)`",
    )
