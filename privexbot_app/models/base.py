"""What every table has: an unguessable id, a time, and names for constraints that are the same on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast
from uuid import UUID, uuid4

from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def now() -> datetime:
    """The present in UTC, with its zone: naive times are refused by the tables."""
    return datetime.now(UTC)


class Row(SQLModel):
    """A row of any table."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    created_at: datetime = Field(default_factory=now)

    def __init__(self, **values: Any) -> None:
        """Pydantic looks at the signature of each factory every time, which takes longer than all the rest."""
        for name, make in _factories(type(self)):
            if name not in values:
                values[name] = make()
        super().__init__(**values)


@lru_cache(maxsize=256)
def _factories(kind: type[SQLModel]) -> list[tuple[str, Callable[[], Any]]]:
    made = {name: field.default_factory for name, field in kind.model_fields.items()}
    return [(name, cast("Callable[[], Any]", make)) for name, make in made.items() if make is not None]
