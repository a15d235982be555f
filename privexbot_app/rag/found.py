"""A passage that search found, with what quoting and prompting need to know about it."""

from dataclasses import dataclass
from uuid import UUID

from privexbot_app.rag.rank import Signs


@dataclass(frozen=True)
class Found:
    """`sentences` are offsets into `text`; `score` is what its `signs` say together, and the `boost` of its owner.

    `is_edited` when the owner put these words in the place of those that were read.
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

    def sentence(self, number: int) -> str:
        start, end = self.sentences[number]
        return self.text[start:end]
