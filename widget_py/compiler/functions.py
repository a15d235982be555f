"""Functions and lambdas. Inner ones become arrows, which keep `this`, as Python's keep `self`."""

import ast
from collections.abc import Callable

from widget_py.compiler.blocks import block_constants, bound, reads_after_loops
from widget_py.compiler.context import Context, block, emits, expr, writes
from widget_py.compiler.generators import yields
from widget_py.compiler.literals import constant
from widget_py.compiler.names import assigned, constants
from widget_py.compiler.statements import declaration

Function = ast.FunctionDef | ast.AsyncFunctionDef


@writes(ast.FunctionDef, ast.AsyncFunctionDef)
def function(ctx: Context, node: Function) -> None:
    if node.decorator_list:
        raise ctx.refuse(node.decorator_list[0], "decorators are outside the subset", "call the function yourself")
    asynchronous = "async " if isinstance(node, ast.AsyncFunctionDef) else ""
    head = parameters(ctx, node.args, keep=lambda default: _kept(ctx, default))
    if ctx.at_module:
        star = "*" if yields(node) else ""
        ctx.write(node, f"export {asynchronous}function{star} {ctx.name(node.name)}({head}) {{")
    else:
        check_no_yield(ctx, node)
        ctx.write(node, f"{declaration(ctx, node.name)}{ctx.name(node.name)} = {asynchronous}({head}) => {{")
    body(ctx, node)
    ctx.write(None, "}" if ctx.at_module else "};")


def check_no_yield(ctx: Context, node: Function) -> None:
    if yields(node):
        raise ctx.refuse(node, "a generator inside a function or class", "make it a function of the module")


def _kept(ctx: Context, default: ast.expr) -> str:
    """Python computes a default once, where the `def` stands."""
    name = ctx.fresh()
    ctx.write(default, f"const {name} = {expr(ctx, default)};")
    return name


Keep = Callable[[ast.expr], str]


def parameters(ctx: Context, args: ast.arguments, *, method: bool = False, keep: Keep | None = None) -> str:
    """The list in brackets; `keep` puts aside what is computed for a default, and names it."""
    if args.kwarg or args.posonlyargs:
        raise ctx.refuse(
            args.kwarg or args.posonlyargs[0], "`**` and `/` are outside the subset", "name each parameter"
        )
    plain = args.args[1:] if method else args.args
    missing: list[ast.expr | None] = [None] * (len(plain) - len(args.defaults))
    defaults = missing + args.defaults
    written = [_parameter(ctx, each, default, keep) for each, default in zip(plain, defaults, strict=True)]
    if args.vararg:
        if args.kwonlyargs:
            raise ctx.refuse(args.vararg, "`*` beside keyword-only parameters", "take a list")
        written.append(f"...{_parameter(ctx, args.vararg, None, keep)}")
    pairs = zip(args.kwonlyargs, args.kw_defaults, strict=True)
    return ", ".join(written + [_parameter(ctx, each, default, keep) for each, default in pairs])


def _parameter(ctx: Context, node: ast.arg, default: ast.expr | None, keep: Keep | None) -> str:
    if node.arg in {"self", "cls"}:
        raise ctx.refuse(node, f"`{node.arg}` outside a method's first place", "call it something else")
    if default is None:
        return ctx.name(node.arg)
    if isinstance(default, ast.Constant):
        _check_default(ctx, node, default)
        return f"{ctx.name(node.arg)} = {constant(ctx, default)}"
    if keep is None:
        raise ctx.refuse(default, "a default that is computed", "use None, and compute it inside")
    return f"{ctx.name(node.arg)} = {keep(default)}"


def _check_default(ctx: Context, node: ast.arg, default: ast.Constant) -> None:
    number = isinstance(node.annotation, ast.Name) and node.annotation.id in {"int", "float"}
    if number and isinstance(default.value, bool):
        raise ctx.refuse(default, "a bool is used as a number", "write 0 or 1")


def body(ctx: Context, node: Function, *, skip: int = 0) -> None:
    """A body with its names declared on top, where Python has them too: closures then see the same variables."""
    mine = {arg.arg for arg in ast.walk(node.args) if isinstance(arg, ast.arg)}
    if after := [read for read in reads_after_loops(node.body) if read.id not in mine]:
        raise ctx.refuse(after[0], f"`{after[0].id}` is unbound if the loop never ran", "set it before the loop")
    fixed = constants(node.body) - mine
    declaring: set[ast.AST] = {each for each in block_constants(node.body) if not set(bound(each)) & (mine | fixed)}
    known = mine | fixed | {name for each in block_constants(node.body) if each in declaring for name in bound(each)}
    hoisted = [ctx.name(name) for name in assigned(node.body) if name not in known]
    with ctx.scope(fixed, declaring), ctx.indented():
        if hoisted:
            ctx.write(node, f"let {', '.join(hoisted)};")
        block(ctx, node.body[skip:])


@writes(ast.Return)
def give(ctx: Context, node: ast.Return) -> None:
    ctx.write(node, f"return {expr(ctx, node.value)};" if node.value else "return;")


@emits(ast.Lambda)
def anonymous(ctx: Context, node: ast.Lambda) -> str:
    kept: dict[str, str] = {}

    def keep(default: ast.expr) -> str:
        kept[name := ctx.fresh()] = expr(ctx, default)
        return name

    head, value = parameters(ctx, node.args, keep=keep), expr(ctx, node.body)
    written = f"({head}) => {{ {value}; }}" if ctx.kinds(node.body) == {"none"} else f"({head}) => {value}"
    return f"(({', '.join(kept)}) => {written})({', '.join(kept.values())})" if kept else f"({written})"
