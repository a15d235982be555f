"""Classes: fields set in `__init__`, methods, static and class methods, properties, one base class; dataclasses."""

import ast

from mypy.nodes import TypeInfo

from widget_py.compiler.access import home_of, is_static, own_name
from widget_py.compiler.calls import arguments
from widget_py.compiler.context import Context, expr, writes
from widget_py.compiler.data_classes import is_data_class, write_constructor
from widget_py.compiler.functions import Function, body, check_no_yield, parameters
from widget_py.compiler.names import reads


@writes(ast.ClassDef)
def class_(ctx: Context, node: ast.ClassDef) -> None:
    if node.name in ctx.facts.erased:
        return
    if not ctx.at_module or node.keywords or len(node.bases) > 1:
        raise ctx.refuse(node, "nested or many-based classes are outside the subset", "write a class with one base")
    data = is_data_class(ctx, node)
    base = f" extends {expr(ctx, node.bases[0])}" if node.bases else ""
    if not data:
        _check_fields(ctx, node)
    ctx.inside = ctx.facts.classes[node.name]
    _check_overrides(ctx, node, ctx.inside)
    ctx.write(node, f"export class {ctx.name(node.name)}{base} {{")
    with ctx.indented():
        if data:
            write_constructor(ctx, node)
        for item in node.body:
            if not (data and isinstance(item, ast.AnnAssign)):
                _item(ctx, item, derived=bool(base))
    ctx.write(None, "}")


def _check_overrides(ctx: Context, node: ast.ClassDef, info: TypeInfo) -> None:
    """What belongs to the class stays so in the classes that derive from it, and the other way round."""
    for name in info.names:
        for base in info.mro[1:]:
            if name in base.names and name != "__init__" and is_static(base, name) != is_static(info, name):
                raise ctx.refuse(node, f"`{name}` belongs to the class here and to each object there", "rename one")


def _check_fields(ctx: Context, node: ast.ClassDef) -> None:
    """An attribute that is not there raises in Python and is undefined in JavaScript: so all exist from the start."""
    methods = {item.name: item for item in node.body if isinstance(item, Function)}
    made = _stored(methods.get("__init__"))
    declared = {
        item.target.id: item
        for item in node.body
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name) and item.value is None
    }
    stored = {name: found for item in methods.values() for name, found in _stored(item).items()}
    for name, where in (declared | stored).items():
        if name not in made and not node.bases:
            raise ctx.refuse(where, f"`self.{name}` may be read before it exists", "set it in `__init__`")


def _stored(method: ast.AST | None) -> dict[str, ast.AST]:
    nodes = ast.walk(method) if method else ()
    return {
        node.attr: node
        for node in nodes
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }


def _item(ctx: Context, node: ast.stmt, *, derived: bool) -> None:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            _method(ctx, node, derived=derived)
        case ast.Pass() | ast.Expr(value=ast.Constant()) | ast.AnnAssign(value=None):
            return
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
        ) if ctx.inside:
            if reads(value) & set(ctx.inside.names) or ctx.kinds(value) & {"function", "any"}:
                raise ctx.refuse(node, "this value of a class attribute", "use texts, numbers or lists of them")
            ctx.write(node, f"static {own_name(home_of(ctx.inside), name)} = {expr(ctx, value)};")
        case _:
            raise ctx.refuse(node, "this is outside the subset inside a class", "use methods and attributes")


def _method(ctx: Context, node: Function, *, derived: bool) -> None:
    decorators = [each.id if isinstance(each, ast.Name) else "?" for each in node.decorator_list]
    prefix = {"": "", "staticmethod": "static ", "classmethod": "static ", "property": "get "}.get(",".join(decorators))
    if prefix is None or (node.name.startswith("__") and node.name != "__init__"):
        raise ctx.refuse(node, f"`{node.name}` like this is outside the subset", "write a plain method")
    check_no_yield(ctx, node)
    static, first = "staticmethod" in decorators, "cls" if "classmethod" in decorators else "self"
    if not static and (not node.args.args or node.args.args[0].arg != first):
        raise ctx.refuse(node, f"a method's first parameter must be `{first}`", "rename it")
    asynchronous = "async " if isinstance(node, ast.AsyncFunctionDef) else ""
    name = "constructor" if node.name == "__init__" else own_name(home_of(ctx.inside) if ctx.inside else "", node.name)
    ctx.write(node, f"{prefix}{asynchronous}{name}({parameters(ctx, node.args, method=not static)}) {{")
    _method_body(ctx, node, derived=derived)
    ctx.write(None, "}")


def _method_body(ctx: Context, node: Function, *, derived: bool) -> None:
    if node.name != "__init__" or not derived:
        body(ctx, node)
        return
    start = 1 if ast.get_docstring(node) is not None else 0
    match node.body[start] if len(node.body) > start else None:
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__")) as call
        ):
            with ctx.indented():
                ctx.write(call, f"super({arguments(ctx, call)});")
            body(ctx, node, skip=start + 1)
        case _:
            raise ctx.refuse(node, "`__init__` of a derived class", "call `super().__init__(…)` first")
