"""Names: which ones JavaScript reserves, and which ones a Python function makes its own."""

import ast
from collections import Counter
from collections.abc import Iterator

_RESERVED_WORDS = """
arguments await break case catch class const continue debugger default delete do else enum eval export extends
false finally for function if implements import in instanceof interface let new null package private protected
public return static super switch this throw true try typeof undefined var void while with yield Array Map Set
Math Number String Object Error Symbol JSON Promise NaN Infinity globalThis
"""
RESERVED = frozenset(_RESERVED_WORDS.split())
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def js_name(name: str, taken: frozenset[str]) -> str:
    """A user's name that JavaScript or the browser already uses gets a `$`, which no Python name can contain."""
    return f"{name}$" if name in RESERVED or name in taken else name


def walk_scope(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Every node of a function body, but not what belongs to functions and classes inside it."""
    todo: list[ast.AST] = list(body)
    while todo:
        node = todo.pop(0)
        yield node
        if not isinstance(node, _SCOPES):
            todo = [*_children(node), *todo]


def _children(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, COMPREHENSIONS):  # its targets are its own; what it reads may hold a walrus, refused elsewhere
        return [node.generators[0].iter]
    return list(ast.iter_child_nodes(node))


def assigned(body: list[ast.stmt]) -> Counter[str]:
    """How often each name is bound in this scope, in order of appearance; `global` and `nonlocal` ones left out."""
    found: Counter[str] = Counter()
    outer: set[str] = set()
    for node in walk_scope(body):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                found[name] += 1
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ExceptHandler(name=str(name)):
                found[name] += 1
            case ast.AugAssign(target=ast.Name(id=name)):
                found[name] += 1
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                outer.update(names)
    return Counter({name: count for name, count in found.items() if name not in outer})


def constants(body: list[ast.stmt], module: ast.AST | None = None) -> set[str]:
    """Names bound exactly once, by a plain statement of the scope itself: these may be `const`."""
    counts = assigned(body)
    rebound = (
        {name for node in ast.walk(module) if isinstance(node, ast.Global) for name in node.names} if module else set()
    )
    inner = {
        name for node in body for child in ast.walk(node) if isinstance(child, ast.Nonlocal) for name in child.names
    }
    plain = {name for node in body for name in _bound_by(node)}
    return {name for name in plain if counts[name] == 1} - rebound - inner


def _bound_by(node: ast.stmt) -> list[str]:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
            return [name]
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return [name]
    return []


def reads(node: ast.AST) -> set[str]:
    return {child.id for child in ast.walk(node) if isinstance(child, ast.Name)}
