"""Which paragraphs of a Word document are headings: by outline level, or by the name of a style, in any language."""

import re

from lxml import etree

from privexbot_app.rag.parse.xml_tree import attribute, child, local

TITLE_LEVEL = 1
DEEPEST = 6
MAX_CHAIN = 20

_HEADING = re.compile(
    r"(?:heading|überschrift|uberschrift|berschrift|titre|título|titulo|ttulo|titolo|kop|rubrik|overskrift|nagłówek"
    r"|nagwek|заголовок|başlık|balk|標題|标题|見出し)\s*([1-9])",
    re.IGNORECASE,
)
_TITLE = re.compile(r"title|titel|titre|título|titulo|ttulo|titolo", re.IGNORECASE)


class Styles:
    """A document's styles; an empty one knows the usual names."""

    def __init__(self, root: etree._Element | None) -> None:
        styles = [style for style in root if local(style) == "style"] if root is not None else []
        self._by_id = {attribute(style, "styleId"): style for style in styles}

    def level_of(self, properties: etree._Element | None) -> int:
        """A heading's level, 1 the outermost; 0 for a paragraph. `properties` is its w:pPr."""
        if level := _outline(properties):
            return max(level, 0)
        named = child(properties, "pStyle")
        style_id = attribute(named, "val") if named is not None else ""
        return self._level_of_style(style_id) if style_id else 0

    def is_title(self, properties: etree._Element | None) -> bool:
        """Whether the paragraph has the style that names the whole document."""
        named = child(properties, "pStyle")
        return named is not None and bool(_TITLE.fullmatch(self._name(attribute(named, "val"))))

    def is_item(self, properties: etree._Element | None) -> bool:
        """Whether the paragraph stands in a list: it is said of itself, or of its style."""
        number = child(properties, "numPr", "numId")
        if number is not None:
            return attribute(number, "val") != "0"
        named = child(properties, "pStyle")
        style = self._by_id.get(attribute(named, "val")) if named is not None else None
        return child(style, "pPr", "numPr") is not None

    def _level_of_style(self, style_id: str) -> int:
        """Own outline level, else own name, else what the style is based on."""
        for _ in range(MAX_CHAIN):
            style = self._by_id.get(style_id)
            if level := _outline(child(style, "pPr")):
                return max(level, 0)
            if found := _HEADING.fullmatch(self._name(style_id)):
                return min(int(found.group(1)), DEEPEST)
            base = child(style, "basedOn")
            if base is None:
                return 0
            style_id = attribute(base, "val")
        return 0

    def _name(self, style_id: str) -> str:
        name = child(self._by_id.get(style_id), "name")
        return attribute(name, "val") if name is not None else style_id


def _outline(properties: etree._Element | None) -> int:
    """The level said by w:outlineLvl, which counts from 0; -1 where it says body text, 0 where nothing is said."""
    said = child(properties, "outlineLvl")
    value = attribute(said, "val") if said is not None else ""
    if not value.isdigit():
        return 0
    return min(int(value) + 1, DEEPEST) if int(value) < 9 else -1
