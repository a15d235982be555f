"""Sitemaps: XML without DTD or entities, packed or not, lists of pages or of other sitemaps, or plain lines."""

import zlib
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST_ADDRESSES = 50_000  # as the protocol has it
GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class Sitemap:
    """Addresses as they are written there, of pages and of further sitemaps."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()


def read_sitemap(content: bytes, most_bytes: int) -> Sitemap:
    """What cannot be read, and what unpacks to more than `most_bytes`, is an empty one."""
    plain = _unpacked(content, most_bytes) if content.startswith(GZIP) else content
    if not plain.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return Sitemap(pages=_lines(plain))
    try:
        root = fromstring(plain, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, ValueError):
        return Sitemap()
    found = _addresses(root)
    return Sitemap(sitemaps=found) if _name(root) == "sitemapindex" else Sitemap(pages=found)


def _unpacked(content: bytes, most_bytes: int) -> bytes:
    decoder = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        plain = decoder.decompress(content, most_bytes + 1)
    except zlib.error:
        return b""
    return plain if len(plain) <= most_bytes else b""


def _lines(content: bytes) -> tuple[str, ...]:
    lines = content.decode("utf-8", "replace").split()
    return tuple(line for line in lines[:MOST_ADDRESSES] if line.startswith(("http://", "https://")))


def _addresses(root: Element) -> tuple[str, ...]:
    """The `loc` of each entry, and not those of the pictures and videos in it."""
    places = (child for entry in root for child in entry if _name(child) == "loc" and _space(child) == _space(root))
    return tuple(" ".join(place.text.split()) for place in places if place.text)[:MOST_ADDRESSES]


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _space(element: Element) -> str:
    return str(element.tag).rpartition("}")[0]
