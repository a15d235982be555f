"""Functions and lambdas. Inner ones become arrows, which keep `this`, as Python's keep `self`."""

import ast

from widget_py.compiler.blocks import block_constants, bound, reads_after_loops
from widget_py.compiler.context import Context, block, emits, expr, writes
from widget_py.compiler.literals import constant
from widget_py.compiler.names import assigned, constants
from widget_py.compiler.statements import declaration

Function = ast.FunctionDef | ast.AsyncFunctionDef


@writes(ast.FunctionDef, ast.AsyncFunctionDef)
def function(ctx: Context, node: Function) -> None:
    if node.decorator_list:
        raise ctx.refuse(node.decorator_list[0], "decorators are outside the subset", "call the function yourself")
    asynchronous = "async " if isinstance(node, ast.AsyncFunctionDef) else ""
    head = parameters(ctx, node.args)
    if ctx.at_module:
        ctx.write(node, f"export {asynchronous}function {ctx.name(node.name)}({head}) {{")
    else:
        ctx.write(node, f"{declaration(ctx, node.name)}{ctx.name(node.name)} = {asynchronous}({head}) => {{")
    body(ctx, node)
    ctx.write(None, "}" if ctx.at_module else "};")


def parameters(ctx: Context, args: ast.arguments, *, method: bool = False) -> str:
    """Defaults must be constants: Python makes them once, JavaScript at every call."""
    if args.kwarg or args.posonlyargs:
        raise ctx.refuse(
            args.kwarg or args.posonlyargs[0], "`**` and `/` are outside the subset", "name each parameter"
        )
    plain = args.args[1:] if method else args.args
    missing: list[ast.expr | None] = [None] * (len(plain) - len(args.defaults))
    defaults = missing + args.defaults
    written = [_parameter(ctx, each, default) for each, default in zip(plain, defaults, strict=True)]
    if args.vararg:
        if args.kwonlyargs:
            raise ctx.refuse(args.vararg, "`*` beside keyword-only parameters", "take a list")
        written.append(f"...{_parameter(ctx, args.vararg, None)}")
    pairs = zip(args.kwonlyargs, args.kw_defaults, strict=True)
    return ", ".join(written + [_parameter(ctx, each, default) for each, default in pairs])


def _parameter(ctx: Context, node: ast.arg, default: ast.expr | None) -> str:
    if node.arg == "self":
        raise ctx.refuse(node, "`self` outside a method's first place", "call it something else")
    if default is None:
        return ctx.name(node.arg)
    if not isinstance(default, ast.Constant):
        raise ctx.refuse(default, "a default that is computed", "use None, and compute it inside")
    return f"{ctx.name(node.arg)} = {constant(ctx, default)}"


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
    head, value = parameters(ctx, node.args), expr(ctx, node.body)
    if ctx.kinds(node.body) == {"none"}:
        return f"(({head}) => {{ {value}; }})"
    return f"(({head}) => {value})"
