"""The built pages as a browser gets them: no redirect, no stale page, no foreign script, nothing internal."""

import json
from base64 import b64encode
from hashlib import sha256

import httpx
import pytest

from privexbot_app.ui.build_plugins import SCHEMA
from privexbot_app.ui.built_pages import BuiltPages, find_built_pages

SCRIPT = "window.__start = 1"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "page-abc123.js").write_text("export default 1")
    for page in ("index", "sign-in", "404", "__spa-fallback"):
        (tmp_path / f"{page}.html").write_text(f"<title>{page}</title><script>{SCRIPT}</script>")
    (tmp_path / "routes.json").write_text(json.dumps(["index", "sign-in", "chatbots/[chatbot_id]", "404"]))
    (tmp_path / SCHEMA).write_text("another build")
    return tmp_path


@pytest.fixture
async def browser(folder):
    transport = httpx.ASGITransport(BuiltPages(folder))
    async with httpx.AsyncClient(transport=transport, base_url="https://bots.example") as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/sign-in", "/sign-in/", "/chatbots/1234"])
async def test_a_page_is_served_where_it_is_and_never_stale(browser, path):
    answer = await browser.get(path)

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert "<title>" in answer.text


async def test_a_file_with_a_hash_in_its_name_is_kept_for_a_year(browser):
    answer = await browser.get("/assets/page-abc123.js")

    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_a_missing_file_is_not_kept(browser):
    answer = await browser.get("/assets/gone.js")

    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-cache")


@pytest.mark.parametrize(
    "path", ["/nope", "/routes.json", f"/{SCHEMA}", "/.stamp", "/../rxconfig.py", "/%2e%2e/rxconfig.py"]
)
async def test_what_is_no_page_is_a_404(browser, path):
    assert (await browser.get(path)).status_code == 404


async def test_only_our_own_scripts_run_and_nobody_frames_us(browser):
    headers = (await browser.get("/sign-in")).headers
    policy = headers["content-security-policy"]

    assert f"'sha256-{b64encode(sha256(SCRIPT.encode()).digest()).decode()}'" in policy
    assert "'unsafe-inline'" not in policy.split("style-src")[0]
    assert "frame-ancestors 'none'" in policy
    assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")


def test_pages_of_another_build_are_served_but_the_log_says_so(folder, caplog):
    assert find_built_pages(folder) is not None
    assert "built from other code" in caplog.text


def test_without_pages_there_is_nothing_to_serve(tmp_path):
    assert find_built_pages(tmp_path) is None
