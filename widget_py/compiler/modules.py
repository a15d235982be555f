"""Whole programs: Python modules in, as many JavaScript modules with source maps out, or every complaint at once."""

import ast
import json
from dataclasses import dataclass
from pathlib import Path

from widget_py.compiler import calls, classes, failures, functions, generators, matching
from widget_py.compiler.advice import BROWSER_STUBS
from widget_py.compiler.context import Context, Line, block, writes
from widget_py.compiler.facts import check
from widget_py.compiler.names import assigned, constants
from widget_py.compiler.refused import Problem, Refused, refuse
from widget_py.compiler.sourcemap import source_map

EMITTERS = (calls, classes, failures, functions, generators, matching)  # importing them registers what they emit
BROWSER_MODULE = "widget_py.browser"
RUNTIME = Path(__file__).with_name("runtime.js")
_TYPES_ONLY = {"__future__", "typing", "collections.abc", "re", "dataclasses"}
_TYPING = {"TypedDict", "NotRequired", "Literal", "Final", "Protocol", "Callable", "Awaitable", "Any", "compile"}
_TYPING |= {"dataclass", "field", "Generator", "AsyncGenerator", "Iterator", "AsyncIterator", "Iterable", "Sequence"}


@dataclass(frozen=True)
class Module:
    """One compiled module; `code` ends with a comment that holds the map."""

    name: str
    code: str
    map: dict[str, object]


@dataclass(frozen=True)
class Source:
    name: str
    path: Path
    text: str
    tree: ast.Module


def compile_modules(files: dict[str, Path]) -> list[Module]:
    """Compile `{dotted name: file}`; raises Refused."""
    sources = [_read(name, path) for name, path in files.items()]
    facts = check(files)
    _refuse_cycles(sources)
    browser = _browser_names()
    mutable = {source.name: _mutable(source.tree) for source in sources}
    yielding = {name for source in sources for name in generators.generators_of(source.name, source.tree)}
    compiled, problems = [], list[Problem]()
    for source in sources:
        try:
            ctx = Context(str(source.path), facts[source.name], browser, frozenset(yielding))
            compiled.append(_compile(source, ctx, mutable))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return compiled


def _read(name: str, path: Path) -> Source:
    text = path.read_text("utf-8")
    try:
        tree = ast.parse(text, str(path), type_comments=True)
    except SyntaxError as error:
        raise Refused(
            [Problem(str(path), error.lineno or 1, error.offset or 1, f"{error.msg}; mend the line")]
        ) from error
    for ignored in tree.type_ignores:
        raise Refused(
            [Problem(str(path), ignored.lineno, 1, "`type: ignore` hides what the compiler must know; mend it")]
        )
    if "# mypy:" in text:
        raise Refused([Problem(str(path), 1, 1, "`# mypy:` changes what the compiler must know; remove it")])
    return Source(name, path, text, tree)


def _browser_names() -> frozenset[str]:
    """What a page has: the classes, functions and values declared in the browser stubs."""
    tree = ast.parse(BROWSER_STUBS.read_text("utf-8"))
    defined = {node.name.removesuffix("_") for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)}
    return frozenset(defined | set(assigned(tree.body)))


def _mutable(tree: ast.Module) -> set[str]:
    defined = {
        node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    return set(assigned(tree.body)) - constants(tree.body, tree) - defined


def _compile(source: Source, ctx: Context, mutable: dict[str, set[str]]) -> Module:
    ctx.constants = constants(source.tree.body, source.tree)
    body = source.tree.body
    head = _imports(ctx, body, mutable)
    if hoisted := sorted(mutable[source.name] - ctx.facts.erased):
        ctx.write(None, f"export let {', '.join(map(ctx.name, hoisted))};")
    block(ctx, [node for node in body if not isinstance(node, ast.ImportFrom) and not _is_re(node)])
    if ctx.helpers:
        used = ", ".join(f"${name}" for name in sorted(ctx.helpers))
        head.insert(0, Line(f'import {{ {used} }} from "./runtime.js";', None))
    lines = head + ctx.out
    return Module(
        source.name, "\n".join(line.text for line in lines) + "\n", source_map(str(source.path), source.text, lines)
    )


def _imports(ctx: Context, body: list[ast.stmt], mutable: dict[str, set[str]]) -> list[Line]:
    written, code_seen = list[Line](), False
    for node in body:
        if not isinstance(node, ast.ImportFrom):
            code_seen = code_seen or not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
            continue
        if code_seen:
            raise ctx.refuse(node, "JavaScript runs imports first", "move it to the top of the file")
        if line := _import(ctx, node, mutable):
            written.append(Line(line, node))
    return written


def _import(ctx: Context, node: ast.ImportFrom, mutable: dict[str, set[str]]) -> str:
    module = node.module or ""
    if module == BROWSER_MODULE:
        return ""
    if module in _TYPES_ONLY:
        if module != "__future__" and (odd := {alias.name for alias in node.names} - _TYPING):
            raise ctx.refuse(node, f"{', '.join(sorted(odd))} is outside the subset", "use narrower types")
        return ""
    if node.level or module not in mutable:
        raise ctx.refuse(
            node, f"`{module}` is not among the compiled modules", "import by full name what is compiled too"
        )
    kept = [alias for alias in node.names if (alias.asname or alias.name) not in ctx.facts.erased]
    for alias in kept:
        if alias.name in mutable[module]:
            raise ctx.refuse(
                node, f"`{alias.name}` changes later, which a JavaScript import would follow", "import a function"
            )
    names = ", ".join(f"{ctx.name(a.name)} as {ctx.name(a.asname)}" if a.asname else ctx.name(a.name) for a in kept)
    return f'import {{ {names} }} from "./{module}.js";'


def _is_re(node: ast.stmt) -> bool:
    """`import re` names patterns, which become literals."""
    return isinstance(node, ast.Import) and [(alias.name, alias.asname) for alias in node.names] == [("re", None)]


@writes(ast.ImportFrom, ast.Import)
def late_import(ctx: Context, node: ast.ImportFrom | ast.Import) -> None:
    raise ctx.refuse(
        node, "this import is outside the subset", "write `from module import name` at the top of the file"
    )


def _refuse_cycles(sources: list[Source]) -> None:
    needs = {s.name: {n.module: n for n in s.tree.body if isinstance(n, ast.ImportFrom) and n.module} for s in sources}
    paths = {source.name: str(source.path) for source in sources}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        for needed, node in needs[name].items():
            if needed in (*trail, name):
                raise refuse(
                    paths[name], node, f"`{needed}` and `{name}` import each other", "move what both need elsewhere"
                )
            if needed in needs and needed not in done:
                visit(needed, (*trail, name))
        done.add(name)

    for source in sources:
        if source.name not in done:
            visit(source.name, ())


def write_modules(modules: list[Module], folder: Path) -> None:
    """Write them where a bundler finds them, each with its map beside it, and the runtime."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath("runtime.js").write_text(RUNTIME.read_text("utf-8"), "utf-8")
    for module in modules:
        folder.joinpath(f"{module.name}.js").write_text(
            f"{module.code}//# sourceMappingURL={module.name}.js.map\n", "utf-8"
        )
        folder.joinpath(f"{module.name}.js.map").write_text(json.dumps(module.map), "utf-8")
