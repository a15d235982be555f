"""Where the pages of a document begin, and how a page is named to people."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

PageKind = Literal["page", "slide"]

WORDS: dict[str, dict[PageKind, str]] = {
    "en": {"page": "{title}, page {number}", "slide": "{title}, slide {number}"},
    "de": {"page": "{title}, Seite {number}", "slide": "{title}, Folie {number}"},
    "fr": {"page": "{title}, page {number}", "slide": "{title}, diapositive {number}"},
    "es": {"page": "{title}, página {number}", "slide": "{title}, diapositiva {number}"},
    "it": {"page": "{title}, pagina {number}", "slide": "{title}, diapositiva {number}"},
    "pt": {"page": "{title}, página {number}", "slide": "{title}, diapositivo {number}"},
    "nl": {"page": "{title}, pagina {number}", "slide": "{title}, dia {number}"},
    "pl": {"page": "{title}, strona {number}", "slide": "{title}, slajd {number}"},
    "tr": {"page": "{title}, sayfa {number}", "slide": "{title}, slayt {number}"},
    "ru": {"page": "{title}, страница {number}", "slide": "{title}, слайд {number}"},
    "ar": {"page": "{title}، صفحة {number}", "slide": "{title}، شريحة {number}"},
    "zh": {"page": "{title}，第 {number} 页", "slide": "{title}，第 {number} 张幻灯片"},
}


@dataclass(frozen=True)
class Page:
    """A page that begins at text[start]; `number` counts from 1, pages without text included."""

    start: int
    number: int
    kind: PageKind = "page"


def kind_of(kept: str) -> PageKind:
    """As it was written down."""
    return "slide" if kept == "slide" else "page"


def page_at(pages: Sequence[Page], offset: int) -> int:
    """The number of the page that text[offset] stands on; 0 in a document without pages, or before its first."""
    place = bisect_right(pages, offset, key=attrgetter("start"))
    return pages[place - 1].number if place else 0


def with_page(title: str, kind: PageKind, number: int, language: str) -> str:
    """ "Guide, page 4", in that language."""
    return WORDS.get(language, WORDS["en"])[kind].format(title=title, number=number)


def name_pages(kind: str, pages: Sequence[int]) -> str:
    """ "page 4" or "slides 4–5", for owners; empty where there are none."""
    if not pages:
        return ""
    first, last = min(pages), max(pages)
    return f"{kind} {first}" if first == last else f"{kind}s {first}–{last}"
