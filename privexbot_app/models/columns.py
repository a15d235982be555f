"""Columns that are spelled the same way in every table."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Enum
from sqlmodel import Field


def words(kind: type[StrEnum], default: StrEnum | None = None) -> Any:
    """A column for one word of `kind`, kept as text so that a new word needs no migration of a database type."""
    column = Enum(kind, native_enum=False, length=16, values_callable=lambda words: [str(word) for word in words])
    return Field(sa_type=column) if default is None else Field(default=default, sa_type=column)
