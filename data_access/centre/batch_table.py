"""The batch table: what a data center keeps beside the marts, so that every number still names its batch.

A batch is published by its row here: rows whose `batch_id` has no row for their table are not seen yet. Numbers grow in the order of
publication.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Date, Integer, MetaData, String, Table

from data_access.batches import Batch, BatchPart, Catalogue, Nature, states, with_batch
from data_access.columns import UtcDateTime
from data_access.mart_tables import MARTS

NATURES = tuple(nature.value for nature in Nature)
REPLACES = ("nothing", "days", "all")
"""What a batch supersedes of its source's earlier ones: nothing (rows were added, or changed in place), its days, or all."""


def _column(name: str, kind: Any, zh: str, *, key: bool = False, null: bool = False) -> Column[Any]:
    return Column(name, kind, primary_key=key, nullable=null, info={"zh": zh, "unit": ""})


MART_BATCH = Table(
    "mart_batch", MetaData(),
    _column("batch_id", Integer(), "批次号：按发布先后递增", key=True), _column("mart", String(32), "主题表：本行说的主题表名；一批含几张表就有几行", key=True),
    _column("source", String(32), "来源：来源系统代码"), _column("nature", String(16), f"数据性质：正式、样本、演示 {'|'.join(NATURES)}"),
    _column("as_of", UtcDateTime(), "数据截止：数据所反映的最后时刻"), _column("published_at", UtcDateTime(), "发布时间：登记本行的时刻"),
    _column("replaces", String(8), f"取代范围：对同一来源较早的批次，不取代、取代所列日期、全部取代 {'|'.join(REPLACES)}"),
    _column("first_day", Date(), "首日：取代的第一天，replaces 为 days 时必填", null=True),
    _column("last_day", Date(), "末日：取代的最后一天，replaces 为 days 时必填", null=True),
    _column("row_count", BigInteger(), "行数：本批写入的行数；就地改写过的置空", null=True),
    info={"zh": "批次登记", "owner": "信息中心", "time": None, "kind": "batch"},
)  # fmt: skip


def catalogue_of(rows: Iterable[Any]) -> Catalogue:
    """The catalogue that the rows of the batch table make, in the order of their numbers."""
    batches: tuple[Batch, ...] = ()
    for row in sorted(rows, key=lambda row: (row.batch_id, row.mart)):
        if row.mart in MARTS.tables:
            batches = _published(batches, row)
    known = Catalogue(version=max((batch.number for batch in batches), default=0), batches=batches)
    return replace(known, states=states(known))


def _published(batches: tuple[Batch, ...], row: Any) -> tuple[Batch, ...]:
    new = _batch(row)
    return (*batches, new) if row.replaces not in REPLACES[1:] or not spanned(row) else with_batch(batches, new)


def spanned(row: Any) -> bool:
    """Whether a batch that replaces days says which."""
    return row.replaces != "days" or (row.first_day is not None and row.last_day is not None and row.first_day <= row.last_day)


def _batch(row: Any) -> Batch:
    span: tuple[date, date] | None = None
    if MARTS.tables[row.mart].info["time"]:
        days = row.replaces == "days" and spanned(row)
        span = (row.first_day, row.last_day) if days else (date.min, date.max)  # a batch that names no days may hold rows of any
    rows = row.row_count or 0
    part = BatchPart(
        table=row.mart, rows=rows, visible_rows=rows, first=span[0] if span else None, last=span[1] if span else None, windows=(span,) if span else (),
    )  # fmt: skip
    return Batch(
        number=row.batch_id, source=row.source, nature=_nature(row.nature), as_of=_aware(row.as_of), loaded_at=_aware(row.published_at),
        file="", sha256="", size=0, parts=(part,),
    )  # fmt: skip


def _nature(text: str) -> Nature:
    """The nature of a batch; an unknown word is not taken for the real thing."""
    return Nature(text) if text in NATURES else Nature.SAMPLE


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
