"""Embedding spaces, which knowledge base is in which, and which should be in another."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, case, null, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select, update

from privexbot_app.errors import NotFound
from privexbot_app.models import (
    Credential,
    EmbeddingChoice,
    EmbeddingMove,
    EmbeddingSpace,
    KnowledgeBase,
    MoveState,
)


class Shelf(NamedTuple):
    """What has to be known of a knowledge base before it is searched; both are of one moment."""

    version: int
    space_id: UUID | None


_SHELF = select_columns(col(KnowledgeBase.version), col(KnowledgeBase.space_id)).where(
    col(KnowledgeBase.id) == bindparam("knowledge_base_id")
)  # built once: each question is asked through it


def get_shelf(session: Session, knowledge_base_id: UUID) -> Shelf:
    if found := session.connection().execute(_SHELF, {"knowledge_base_id": knowledge_base_id}).one_or_none():
        return Shelf(*found)
    raise NotFound("There is no such knowledge base.")


def find_space(session: Session, space_id: UUID | None) -> EmbeddingSpace | None:
    return session.get(EmbeddingSpace, space_id) if space_id else None


def find_serving(session: Session, knowledge_base_id: UUID) -> EmbeddingSpace | None:
    """None for the built-in one, and for a knowledge base that is gone."""
    query = select(EmbeddingSpace).join(KnowledgeBase, col(KnowledgeBase.space_id) == EmbeddingSpace.id)
    return session.exec(query.where(KnowledgeBase.id == knowledge_base_id)).one_or_none()


def list_used(session: Session) -> list[EmbeddingSpace]:
    """Of all workspaces: those that a knowledge base is in, or on its way to."""
    served = select(KnowledgeBase.space_id).where(col(KnowledgeBase.space_id).is_not(None))
    wanted = select(EmbeddingMove.space_id).where(col(EmbeddingMove.space_id).is_not(None))
    own = col(EmbeddingSpace.id)
    return list(session.exec(select(EmbeddingSpace).where(or_(own.in_(served), own.in_(wanted)))))


def list_left(session: Session, install_id: UUID | None) -> list[EmbeddingSpace]:
    """The install's own spaces that no knowledge base needs any more, and whose key is still kept."""
    used = [space.id for space in list_used(session)]
    query = select(EmbeddingSpace).where(col(EmbeddingSpace.workspace_id).is_(None), EmbeddingSpace.sealed_key != b"")
    return [space for space in session.exec(query) if space.id not in used and space.id != install_id]


def find_move(session: Session, knowledge_base_id: UUID) -> EmbeddingMove | None:
    return session.get(EmbeddingMove, knowledge_base_id)


def lock_move(session: Session, knowledge_base_id: UUID, attempt: int) -> EmbeddingMove | None:
    """The move that a job works on, or None if it is not wanted any more; nobody changes it until we have ended."""
    query = select(EmbeddingMove).where(
        EmbeddingMove.knowledge_base_id == knowledge_base_id,
        EmbeddingMove.attempt == attempt,
        col(EmbeddingMove.state) != MoveState.FAILED,
    )
    return session.exec(query.with_for_update()).one_or_none()


def list_waiting(session: Session, unchanged_since: datetime, due: datetime) -> list[EmbeddingMove]:
    """Of all workspaces: what nobody has touched lately, and what failed and is due again."""
    untouched = (col(EmbeddingMove.state) != MoveState.FAILED) & (col(EmbeddingMove.changed_at) < unchanged_since)
    again = (col(EmbeddingMove.state) == MoveState.FAILED) & (col(EmbeddingMove.due_at) <= due)
    return list(session.exec(select(EmbeddingMove).where(or_(untouched, again))))


def list_unsettled(session: Session, install_id: UUID | None) -> list[tuple[KnowledgeBase, UUID | None]]:
    """Of all workspaces: knowledge bases whose move is missing, leads elsewhere or has no reason, with the space that
    each should be in."""
    wanted = case(
        (col(KnowledgeBase.embedding) == EmbeddingChoice.INSTALL, install_id),
        (col(KnowledgeBase.embedding) == EmbeddingChoice.OWN, col(KnowledgeBase.own_space_id)),
        else_=null(),
    )
    moves, served = col(EmbeddingMove.knowledge_base_id), col(KnowledgeBase.space_id)
    leads_elsewhere = moves.is_(None) | col(EmbeddingMove.space_id).is_distinct_from(wanted)
    query = (
        select_columns(KnowledgeBase)
        .outerjoin(EmbeddingMove, moves == col(KnowledgeBase.id))
        .where(
            or_(
                served.is_distinct_from(wanted) & leads_elsewhere,
                served.is_not_distinct_from(wanted) & moves.is_not(None),
            )
        )
    )
    return [(base, wanted_space(base, install_id)) for base in session.execute(query).scalars()]


def wanted_space(base: KnowledgeBase, install_id: UUID | None) -> UUID | None:
    """The space that it should be in."""
    wanted = {EmbeddingChoice.INSTALL: install_id, EmbeddingChoice.OWN: base.own_space_id}
    return wanted.get(base.embedding)


def list_other_keys(session: Session, credential: Credential) -> list[Credential]:
    """Of the same workspace, for the same provider at the same address."""
    query = select(Credential).where(
        Credential.workspace_id == credential.workspace_id,
        Credential.provider == credential.provider,
        Credential.address == credential.address,
        Credential.id != credential.id,
    )
    return list(session.exec(query.order_by(col(Credential.created_at))))


def list_spaces_of_key(session: Session, credential_id: UUID) -> list[EmbeddingSpace]:
    return list(session.exec(select(EmbeddingSpace).where(EmbeddingSpace.credential_id == credential_id)))


def leave_spaces(session: Session, space_ids: Collection[UUID]) -> None:
    """Knowledge bases that want one of these want the built-in model now."""
    own = col(KnowledgeBase.own_space_id).in_(space_ids)
    session.exec(update(KnowledgeBase).where(own).values(embedding=EmbeddingChoice.BUILT_IN, own_space_id=None))
