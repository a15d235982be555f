"""Which names of a function may be `const` in an inner block, though a Python name lives in the whole function.

It must be bound in one place, read only further down in the same block, and by no function that outlives the block.
"""

import ast
from collections import Counter
from collections.abc import Sequence

from widget_py.compiler.names import COMPREHENSIONS, assigned, reads, walk_scope

_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def block_constants(body: list[ast.stmt]) -> set[ast.stmt | ast.ExceptHandler]:
    """The statements (assignments, loops, handlers) that may declare what they bind."""
    counts = assigned(body)
    used = _uses(body)
    kept: set[str] = set()
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, _INNER):
                kept |= {child.id for child in ast.walk(node) if isinstance(child, ast.Name)}
            if isinstance(node, ast.Nonlocal):
                kept |= set(node.names)
    found: set[ast.stmt | ast.ExceptHandler] = set()
    for block in _blocks(body):
        for at, item in enumerate(block):
            names = bound(item)
            inside = _uses(block[at:] if isinstance(item, ast.Assign | ast.AnnAssign) else [item])
            if names and all(counts[name] == 1 and name not in kept and inside[name] == used[name] for name in names):
                found.add(item)
    return found


def bound(node: ast.stmt | ast.ExceptHandler) -> list[str]:
    match node:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
        ):
            return [] if name in _uses([value]) else [name]
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=value) if all(
            isinstance(each, ast.Name) for each in names
        ):
            bound = [each.id for each in names if isinstance(each, ast.Name)]
            return [] if set(bound) & set(_uses([value])) or len(set(bound)) < len(bound) else bound
        case ast.For(target=target) | ast.AsyncFor(target=target) if isinstance(target, ast.Name | ast.Tuple):
            bound = [child.id for child in ast.walk(target) if isinstance(child, ast.Name)]
            return [] if set(bound) & set(_uses([node.iter])) or len(set(bound)) < len(bound) else bound
        case ast.ExceptHandler(name=str(name)):
            return [name]
    return []


def _uses(nodes: Sequence[ast.AST]) -> Counter[str]:
    """How often each name occurs in these nodes, functions inside them included."""
    return Counter(child.id for node in nodes for child in ast.walk(node) if isinstance(child, ast.Name))


Block = Sequence[ast.stmt | ast.ExceptHandler]


def _blocks(body: Block) -> list[Block]:
    """Every list of statements in the function, its own first, and each handler as a block of its own."""
    found: list[Block] = [body]
    for node in body:
        if isinstance(node, (*_INNER, ast.ClassDef)):
            continue
        for inner in _inner_blocks(node):
            found += _blocks(inner)
    return found


def _inner_blocks(node: ast.stmt | ast.ExceptHandler) -> list[Block]:
    match node:
        case ast.If() | ast.For() | ast.AsyncFor() | ast.While():
            return [node.body, node.orelse]
        case ast.Try():
            own: list[Block] = [[handler] for handler in node.handlers]
            return [node.body, node.orelse, node.finalbody, *own, *(handler.body for handler in node.handlers)]
        case ast.Match():
            return [case.body for case in node.cases]
    return []


def reads_after_loops(body: list[ast.stmt]) -> list[ast.Name]:
    """Reads of a name that only loops bind, outside of them: an empty loop leaves it unbound, which mypy lets pass."""
    counts, by_loops, inside = assigned(body), Counter[str](), set[ast.AST]()
    for node in walk_scope(body):
        if isinstance(node, ast.For | ast.AsyncFor) and not _surely_runs(node.iter):
            for target in ast.walk(node.target):
                if isinstance(target, ast.Name):
                    by_loops[target.id] += 1
                    inside |= {
                        child for child in ast.walk(node) if isinstance(child, ast.Name) and child.id == target.id
                    }
    inside |= _inner_names(body)
    names = [node for statement in body for node in ast.walk(statement) if isinstance(node, ast.Name)]
    return [each for each in names if by_loops[each.id] == counts[each.id] > 0 and each not in inside]


def _inner_names(body: list[ast.stmt]) -> set[ast.AST]:
    """Names that stand for a comprehension's own variable, or a lambda's parameter."""
    found: set[ast.AST] = set()
    for node in (node for statement in body for node in ast.walk(statement)):
        own, outside = set[str](), set[ast.AST]()
        if isinstance(node, COMPREHENSIONS):
            own = {name for each in node.generators for name in reads(each.target)}
            outside = set(ast.walk(node.generators[0].iter))
        elif isinstance(node, ast.Lambda):
            own, outside = (
                {each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg)},
                set(ast.walk(node.args)),
            )
        found |= {each for each in ast.walk(node) if isinstance(each, ast.Name) and each.id in own} - outside
    return found


def _surely_runs(source: ast.expr) -> bool:
    match source:
        case ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=int(count))]):
            return count > 0
        case ast.List(elts=[_, *_]) | ast.Tuple(elts=[_, *_]):
            return True
    return False
