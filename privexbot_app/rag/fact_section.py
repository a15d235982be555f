"""The section of a document's text that tells its facts: below the page's own words, a heading for each subject.

So facts are searched, quoted and cited like everything else.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from privexbot_app.rag.document import Block, Heading, ParsedDocument, assemble
from privexbot_app.rag.fact_words import not_said
from privexbot_app.rag.facts import Fact, sentence_of
from privexbot_app.rag.found import Found

SECTION = "Facts"


def add_facts(document: ParsedDocument, facts: Sequence[Fact]) -> ParsedDocument:
    """The document with its facts; told are those that its own words do not tell already."""
    new = not_said(facts, f"{document.title}\n{document.text}")
    section = assemble("", _blocks(document.title, new) if new else [])
    place = len(document.text) + 1 if document.text else 0
    headings = [Heading(one.start + place, one.end + place, one.level, one.text) for one in section.headings]
    text = "\n".join(part for part in (document.text, section.text) if part)
    return replace(document, text=text, headings=(*document.headings, *headings), facts=tuple(facts))


def is_fact_section(heading: str) -> bool:
    """Whether a passage under this path of headings tells facts."""
    return heading == SECTION or heading.startswith(f"{SECTION} › ")


def without_untold(found: Found, untold: Collection[Fact]) -> Found | None:
    """The passage without the sentences of these facts, and as much less near as it is without them; None when nothing
    is left of it."""
    said = [found.sentence(number) for number in range(len(found.sentences))]
    kept = numbers_told(found.title, found.heading, said, untold)
    if len(kept) == len(said):
        return found
    return _cut_to(found, kept) if kept else None


def numbers_told(title: str, heading: str, sentences: Sequence[str], untold: Collection[Fact]) -> list[int]:
    """Which sentences of a passage of a document of that title tell none of these facts."""
    about = heading.removeprefix(SECTION).removeprefix(" › ") or title
    lines = [sentence_of(fact) for fact in untold if fact.subject == about]
    return [number for number, sentence in enumerate(sentences) if not any(sentence in line for line in lines)]


def text_told(sentences: Sequence[str]) -> str:
    """What is left of a passage of which not every sentence is told."""
    return "\n".join(sentences)


def _cut_to(found: Found, numbers: Sequence[int]) -> Found:
    said = [found.sentence(number) for number in numbers]
    starts = [sum(len(before) + 1 for before in said[:place]) for place in range(len(said))]
    cosines = tuple(found.sentence_cosines[number] for number in numbers)
    lost = max(found.sentence_cosines) - max(cosines)
    return replace(
        found,
        text=text_told(said),
        sentences=tuple((start, start + len(sentence)) for start, sentence in zip(starts, said, strict=True)),
        sentence_cosines=cosines,
        pages=tuple(found.pages[number] for number in numbers) if found.pages else (),
        cosine=found.cosine - lost,
        score=found.score - lost,
    )


def _blocks(title: str, facts: Sequence[Fact]) -> Iterator[Block]:
    """Each subject once, in the order in which the page comes to speak of them; what the page itself is about needs no
    heading, which would be near to every question about it."""
    by_subject: dict[str, list[Fact]] = {}
    for fact in facts:
        by_subject.setdefault(fact.subject, []).append(fact)
    yield Block(SECTION, 1)
    for subject, of_one in by_subject.items():
        if subject != title:
            yield Block(subject, 2)
        yield from (Block(sentence_of(fact)) for fact in of_one)
