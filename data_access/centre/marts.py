"""The marts of a data center: its own PostgreSQL or ClickHouse database, read only, one version pinned for each answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pandas as pd
from sqlalchemy import Select, func, select

from data_access.batches import Batch, Catalogue, MartsFailed, TableState
from data_access.centre.batch_table import MART_BATCH, catalogue_of
from data_access.centre.link import Link
from data_access.centre.reading import Described, Lacking, lacking, published, read_columns
from data_access.mart_tables import MARTS
from data_access.remembered import Remembered

LOOK = 1.0
"""Seconds for which a process takes the version that it saw as the newest."""
NO_BATCHES = "数据中心库中没有批次登记表 mart_batch，任何一批都不能确认为已发布：请 DBA 按 docs/marts.md 建表并登记。"


class CentreSnapshot(Remembered):
    """One version of the data center's marts: its reads see the batches that were published then, and no later ones.

    `read` raises Lacking where the database misses what the statement needs, MartsFailed where it does not answer.
    """

    def __init__(self, link: Link, catalogue: Catalogue, described: Described) -> None:
        super().__init__(catalogue)
        self.described = described
        self._link = link

    def _asked(self, select: Select[Any]) -> pd.DataFrame:
        for table, needed in read_columns(select).items():
            if table.name not in MARTS.tables:
                raise MartsFailed(f"没有名为 {table.name} 的主题表：请只查询已声明的表。")
            why = lacking(table, needed | {"batch_id"}, self.described, self._link.types)
            if why:
                raise Lacking(f"{why}：请 DBA 按 yiping mart verify 的提示补齐。")
        return self._link.frame(published(select, self.catalogue, self.described))


class CentreMarts:
    """The marts of one database. One object serves all threads of a process."""

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.link = Link(url)
        self._clock = clock
        self._lock = threading.Lock()
        self._shot: CentreSnapshot | None = None
        self._mark: object = None
        self._looked = float("-inf")

    def version(self) -> int:
        """The number of the newest batch; 0 before the first."""
        return self._current().version()

    def tables(self) -> Mapping[str, TableState]:
        """State of each table of which a batch is registered, by name."""
        return self._current().tables()

    def batches(self) -> tuple[Batch, ...]:
        """The batches that stand, oldest first."""
        return self._current().catalogue.live_batches

    def read(self, select: Select[Any]) -> pd.DataFrame:
        """The rows of a statement in the current version. Raises MartsFailed."""
        return self._current().read(select)

    @contextmanager
    def snapshot(self) -> Iterator[CentreSnapshot]:
        """The current version."""
        yield self._current()

    def newest(self) -> datetime | None:
        """When the newest batch was published, asked anew; None before the first. Raises MartsFailed while the database is away."""
        found = self.link.rows(select(func.max(MART_BATCH.c.published_at)))[0][0]
        return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)

    def mark(self) -> dict[str, str]:
        """What tells one state of each table from another: its newest batch, or what it lacks."""
        shot = self._current()
        found = {name: str(state.batch) for name, state in shot.tables().items()}
        for table in MARTS.tables.values():
            why = lacking(table, set(table.columns.keys()), shot.described, self.link.types)
            if why:
                found[table.name] = f"{found.get(table.name, '')} {why}"
        return found

    def _current(self) -> CentreSnapshot:
        known = self._shot
        if known is not None and self._clock() - self._looked < LOOK:
            return known
        if not self._lock.acquire(blocking=known is None) and known is not None:
            return known  # another thread looks already
        try:
            known = self._look()
        except MartsFailed:
            if known is None:
                raise
            # a database that is away: what this version has answered stays, and grows old on the screen
        finally:
            self._looked = self._clock()
            self._lock.release()
        return known

    def _look(self) -> CentreSnapshot:
        described = self.link.columns([*MARTS.tables, MART_BATCH.name])
        if MART_BATCH.name not in described:
            raise Lacking(NO_BATCHES)
        count = select(func.count(), func.max(MART_BATCH.c.batch_id), func.max(MART_BATCH.c.published_at))
        mark = (tuple(self.link.rows(count)[0]), described)
        if self._shot is None or mark != self._mark:
            self._shot = CentreSnapshot(self.link, catalogue_of(self.link.rows(select(MART_BATCH))), described)
            self._mark = mark
        return self._shot


def refusal(link: Link) -> str:
    """Why nothing can be published into a data center's marts."""
    return f"主题库在数据中心（{link.shown}），由数据中心填充，本产品只读：请在该库中写入数据并登记 mart_batch，或清空 YIPING_MARTS_URL 改用本机的主题库。"


@cache
def centre_of(url: str) -> CentreMarts:
    """The marts of a database, one object per process and address."""
    return CentreMarts(url)
