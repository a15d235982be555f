"""`try`, `except`, `finally` and `raise`."""

import ast

from widget_py.compiler.context import Context, block, expr, writes


@writes(ast.Try)
def attempt(ctx: Context, node: ast.Try) -> None:
    outer = bool(node.orelse and node.finalbody)
    done = ctx.fresh() if node.orelse else ""
    if done:
        ctx.write(node, f"let {done} = false;")
    if outer:  # `else` is no longer guarded by the handlers, but still by `finally`
        ctx.write(node, "try {")
    ctx.write(node, "try {")
    with ctx.indented():
        block(ctx, node.body)
        if done:
            ctx.write(None, f"{done} = true;")
    if node.handlers:
        _handlers(ctx, node.handlers)
    if done:
        ctx.write(None, f"}} if ({done}) {{")
        with ctx.indented():
            block(ctx, node.orelse)
    if outer:
        ctx.write(None, "}")
    if node.finalbody:
        ctx.write(None, "} finally {")
        with ctx.indented():
            block(ctx, node.finalbody)
    ctx.write(None, "}")


def _handlers(ctx: Context, handlers: list[ast.ExceptHandler]) -> None:
    if len(handlers) == 1 and _takes_all(handlers[0]):
        _only_handler(ctx, handlers[0])
        return
    caught = ctx.fresh()
    ctx.write(handlers[0], f"}} catch ({caught}) {{")
    ctx.caught.append(caught)
    with ctx.indented():
        for at, handler in enumerate(handlers):
            condition = _condition(ctx, handler, caught)
            ctx.write(handler, f"{'} else ' if at else ''}if ({condition}) {{")
            with ctx.indented():
                if handler.name:
                    ctx.write(
                        handler, f"{'const ' if handler in ctx.declaring else ''}{ctx.name(handler.name)} = {caught};"
                    )
                block(ctx, handler.body)
        ctx.write(None, f"}} else throw {caught};")
    ctx.caught.pop()


def _takes_all(handler: ast.ExceptHandler) -> bool:
    return isinstance(handler.type, ast.Name) and handler.type.id == "Exception"


def _only_handler(ctx: Context, handler: ast.ExceptHandler) -> None:
    """What is caught gets its Python name at once, where no other place binds it."""
    is_own = handler.name is not None and handler in ctx.declaring
    caught = ctx.name(handler.name) if handler.name and is_own else ctx.fresh()
    ctx.write(handler, f"}} catch ({caught}) {{")
    ctx.caught.append(caught)
    with ctx.indented():
        if handler.name and not is_own:
            ctx.write(handler, f"{ctx.name(handler.name)} = {caught};")
        block(ctx, handler.body)
    ctx.caught.pop()


def _condition(ctx: Context, handler: ast.ExceptHandler, caught: str) -> str:
    match handler.type:
        case ast.Name(id="Exception"):
            return "true"
        case ast.Tuple(elts=types):
            return " || ".join(f"{caught} instanceof {expr(ctx, each)}" for each in types)
        case ast.expr() as type_:
            return f"{caught} instanceof {expr(ctx, type_)}"
    raise ctx.refuse(handler, "a bare `except` is outside the subset", "write `except Exception`")


@writes(ast.Raise)
def fail(ctx: Context, node: ast.Raise) -> None:
    if node.exc is None:
        if not ctx.caught:
            raise ctx.refuse(node, "nothing is being handled here", "raise an error")
        ctx.write(node, f"throw {ctx.caught[-1]};")
        return
    call = node.exc if isinstance(node.exc, ast.Call) else None
    many = call is not None and len(call.args) > 1 and ctx.full_name(call.func).startswith("builtins.")
    if many or ctx.kinds(node.exc) != {"error"}:
        raise ctx.refuse(node, "raise a new error with at most one text", 'write `raise ValueError("why")`')
    ctx.write(node, f"throw {expr(ctx, node.exc)};")
