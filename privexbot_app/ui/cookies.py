"""The session cookie, as the dashboard finds it in the headers of a request or of a socket."""

from http.cookies import CookieError, SimpleCookie

COOKIE = "pb_session"


def token_in(cookies: str) -> str:
    """The session's token in a Cookie header; empty if there is none."""
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""
