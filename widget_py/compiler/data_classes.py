"""Dataclasses: the constructor that Python's decorator would write."""

import ast

from widget_py.compiler.access import own_name
from widget_py.compiler.context import Context
from widget_py.compiler.kinds import kinds_of
from widget_py.compiler.literals import constant, no_bool_as_number

_OPTIONS = {"frozen", "slots", "kw_only"}
_FACTORIES = {"builtins.list": "[]", "builtins.dict": "(new Map())", "builtins.set": "(new Set())"}


def is_data_class(ctx: Context, node: ast.ClassDef) -> bool:
    """Whether the one decorator is `@dataclass`, with options that change nothing here; else raises Refused."""
    if not node.decorator_list:
        return False
    [decorator, *more] = node.decorator_list
    call = decorator if isinstance(decorator, ast.Call) else None
    named = {keyword.arg for keyword in call.keywords} if call else set()
    if more or node.bases or ctx.full_name(call.func if call else decorator) != "dataclasses.dataclass":
        raise ctx.refuse(decorator, "this decorator, or a base beside it, is outside the subset", "write a plain class")
    if named - _OPTIONS:
        raise ctx.refuse(decorator, "this option is outside the subset", f"use {', '.join(sorted(_OPTIONS))}")
    return True


def write_constructor(ctx: Context, node: ast.ClassDef) -> None:
    fields = [(each, _name(ctx, each)) for each in node.body if isinstance(each, ast.AnnAssign)]
    head = ", ".join(_parameter(ctx, each, name) for each, name in fields)
    ctx.write(node, f"constructor({head}) {{")
    with ctx.indented():
        for each, name in fields:
            ctx.write(each, f"this.{own_name(node.name, name)} = {ctx.name(name)};")
    ctx.write(None, "}")


def _name(ctx: Context, node: ast.AnnAssign) -> str:
    if isinstance(node.target, ast.Name):
        return node.target.id
    raise ctx.refuse(node, "a field is a name", "write `name: type`")


def _parameter(ctx: Context, node: ast.AnnAssign, name: str) -> str:
    match node.value:
        case None:
            return ctx.name(name)
        case ast.Constant() as value:
            no_bool_as_number(ctx, [value], kinds_of(ctx.facts.type_of(node.target)))
            return f"{ctx.name(name)} = {constant(ctx, value)}"
        case ast.Call(args=[], keywords=[ast.keyword(arg="default_factory", value=factory)]) as call:
            made = _FACTORIES.get(ctx.full_name(factory))
            if made and ctx.full_name(call.func) == "dataclasses.field":
                return f"{ctx.name(name)} = {made}"
    raise ctx.refuse(node, "this default is outside the subset", "use a constant, or `field(default_factory=list)`")
