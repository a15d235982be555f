"""Addresses that came from elsewhere: only what a browser may safely open becomes a link."""

from urllib.parse import urlsplit


def safe_link(address: object) -> str:
    """The address if it is http(s), else nothing."""
    if not isinstance(address, str):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.hostname else ""
