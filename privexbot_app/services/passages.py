"""What an owner decides about a passage: never found, found first, found sooner or later, other words; each undone."""

from uuid import UUID

from anyio import to_thread
from sqlmodel import Session

from privexbot_app.db import in_session, reading, transaction
from privexbot_app.errors import Conflict, Invalid
from privexbot_app.models import PassageOverride, now
from privexbot_app.models.overrides import MOST_BOOST
from privexbot_app.rag.chunk import PassageDraft
from privexbot_app.rag.sentences import sentences
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.documents import is_editable
from privexbot_app.services.preparing import again_if_moved, prepare_batch
from privexbot_app.services.roles import require_editor
from privexbot_app.store import overrides as store
from privexbot_app.store.overrides import Owned
from privexbot_app.store.passages import PreparedPassage, bump_version, require_space

LONGEST_TEXT = 4000

__all__ = ["MOST_BOOST", "boost", "disable", "edit", "pin", "restore"]


async def disable(viewer: Viewer, passage_id: int, is_disabled: bool) -> None:
    """Whether it is never found; raises NotFound for a passage the viewer cannot see."""
    await _decide(viewer, passage_id, is_disabled=is_disabled)


async def pin(viewer: Viewer, passage_id: int, is_pinned: bool) -> None:
    """Whether it comes first where it is found at all; raises NotFound."""
    await _decide(viewer, passage_id, is_pinned=is_pinned)


async def boost(viewer: Viewer, passage_id: int, by: float) -> None:
    """Add so much to its score, at most MOST_BOOST either way; raises Invalid and NotFound."""
    if not -MOST_BOOST <= by <= MOST_BOOST:  # what is no number fails too
        raise Invalid(f"A boost is between −{MOST_BOOST} and +{MOST_BOOST}.", field="boost")
    await _decide(viewer, passage_id, boost=round(by, 2))


async def edit(viewer: Viewer, passage_id: int, text: str) -> None:
    """The chatbot sees this text instead; the words that were read undo it. Raises Invalid, NotFound, and Conflict for
    a question with its answer, which is edited elsewhere, and NotEmbedded."""
    require_editor(viewer)
    text = text.strip()
    if not text or len(text) > LONGEST_TEXT:
        raise Invalid(f"A passage has between 1 and {LONGEST_TEXT:,} characters.", field="text")
    owned, read = await _read(viewer, passage_id)
    if not is_editable(owned.kind):
        raise Conflict("This is one of your questions with its answer: edit it there.")
    if text == read.strip():
        await restore(viewer, passage_id)
        return
    await to_thread.run_sync(_put_words, viewer, owned, text)


async def restore(viewer: Viewer, passage_id: int) -> None:
    """The words that were read are back."""
    await _decide(viewer, passage_id, edited_text="", edited_sentences=[], edited_vectors=b"", edited_lexemes="")


@reading
def _read(session: Session, viewer: Viewer, passage_id: int) -> tuple[Owned, str]:
    """The passage, and the words that were read there."""
    owned = store.get_passage(session, viewer.scope, passage_id)
    override_id = owned.passage.override_id
    read = session.get_one(PassageOverride, override_id).read_text if override_id else owned.passage.text
    return owned, read


def _put_words(viewer: Viewer, owned: Owned, text: str) -> None:
    """Embedded as they would be, had they been read."""
    passage = owned.passage
    spans = tuple(sentences(text, 0, len(text)))
    draft = PassageDraft(passage.position, passage.heading, text, 0, len(text), spans)

    def prepare_and_put() -> None:
        [prepared] = prepare_batch(owned.title, [draft], passage.knowledge_base_id)
        in_session(_put_prepared, viewer, passage.id or 0, prepared)

    again_if_moved(prepare_and_put)


def _put_prepared(session: Session, viewer: Viewer, passage_id: int, prepared: PreparedPassage) -> None:
    knowledge_base_id = store.get_passage(session, viewer.scope, passage_id).passage.knowledge_base_id
    require_space(session, knowledge_base_id, prepared.space_id)
    _put_decision(
        session,
        viewer,
        passage_id,
        edited_text=prepared.text,
        edited_sentences=[list(span) for span in prepared.sentences],
        edited_vectors=prepared.vectors,
        edited_lexemes=" ".join(prepared.lexemes),
    )


@transaction
def _decide(session: Session, viewer: Viewer, passage_id: int, /, **decided: object) -> UUID:
    return _put_decision(session, viewer, passage_id, **decided)


def _put_decision(session: Session, viewer: Viewer, passage_id: int, /, **decided: object) -> UUID:
    require_editor(viewer)
    owned = store.get_passage(session, viewer.scope, passage_id)
    knowledge_base_id = owned.passage.knowledge_base_id
    bump_version(session, knowledge_base_id)  # first: it makes others who decide about this knowledge base wait
    session.refresh(owned.passage)
    override = store.find_or_add(session, owned)
    for name, value in decided.items():
        setattr(override, name, value)
    override.changed_at = now()
    session.flush()
    store.apply(session, override, owned)
    return knowledge_base_id
