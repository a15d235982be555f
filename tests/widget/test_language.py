"""113 small programs: each behaves in Node as under CPython or is refused when compiled; none silently differs."""

import asyncio
import inspect
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.widget.twins import compile_each, run_in_node

PROGRAMS = dict(
    re.findall(r"^=== (.+)\n((?:(?!=== ).*\n?)*)", Path(__file__).with_name("programs.txt").read_text(), re.M)
)
AT_LEAST_WORKING = 36


@dataclass(frozen=True)
class Outcome:
    refused: dict[str, str]
    compiled: dict[str, object]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("programs")
    files = {f"p{number}": folder / f"p{number}.py" for number in range(len(PROGRAMS))}
    for path, text in zip(files.values(), PROGRAMS.values(), strict=True):
        path.write_text(text, "utf-8")
    modules, refused = compile_each(files)
    results = run_in_node(modules, folder / "js", [(module.name, "case", []) for module in modules])
    titles = dict(zip(files, PROGRAMS, strict=True))
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
