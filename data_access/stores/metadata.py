"""The store's metadata: its naming rules and its one kind of time column."""

from __future__ import annotations

from sqlalchemy import Column, MetaData

from data_access.columns import UtcDateTime

STORE = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)


def at(name: str, *, null: bool = False) -> Column:
    """A time column, stored in UTC."""
    return Column(name, UtcDateTime, nullable=null)
