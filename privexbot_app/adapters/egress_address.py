"""Which IP addresses are on the public internet; everything else is somebody's inside.

`ipaddress.is_global` alone lets through tunnels to private addresses and the metadata services of some clouds.
"""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address

CLOSED_V4 = tuple(
    IPv4Network(net)
    for net in (
        "100.64.0.0/10",  # carrier NAT, Alibaba's metadata
        "168.63.129.16/32",  # Azure's platform address
        "192.0.0.0/24",  # protocol assignments, Oracle's metadata
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",  # benchmarks
    )
)
PUBLIC_V6 = IPv6Network("2000::/3")  # all that was ever given out
CLOSED_V6 = tuple(
    IPv6Network(net)
    for net in (
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
    )
)
NAT64 = IPv6Network("64:ff9b::/96")
ISATAP = (0x0000_5EFE, 0x0200_5EFE)


def is_public(address: Address) -> bool:
    """Whether anybody on the internet would reach the same machine under this address."""
    if isinstance(address, IPv4Address):
        return _is_public_v4(address)
    if address.ipv4_mapped or address in NAT64:
        return _is_public_v4(IPv4Address(int(address) & 0xFFFF_FFFF))
    return _is_public_v6(address) and all(map(_is_public_v4, _embedded(address)))


def _is_public_v4(address: IPv4Address) -> bool:
    return address.is_global and not address.is_multicast and not any(address in net for net in CLOSED_V4)


def _is_public_v6(address: IPv6Address) -> bool:
    is_open = address in PUBLIC_V6 and not any(address in net for net in CLOSED_V6)
    return is_open and address.is_global and not (address.is_multicast or address.is_site_local or address.scope_id)


def _embedded(address: IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that a tunnel would deliver to."""
    if address.sixtofour:
        yield address.sixtofour
    if (int(address) >> 32) & 0xFFFF_FFFF in ISATAP:
        yield IPv4Address(int(address) & 0xFFFF_FFFF)
