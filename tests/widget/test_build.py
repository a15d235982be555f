"""The build: the same bytes every time, within the budget, described truly."""

import base64
import gzip
import hashlib
import json
from pathlib import Path

import brotli
import pytest

from widget_py.build import BUDGET_BYTES, MAP, STYLE, BuildFailed, build, table
from widget_py.shorten import short_classes, shorten_classes


@pytest.fixture(scope="module")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assets")
    assert build(folder) is True
    return folder


def test_the_description_is_true(assets: Path) -> None:
    script = assets.joinpath("widget.js").read_bytes()
    described = json.loads(assets.joinpath("widget.json").read_text())
    assert described["version"] == hashlib.sha256(script).hexdigest()[:16]
    assert described["sri"] == "sha384-" + base64.b64encode(hashlib.sha384(script).digest()).decode()
    assert described["bytes"]["raw"] == len(script)
    assert described["bytes"]["brotli"] == assets.joinpath("widget.js.br").stat().st_size <= BUDGET_BYTES


def test_the_compressed_files_hold_the_script(assets: Path) -> None:
    script = assets.joinpath("widget.js").read_bytes()
    assert brotli.decompress(assets.joinpath("widget.js.br").read_bytes()) == script
    assert gzip.decompress(assets.joinpath("widget.js.gz").read_bytes()) == script


def test_a_second_build_has_nothing_to_do(assets: Path) -> None:
    assert build(assets) is False


def test_another_build_gives_the_same_bytes(assets: Path, tmp_path: Path) -> None:
    build(tmp_path)
    for ending in ("", ".br", ".gz"):
        name = f"widget.js{ending}"
        assert tmp_path.joinpath(name).read_bytes() == assets.joinpath(name).read_bytes()


def test_a_widget_above_its_budget_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(BuildFailed, match="its budget is 500"):
        build(tmp_path, budget=500)
    assert not list(tmp_path.iterdir())


def test_the_source_map_leads_through_both_tools_to_the_python(assets: Path) -> None:
    found = json.loads(MAP.read_text("utf-8"))
    assert {Path(source).name for source in found["sources"]} >= {"boot.py", "chat.py", "markdown.py", "view.py"}
    assert found["version_of_script"] == json.loads(assets.joinpath("widget.json").read_text())["version"]


def test_the_modules_add_up_to_the_script(assets: Path) -> None:
    described = json.loads(assets.joinpath("widget.json").read_text())
    total = sum(module["raw"] for module in described["modules"].values())
    assert 0.99 * described["bytes"]["raw"] < total <= described["bytes"]["raw"]
    assert "widget_py/widget/view.py" in table(described["modules"])


def test_no_name_of_a_class_is_written_out(assets: Path) -> None:
    script = assets.joinpath("widget.js").read_text("utf-8")
    assert [name for name in short_classes(STYLE.read_text("utf-8")) if name in script] == []


def test_a_class_that_the_style_does_not_know_stops_the_build() -> None:
    with pytest.raises(KeyError):
        shorten_classes('el("p", "c-unknown")', short_classes(STYLE.read_text("utf-8")))


def test_nothing_but_the_result_is_left_beside_it(assets: Path) -> None:
    scripts = {f"{name}{ending}" for name in ("widget.js", "widget.mjs") for ending in ("", ".br", ".gz")}
    assert {path.name for path in assets.iterdir()} == scripts | {"widget.json", "widget.d.ts"}


def test_the_script_uses_nothing_a_strict_policy_forbids(assets: Path) -> None:
    script = assets.joinpath("widget.js").read_text("utf-8")
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        '"style"',
        " in ",
    ):
        assert forbidden not in script.replace("color-mix(in srgb", ""), forbidden
