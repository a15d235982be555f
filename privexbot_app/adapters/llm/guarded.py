"""Connections to addresses that customers typed in: they may lead to the public internet only.

The address is looked up and checked for every answer and the connection goes to what was checked, as in `egress`;
redirects are not followed, so a key never reaches another host. The one way inside is an origin that whoever runs
this install named in `LLM_ALLOWED_PRIVATE_ORIGINS`.
"""

import socket

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from privexbot_app.adapters.egress_target import (
    PORTS,
    FetchError,
    Network,
    Target,
    certificates,
    find_target,
    parse_url,
)
from privexbot_app.settings import settings


async def check_address(url: str) -> None:
    """Raises FetchError unless a model server at this address may be asked."""
    await find_target(url, _network(url))


async def open_session(url: str) -> aiohttp.ClientSession:
    """For one answer from this address; whoever opens it closes it. Raises FetchError for one that is not public."""
    target = await find_target(url, _network(url))
    if (URL(url).host or "").rstrip(".") != target.host:
        raise FetchError("The two readers of this address do not agree on its host.")
    connector = aiohttp.TCPConnector(resolver=_Checked(target), use_dns_cache=False, ssl=certificates())
    return aiohttp.ClientSession(connector=connector)


class _Checked(AbstractResolver):
    """Knows the addresses that were checked, and no others."""

    def __init__(self, target: Target) -> None:
        self._target = target

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        if host.rstrip(".") != self._target.host:
            raise OSError("Nobody has checked this host.")
        return [_result(host, port, str(address)) for address in self._target.addresses]

    async def close(self) -> None:
        """There is nothing to close."""


def _result(host: str, port: int, address: str) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST)


def _network(text: str) -> Network:
    url = parse_url(text)
    allowed = {origin.strip().rstrip("/") for origin in settings().llm_allowed_private_origins.split(",")}
    if f"{url.scheme}://{url.netloc.decode('ascii')}" not in allowed:
        return Network()
    return Network(is_public=lambda _: True, ports=frozenset({url.port or PORTS[url.scheme]}))
