"""Which addresses a message may link to: http, https and mailto, plainly written. Everything else stays text."""

from re import compile

SAFE = compile(r"^([hH][tT][tT][pP][sS]?://|[mM][aA][iI][lL][tT][oO]:)[^\x00- \x7f-\xa0\\\"'<>`^{}|]+\Z")


def safe_href(href: str) -> str:
    """The address itself, or "" if it must not become a link."""
    return href if SAFE.search(href) else ""
