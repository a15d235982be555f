"""Whose rows may be read: a private store function cannot be called without saying it."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Scope:
    """One workspace."""

    workspace_id: UUID
