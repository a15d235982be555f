"""Make a document findable: what its passages are embedded and counted as."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from privexbot_app.adapters.embedder import embedder
from privexbot_app.db import in_session
from privexbot_app.rag.chunk import PassageDraft, chunk
from privexbot_app.rag.document import ParsedDocument
from privexbot_app.rag.sentences import is_whole
from privexbot_app.rag.tokens import passage_words
from privexbot_app.rag.vectors import pack
from privexbot_app.store import passages as store
from privexbot_app.store.passages import PreparedPassage

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
    """A few passages of the document of that title, embedded together; what was embedded before in the knowledge base
    is taken from there. Blocks."""
    texts = {draft.position: texts_to_embed(title, draft) for draft in drafts}
    hashes = {position: _hash_of(of_one) for position, of_one in texts.items()}
    known = in_session(store.list_known_vectors, knowledge_base_id, set(hashes.values())) if knowledge_base_id else {}
    new = {hash_: texts[position] for position, hash_ in hashes.items() if hash_ not in known}
    vectors = known | _embedded(new)
    return [
        PreparedPassage(
            **vars(draft),
            vectors=vectors[hashes[draft.position]],
            lexemes=tuple(passage_words(" ".join([title, draft.heading, *_spoken(draft)]))),
            content_hash=hashes[draft.position],
        )
        for draft in drafts
    ]


def _hash_of(texts: Sequence[str]) -> str:
    """Of what vectors are made from, and of who makes them."""
    return sha256("\0".join((embedder().name, *texts)).encode("utf-8", "replace")).hexdigest()


def _embedded(texts: dict[str, list[str]]) -> dict[str, bytes]:
    """Under the same keys, each list packed into one; what several say, such as a heading or the sentence where one
    passage ends and the next begins, is embedded once."""
    if not texts:
        return {}
    said = list(dict.fromkeys(text for of_one in texts.values() for text in of_one))
    vectors, place = embedder().embed(said), {text: row for row, text in enumerate(said)}
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
