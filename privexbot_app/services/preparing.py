"""Make a document findable: what its passages are embedded and counted as."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from typing import TypeVar
from uuid import UUID

from privexbot_app.db import in_session
from privexbot_app.rag.chunk import PassageDraft, chunk
from privexbot_app.rag.document import ParsedDocument
from privexbot_app.rag.sentences import is_whole
from privexbot_app.rag.tokens import passage_words
from privexbot_app.rag.vectors import pack
from privexbot_app.services.spaces import Space, hash_of, serving_space
from privexbot_app.store import passages as store
from privexbot_app.store.passages import PreparedPassage, SpaceChanged

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

MOST_TRIES = 3
TOGETHER = 16  # passages; more only take more memory
SHORT_SENTENCE_CHARACTERS = 80  # shorter ones say 'it' and 'they' and need to be told of what


def prepare_passages(document: ParsedDocument, knowledge_base_id: UUID | None = None) -> list[PreparedPassage]:
    """The whole of it, a few passages at a time, as `prepare_batch` does; blocks."""
    drafts = chunk(document)
    batches = (drafts[first : first + TOGETHER] for first in range(0, len(drafts), TOGETHER))
    return [prepared for batch in batches for prepared in prepare_batch(document.title, batch, knowledge_base_id)]


def prepare_batch(
    title: str, drafts: Sequence[PassageDraft], knowledge_base_id: UUID | None = None
) -> list[PreparedPassage]:
    """A few passages of the document of that title, embedded together, by the model of the knowledge base; what was
    embedded before in it is taken from there. Blocks; raises NotEmbedded."""
    space = serving_space(knowledge_base_id)
    texts = {draft.position: texts_to_embed(title, draft) for draft in drafts}
    hashes = {position: hash_of(space, of_one) for position, of_one in texts.items()}
    known = in_session(store.list_known_vectors, knowledge_base_id, set(hashes.values())) if knowledge_base_id else {}
    new = {hash_: texts[position] for position, hash_ in hashes.items() if hash_ not in known}
    vectors = known | embed_together(space, new)
    return [
        PreparedPassage(
            **vars(draft),
            vectors=vectors[hashes[draft.position]],
            lexemes=tuple(passage_words(" ".join([title, draft.heading, *_spoken(draft)]))),
            content_hash=hashes[draft.position],
            space_id=space.id,
        )
        for draft in drafts
    ]


def again_if_moved(work: Callable[[], T]) -> T:
    """Do the work anew, embedding included, when the knowledge base went over to another model in the middle of it."""
    for _ in range(MOST_TRIES - 1):
        with suppress(SpaceChanged):
            return work()
    return work()


def embed_together(space: Space, texts: Mapping[K, Sequence[str]]) -> dict[K, bytes]:
    """Under the same keys, each list packed into one; what several say, such as a heading or the sentence where one
    passage ends and the next begins, is embedded once. Blocks; raises NotEmbedded."""
    if not texts:
        return {}
    said = list(dict.fromkeys(text for of_one in texts.values() for text in of_one))
    vectors, place = space.embed(said), {text: row for row, text in enumerate(said)}
    return {key: pack(vectors[[place[text] for text in of_one]]) for key, of_one in texts.items()}


def texts_to_embed(title: str, draft: PassageDraft) -> list[str]:
    """One text a sentence, a fragment after its title and heading; then the heading, which may be the question."""
    heading = draft.heading.rsplit(" › ", 1)[-1] or title
    context = heading if heading == title or not title else f"{title}, {heading}"
    texts = [
        text if is_whole(text) and len(text) >= SHORT_SENTENCE_CHARACTERS else f"{context}: {text}"
        for text in _spoken(draft)
    ]
    return [*texts, heading] if heading else texts


def _spoken(draft: PassageDraft) -> list[str]:
    """Its sentences, without the marks of list items."""
    return [draft.text[start:end] for start, end in draft.sentences]
