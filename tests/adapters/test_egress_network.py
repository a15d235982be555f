"""Names, redirects and certificates: what is checked is what is connected to."""

import datetime
import ssl
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from privexbot_app.adapters.egress import FetchError, fetch_page
from privexbot_app.adapters.egress_target import NOT_A_WEB_ADDRESS, NOT_PUBLIC, parse_url
from tests.adapters.conftest import SITE_ADDRESS, Configure, Site, reply


async def test_a_page_comes_with_its_kind_its_charset_and_its_address(site: Site) -> None:
    site.html("/a?b=%C3%A4", "<p>Größe 42</p>")

    page = await fetch_page(site.url("/a?b=ä#part"), site.network())

    assert (page.status, page.media_type, page.charset) == (200, "text/html", "utf-8")
    assert page.content.decode() == "<p>Größe 42</p>"
    assert page.final_url == site.url("/a?b=%C3%A4")


async def test_a_name_that_changes_its_mind_is_looked_up_only_once(site: Site, connections: list[object]) -> None:
    site.names["rebind.test"] = [SITE_ADDRESS, "127.0.0.1"]
    site.html("/", "outside")

    page = await fetch_page(site.url("/", "rebind.test"), site.network())

    assert page.content == b"outside"
    assert site.looked_up == ["rebind.test"]
    assert connections == [(SITE_ADDRESS, site.port)]


@pytest.mark.parametrize("location", ["http://127.0.0.1!/", "http://[::1", "http://\\evil"])
async def test_a_redirect_to_what_is_no_address_is_an_error_for_a_person(location: str, site: Site) -> None:
    site.pages["/"] = reply(b"", f"Location: {location}", status=302)

    with pytest.raises(FetchError):
        await fetch_page(site.url("/"), site.network())


async def test_a_name_is_checked_again_when_a_redirect_leads_back_to_it(site: Site, connections: list[object]) -> None:
    site.names["rebind.test"] = [SITE_ADDRESS, "127.0.0.1"]
    site.pages["/"] = reply(b"", f"Location: {site.url('/again', 'rebind.test')}", status=302)

    with pytest.raises(FetchError, match=NOT_PUBLIC):
        await fetch_page(site.url("/", "rebind.test"), site.network())

    assert connections == [(SITE_ADDRESS, site.port)]


@pytest.mark.parametrize(
    "answers",
    [f"{SITE_ADDRESS} 10.0.0.1", f"{SITE_ADDRESS} ::1", f"{SITE_ADDRESS} fe80::1%eth0", "8.8.8.8 " * 99 + "127.0.0.1"],
)
async def test_one_inside_address_among_outside_ones_is_enough_to_refuse(
    answers: str, site: Site, connections: list[object]
) -> None:
    site.names["mixed.test"] = [answers]

    with pytest.raises(FetchError, match=NOT_PUBLIC):
        await fetch_page(site.url("/", "mixed.test"), site.network())

    assert connections == []


async def test_an_unknown_name_and_an_inside_one_cannot_be_told_apart(site: Site) -> None:
    site.names["intranet.test"] = ["10.1.2.3"]
    site.names["nothing.test"] = [""]
    said = []
    for host in ("intranet.test", "nothing.test", "does-not-exist.invalid"):
        with pytest.raises(FetchError) as refusal:
            await fetch_page(site.url("/", host), site.network())
        said.append((refusal.value.message, refusal.value.code, refusal.value.retryable))

    assert said == [(NOT_PUBLIC, "fetch_failed", False)] * 3


async def test_the_next_address_is_tried_when_one_does_not_take_the_connection(site: Site) -> None:
    network = site.network()
    site.names["two.test"] = [f"127.0.0.6 {SITE_ADDRESS}"]
    site.html("/", "here")

    page = await fetch_page(site.url("/", "two.test"), replace(network, is_public=lambda address: True))

    assert page.content == b"here"


async def test_redirects_are_followed_up_to_the_limit_and_no_further(site: Site, configure: Configure) -> None:
    configure(fetch_redirects=2)
    for step in range(4):
        site.pages[f"/{step}"] = reply(b"", f"Location: {step + 1}", status=302)
    site.html("/4", "arrived")

    assert (await fetch_page(site.url("/2"), site.network())).final_url == site.url("/4")
    with pytest.raises(FetchError, match="redirects too often"):
        await fetch_page(site.url("/1"), site.network())


