"""Building pages: only when something changed, and so that they find their server wherever they are served."""

import pytest

from privexbot_app.ui import build
from privexbot_app.ui.build_plugins import DevProxyPlugin, SameOriginPlugin, _from_location, _with_proxy


@pytest.fixture
def sources(tmp_path):
    (tmp_path / "privexbot_app" / "ui").mkdir(parents=True)
    (tmp_path / "assets").mkdir()
    (tmp_path / "privexbot_app" / "ui" / "app.py").write_text("1")
    (tmp_path / "assets" / "dashboard.css").write_text("a{}")
    (tmp_path / "rxconfig.py").write_text("config")
    return tmp_path


@pytest.mark.parametrize("name", ["privexbot_app/ui/app.py", "assets/dashboard.css", "rxconfig.py", "requirements.txt"])
def test_a_change_in_what_pages_are_made_of_is_noticed(sources, name):
    before = build.make_stamp(sources)

    (sources / name).write_text("changed")

    assert build.make_stamp(sources) != before


@pytest.mark.parametrize("name", ["assets/widget.js", "assets/widget.json", "privexbot_app/ui/app.pyc", "README.md"])
def test_a_change_elsewhere_is_not(sources, name):
    before = build.make_stamp(sources)

    (sources / name).write_text("changed")

    assert build.make_stamp(sources) == before


def test_pages_are_current_only_with_the_stamp_of_these_sources(tmp_path):
    (tmp_path / "index.html").write_text("")
    assert not build.is_current(tmp_path, "abc")

    (tmp_path / build.STAMP).write_text("abc")
    assert build.is_current(tmp_path, "abc") and not build.is_current(tmp_path, "def")


def test_addresses_come_from_the_browsers_location():
    chunk = _from_location(
        "var e={EVENT:`ws://localhost:8000/_event`,UPLOAD:`http://localhost:8000/_upload`};export{e as t}"
    )

    assert "localhost:8000" not in chunk
    assert "EVENT:__w+`/_event`" in chunk and "UPLOAD:__h+`/_upload`" in chunk
    assert "location.origin" in chunk


def test_a_build_whose_layout_is_unknown_fails_instead_of_shipping_a_dead_dashboard(tmp_path):
    with pytest.raises(RuntimeError):
        SameOriginPlugin().post_build(static_dir=tmp_path)
    with pytest.raises(RuntimeError):
        _from_location("var e=1")
    with pytest.raises(RuntimeError):
        _with_proxy("export default {}", "{}")


def test_in_development_the_page_server_passes_the_apis_paths_on():
    tasks = []

    DevProxyPlugin().pre_compile(add_modify_task=lambda file, change: tasks.append((file, change)))

    file, change = tasks[0]
    assert file == "vite.config.js"
    assert '"^/api"' in change("defineConfig({ server: { port: 1 } })")
