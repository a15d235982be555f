"""Small programs behave in Node as under CPython, or are refused when compiled; none silently differs.

The 113 of programs.txt ask for everything, with few types; all of constructs.txt, what the subset promises, must work.
"""

import asyncio
import inspect
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.widget.twins import compile_each, run_in_node


def read(name: str) -> dict[str, str]:
    text = Path(__file__).with_name(name).read_text("utf-8")
    return dict(re.findall(r"^=== (.+)\n((?:(?!=== ).*\n?)*)", text, re.M))


PROGRAMS = read("programs.txt")
CONSTRUCTS = read("constructs.txt")
AT_LEAST_WORKING = 85


@dataclass(frozen=True)
class Outcome:
    refused: dict[str, str]
    compiled: dict[str, object]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return run_all(PROGRAMS, tmp_path_factory.mktemp("programs"))


@pytest.fixture(scope="module")
def promised(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return run_all(CONSTRUCTS, tmp_path_factory.mktemp("constructs"))


def run_all(programs: dict[str, str], folder: Path) -> Outcome:
    files = {f"p{number}": folder / f"p{number}.py" for number in range(len(programs))}
    for path, text in zip(files.values(), programs.values(), strict=True):
        path.write_text(text, "utf-8")
    modules, refused = compile_each(files)
    results = run_in_node(modules, folder / "js", [(module.name, "case", []) for module in modules])
    titles = dict(zip(files, programs, strict=True))
    return Outcome(
        {titles[name]: complaint for name, complaint in refused.items()},
        {titles[module.name]: result for module, result in zip(modules, results, strict=True)},
    )


def run_in_cpython(text: str) -> object:
    space: dict[str, object] = {"__name__": "program"}
    exec(compile(text, "program.py", "exec"), space)
    value = space["case"]()  # type: ignore[operator]
    return json.loads(json.dumps(asyncio.run(value) if inspect.iscoroutine(value) else value))


@pytest.mark.parametrize("title", PROGRAMS)
def test_a_program_behaves_the_same_or_is_refused(outcome: Outcome, title: str) -> None:
    if complaint := outcome.refused.get(title):
        assert re.match(r".+\.py:\d+:\d+: .+", complaint)
        return
    assert outcome.compiled[title] == {"value": run_in_cpython(PROGRAMS[title])}


def test_the_number_of_programs_that_work_does_not_fall(outcome: Outcome) -> None:
    assert len(outcome.refused) + len(outcome.compiled) == len(PROGRAMS) == 113
    assert len(outcome.compiled) >= AT_LEAST_WORKING


@pytest.mark.parametrize("title", CONSTRUCTS)
def test_a_promised_construct_works(promised: Outcome, title: str) -> None:
    assert promised.refused.get(title, "") == ""
    assert promised.compiled[title] == {"value": run_in_cpython(CONSTRUCTS[title])}
