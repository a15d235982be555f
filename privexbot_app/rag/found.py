"""A passage that search found, with what quoting and prompting need to know about it."""

from dataclasses import dataclass
from uuid import UUID

from privexbot_app.rag.pages import PageKind, name_pages
from privexbot_app.rag.rank import Signs


@dataclass(frozen=True)
class Found:
    """`sentences` are offsets into `text`; `score` is what its `signs` say together, and the `boost` of its owner.

    `is_edited` when the owner put these words in the place of those that were read. `pages` has the page of each
    sentence, or nothing where the document has none. It is number `position` of its document, read
    from text[start:end] there.
    """

    passage_id: int
    document_id: UUID
    source_id: UUID
    title: str
    url: str
    heading: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    sentence_cosines: tuple[float, ...]
    score: float
    cosine: float
    lexical: float
    is_result: bool = False  # what a call of an action answered, and no passage of any source
    is_file: bool = False  # nor is what stands in a file that the visitor sent
    signs: Signs | None = None  # of a passage that search found
    boost: float = 0.0
    is_pinned: bool = False
    is_edited: bool = False
    pages: tuple[int, ...] = ()
    page_kind: PageKind = "page"
    position: int = 0
    start: int = 0
    end: int = 0
    reranked: float | None = None  # what a rerank model gave it, in a measure of its own
    is_beside: bool = False  # it was not found, but stands next to one that was

    @property
    def is_as_read(self) -> bool:
        """Whether its words are those that stand at its place in the document."""
        return not self.is_edited and 0 < len(self.text) == self.end - self.start

    def sentence(self, number: int) -> str:
        start, end = self.sentences[number]
        return self.text[start:end]

    @property
    def place(self) -> str:
        """Its pages, for owners: "page 4", or empty."""
        return name_pages(self.page_kind, self.pages)

    def page_of(self, sentence: str) -> int:
        """The page that a sentence of it stands on; 0 where the document has none."""
        if not self.pages:
            return 0
        numbers = range(len(self.sentences))
        return self.pages[next((number for number in numbers if self.sentence(number) == sentence), 0)]
