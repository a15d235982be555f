"""Which part of a page is its content: what the page itself calls main, else what trafilatura takes for it."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

MIN_CHARACTERS = 80
MAX_SHARE_OF_JUNK = 0.5  # an element with more of the page's text than this is not thrown away for its name
MIN_SHARE_OF_MAIN = 0.3  # trafilatura kept less: it mistook a list of answers for a menu
KEY_CHARACTERS = 30

_FRAME = "nav, body > header, body > footer, [role=navigation], [role=banner], [role=contentinfo], [role=search]"
_ASIDE = "aside, form, dialog, footer, [role=dialog], [role=alertdialog]"
_JUNK_NAMES = re.compile(
    r"(?:site-|page-|global-|main-)?(?:nav|navbar|navigation|menu|footer|header|sidebar|breadcrumbs?|crumbs"
    r"|cookie[\w-]*|share|sharing|social[\w-]*|related[\w-]*|newsletter[\w-]*|pagination|skip[\w-]*|toc|advert[\w-]*)",
    re.IGNORECASE,
)
_LEAVES = "p, li, h1, h2, h3, h4, h5, h6, blockquote, pre"
_ALWAYS_KEPT = {"table", "dl", "details", "main", "article"}


def keep_main(tree: LexborHTMLParser, body: LexborNode, source: str) -> LexborNode:
    """Prune the tree in place; the element that holds the content."""
    for node in tree.css(_FRAME):
        node.decompose()
    whole = len(_text(body))
    for node in [*tree.css(_ASIDE), *(node for node in tree.css("[class], [id]") if _has_junk_name(node))]:
        if len(_text(node)) <= MAX_SHARE_OF_JUNK * whole:
            node.decompose()
    if main := _declared_main(tree):
        return main
    _prune_as_told(body, _told_by_trafilatura(source))
    return body


def _text(node: LexborNode) -> str:
    return node.text(deep=True)


def _has_junk_name(node: LexborNode) -> bool:
    if node.tag in ("html", "body", "main", "article"):
        return False
    names = [*(node.attributes.get("class") or "").split(), node.attributes.get("id") or ""]
    return any(_JUNK_NAMES.fullmatch(name) for name in names)


def _declared_main(tree: LexborHTMLParser) -> LexborNode | None:
    for selector in ("main", "[role=main]", "article"):
        nodes = tree.css(selector)
        if len(nodes) == 1 and len(_text(nodes[0]).strip()) >= MIN_CHARACTERS:
            return nodes[0]
    return None


def _told_by_trafilatura(source: str) -> str:
    import trafilatura

    found = trafilatura.extract(source, favor_recall=True, include_comments=False, include_tables=True)
    return _key(found or "")


def _prune_as_told(body: LexborNode, told: str) -> None:
    """Drop the paragraphs, items and headings that trafilatura left out, unless they stand in a table or accordion."""
    if len(told) < MIN_SHARE_OF_MAIN * len(_key(_text(body))):
        return
    for node in body.css(_LEAVES):
        if _key(_text(node))[:KEY_CHARACTERS] not in told and not _is_protected(node):
            node.decompose()


def _is_protected(node: LexborNode) -> bool:
    above = node.parent
    while above is not None:
        if above.tag in _ALWAYS_KEPT:
            return True
        above = above.parent
    return False


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()
