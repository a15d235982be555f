"""The script that stands in customers' pages: headers, encodings, versions."""

import gzip
import json

import brotli
import pytest

from privexbot_app.services import snippets
from privexbot_app.settings import settings
from tests.conftest import ROOT

LATEST = "/api/v1/widget.js"
BUILT = ROOT / "assets" / "widget.js"
MODULE = BUILT.with_suffix(".mjs")


async def test_it_is_served_as_the_contract_says(client):
    answer = await client.get(LATEST, headers={"Accept-Encoding": "identity"})

    assert answer.content == BUILT.read_bytes()
    assert (
        answer.headers["content-type"] == "application/javascript; charset=utf-8"
    )  # whatever the page's own encoding is
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


@pytest.mark.parametrize(("encoding", "decode"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
async def test_it_comes_compressed_at_build_time(client, encoding, decode):
    async with client.stream("GET", LATEST, headers={"Accept-Encoding": encoding}) as answer:
        raw = b"".join([piece async for piece in answer.aiter_raw()])

    assert answer.headers["content-encoding"] == encoding
    assert decode(raw) == BUILT.read_bytes()


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
async def test_the_module_is_served_like_the_script(client, encoding):
    answer = await client.get("/api/v1/widget.mjs", headers={"Accept-Encoding": encoding})

    assert answer.content == MODULE.read_bytes()
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers.get("content-encoding", "identity") == encoding
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert answer.headers["access-control-allow-origin"] == "*"  # a module of another origin is not loaded without


async def test_the_types_are_served_for_any_tool(client):
    answer = await client.get("/api/v1/widget.d.ts")

    assert answer.text == BUILT.with_name("widget.d.ts").read_text("utf-8")
    assert answer.headers["content-type"].startswith("application/typescript")


async def test_an_unchanged_script_costs_no_bytes(client):
    etag = (await client.get(LATEST)).headers["etag"]

    assert (await client.get(LATEST, headers={"If-None-Match": etag})).status_code == 304


async def test_a_version_lasts_for_ever_and_another_one_is_not_there(client):
    version = json.loads(BUILT.with_suffix(".json").read_text())["version"]
    pinned = await client.get(f"/api/v1/widget/{version}/widget.js")

    assert pinned.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert pinned.content == BUILT.read_bytes()
    assert (await client.get("/api/v1/widget/0000/widget.js")).status_code == 404


async def test_the_module_has_a_version_of_its_own(client):
    described = json.loads(BUILT.with_suffix(".json").read_text())
    version = described["module"]["version"]
    pinned = await client.get(f"/api/v1/widget/{version}/widget.mjs")

    assert pinned.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert pinned.content == MODULE.read_bytes()
    assert (await client.get(f"/api/v1/widget/{described['version']}/widget.mjs")).status_code == 404


async def test_the_snippets_follow_the_addresses_of_this_install(alices_bot, monkeypatch):
    local = snippets.embed_snippets(alices_bot, "http://localhost:8000")
    monkeypatch.setattr(settings(), "public_url", "https://bots.example")
    public = snippets.embed_snippets(alices_bot, "http://localhost:8000")
    monkeypatch.setattr(settings(), "widget_cdn_url", "https://cdn.example/pb")
    from_cdn = snippets.embed_snippets(alices_bot)

    bot = alices_bot.public_id
    assert (
        local.one_line == f'<script async src="http://localhost:8000/api/v1/widget.js" data-chatbot="{bot}"></script>'
    )
    assert f"pb('init', {{ id: '{bot}' }});" in public.two_scripts
    assert "'https://bots.example/api/v1/widget.js'" in public.loader
    assert 'src="https://cdn.example/pb/widget.js"' in from_cdn.one_line
    assert 'data-api-url="https://bots.example"' in from_cdn.one_line
    assert "baseURL: 'https://bots.example'" in from_cdn.two_scripts
    assert f'integrity="{from_cdn.sri}"' in from_cdn.pinned
    assert "import { pb } from 'https://bots.example/api/v1/widget.mjs';" in public.module
    assert "import { pb } from 'https://cdn.example/pb/widget.mjs';" in from_cdn.module
    assert "baseURL: 'https://bots.example'" in from_cdn.module
