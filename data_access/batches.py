"""The batches: immutable, numbered publications, the rule by which a newer one supersedes an older one, and their catalogue.

The rule. For one (table, source) the newest batch owns its own span of days; older parts keep only the days outside of it (their
`windows`), their files are never rewritten. A table without time column is replaced whole, source by source.
Where a table has a part that is not demo, its demo parts are hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from data_access.mart_tables import MARTS

Window = tuple[date, date]
"""First and last day, both included."""


class MartsFailed(RuntimeError):
    """A mart that cannot be read, written or loaded. The text names the part and the remedy; it may be shown on the screen."""


class MartsMoved(MartsFailed):
    """A publication that was made from a version which is no longer the present one."""


class Nature(StrEnum):
    """What the rows are: the real thing, a sample of it, or a demonstration."""

    PRODUCTION = "production"
    SAMPLE = "sample"
    DEMO = "demo"


@dataclass(frozen=True, kw_only=True)
class BatchPart:
    """One table of a batch: what was published, and what of it still stands."""

    table: str
    rows: int
    rejected: int = 0
    first: date | None = None
    last: date | None = None
    live: bool = True
    windows: tuple[Window, ...] = ()
    """The days that no newer batch owns; empty for a table without time column."""
    visible_rows: int = 0
    rolled: tuple[str, ...] = ()
    """The kinds of roll-ups that its file holds."""

    @property
    def whole(self) -> bool:
        """Whether all that was published still stands."""
        return self.live and (self.first is None or self.windows == ((self.first, self.last),))


@dataclass(frozen=True, kw_only=True)
class Batch:
    """One atomic publication of one or more tables by one source."""

    number: int
    source: str
    nature: Nature
    as_of: datetime
    """Cut-off of the data, aware."""
    loaded_at: datetime
    file: str
    sha256: str
    size: int
    parts: tuple[BatchPart, ...]
    retired_at: datetime | None = None
    """When nothing of it stood any longer."""

    @property
    def live(self) -> bool:
        return any(part.live for part in self.parts)

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)


@dataclass(frozen=True, kw_only=True)
class TableState:
    """What a table holds now, for panels, passports and cache keys."""

    as_of: datetime
    """The latest cut-off of any source: a later correction of old days does not make the table old."""
    oldest_as_of: datetime
    """The cut-off of the source that is furthest behind."""
    batch: int
    """The newest batch whose rows are seen: changes with every publication that changes the table."""
    nature: Nature
    source: str
    rows: int
    loaded_at: datetime
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All batches that stand, and those whose files or records are still kept."""

    version: int = 0
    batches: tuple[Batch, ...] = ()
    next_number: int = 1
    states: Mapping[str, TableState] = field(default_factory=dict, compare=False)

    def parts_of(self, table: str) -> list[tuple[Batch, BatchPart]]:
        """The parts that a reader of the table sees, oldest batch first."""
        found = [(batch, part) for batch in self.batches for part in batch.parts if part.live and part.table == table]
        real = [pair for pair in found if pair[0].nature is not Nature.DEMO]
        return real or found

    @cached_property
    def rolled(self) -> frozenset[tuple[str, str]]:
        """Which tables have which kinds of roll-ups in a batch that stands."""
        return frozenset((part.table, kind) for batch in self.batches for part in batch.parts if part.live for kind in part.rolled)

    @property
    def live_batches(self) -> tuple[Batch, ...]:
        return tuple(batch for batch in self.batches if batch.live)


def outside(windows: Iterable[Window], owned: Window) -> tuple[Window, ...]:
    """The windows without the owned days."""
    first, last = owned
    left: list[Window] = []
    for begin, end in windows:
        if begin < first:
            left.append((begin, min(end, first - timedelta(days=1))))
        if end > last:
            left.append((max(begin, last + timedelta(days=1)), end))
    return tuple(left)


def superseded(older: BatchPart, newer: BatchPart) -> BatchPart:
    """What stands of an older part of the same table and source beside a newer one."""
    if not older.live:
        return older
    if older.first is None or newer.first is None or newer.last is None:
        return replace(older, live=False, visible_rows=0)
    windows = outside(older.windows, (newer.first, newer.last))
    return (
        older
        if windows == older.windows
        else replace(older, windows=windows, live=bool(windows), visible_rows=older.visible_rows if windows else 0)
    )


def with_batch(batches: Sequence[Batch], new: Batch) -> tuple[Batch, ...]:
    """The batches after a publication."""
    newer = {part.table: part for part in new.parts}
    result = []
    for batch in batches:
        if batch.source == new.source and batch.live:
            parts = tuple(superseded(part, newer[part.table]) if part.table in newer else part for part in batch.parts)
            batch = replace(batch, parts=parts)
            if not batch.live:
                batch = replace(batch, retired_at=new.loaded_at)
        result.append(batch)
    return (*result, new)


def states(catalogue: Catalogue) -> dict[str, TableState]:
    """The state of each table that has rows published."""
    found: dict[str, TableState] = {}
    for table in MARTS.tables:
        parts = catalogue.parts_of(table)
        if not parts:
            continue
        newest = parts[-1][0]
        cut_offs: dict[str, datetime] = {}
        for batch, _ in parts:
            cut_offs[batch.source] = max(batch.as_of, cut_offs.get(batch.source, batch.as_of))
        found[table] = TableState(
            as_of=max(cut_offs.values()),
            oldest_as_of=min(cut_offs.values()),
            batch=newest.number,
            nature=newest.nature,
            source=newest.source,
            rows=sum(part.visible_rows for _, part in parts),
            loaded_at=newest.loaded_at,
            sources=tuple(sorted(cut_offs)),
        )
    return found
