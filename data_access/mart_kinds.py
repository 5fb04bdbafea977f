"""The kinds of mart tables: facts with a time, entities and dimensions without; all stand in one list."""

from __future__ import annotations

from sqlalchemy import Column, MetaData, Table

from data_access.columns import batch, day, hour, region

MARTS = MetaData()
DAILY, HOURLY, MONTHLY = 24 * 60, 60, 31 * 24 * 60


def fact(name: str, zh: str, owner: str, *columns: Column, time: str = "day", rhythm: int = DAILY) -> Table:
    """A fact table: its time and region first, then its own dimensions and measures."""
    first = hour() if time == "hour" else day(time, "月份：当月第一天" if time == "month" else "日期：数据所属之日")
    return Table(
        name, MARTS, first, region(), *columns, batch(), info={"zh": zh, "owner": owner, "time": time, "rhythm": rhythm, "kind": "fact"}
    )


def entity(name: str, zh: str, owner: str, *columns: Column, kind: str = "entity") -> Table:
    """A table of things, one row each; `kind` may be dimension."""
    return Table(name, MARTS, *columns, batch(), info={"zh": zh, "owner": owner, "time": None, "rhythm": DAILY, "kind": kind})
