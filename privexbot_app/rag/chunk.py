"""A document becomes passages: whole sentences under one heading, about as much as answers one question."""

from collections.abc import Iterator
from dataclasses import dataclass

from privexbot_app.rag.document import Heading, ParsedDocument
from privexbot_app.rag.pages import page_at
from privexbot_app.rag.sentences import sentences, start_of_item

TARGET_CHARACTERS = 900
SHORT_TAIL_CHARACTERS = 200  # a rest this short joins the passage before it

Span = tuple[int, int]


@dataclass(frozen=True)
class PassageDraft:
    """`text` is document.text[start:end]; `sentences` are offsets into `text`; `heading` is the path from the top;
    `pages` has the page that each sentence begins on, or nothing in a document without pages."""

    position: int
    heading: str
    text: str
    start: int
    end: int
    sentences: tuple[Span, ...]
    pages: tuple[int, ...] = ()


def chunk(document: ParsedDocument) -> tuple[PassageDraft, ...]:
    """The document's passages in order; each begins with the last sentence of the one before it under its heading."""
    drafts: list[PassageDraft] = []
    for heading, start, end in _sections(document):
        for spans in _packed(list(sentences(document.text, start, end))):
            drafts.append(_draft(document, len(drafts), heading, spans))
    return tuple(drafts)


def _sections(document: ParsedDocument) -> Iterator[tuple[str, int, int]]:
    """(heading path, start, end) of the text between headings."""
    starts = [heading.start for heading in document.headings]
    yield "", 0, starts[0] if starts else len(document.text)
    path: list[Heading] = []
    for heading, end in zip(document.headings, [*starts, len(document.text)][1:], strict=True):
        path = [above for above in path if above.level < heading.level] + [heading]
        yield " › ".join(step.text for step in path if step.text), heading.end, end


def _packed(spans: list[Span]) -> Iterator[list[Span]]:
    first = 0
    while first < len(spans):
        last = _last_that_fits(spans, first)
        yield spans[first : last + 1]
        if last + 1 >= len(spans):
            return
        first = last if last > first and _length(spans[last : last + 2]) <= TARGET_CHARACTERS else last + 1


def _last_that_fits(spans: list[Span], first: int) -> int:
    """At least one sentence; all that is left, if it is little more than fits."""
    if _length(spans[first:]) <= TARGET_CHARACTERS + SHORT_TAIL_CHARACTERS:
        return len(spans) - 1
    last = first
    while last + 1 < len(spans) and _length(spans[first : last + 2]) <= TARGET_CHARACTERS:
        last += 1
    return last


def _length(spans: list[Span]) -> int:
    return spans[-1][1] - spans[0][0]


def _draft(document: ParsedDocument, position: int, heading: str, spans: list[Span]) -> PassageDraft:
    start, end = start_of_item(document.text, spans[0][0]), spans[-1][1]
    offsets = tuple((first - start, last - start) for first, last in spans)
    pages = tuple(page_at(document.pages, first) for first, _ in spans) if document.pages else ()
    return PassageDraft(position, heading, document.text[start:end], start, end, offsets, pages)
