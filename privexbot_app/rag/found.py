"""A passage that search found, with what quoting and prompting need to know about it."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Found:
    """`sentences` are offsets into `text`; `score` = `cosine` of the best sentence + a weighted `lexical` share."""

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

    def sentence(self, number: int) -> str:
        start, end = self.sentences[number]
        return self.text[start:end]
