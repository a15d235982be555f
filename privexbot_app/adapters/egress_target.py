"""From the text of a URL to an address that may be connected to, with one parser and one look-up."""

import asyncio
import re
import socket
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from ipaddress import ip_address

import httpx

from privexbot_app.adapters.egress_address import Address, is_public
from privexbot_app.errors import AppError
from privexbot_app.settings import settings

PORTS = {"http": 80, "https": 443}
FORBIDDEN_CHARACTERS = re.compile(r"[\x00-\x1f\x7f\\]")
HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|[0-9a-f:.]+")
AUTHORITY_END = re.compile("[/?#]")
LONGEST_URL = 2048
MOST_ADDRESSES = 3

NOT_A_WEB_ADDRESS = "This is not a web address: it should begin with https:// or http:// and name a website."
NOT_PUBLIC = "This address is not on the public internet."


class FetchError(AppError):
    """The page could not be had; `page_status` is what it answered, if it did."""

    status, code = HTTPStatus.UNPROCESSABLE_ENTITY, "fetch_failed"

    def __init__(self, message: str, *, page_status: int = 0, retryable: bool = False) -> None:
        super().__init__(message, field="url")
        self.page_status = page_status
        self.retryable = retryable


async def ask_the_system(host: str) -> list[Address]:
    """Every address of a host name, IPv4 first; raises OSError if there is none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    addresses = {ip_address(row[4][0]) for row in found}
    return sorted(addresses, key=lambda address: (address.version, address.packed))


@lru_cache(maxsize=1)
def certificates() -> ssl.SSLContext:
    """The usual authorities, and none that the environment names."""
    return httpx.create_ssl_context(trust_env=False)


@dataclass(frozen=True)
class Network:
    """What the guard asks of the world; only code can hand in another one, no setting and no environment."""

    resolve: Callable[[str], Awaitable[list[Address]]] = ask_the_system
    is_public: Callable[[Address], bool] = is_public
    ports: frozenset[int] = frozenset(PORTS.values())
    certificates: Callable[[], ssl.SSLContext] = certificates


@dataclass(frozen=True)
class Target:
    """A URL whose every address was checked; connecting anywhere else would undo the check."""

    url: httpx.URL
    host: str
    port: int
    addresses: tuple[Address, ...]


def parse_url(text: str) -> httpx.URL:
    """The URL without its fragment; refuses whatever two parsers could read in two ways."""
    if len(text) > LONGEST_URL or FORBIDDEN_CHARACTERS.search(text):
        raise FetchError(NOT_A_WEB_ADDRESS)
    try:
        url = httpx.URL(text.strip()).copy_with(fragment=None)
        host = url.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(NOT_A_WEB_ADDRESS) from error
    if url.scheme not in PORTS or "@" in AUTHORITY_END.split(text.partition("//")[2])[0]:
        raise FetchError(NOT_A_WEB_ADDRESS)
    if not HOST.fullmatch(host.removesuffix(".")):
        raise FetchError(NOT_A_WEB_ADDRESS)
    return url


async def find_target(text: str, network: Network) -> Target:
    """Look the host up once and check all it answers; an unknown name and a private one are the same error."""
    url = parse_url(text)
    host = url.raw_host.decode("ascii").removesuffix(".")
    port = url.port or PORTS[url.scheme]
    is_allowed = _is_for_development(url)
    if port not in network.ports and not is_allowed:
        raise FetchError("Only pages on the usual ports, 80 and 443, can be fetched.")
    addresses = await _addresses(host, network)
    if not addresses or not (is_allowed or all(map(network.is_public, addresses))):
        raise FetchError(NOT_PUBLIC)
    return Target(url, host, port, tuple(addresses[:MOST_ADDRESSES]))


async def _addresses(host: str, network: Network) -> list[Address]:
    try:
        return [ip_address(host)]
    except ValueError:
        pass
    try:
        return await network.resolve(host)
    except (OSError, ValueError):
        return []


def _is_for_development(url: httpx.URL) -> bool:
    """Exact origins that the operator named are the only ones that need not be public."""
    origins = (origin.strip().rstrip("/") for origin in settings().development_allowed_origins.split(","))
    return f"{url.scheme}://{url.netloc.decode('ascii')}" in origins
