"""Names, attributes, subscripts and slices."""

import ast

from mypy.nodes import AssignmentStmt, Decorator, NameExpr, Statement, TempNode, TypeInfo
from mypy.types import (
    CallableType,
    FunctionLike,
    Instance,
    Overloaded,
    ProperType,
    TupleType,
    TypedDictType,
    TypeType,
    UnionType,
    get_proper_type,
)

from widget_py.compiler.context import Context, emits, expr
from widget_py.compiler.kinds import BROWSER
from widget_py.compiler.literals import quoted

ERRORS = {
    "Exception": "Error",
    "LookupError": "",
    "KeyError": "",
    "IndexError": "",
    "ValueError": "",
    "RuntimeError": "",
    "AssertionError": "",
    "ArithmeticError": "",
    "ZeroDivisionError": "",
}


_OWN = {"own", "data", "error"}
_NOT_VALUES = {"re", "typing", "dataclasses", "collections"}


@emits(ast.Name)
def name(ctx: Context, node: ast.Name) -> str:
    if node.id in {"self", "cls"}:
        if isinstance(node.ctx, ast.Store):
            raise ctx.refuse(node, f"`{node.id}` is what a method is called on", "call it something else")
        return "this"
    full_name = ctx.full_name(node)
    if full_name.split(".")[0] in _NOT_VALUES:
        raise ctx.refuse(node, f"`{node.id}` is not a value here", "use it only where it is called, or in annotations")
    if full_name.startswith(BROWSER):
        return node.id.removesuffix("_")
    if full_name.startswith("builtins."):
        return _builtin(ctx, node)
    if node.id in ctx.facts.erased and "." in full_name:
        raise ctx.refuse(node, f"`{node.id}` is only a type", "annotate a variable with it and write a dict literal")
    return ctx.name(node.id)


def _builtin(ctx: Context, node: ast.Name) -> str:
    if node.id not in ERRORS:
        raise ctx.refuse(node, f"`{node.id}` is not a value here", "call it, or wrap the call in a lambda")
    return ERRORS[node.id] or ctx.helper(node.id)


@emits(ast.Attribute)
def attribute(ctx: Context, node: ast.Attribute) -> str:
    owner = expr(ctx, node.value)
    if not is_class(ctx, node.value) and is_of_class(ctx, node):
        if not isinstance(node.ctx, ast.Load):
            raise ctx.refuse(node, f"`{node.attr}` belongs to the class", "assign to it through the class's name")
        owner = f"{owner}.constructor"
    elif isinstance(node.ctx, ast.Load) and is_method(ctx, node):
        if not isinstance(node.value, ast.Name):
            kept = ctx.fresh()
            return f"(({kept}) => {kept}.{member(ctx, node)}.bind({kept}))({owner})"
        return f"{owner}.{member(ctx, node)}.bind({owner})"
    elif isinstance(node.ctx, ast.Store) and is_class(ctx, node.value) and not is_of_class(ctx, node):
        raise ctx.refuse(node, f"`{node.attr}` belongs to each object", "give it a value in the class first")
    return f"{owner}.{member(ctx, node)}"


def is_of_class(ctx: Context, node: ast.Attribute) -> bool:
    """Whether the class itself has it, JavaScript's `static`: an attribute with a value, a static or class method."""
    if ctx.is_browser(node.value) or not (ctx.kinds(node.value) <= _OWN or is_class(ctx, node.value)):
        return False
    return any(is_static(each, node.attr) for each in _classes(ctx.type(node.value)))


def is_static(info: TypeInfo, name: str) -> bool:
    """Whether the class, and not its objects, has what goes by this name."""
    for base in info.mro:
        symbol = base.names.get(name)
        if symbol and isinstance(symbol.node, Decorator):
            return symbol.node.func.is_static or symbol.node.func.is_class
        if symbol and "dataclass" not in base.metadata:
            return any(_gives_value(each, name) for each in base.defn.defs.body)
    return False


def _gives_value(statement: Statement, name: str) -> bool:
    if not isinstance(statement, AssignmentStmt) or isinstance(statement.rvalue, TempNode):
        return False
    return any(isinstance(target, NameExpr) and target.name == name for target in statement.lvalues)


def member(ctx: Context, node: ast.Attribute) -> str:
    """The property's JavaScript name: our own carry their class, `$Chat$busy`, so that the build may shorten them."""
    if node.attr.startswith("__"):
        raise ctx.refuse(node, f"`{node.attr}` is outside the subset", "use a plain attribute")
    kinds = ctx.kinds(node.value)
    if kinds == {"js"} or ctx.is_browser(node.value):
        return node.attr.removesuffix("_")
    if kinds <= _OWN or is_class(ctx, node.value):
        homes = {home_of(each) for each in _classes(ctx.type(node.value))}
        if len(homes) == 1 and (home := homes.pop()):
            return own_name(home, node.attr)
    raise ctx.refuse(node, f"`.{node.attr}` of {'/'.join(sorted(kinds))} is outside the subset", "annotate the owner")


