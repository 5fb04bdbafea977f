"""The marts: published whole as immutable, numbered batches; read from one pinned version; checked on demand.

A reader sees a whole batch or none, a load never blocks a reader, and every row names its batch (`batch_id`).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pandas as pd
from sqlalchemy import Select

from data_access import catalogue as file
from data_access.batches import Batch, BatchPart, Catalogue, MartsFailed, MartsMoved, Nature, TableState, states, with_batch
from data_access.centre.marts import CentreMarts, centre_of, refusal
from data_access.engine import Database, FileGone, view
from data_access.mart_tables import MARTS
from data_access.publication import Part, Staged, count_visible, digest, discard, write_file
from data_access.remembered import Remembered
from data_access.rollups import ROLLED, rolled_view
from settings import Settings

__all__ = ["Batch", "CentreMarts", "Marts", "MartsFailed", "Nature", "Part", "Snapshot", "Staged", "TableState", "marts_of", "own_marts_of"]

KEEP_FILES = timedelta(minutes=5)
"""How long the file of a batch that no longer stands is kept for readers of an older version."""


class Snapshot(Remembered):
    """One version of the marts, pinned: all its reads see the same batches."""

    def __init__(self, catalogue: Catalogue, database: Database) -> None:
        super().__init__(catalogue)
        self.database = database
        self.pins = 0
        self._schema = database.open_schema()
        self._views: set[str] = set()

    def rolled(self) -> frozenset[tuple[str, str]]:
        """Which tables may be read by which kinds of roll-ups."""
        return self.catalogue.rolled

    def _asked(self, select: Select[Any]) -> pd.DataFrame:
        tables = self.database.tables_of(select)
        for name in tables:
            if name not in self._views:
                self._name(name)
        return self.database.run(select, self._schema, tables)

    def _name(self, table: str) -> None:
        declared = ROLLED.get(table, MARTS.tables.get(table))
        if declared is None:
            raise MartsFailed(f"没有名为 {table} 的主题表：请只查询已声明的表。")
        with self.database.lock:
            if table not in self._views:
                parts = self.catalogue.parts_of(declared.info.get("of", table))
                self.database.make_view(self._schema, declared, parts, rolled_view if table in ROLLED else view)
                self._views.add(table)

    def drop(self, keep: set[str]) -> None:
        self.database.drop_schema(self._schema, keep)


class Marts:
    """The marts of one folder. One object serves all threads of a process."""

    def __init__(self, folder: Path, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.folder = folder
        self._clock = clock
        self._lock = threading.RLock()
        self._stamp: file.Stamp | None = None
        self._catalogue = Catalogue()
        self._shot: Snapshot | None = None
        self._old: list[Snapshot] = []

    def version(self) -> int:
        """Number that grows with every publication; 0 before the first. Costs one look at the catalogue file."""
        return self._known().version

    def tables(self) -> Mapping[str, TableState]:
        """State of each table that holds rows, by name."""
        return self._known().states

    def batches(self) -> tuple[Batch, ...]:
        """The batches that stand, oldest first."""
        return self._known().live_batches

    def read(self, select: Select[Any]) -> pd.DataFrame:
        """The rows of a statement in the current version. Raises MartsFailed."""
        with self.snapshot() as shot:
            try:
                return shot.read(select)
            except FileGone:
                if file.stamp(self.folder) == self._stamp:
                    raise
        with self.snapshot() as newer:
            return newer.read(select)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The current version, pinned until the block ends."""
        with self._lock:
            shot = self._current()
            shot.pins += 1
        try:
            yield shot
        finally:
            with self._lock:
                shot.pins -= 1
                self._forget_old()

    def publish(self, parts: Sequence[Part], *, source: str, nature: str, as_of: datetime, only_after: int | None = None) -> Batch:  # noqa: PLR0913
        """Publish tables as one atomic batch. Raises MartsFailed; then nothing has changed.

        `only_after` names the version that the parts were made from: where another batch came in between, MartsMoved is raised.
        """
        if as_of.tzinfo is None or not source:
            raise MartsFailed("发布批次要给出来源和带时区的数据截止时间。")
        fresh, spill = self.folder / f".batch-{os.getpid()}-{uuid4().hex[:8]}.duckdb", self.folder / ".spill"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            written = write_file(fresh, parts, spill)
            sha256, size = digest(fresh)
        except OSError as error:
            discard(fresh)
            raise MartsFailed(
                f"批次文件写不进 {self.folder}（{error.strerror}）：请腾出磁盘空间或检查权限后重做，原有批次照常提供。"
            ) from error
        made = Staged(path=fresh, source=source, nature=nature, as_of=as_of, sha256=sha256, size=size, parts=tuple(written))
        try:
            return self.publish_staged([made], only_after=only_after)[0]
        finally:
            discard(fresh)

    def publish_staged(self, staged: Sequence[Staged], *, only_after: int | None = None) -> tuple[Batch, ...]:
        """Publish files that were written before, each as a batch of its own, all in one atomic switch: a reader sees all of them or none.

        The staged files themselves are left where they are, so that an interrupted switch can be made again.
        """
        with file.locked(self.folder):
            known = file.read(self.folder)
            if only_after is not None and known.version != only_after:
                raise MartsMoved("主题库刚发布了新批次，请按新批次重做。")
            batches, new = known.batches, []
            for number, one in enumerate(staged, known.next_number):
                new.append(
                    Batch(
                        number=number, source=one.source, nature=Nature(one.nature), as_of=one.as_of.astimezone(UTC), loaded_at=self._clock(),
                        file=f"batch-{number:08d}.duckdb", sha256=one.sha256, size=one.size, parts=one.parts,
                    )
                )  # fmt: skip
                batches = with_batch(batches, new[-1])
            self._switch(
                known, self._recounted(known.batches, batches), {batch.file: one.path for batch, one in zip(new, staged, strict=True)}
            )
        return tuple(new)

    def _switch(self, known: Catalogue, batches: tuple[Batch, ...], fresh: Mapping[str, Path]) -> None:
        """Give the new files their names and let the catalogue point to them. Call under the catalogue's lock."""
        kept = self._swept(batches, self._clock())
        number = known.next_number + len(fresh)
        try:
            for name, path in fresh.items():
                file.linked(path, self.folder / name)
            file.write(self.folder, Catalogue(version=known.version + 1, next_number=number, batches=kept))
        except (OSError, MartsFailed):
            for name in fresh:
                discard(self.folder / name)
            raise
        names = {batch.file for batch in kept}
        for found in self.folder.glob("batch-*.duckdb"):
            if found.name not in names and found.name < min(fresh):
                discard(found)
        for found in self.folder.glob(".batch-*.duckdb*"):
            if found not in fresh.values() and not _alive(found.name):
                found.unlink(missing_ok=True)

    def _recounted(self, before: tuple[Batch, ...], after: tuple[Batch, ...]) -> tuple[Batch, ...]:
        """The batches with the visible rows of those parts counted anew that a newer batch has trimmed."""
        return (*(self._recount(old, now) for old, now in zip(before, after, strict=False)), *after[len(before) :])

    def _recount(self, old: Batch, now: Batch) -> Batch:
        trimmed = [part for before, part in zip(old.parts, now.parts, strict=True) if part.windows != before.windows and part.live]
        if not trimmed:
            return now
        counts = count_visible(self.folder, now, trimmed, self.folder / ".spill")
        parts: tuple[BatchPart, ...] = tuple(
            replace(part, visible_rows=counts.get(part.table, part.visible_rows)) if part in trimmed else part for part in now.parts
        )
        return replace(now, parts=parts)

    def _swept(self, batches: tuple[Batch, ...], now: datetime) -> tuple[Batch, ...]:
        return tuple(batch for batch in batches if batch.retired_at is None or batch.retired_at > now - KEEP_FILES)

    def _known(self) -> Catalogue:
        seen = file.stamp(self.folder)
        if seen == self._stamp:
            return self._catalogue
        with self._lock:
            if seen != self._stamp:
                try:
                    known = file.read(self.folder)
                except MartsFailed:
                    if self._stamp is None:
                        raise
                    return self._catalogue  # a broken pointer: go on with the version that is in memory, `verify` names the fault
                self._catalogue = replace(known, states=states(known))
                self._stamp = seen
            return self._catalogue

    def _current(self) -> Snapshot:
        known = self._known()
        if self._shot is not None and self._shot.database.pid != os.getpid():
            self._shot, self._old = None, []  # a forked child opens its own database and leaves the parent's alone
        if self._shot is None or self._shot.catalogue is not known:
            database = self._shot.database if self._shot else Database(self.folder)
            if self._shot:
                self._old.append(self._shot)
            self._shot = Snapshot(known, database)
            self._forget_old()
        return self._shot

    def _forget_old(self) -> None:
        done = [shot for shot in self._old if not shot.pins]
        self._old = [shot for shot in self._old if shot.pins]
        used = {batch.file for shot in (*self._old, *([self._shot] if self._shot else [])) for batch in shot.catalogue.live_batches}
        for shot in done:
            shot.drop(used)


def _alive(name: str) -> bool:
    """Whether the process that writes a file of this temporary name still runs."""
    try:
        os.kill(int(name.split("-")[1]), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


@cache
def _marts_at(folder: Path) -> Marts:
    return Marts(folder)


def own_marts_of(settings: Settings) -> Marts:
    """The marts of this machine, for who fills them. Raises MartsFailed where the marts are a data center's."""
    if settings.marts_url:
        raise MartsFailed(refusal(centre_of(settings.marts_url).link))
    return _marts_at(settings.marts_folder)


def marts_of(settings: Settings) -> Marts | CentreMarts:
    """The marts of these settings, one object per process and place: the data center's own where its address is set. Raises MartsFailed
    for an address that cannot be used."""
    return centre_of(settings.marts_url) if settings.marts_url else _marts_at(settings.marts_folder)
