"""Plain statements: assignment, conditions, loops."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager

from mypy.types import Instance, TupleType, get_proper_type

from widget_py.compiler.access import attribute, record_key
from widget_py.compiler.arithmetic import combine
from widget_py.compiler.context import Context, block, expr, has_star, writes
from widget_py.compiler.formats import text_of
from widget_py.compiler.iteration import iterable, range_bounds
from widget_py.compiler.kinds import items_of, kinds_of, values_of, words
from widget_py.compiler.literals import check_keys, no_bool_as_number, quoted
from widget_py.compiler.operators import always_run, test

_DELETERS = {frozenset({"dict"}): "remove", frozenset({"list"}): "erase"}


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
    if not _is_simple(target):
        raise ctx.refuse(node, "the target would be computed twice", "keep the owner and the key in variables first")
    if isinstance(target, ast.Subscript):
        _store_item(ctx, node, target, combine(ctx, node, target, node.op, node.value))
        return
    left = attribute(ctx, target) if isinstance(target, ast.Attribute) else expr(ctx, target)
    ctx.write(node, f"{left} = {combine(ctx, node, target, node.op, node.value)};")


def _is_simple(target: ast.expr) -> bool:
    """Whether writing it down twice computes nothing twice."""
    match target:
        case ast.Name() | ast.Attribute(value=ast.Name()):
            return True
        case ast.Subscript(value=ast.Name() | ast.Attribute(value=ast.Name()), slice=key):
            return isinstance(key, ast.Name | ast.Constant) or isinstance(getattr(key, "operand", None), ast.Constant)
    return False


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
        case ast.Tuple(elts=targets):
            value = _unpacked(ctx, source, targets, value)
            ctx.write(node, f"{'const ' if node in ctx.declaring else ''}{expr(ctx, target)} = {value};")
        case ast.Subscript():
            _store_item(ctx, node, target, value)
        case _:
            raise ctx.refuse(node, "this target is outside the subset", "assign one name at a time")


def _unpacked(ctx: Context, source: ast.expr, targets: list[ast.expr], value: str) -> str:
    """Destructuring never complains about lengths: they are known here, or checked when the program runs."""
    *first, last = targets
    rest = isinstance(last, ast.Starred)
    names = [*first, last.value] if isinstance(last, ast.Starred) else targets
    if not all(isinstance(each, ast.Name) for each in names):
        raise ctx.refuse(source, "unpacking into something other than names", "unpack into names, a star only last")
    if isinstance(source, ast.Tuple | ast.List) and not has_star(source):
        size = len(source.elts)
        if size >= len(first) if rest else size == len(targets):
            return value
    if isinstance(ctx.type(source), TupleType) and not rest:
        return value
    if ctx.kinds(source) not in ({"list"}, {"tuple"}):
        raise ctx.refuse(
            source, f"unpacking {words(ctx.kinds(source))} is outside the subset", "unpack a list or tuple"
        )
    return f"{ctx.helper('atleast' if rest else 'exactly')}({value}, {len(first) if rest else len(targets)})"


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


@writes(ast.Delete)
def remove(ctx: Context, node: ast.Delete) -> None:
    for target in node.targets:
        kinds = ctx.kinds(target.value) if isinstance(target, ast.Subscript) else frozenset[str]()
        if not isinstance(target, ast.Subscript) or isinstance(target.slice, ast.Slice) or kinds not in _DELETERS:
            raise ctx.refuse(node, "`del` of this is outside the subset", "delete an item of a list or a dict")
        if kinds == {"dict"}:
            check_keys(ctx, target, ctx.kinds(target.slice))
        helper = ctx.helper(_DELETERS[kinds])
        ctx.write(node, f"{helper}({expr(ctx, target.value)}, {expr(ctx, target.slice)});")


@writes(ast.Assert)
def require(ctx: Context, node: ast.Assert) -> None:
    message = text_of(ctx, node.msg) if node.msg else ""
    ctx.write(node, f"if (!{test(ctx, node.test)}) throw new {ctx.helper('AssertionError')}({message});")


@writes(ast.If)
def condition(ctx: Context, node: ast.If) -> None:
    ctx.sure.update(always_run(node.test))
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
    with _with_else(ctx, node):
        ctx.sure.update(always_run(node.test))
        ctx.write(node, f"while ({test(ctx, node.test)}) {{")
        _body(ctx, node.body)
        ctx.write(None, "}")


@contextmanager
def _with_else(ctx: Context, node: ast.While | ast.For | ast.AsyncFor) -> Iterator[None]:
    """A loop's `else` stands behind it in a block that `break` leaves."""
    label = ctx.fresh() if node.orelse else ""
    if label:
        ctx.write(node, f"{label}: {{")
    ctx.loops.append(label)
    yield
    ctx.loops.pop()
    if label:
        block(ctx, node.orelse)
        ctx.write(None, "}")


@writes(ast.For)
def loop(ctx: Context, node: ast.For) -> None:
    with _with_else(ctx, node):
        _loop(ctx, node)


@writes(ast.AsyncFor)
def async_loop(ctx: Context, node: ast.AsyncFor) -> None:
    call = node.iter
    if not (isinstance(call, ast.Call) and ctx.full_name(call.func) in ctx.generators):
        raise ctx.refuse(call, "only a call of an async generator is awaited item by item", "await in a plain loop")
    if not isinstance(node.target, ast.Name):
        raise ctx.refuse(node.target, "an async loop assigns to one name", "unpack inside the loop")
    with _with_else(ctx, node):
        declared = "const " if node in ctx.declaring else ""
        ctx.write(node, f"for await ({declared}{expr(ctx, node.target)} of {expr(ctx, call)}) {{")
        _body(ctx, node.body)
        ctx.write(None, "}")


def _loop(ctx: Context, node: ast.For) -> None:
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
    ctx.write(node, f"break {ctx.loops[-1]};" if ctx.loops and ctx.loops[-1] else "break;")


@writes(ast.Continue)
def proceed(ctx: Context, node: ast.Continue) -> None:
    ctx.write(node, "continue;")