def _classes(type_: ProperType) -> list[TypeInfo]:
    """The classes that the owner of an attribute may be, or be an instance of."""
    if isinstance(type_, UnionType):
        return [info for item in type_.items for info in _classes(get_proper_type(item))]
    if isinstance(type_, CallableType):
        return _classes(get_proper_type(type_.ret_type))
    if isinstance(type_, TypeType):
        return _classes(type_.item)
    return [type_.type] if isinstance(type_, Instance) else []


def own_name(home: str, name: str) -> str:
    return f"${home}${name}"


def home_of(info: TypeInfo) -> str:
    """The oldest of our own classes that this one comes from: all of a family share one set of names."""
    return next(base.name for base in reversed(info.mro) if base.module_name != "builtins")


def is_method(ctx: Context, node: ast.Attribute) -> bool:
    """Whether this names a `def` of one of our classes, and not a function kept in a field."""
    type_ = ctx.type(node)
    definition = type_.definition if isinstance(type_, CallableType) else None
    return definition is not None and ctx.kinds(node.value) <= {"own", "data", "js", "error"}


def is_class(ctx: Context, node: ast.AST) -> bool:
    type_ = ctx.facts.type_of(node)
    if isinstance(type_, TypeType):
        return True
    return isinstance(type_, CallableType | Overloaded | FunctionLike) and type_.is_type_obj()


@emits(ast.Subscript)
def subscript(ctx: Context, node: ast.Subscript) -> str:
    owner, kinds = expr(ctx, node.value), ctx.kinds(node.value)
    if isinstance(node.slice, ast.Slice):
        return _slice(ctx, node, node.slice)
    if kinds == {"record"}:
        return f"{owner}[{quoted(record_key(ctx, node))}]"
    index = expr(ctx, node.slice)
    if kinds in ({"js"}, {"re.Match"}) or (kinds == {"tuple"} and _is_within(ctx, node)):
        return f"{owner}[{index}]"
    helpers = {"list": "item", "tuple": "item", "str": "letter", "dict": "value"}
    if len(kinds) == 1 and (helper := helpers.get(next(iter(kinds)))):
        return f"{ctx.helper(helper)}({owner}, {index})"
    raise ctx.refuse(node, f"a subscript of {'/'.join(sorted(kinds))} is outside the subset", "annotate the owner")


def _is_within(ctx: Context, node: ast.Subscript) -> bool:
    type_ = ctx.type(node.value)
    index = node.slice.value if isinstance(node.slice, ast.Constant) else -1
    return isinstance(type_, TupleType) and isinstance(index, int) and 0 <= index < len(type_.items)


def record_key(ctx: Context, node: ast.Subscript) -> str:
    """The literal key of a TypedDict; one that may be missing would raise in Python and not in JavaScript."""
    type_, key = ctx.type(node.value), node.slice
    if not isinstance(key, ast.Constant) or not isinstance(key.value, str) or not isinstance(type_, TypedDictType):
        raise ctx.refuse(node, "a TypedDict is read by literal keys", "write the key out")
    if isinstance(node.ctx, ast.Load) and key.value not in type_.required_keys:
        raise ctx.refuse(node, f"the key {key.value!r} may be missing", f"use `.get({key.value!r})`")
    return key.value


def _slice(ctx: Context, node: ast.Subscript, piece: ast.Slice) -> str:
    owner, kinds = expr(ctx, node.value), ctx.kinds(node.value)
    if not isinstance(node.ctx, ast.Load):
        raise ctx.refuse(node, "assigning to a slice is outside the subset", "build a new list")
    for bound in (piece.lower, piece.upper):
        if bound is not None and ctx.kinds(bound) != {"int"}:
            raise ctx.refuse(bound, "the bound of a slice must be an int", "check for None first")
    if piece.step is not None:
        return _stride(ctx, node, piece)
    bounds = expr(ctx, piece.lower) if piece.lower else "0"
    bounds += f", {expr(ctx, piece.upper)}" if piece.upper else ""
    if kinds == {"list"}:
        return f"{owner}.slice({bounds})"
    if kinds == {"str"}:
        return f"{ctx.helper('slice')}({owner}, {bounds})"
    raise ctx.refuse(node, f"a slice of {'/'.join(sorted(kinds))} is outside the subset", "slice a list or a str")


def _stride(ctx: Context, node: ast.Subscript, piece: ast.Slice) -> str:
    try:
        step = ast.literal_eval(piece.step) if piece.step else 1
    except ValueError:
        step = 0
    kinds = ctx.kinds(node.value)
    if type(step) is not int or not step or kinds not in ({"list"}, {"str"}):
        raise ctx.refuse(node, "this step is outside the subset", "write a whole number, and slice a list or a str")
    low, high = (expr(ctx, bound) if bound else "null" for bound in (piece.lower, piece.upper))
    owner = expr(ctx, node.value)
    letters = kinds == {"str"}
    found = f"{ctx.helper('stride')}({f'[...{owner}]' if letters else owner}, {low}, {high}, {step})"
    return f'{found}.join("")' if letters else found
