"""The numbers in an answer: which passages they point at, and a link to the very sentence."""

import re
from collections.abc import Sequence
from urllib.parse import quote

from privexbot_app.rag.layout import read_cells

MARKER = re.compile(r"\[(\d{1,2})\]")
FRAGMENT_WORDS = 6


def cited_numbers(text: str, count: int) -> list[int]:
    """The passages 1..count that the text points at, each once, in the order of their first mention."""
    numbers = (int(found) for found in MARKER.findall(text))
    return list(dict.fromkeys(number for number in numbers if 1 <= number <= count))


def link_to_sentence(url: str, sentence: str) -> str:
    """The page's address with a text fragment: the browser scrolls to the sentence and marks it.

    Long sentences are named by their first and last words, as https://wicg.github.io/scroll-to-text-fragment allows;
    rows of a table by their first and last cells.
    """
    if not url or not (words := sentence.split()):
        return url
    page = url.partition("#")[0]
    if len(cells := read_cells(sentence)) > 1:
        return f"{page}#:~:text={_encode(cells[0][1].split())},{_encode(cells[-1][1].split())}"
    if len(words) <= 2 * FRAGMENT_WORDS:
        return f"{page}#:~:text={_encode(words)}"
    return f"{page}#:~:text={_encode(words[:FRAGMENT_WORDS])},{_encode(words[-FRAGMENT_WORDS:])}"


def link_to_page(url: str, page: int) -> str:
    """The address of a PDF, opened at that page (RFC 8118); a browser's PDF reader knows no text fragments."""
    return f"{url.partition('#')[0]}#page={page}" if url else ""


def _encode(words: Sequence[str]) -> str:
    """Percent-encode what separates the parts of a fragment too: comma, hyphen, ampersand."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
