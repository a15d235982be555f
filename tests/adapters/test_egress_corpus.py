"""Every spelling of an inside address that attackers were seen to use; see `ssrf_corpus.tsv`."""

import re
from ipaddress import ip_address
from pathlib import Path

import pytest

from privexbot_app.adapters.egress import FetchError, fetch_page
from privexbot_app.adapters.egress_address import is_public
from tests.adapters.conftest import SITE_ADDRESS, Site, reply

ROWS = [
    line.split("\t", 1)
    for line in (Path(__file__).with_name("ssrf_corpus.tsv")).read_text(encoding="utf-8").splitlines()
    if line
]
NAMES = {
    "127.0.0.1.nip.io": ["127.0.0.1"],
    "rebind.test": ["127.0.0.1", SITE_ADDRESS],
    "kubernetes.default.svc": ["10.96.0.1"],
    "example.com": [SITE_ADDRESS],
    "redir.test": [SITE_ADDRESS],
    "page.test": [SITE_ADDRESS],
}
ESCAPES = re.compile(r"\\(u[0-9a-f]{4}|t|\\)")


def spelled(text: str) -> str:
    """The corpus writes odd characters as escapes."""
    return ESCAPES.sub(lambda found: found[0].encode().decode("unicode_escape"), text)


@pytest.mark.parametrize(("kind", "text"), [row for row in ROWS if row[0] not in ("redir", "sub", "robots")])
async def test_no_spelling_of_an_inside_address_is_connected_to(
    kind: str, text: str, site: Site, connections: list[object]
) -> None:
    site.names.update({name: list(answers) for name, answers in NAMES.items()})

    with pytest.raises(FetchError) as refusal:
        await fetch_page(spelled(text), site.network())

    assert connections == []
    assert not re.search(r"\d+\.\d+|::", refusal.value.message)


@pytest.mark.parametrize("location", ["http://169.254.169.254/latest/", "file:///etc/passwd", "//127.0.0.1:{port}/x"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_inside_is_not_followed(
    status: int, location: str, site: Site, connections: list[object]
) -> None:
    site.names.update({name: list(answers) for name, answers in NAMES.items()})
    site.pages["/go"] = reply(b"", f"Location: {location.format(port=site.port)}", status=status)

    with pytest.raises(FetchError):
        await fetch_page(site.url("/go", "redir.test"), site.network())

    assert connections == [(SITE_ADDRESS, site.port)]


async def test_what_a_page_embeds_or_names_is_not_fetched(site: Site, connections: list[object]) -> None:
    site.names.update({name: list(answers) for name, answers in NAMES.items()})
    site.html(
        "/p", '<meta http-equiv=refresh content="0;url=http://127.0.0.1/"><iframe src=http://127.0.0.1/></iframe>'
    )

    page = await fetch_page(site.url("/p", "page.test"), site.network())

    assert b"iframe" in page.content
    assert connections == [(SITE_ADDRESS, site.port)]


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.31.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("168.63.129.16", "192.0.0.192", "192.0.0.10", "224.0.0.1", "239.1.1.1", "255.255.255.255", "240.0.0.1"),
        *("198.18.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "192.88.99.1"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "ff0e::1"),
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1"),
        *("64:ff9b:1::1.1.1.1", "64:ff9b::a83f:8110", "2002:7f00:1::", "2002:a83f:8110::1", "2001:0:7f00:1::"),
        *("2606:4700::5efe:127.0.0.1", "2606:4700::200:5efe:a00:1", "2001:db8::1", "3fff::1", "100::1", "5f00::1"),
        *("2001:2::1", "2001:20::1"),
    ],
)
def test_an_address_that_is_not_everybodys_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        *("1.1.1.1", "93.184.216.34", "192.0.1.1", "168.63.129.15", "100.63.255.255", "2606:4700::1111"),
        *("2a00:1450:4001::200e", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8", "2002:808:808::1", "2606:4700::5efe:808:808"),
    ],
)
def test_an_address_that_everybody_reaches_is_public(address: str) -> None:
    assert is_public(ip_address(address))
