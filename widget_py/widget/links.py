"""Which addresses a message may link to: http, https and mailto, plainly written. Everything else stays text."""

FORBIDDEN = "\\\"'<>`^{}|"


def safe_href(href: str) -> str:
    """The address itself, or "" if it must not become a link."""
    start = href.lower()
    if not (start.startswith("http://") or start.startswith("https://") or start.startswith("mailto:")):
        return ""
    if any(letter.strip() == "" or letter in FORBIDDEN for letter in list(href)):
        return ""
    return href
