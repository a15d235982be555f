"""Plain statements: assignment, conditions, loops."""

import ast

from mypy.types import Instance, TupleType, get_proper_type

from widget_py.compiler.access import attribute, record_key
from widget_py.compiler.context import Context, block, expr, writes
from widget_py.compiler.iteration import iterable, range_bounds
from widget_py.compiler.kinds import items_of, kinds_of, values_of
from widget_py.compiler.literals import check_keys, no_bool_as_number, quoted
from widget_py.compiler.operators import combine, test


@writes(ast.Pass, ast.Global, ast.Nonlocal)
def nothing(_ctx: Context, _node: ast.stmt) -> None:
    """Scopes are worked out beforehand."""


@writes(ast.Expr)
def expression(ctx: Context, node: ast.Expr) -> None:
    if isinstance(node.value, ast.Constant):
        return
    ctx.statements.add(node.value)
    ctx.write(node, f"{expr(ctx, node.value)};")


@writes(ast.Assign)
def assign(ctx: Context, node: ast.Assign) -> None:
    if len(node.targets) != 1:
        raise ctx.refuse(node, "two targets in one assignment", "write two lines")
    target = node.targets[0]
    if ctx.at_module and isinstance(target, ast.Name) and target.id in ctx.facts.erased:
        return  # another name for a type
    store(ctx, node, target, node.value)


@writes(ast.AnnAssign)
def annotated(ctx: Context, node: ast.AnnAssign) -> None:
    if node.value is not None:
        store(ctx, node, node.target, node.value)


@writes(ast.AugAssign)
def augmented(ctx: Context, node: ast.AugAssign) -> None:
    target = node.target
    simple = isinstance(target, ast.Name) or (isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name))
    if not simple:
        raise ctx.refuse(node, "the target would be computed twice", "write it out, with the owner in a variable")
    left = attribute(ctx, target) if isinstance(target, ast.Attribute) else expr(ctx, target)
    ctx.write(node, f"{left} = {combine(ctx, node, target, node.op, node.value)};")


def store(ctx: Context, node: ast.stmt, target: ast.expr, source: ast.expr) -> None:
    value = expr(ctx, source)
    match target:
        case ast.Name(id=name):
            _no_bool(ctx, target, source)
            declared = "const " if node in ctx.declaring else declaration(ctx, name)
            ctx.write(node, f"{declared}{expr(ctx, target)} = {value};")
        case ast.Attribute():
            _no_bool(ctx, target, source)
            ctx.write(node, f"{expr(ctx, target)} = {value};")
        case ast.Tuple(elts=targets) if all(isinstance(each, ast.Name) for each in targets):
            if not (isinstance(source, ast.Tuple) and len(source.elts) == len(targets)):
                _check_fixed(ctx, source, ctx.type(source))
            ctx.write(node, f"{'const ' if node in ctx.declaring else ''}{expr(ctx, target)} = {value};")
        case ast.Subscript():
            _store_item(ctx, node, target, value)
        case _:
            raise ctx.refuse(node, "this target is outside the subset", "assign one name at a time")


def declaration(ctx: Context, name: str) -> str:
    if name not in ctx.constants:
        return ""
    return "export const " if ctx.at_module else "const "


def _no_bool(ctx: Context, target: ast.expr, source: ast.expr) -> None:
    if wanted := kinds_of(ctx.facts.type_of(target)):
        no_bool_as_number(ctx, [source], wanted)


def _check_fixed(ctx: Context, node: ast.AST, type_: object) -> None:
    if not isinstance(type_, TupleType):
        raise ctx.refuse(node, "unpacking something whose length is not known", "unpack a tuple of fixed length")


