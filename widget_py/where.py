"""`python -m widget_py.where LINE:COLUMN`, or a pasted stack: where in the widget's Python an error comes from."""

import json
import re
import sys
from bisect import bisect_right
from pathlib import Path
from typing import Any

from widget_py.build import ASSETS, HERE, MAP, build
from widget_py.compiler.sourcemap import Mapping, decode

ROOT = HERE.parent
USAGE = "Say a place of widget.js, as in `python -m widget_py.where 1:2345`, or paste a stack and end with Ctrl-D."
_PLACE = re.compile(r"(?<!\d)(\d+):(\d+)\)?\s*$")
_VERSION = re.compile(r"/widget/([0-9a-f]{16})/")


def main() -> int:
    given = " ".join(sys.argv[1:]) or sys.stdin.read()
    lines = [line for line in given.splitlines() if _PLACE.search(line)]
    if not lines:
        print(USAGE, file=sys.stderr)
        return 1
    source_map = load()
    print("\n".join(explain(lines, source_map)))
    return 0


def load() -> dict[str, Any]:
    """The map of the widget as it is in this folder; builds it if it was not."""
    if not MAP.exists():
        ASSETS.joinpath("widget.json").unlink(missing_ok=True)
    build(ASSETS)
    found: dict[str, Any] = json.loads(MAP.read_text("utf-8"))
    return found


def explain(lines: list[str], source_map: dict[str, Any]) -> list[str]:
    """For each line of a stack `file:line  code`; a first line warns of a script that was built from other sources."""
    mappings = decode(source_map["mappings"], source_map["sources"])
    written = []
    served = {version for line in lines for version in _VERSION.findall(line)} - {source_map["version_of_script"]}
    if served:
        mine = source_map["version_of_script"]
        written.append(
            f"This folder builds widget {mine}; the error is from {served.pop()}: check that release out first."
        )
    for line in lines:
        if match := _PLACE.search(line):
            written.append(describe(find(mappings, int(match[1]), int(match[2]))))
    return written


def find(mappings: list[Mapping], line: int, column: int) -> Mapping | None:
    """What covers a place as browsers count it, both from 1; None for what no source made."""
    at = bisect_right([(each.row, each.column) for each in mappings], (line - 1, column - 1)) - 1
    return mappings[at] if at >= 0 and mappings[at].row == line - 1 else None


def describe(found: Mapping | None) -> str:
    if found is None:
        return "not from the widget's sources"
    lines = ROOT.joinpath(found.source).read_text("utf-8").splitlines() if ROOT.joinpath(found.source).exists() else []
    code = lines[found.line].strip() if found.line < len(lines) else ""
    return f"{Path(found.source).as_posix()}:{found.line + 1}  {code}"


if __name__ == "__main__":
    sys.exit(main())
