"""One spelling for the address of a page, and which addresses belong to one website."""

import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

LONGEST_URL = 1000
MOST_SEGMENTS = 20
MOST_REPEATS = 3  # of one segment in a path: calendars and relative links gone wrong make endless ones

PORTS = {"http": 80, "https": 443}
TRACKING = re.compile(r"utm_\w+|gclid|fbclid|msclkid|mc_[ce]id|_ga|phpsessid|jsessionid|sid", re.IGNORECASE)
NO_PAGES = re.compile(
    r"\.(png|jpe?g|gif|webp|avif|svg|ico|css|js|mjs|json|xml|rss|atom|woff2?|ttf|eot|mp[34]|m4[av]|webm|ogg|wav|mov|avi"
    r"|zip|gz|tgz|rar|7z|exe|dmg|apk|iso|bin)$",
    re.IGNORECASE,
)

_AMBIGUOUS = re.compile(r"[\x00-\x1f\x7f\\]")
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|[0-9a-f:.]+")
_SESSION = re.compile(r";(jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)


def normalise(url: str, base: str = "") -> str:
    """The absolute address without fragment and tracking; empty for what two parsers could read in two ways."""
    url = url.strip()
    if len(url) > LONGEST_URL or _AMBIGUOUS.search(url):
        return ""
    try:
        parts = urlsplit(urljoin(base, url))
        netloc = _netloc(parts.scheme, parts.hostname or "", parts.port)
    except ValueError:
        return ""
    if not netloc or "@" in parts.netloc:
        return ""
    path = urlsplit(urljoin(f"{parts.scheme}://{netloc}/", "/" + _SESSION.sub("", parts.path).lstrip("/"))).path
    spelled = urlunsplit((parts.scheme, netloc, quote(path, safe="/%:@!$&'()*+,;=~-._"), _query(parts.query), ""))
    return spelled if len(spelled) <= LONGEST_URL else ""


def origin_of(url: str) -> str:
    """Scheme, host and port of a normalised address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def path_of(url: str) -> str:
    """What comes after the origin."""
    return url.removeprefix(origin_of(url)) or "/"


def are_twins(one: str, other: str) -> bool:
    """Whether two origins differ by `www.` or by http and https alone, as a website's two doors do."""
    (host, port, is_usual), (other_host, other_port, is_usual_too) = _door(one), _door(other)
    return host == other_host and (port == other_port or (is_usual and is_usual_too))


def at_home(url: str, home: str, doors: tuple[str, ...]) -> str:
    """A normalised address as it is spelled on the website `home`; empty for one of another website."""
    origin = origin_of(url)
    plain = origin.replace("http://", "https://", 1)
    return home + path_of(url) if origin in (home, *doors) or plain == home else ""


def is_page(url: str) -> bool:
    """Whether it is worth asking for: no picture or archive by its name, and no path that goes round in circles."""
    path = urlsplit(url).path
    segments = [segment for segment in path.split("/") if segment]
    repeats = max(map(segments.count, segments), default=0)
    return len(segments) <= MOST_SEGMENTS and repeats <= MOST_REPEATS and not NO_PAGES.search(path)


def _netloc(scheme: str, host: str, port: int | None) -> str:
    if scheme not in PORTS:
        return ""
    try:
        host = host.rstrip(".").encode("ascii" if ":" in host else "idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    if not _HOST.fullmatch(host):
        return ""
    name = f"[{host}]" if ":" in host else host
    return name if port in (None, PORTS[scheme]) else f"{name}:{port}"


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    kept = [(name, value) for name, value in pairs if not TRACKING.fullmatch(name)]
    return query if len(kept) == len(pairs) and query.isascii() and " " not in query else urlencode(kept)


def _door(origin: str) -> tuple[str, int, bool]:
    parts = urlsplit(origin)
    usual = PORTS[parts.scheme]
    return (parts.hostname or "").removeprefix("www."), parts.port or usual, (parts.port or usual) == usual
