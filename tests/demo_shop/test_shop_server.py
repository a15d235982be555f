"""The shop's own server puts the widget into every page, lets nothing else in, and gives away nothing but the shop."""

import hashlib
import re
import socket
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from demo_shop.catalogue import HERE
from demo_shop.serve import SNIPPETS, Embed, make_server

from .shop_text import FILES, PAGES

EMBED = Embed("http://localhost:8000", "shoe-store-k3f9")


@contextmanager
def open_shop(embed: Embed) -> Iterator[httpx.Client]:
    server = make_server(embed)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{server.server_port}", trust_env=False) as client:
            yield client
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def shop() -> Iterator[httpx.Client]:
    with open_shop(EMBED) as client:
        yield client


@pytest.mark.parametrize("page", PAGES)
def test_every_page_carries_the_snippet_once_right_before_the_body_ends(shop: httpx.Client, page: str) -> None:
    answer = shop.get(f"/{page}")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.count("<script") == 1 + answer.text.count('<script type="application/ld+json"')
    assert (
        '<script async src="http://localhost:8000/api/v1/widget.js" data-chatbot="shoe-store-k3f9"></script>\n</body>'
        in answer.text
    )


def test_the_front_page_is_also_the_bare_address_whatever_the_query(shop: httpx.Client) -> None:
    assert shop.get("/?utm_source=mail").text == shop.get("/index.html").text


def test_the_policy_lets_in_the_shop_and_the_widget_and_nobody_else(shop: httpx.Client) -> None:
    rules = dict(rule.split(" ", 1) for rule in shop.get("/").headers["content-security-policy"].split("; "))

    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["connect-src"] == "'self' http://localhost:8000"
    assert rules["style-src"] == "'self'"
    assert rules["img-src"] == "'self' data:"
    assert "unsafe" not in str(rules)


@pytest.mark.parametrize("snippet", ["two", "loader"])
def test_an_inline_snippet_is_allowed_by_its_own_hash_alone(snippet: str) -> None:
    with open_shop(Embed("http://localhost:8000", "shoe-store-k3f9", snippet)) as shop:
        answer = shop.get("/faq.html")

    inline = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    digest = b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
    assert len(inline) == 1 and "id: 'shoe-store-k3f9'" in inline[0]
    assert f"script-src 'self' http://localhost:8000 'sha256-{digest}';" in answer.headers["content-security-policy"]


def test_the_three_snippets_are_the_three_that_are_offered() -> None:
    assert list(SNIPPETS) == ["async", "two", "loader"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/files/size-chart.pdf", "application/pdf"),
        ("/files/stock.csv", "text/csv; charset=utf-8"),
        ("/assets/style.css", "text/css; charset=utf-8"),
        ("/img/comet-runner-red.svg", "image/svg+xml"),
    ],
)
def test_a_file_comes_as_what_it_is_and_untouched(shop: httpx.Client, path: str, kind: str) -> None:
    answer = shop.get(path)

    source = FILES.parent / path[1:] if path.startswith("/files/") else HERE / "site" / path[1:]
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert answer.content == source.read_bytes()


def test_a_missing_page_is_a_404_that_still_has_the_widget(shop: httpx.Client) -> None:
    answer = shop.get("/products/moon-boot.html")

    assert answer.status_code == 404
    assert "We cannot find that page" in answer.text and "shoe-store-k3f9" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/../serve.py",
        "/../../pyproject.toml",
        "/files/../../serve.py",
        "/%2e%2e/serve.py",
        "/files/..%2f..%2fserve.py",
        "/..\\serve.py",
        "//etc/passwd",
        "/files/",
        "/serve.py",
        "/site/index.html",
        "/%00",
    ],
)
def test_no_path_leads_out_of_the_shop(shop: httpx.Client, path: str) -> None:
    assert _raw_status(shop, f"GET {path} HTTP/1.0") == 404


def test_only_reading_is_possible(shop: httpx.Client) -> None:
    assert shop.post("/", content=b"x").status_code == 501


def test_a_head_request_gets_the_length_and_no_page(shop: httpx.Client) -> None:
    answer = shop.head("/")

    assert answer.content == b""
    assert int(answer.headers["content-length"]) == len(shop.get("/").content)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Embed("javascript:alert(1)", "bot"),
        lambda: Embed("http://localhost:8000/path", "bot"),
        lambda: Embed("http://localhost:8000; script-src *", "bot"),
        lambda: Embed("http://localhost:8000", 'bot"><script>'),
        lambda: Embed("http://localhost:8000", "bot", "iframe"),
    ],
)
def test_what_would_break_out_of_the_snippet_or_the_policy_is_refused(make: Callable[[], Embed]) -> None:
    with pytest.raises(ValueError):
        make()


def _raw_status(shop: httpx.Client, request: str) -> int:
    """Sent by hand, because a polite client tidies the path away first."""
    assert shop.base_url.port
    with socket.create_connection((shop.base_url.host, shop.base_url.port), timeout=5) as connection:
        connection.sendall(f"{request}\r\nHost: shop\r\n\r\n".encode())
        return int(connection.makefile("rb").read().split()[1])
