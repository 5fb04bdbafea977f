"""The inspection of a data center's database against the contract: structure, rights, batches, contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table, func, select

from data_access.batches import MartsFailed
from data_access.centre.batch_table import MART_BATCH, NATURES, REPLACES, catalogue_of, spanned
from data_access.centre.contents import Looking, contents
from data_access.centre.findings import Finding, Inspection, Severity
from data_access.centre.link import Link
from data_access.centre.structure import rights, structure
from data_access.load.judges import Locator
from data_access.mart_tables import MARTS

PATIENCE = 300
"""Seconds that one statement of an inspection may take."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an inspection judges by."""

    locator: Locator
    now: datetime
    tz: ZoneInfo
    days: int = 0
    """So many of the newest days of the facts are looked at; 0: all."""


def inspect(url: str, terms: Terms) -> Inspection:
    """What is wrong with a database. Raises MartsFailed when it cannot be reached at all."""
    link = Link(url, PATIENCE)
    try:
        described = link.columns([*MARTS.tables, MART_BATCH.name])
        found = Inspection(place=link.shown)
        found.findings += structure(described, link.types)
        found.findings += rights(link, described)
        broken = {finding.table for finding in found.findings if finding.severity is Severity.BLIND}
        registered = [] if MART_BATCH.name in broken else list(link.rows(select(MART_BATCH)))
        since = terms.now.astimezone(terms.tz).date() - timedelta(days=terms.days) if terms.days else None
        looking = Looking(
            link=link, catalogue=catalogue_of(registered), described=described, locator=terms.locator, now=terms.now, tz=terms.tz, since=since,
            rows=found.rows,
        )  # fmt: skip
        if MART_BATCH.name not in broken:
            found.findings += batches(registered, terms.now)
            for table in (table for table in MARTS.tables.values() if table.name not in broken):
                found.findings += _looked_at(looking, table)
        return found
    finally:
        link.close()


def _looked_at(looking: Looking, table: Table) -> list[Finding]:
    try:
        listed = {batch.number for batch in looking.catalogue.batches for part in batch.parts if part.table == table.name}
        unlisted = list(_unregistered(looking, table, listed))
        return unlisted if not listed else unlisted + list(contents(looking, table)) + list(_empty(looking, table))
    except MartsFailed as error:
        return [
            Finding(
                kind="not_answered", severity=Severity.WRONG, table=table.name, what=f"主题表 {table.name} 没有查完：{error}",
                remedy="请用 --days 缩小核验的时间范围，或在空闲时重做。",
            )
        ]  # fmt: skip


def _unregistered(looking: Looking, table: Table, listed: set[int]) -> Iterator[Finding]:
    number = table.columns["batch_id"]
    rows = looking.link.rows(select(func.count(), func.min(number)).where(number.not_in(sorted(listed))))[0]
    if not rows[0]:
        if not listed:
            yield Finding(
                kind="no_batch", severity=Severity.NOTE, table=table.name, what=f"主题表 {table.name}（{table.info['zh']}）还没有数据",
                remedy="请装载并在 mart_batch 登记；在此之前相关画面显示“无数据”。",
            )  # fmt: skip
        return
    values = f"{rows[1]}, '{table.name}', '来源代码', 'production', 数据截止时间, 当前时间, 'nothing'"
    example = f"INSERT INTO mart_batch (batch_id, mart, source, nature, as_of, published_at, replaces) VALUES ({values});"  # noqa: S608 - shown, not run
    yield Finding(
        kind="unregistered", severity=Severity.NOTE if listed else Severity.BLIND, table=table.name, columns=("batch_id",),
        what=f"主题表 {table.name} 有 {rows[0]} 行的批次（最小 {rows[1]}）没有在 mart_batch 登记，这些行看不到", remedy=f"装载完成后请执行：{example}",
    )  # fmt: skip


def _empty(looking: Looking, table: Table) -> Iterator[Finding]:
    parts = looking.catalogue.parts_of(table.name)
    told = [part.rows for _, part in parts if part.whole]
    have = looking.rows.get(table.name, 0)
    if looking.since is None and len(told) == len(parts) and all(told) and sum(told) != have:
        yield Finding(
            kind="row_count", severity=Severity.WRONG, table=table.name, columns=("batch_id",),
            what=f"主题表 {table.name} 应有 {sum(told)} 行（mart_batch 登记），实有 {have} 行",
            remedy="请核对装载是否完整；就地改写过的批次把 row_count 置空。",
        )  # fmt: skip


def batches(rows: list[Any], now: datetime) -> Iterator[Finding]:
    """What is wrong with the batch table's rows."""
    before: Any = None
    for row in sorted(rows, key=lambda row: row.batch_id):
        faults = []
        if row.mart not in MARTS.tables:
            faults.append(f"mart 为 {row.mart}，不是主题表名")
        if row.nature not in NATURES:
            faults.append(f"nature 为 {row.nature}，应为 {'、'.join(NATURES)} 之一，现按样本对待")
        if row.replaces not in REPLACES:
            faults.append(f"replaces 为 {row.replaces}，应为 {'、'.join(REPLACES)} 之一，现按 nothing 对待")
        if not spanned(row):
            faults.append("replaces 为 days 但 first_day、last_day 不全或颠倒，现按 nothing 对待")
        if row.as_of > now + timedelta(hours=1):
            faults.append(f"数据截止时间 {row.as_of:%Y-%m-%d %H:%M} 在将来")
        if before is not None and row.batch_id > before.batch_id and row.published_at < before.published_at:
            faults.append(f"比批次 {before.batch_id} 发布得早，批次号应按发布先后递增")
        before = row
        if faults:
            yield Finding(
                kind="batch_row", severity=Severity.WRONG, table=MART_BATCH.name, columns=(),
                what=f"mart_batch 的批次 {row.batch_id}（{row.mart}）{'；'.join(faults)}",
                remedy=f"请更正 mart_batch 中 batch_id = {row.batch_id}、mart = '{row.mart}' 的这一行。",
            )  # fmt: skip
