"""Which addresses a message may link to: http, https and mailto, in small letters. Everything else stays text."""

from re import compile

SAFE = compile(r"^(https?://|mailto:)[^\x00- \x7f-\xa0\\\"'<>`^{}|]+\Z")


def safe_href(href: str) -> str:
    """The address itself, or "" if it must not become a link."""
    return href if SAFE.search(href) else ""
