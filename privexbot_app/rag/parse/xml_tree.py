"""XML without what makes it dangerous: no entity is resolved, no DTD read, nothing fetched, no tower climbed."""

from lxml import etree

from privexbot_app.rag.parse.errors import ParseError
from privexbot_app.rag.parse.sentences import DAMAGED, DECLARES


def parse_xml(content: bytes) -> etree._Element:
    """Raises ParseError for what is no XML, nested deeper than 256 elements, or declares entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ParseError(DECLARES if b"<!ENTITY" in content else DAMAGED) from None
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise ParseError(DECLARES)
    return root


def local(element: etree._Element) -> str:
    """An element's name without its namespace (the strict and the usual dialect differ in it); "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """By its name without namespace; "" when it is not there."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element at the end of a path of names."""
    for name in path:
        element = next((one for one in element if local(one) == name), None) if element is not None else None
    return element


def text_of(element: etree._Element) -> str:
    """All text in it, blanks joined."""
    return " ".join("".join(element.itertext()).split())
