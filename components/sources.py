"""The open sources of one answer: a pinned snapshot of the marts and a reader of the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from data_access.stores.outbox import version as store_version


@dataclass(frozen=True)
class Sources:
    """What panels read from. `marts` is a snapshot: all panels of one answer see the same batches."""

    marts: Any
    store: Any
    changes: int
    """Number of the store's newest change."""

    def version(self, names: Iterable[str]) -> tuple[object, ...]:
        """The versions of the named marts and, where a store table is among them, of the store."""
        states = self.marts.tables()
        found: list[object] = []
        for name in sorted(names):
            if name in states:
                found.append((name, states[name].batch))
            else:
                found.append((name, self.changes))
        return tuple(found)


@contextmanager
def open_sources(marts: Any, store: Any) -> Iterator[Sources]:
    """One snapshot of the marts and the store's present change number, for one answer."""
    with marts.snapshot() as shot:
        yield Sources(marts=shot, store=store, changes=store_version(store))
