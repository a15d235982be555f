"""The words of a Word paragraph: insertions kept, deletions and hidden text dropped, notes and text boxes set aside."""

from collections.abc import Iterator

from lxml import etree

from privexbot_app.rag.parse.xml_tree import attribute, child, local

_DROPPED = frozenset(
    """del moveFrom delText delInstrText instrText fldData pPr rPr rt Fallback tblPr tcPr trPr sdtPr sdtEndPr
    proofErr commentReference annotationRef object oMathParaPr ctrlPr""".split()  # noqa: SIM905
)
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_SPELLED = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_OFF = frozenset(("0", "false", "off"))


class Words:
    """One paragraph read: its text, the notes it refers to as (kind, id), and the boxes that hang on it."""

    def __init__(self, paragraph: etree._Element) -> None:
        self._said: list[str] = []
        self.notes: list[tuple[str, str]] = []
        self.boxes: list[etree._Element] = []
        self._walk(paragraph)
        self.text = "".join(self._said)

    def _walk(self, element: etree._Element) -> None:
        for node in element:
            name = local(node)
            if name == "t":
                self._said.append(node.text or "")
            elif name == "txbxContent":
                self.boxes.append(node)
            elif name in _SPELLED:
                self._said.append(_SPELLED[name])
            elif name in _NOTES:
                self.notes.append((_NOTES[name], attribute(node, "id")))
            elif name not in _DROPPED and not (name == "r" and _is_on(child(node, "rPr", "vanish"))):
                self._walk(node)


def is_bold(paragraph: etree._Element) -> bool:
    """Whether every word of it is."""
    runs = [run for run in paragraph.iter() if local(run) == "r" and any(local(node) == "t" for node in run)]
    return bool(runs) and all(_is_on(child(run, "rPr", "b")) for run in runs)


def paragraphs_in(element: etree._Element) -> Iterator[etree._Element]:
    """Those that are not inside of another, such as in a text box."""
    for node in element:
        if local(node) == "p":
            yield node
        elif local(node) not in _DROPPED:
            yield from paragraphs_in(node)


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and attribute(switch, "val") not in _OFF
