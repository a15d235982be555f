"""The transport to addresses that customers typed in: they may lead to the public internet only.

The address is looked up and checked at every request and the connection goes to what was checked, as in `egress`;
redirects are not followed, so a key never reaches another host. The one way inside is an origin that whoever runs
this install named in `LLM_ALLOWED_PRIVATE_ORIGINS`.
"""

import httpx

from privexbot_app.adapters.egress_target import PORTS, Network, Target, certificates, find_target, parse_url
from privexbot_app.settings import settings


async def check_address(url: str) -> None:
    """Raises FetchError unless a model server at this address may be asked."""
    await find_target(url, _network(url))


class GuardedTransport(httpx.AsyncBaseTransport):
    """Connects to addresses that were checked, under the name that was asked for."""

    def __init__(self) -> None:
        self._inner = httpx.AsyncHTTPTransport(verify=certificates(), trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        target = await find_target(str(request.url), _network(str(request.url)))
        *others, last = target.addresses
        for address in others:
            try:
                return await self._inner.handle_async_request(_pinned(request, target, str(address)))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._inner.handle_async_request(_pinned(request, target, str(last)))

    async def aclose(self) -> None:
        await self._inner.aclose()


def _pinned(request: httpx.Request, target: Target, address: str) -> httpx.Request:
    """The same request, `Host` header and all, to one address."""
    extensions = dict(request.extensions)
    if address != target.host:
        extensions["sni_hostname"] = target.host
    return httpx.Request(
        request.method,
        target.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions=extensions,
    )


def _network(text: str) -> Network:
    url = parse_url(text)
    allowed = {origin.strip().rstrip("/") for origin in settings().llm_allowed_private_origins.split(",")}
    if f"{url.scheme}://{url.netloc.decode('ascii')}" not in allowed:
        return Network()
    return Network(is_public=lambda _: True, ports=frozenset({url.port or PORTS[url.scheme]}))