async def test_nothing_that_one_host_sets_is_sent_to_the_next(site: Site) -> None:
    site.names["other.test"] = [SITE_ADDRESS]
    site.pages["/"] = reply(b"", "Set-Cookie: a=1", f"Location: {site.url('/', 'other.test')}x", status=302)
    site.html("/x", "ok")

    await fetch_page(site.url("/"), site.network())

    assert [line for head in site.asked for line in head.splitlines() if line.startswith("Host")] == [
        f"Host: shop.test:{site.port}",
        f"Host: other.test:{site.port}",
    ]
    assert not any("cookie" in head.lower() for head in site.asked)


async def test_a_proxy_in_the_environment_is_not_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    site.html("/", "direct")

    assert (await fetch_page(site.url("/"), site.network())).content == b"direct"


async def test_only_the_exact_origin_is_excepted_for_development(
    site: Site, configure: Configure, connections: list[object]
) -> None:
    configure(development_allowed_origins=f"http://localhost:1, http://{SITE_ADDRESS}:{site.port}/")
    site.html("/", "mine")
    site.pages["/away"] = reply(b"", f"Location: http://localhost:{site.port}/", status=302)

    assert (await fetch_page(f"http://{SITE_ADDRESS}:{site.port}/")).content == b"mine"
    for url in (
        f"https://{SITE_ADDRESS}:{site.port}/",
        f"http://localhost:{site.port}/",
        f"http://127.0.0.1:{site.port}/",
        f"http://{SITE_ADDRESS}:{site.port}/away",
        f"http://{SITE_ADDRESS}/",
    ):
        with pytest.raises(FetchError):
            await fetch_page(url)
    assert connections == [(SITE_ADDRESS, site.port)] * 2  # the page, and the one that leads away


async def test_without_that_setting_nothing_is_excepted(site: Site, connections: list[object]) -> None:
    with pytest.raises(FetchError):
        await fetch_page(f"http://{SITE_ADDRESS}:{site.port}/")
    with pytest.raises(FetchError, match=NOT_PUBLIC):
        await fetch_page("http://localhost/")

    assert connections == []


async def test_the_certificate_must_be_that_of_the_name_and_not_of_the_address(site: Site, tmp_path: Path) -> None:
    context = _server_with_certificate_of("shop.test", tmp_path)
    import asyncio

    async def hello(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(reply(b"safe", "Content-Type: text/plain"))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(hello, SITE_ADDRESS, 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    site.names["other.test"] = [SITE_ADDRESS]
    trusting = replace(
        site.network(),
        ports=frozenset({port}),
        certificates=lambda: ssl.create_default_context(cafile=str(tmp_path / "cert.pem")),
    )

    assert (await fetch_page(f"https://shop.test:{port}/", trusting)).content == b"safe"
    with pytest.raises(FetchError, match="could not be reached"):
        await fetch_page(f"https://other.test:{port}/", trusting)
    with pytest.raises(FetchError, match="could not be reached"):
        await fetch_page(f"https://shop.test:{port}/", replace(site.network(), ports=frozenset({port})))
    server.close()


def _server_with_certificate_of(name: str, folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), 1, now - day, now + day)
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    pem = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(pem))
    shape, seal = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, shape, seal))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


@pytest.mark.parametrize(
    "text",
    [
        *("", "shop.example", "//shop.example", "https:/shop.example", "http:///x", "ftp://shop.example", "http://"),
        *("http://@shop.example/", "http://a:b@shop.example/", "http://sh op.example/", "http://sh%6fp.example/"),
        *(
            "http://shop.example\\@127.0.0.1/",
            "http://shop\n.example/",
            "http://shop.example/a\\b",
            "http://shop.example/\x00",
            "http://-a/",
        ),
        *(
            "http://[::1",
            "http://[fe80::1%25eth0]/",
            "http://xn--/",
            "http://shop.example:80:80/",
            "http://a/" + "x" * 2048,
        ),
    ],
)
def test_a_url_that_could_be_read_in_two_ways_is_not_read(text: str) -> None:
    with pytest.raises(FetchError, match=NOT_A_WEB_ADDRESS.split(":", maxsplit=1)[0]):
        parse_url(text)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (" https://Shop.Example/a b?c#d ", "https://shop.example/a%20b?c"),
        ("http://bücher.example/straße", "http://xn--bcher-kva.example/stra%C3%9Fe"),
        ("http://shop.example./?mail=a@b", "http://shop.example./?mail=a@b"),
        ("http://[2606:4700::1111]:80/", "http://[2606:4700::1111]/"),
    ],
)
def test_an_ordinary_url_is_read_as_a_browser_would(text: str, url: str) -> None:
    assert str(parse_url(text)).replace("bücher", "xn--bcher-kva") == url
