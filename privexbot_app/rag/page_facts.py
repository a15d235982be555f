"""What a page says to robots: where it links to, its canonical address, and whether it wants to be found."""

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from privexbot_app.rag.crawl_urls import is_page, normalise

MOST_LINKS = 2000


@dataclass(frozen=True)
class PageFacts:
    """`links` are normalised, in the page's order and each once; `canonical` is empty where the page names none."""

    links: tuple[str, ...] = ()
    canonical: str = ""
    is_for_search: bool = True


def facts_of(source: str, url: str) -> PageFacts:
    """Of an HTML page that was found at `url`."""
    tree = LexborHTMLParser(source)
    base = normalise(_attribute(tree.css_first("base[href]"), "href"), url) or url
    directives = ",".join(_attribute(node, "content") for node in tree.css("meta") if _is_for_us(node))
    canonical = next((node for node in tree.css("link[href]") if "canonical" in _attribute(node, "rel").split()), None)
    return PageFacts(
        links=() if says(directives, "nofollow") else _links(tree, base),
        canonical=normalise(_attribute(canonical, "href"), base) if canonical else "",
        is_for_search=not says(directives, "noindex"),
    )


def says(directives: str, word: str) -> bool:
    """Whether a list of robots' directives has this one, or `none`, which is both."""
    return bool({word, "none"} & {part.strip().lower() for part in directives.split(",")})


def _links(tree: LexborHTMLParser, base: str) -> tuple[str, ...]:
    followed = (node for node in tree.css("a[href], area[href]") if "nofollow" not in _attribute(node, "rel").lower())
    found = (normalise(_attribute(node, "href"), base) for node in followed)
    return tuple(dict.fromkeys(link for link in found if link and is_page(link)))[:MOST_LINKS]


def _is_for_us(node: LexborNode) -> bool:
    return _attribute(node, "name").lower() in ("robots", "privexbot")


def _attribute(node: LexborNode | None, name: str) -> str:
    return (node.attributes.get(name) or "") if node else ""
