"""An error in production, of which only places in the minified script are known, leads back to the Python."""

import re
import subprocess
import sys
from pathlib import Path

from tests.widget.world import ONE_LINE, World
from widget_py.build import ASSETS
from widget_py.compiler.context import Line
from widget_py.compiler.sourcemap import Mapping, decode, source_map
from widget_py.where import describe, explain, find, load

BROKEN = "<script>Element.prototype.attachShadow = () => { throw new Error('no shadows here') }</script>"


async def test_an_error_thrown_in_chromium_names_the_line_of_python(world: World) -> None:
    async with world.page.expect_console_message(lambda message: message.type == "warning") as warned:
        await world.visit(BROKEN + ONE_LINE)
    stack = (await warned.value).text  # never thrown into the page
    frames = [line for line in stack.splitlines() if "widget.js" in line]
    first = explain(frames, load())[0]
    path, line = re.match(r"(widget_py/widget/\w+\.py):(\d+)  ", first).groups()
    assert "attachShadow" in Path(path).read_text("utf-8").splitlines()[int(line) - 1]


def test_the_command_reads_a_place_and_a_pasted_stack() -> None:
    script = ASSETS.joinpath("widget.js").read_text("utf-8")
    column = script.index(".attachShadow(") + 1
    stack = f"Error: no\n    at a (https://api.test/api/v1/widget.js:1:{column})\n    at b (https://shop.test/:3:4)\n"
    place = run(f"1:{column}")
    assert place.stdout.splitlines() == run(stdin=stack).stdout.splitlines()[:1]
    assert re.match(r"widget_py/widget/\w+\.py:\d+  .*attachShadow", place.stdout)


def test_a_command_without_a_place_says_how_it_is_used() -> None:
    done = run("what")
    assert done.returncode == 1
    assert "python -m widget_py.where" in done.stderr


def run(*arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "widget_py.where", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)


def test_a_stack_of_another_version_is_not_read_as_ours() -> None:
    known = {"mappings": "AAAA", "sources": ["widget_py/widget/boot.py"], "version_of_script": "a" * 16}
    lines = [f"at x (https://cdn.test/api/v1/widget/{'b' * 16}/widget.js:1:1)"]
    assert "check that release out first" in explain(lines, known)[0]
    assert explain([lines[0].replace("b" * 16, "a" * 16)], known) == [
        describe(Mapping(0, 0, "widget_py/widget/boot.py", 0))
    ]


def test_what_was_written_is_read_back() -> None:
    import ast

    nodes = [ast.Pass(lineno=line, col_offset=0) for line in (7, 3, 900)]
    written = source_map(
        "a.py", "", [Line("x;", nodes[0]), Line("", None), Line("  y;", nodes[1]), Line("z;", nodes[2])]
    )
    assert decode(str(written["mappings"]), ["a.py"]) == [
        Mapping(0, 0, "a.py", 6),
        Mapping(2, 2, "a.py", 2),
        Mapping(3, 0, "a.py", 899),
    ]


def test_a_place_before_the_first_mapping_belongs_to_nobody() -> None:
    mappings = [Mapping(1, 5, "a.py", 1)]
    assert find(mappings, 1, 9) is None
    assert find(mappings, 2, 3) is None
    assert find(mappings, 2, 6) == mappings[0]
    assert describe(None) == "not from the widget's sources"