def _store_item(ctx: Context, node: ast.stmt, target: ast.Subscript, value: str) -> None:
    owner, kinds, type_ = expr(ctx, target.value), ctx.kinds(target.value), ctx.type(target.value)
    if kinds == {"record"}:
        ctx.write(node, f"{owner}[{quoted(record_key(ctx, target))}] = {value};")
        return
    if isinstance(target.slice, ast.Slice) or kinds not in ({"dict"}, {"list"}, {"js"}):
        raise ctx.refuse(node, "this target is outside the subset", "assign to an item of a list or dict")
    if kinds & {"dict", "list"} and (values_of(type_) if kinds == {"dict"} else items_of(type_)) & {"int", "float"}:
        no_bool_as_number(
            ctx, [getattr(node, "value", target)], values_of(type_) if kinds == {"dict"} else items_of(type_)
        )
    index = expr(ctx, target.slice)
    if kinds == {"dict"}:
        check_keys(ctx, target, ctx.kinds(target.slice))
        ctx.write(node, f"{owner}.set({index}, {value});")
    elif kinds == {"list"}:
        ctx.write(node, f"{ctx.helper('put')}({owner}, {index}, {value});")
    else:
        ctx.write(node, f"{owner}[{index}] = {value};")


@writes(ast.If)
def condition(ctx: Context, node: ast.If) -> None:
    ctx.write(node, f"if ({test(ctx, node.test)}) {{")
    _body(ctx, node.body)
    if node.orelse:
        ctx.write(None, "} else {")
        _body(ctx, node.orelse)
    ctx.write(None, "}")


def _body(ctx: Context, body: list[ast.stmt]) -> None:
    with ctx.indented():
        block(ctx, body)


@writes(ast.While)
def repeat(ctx: Context, node: ast.While) -> None:
    _no_else(ctx, node)
    ctx.write(node, f"while ({test(ctx, node.test)}) {{")
    _body(ctx, node.body)
    ctx.write(None, "}")


def _no_else(ctx: Context, node: ast.While | ast.For) -> None:
    if node.orelse:
        raise ctx.refuse(node, "a loop's `else` is outside the subset", "keep a flag")


@writes(ast.For)
def loop(ctx: Context, node: ast.For) -> None:
    _no_else(ctx, node)
    target, source = node.target, node.iter
    if isinstance(target, ast.Tuple):
        _check_pairs(ctx, source)
    elif not isinstance(target, ast.Name):
        raise ctx.refuse(target, "a loop assigns to names only", "assign inside the loop")
    written = expr(ctx, target)
    if isinstance(source, ast.Call) and ctx.full_name(source.func) == "builtins.range" and len(source.args) < 3:
        _count(ctx, node, source, f"{'const ' if node in ctx.declaring else ''}{written}")
    else:
        ctx.write(node, f"for ({'const ' if node in ctx.declaring else ''}{written} of {iterable(ctx, source)}) {{")
    _body(ctx, node.body)
    ctx.write(None, "}")


def _check_pairs(ctx: Context, source: ast.expr) -> None:
    """Destructuring never complains about lengths, so they must be known."""
    type_ = ctx.type(source)
    item = get_proper_type(type_.args[-1]) if isinstance(type_, Instance) and type_.args else None
    if isinstance(source, ast.Call) and isinstance(source.func, ast.Attribute) and source.func.attr == "items":
        return
    if isinstance(source, ast.Call) and ctx.full_name(source.func) == "builtins.enumerate":
        return
    _check_fixed(ctx, source, item)


def _count(ctx: Context, node: ast.For, source: ast.Call, target: str) -> None:
    """The counter is the loop's own, so that the visible variable ends on the last value, as in Python."""
    start, end, _ = range_bounds(ctx, source)
    at, limit = ctx.fresh(), ctx.fresh()
    ctx.write(node, f"for (let {at} = {start}, {limit} = {end}; {at} < {limit}; {at}++) {{")
    with ctx.indented():
        ctx.write(node, f"{target} = {at};")


@writes(ast.Break)
def leave(ctx: Context, node: ast.Break) -> None:
    ctx.write(node, "break;")


@writes(ast.Continue)
def proceed(ctx: Context, node: ast.Continue) -> None:
    ctx.write(node, "continue;")
