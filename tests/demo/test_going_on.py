"""The demo province over months: its files stay few, a minute changes today alone, and a reader never waits for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data_access.mart_tables import MARTS
from data_access.marts import Marts
from data_access.stores.engine import Store, ensure_schema, open_store
from data_access.verification import verify
from demo.build import WHOLE_AGAIN, Plan, advance, build, standing
from demo.frames import TABLES
from demo.places import Province
from tests.demo.conftest import NOON, Stood

pytestmark = pytest.mark.row("I-04")
DAY = timedelta(days=1)
MOST_BATCHES = 48
"""History, four months of at most four closings each, today and the late table."""


def hamlet(province: Province) -> Province:
    """A province of three cities, quickly drawn."""
    cities = (*province.cities[:2], province.silent)
    counties = tuple(county for county in province.counties if county.city in {city.code for city in cities})
    sizes = [size for county, size in zip(province.counties, province.sizes, strict=True) if county in counties]
    return replace(province, cities=cities, counties=counties, sizes=tuple(size / sum(sizes) for size in sizes))


class Moved:
    """A small province whose clock is moved by the test."""

    def __init__(self, home: Path, province: Province) -> None:
        self.now = NOON
        self.plan = Plan(hamlet(province), 7, "small", NOON)
        self.marts = Marts(home / "marts", clock=lambda: self.now)
        self.store: Store = open_store(f"sqlite:///{home / 'store.sqlite'}")
        ensure_schema(self.store)
        build(self.plan, self.marts, self.store, lambda text: None)

    def to(self, now: datetime) -> None:
        self.now = now
        record = standing(self.plan.province.code, self.marts, self.store)
        assert record is not None
        advance(replace(self.plan, now=now), self.marts, self.store, record)

    @property
    def files(self) -> list[Path]:
        return sorted(self.marts.folder.glob("*.duckdb"))


def test_files_stay_few_over_months(tmp_path: Path, province: Province) -> None:
    held = Moved(tmp_path, province)
    live = []
    for days in range(13, WHOLE_AGAIN.days + 26, 13):
        held.to(NOON + days * DAY)
        live.append(len(held.marts.batches()))
        assert len(held.files) <= live[-1] + max(live)
    assert max(live) <= MOST_BATCHES and live[-1] < max(live), "published whole again after some months"
    assert len(held.files) <= live[-1] + 4
    assert verify(held.marts) == []
    for table in TABLES:
        time = MARTS.tables[table].c[MARTS.tables[table].info["time"]]
        days_seen = held.marts.read(select(func.count(func.distinct(func.date_trunc("day", time))).label("n")))["n"].iloc[0]
        assert days_seen > {"credit_monthly": 2, "cold_chain_hourly": 15, "opinion_hourly": 15, "remote_site_daily": 15}.get(table, 90), (
            table
        )  # hours: this month's


def test_a_minute_publishes_today_alone_and_little_of_it(own: Stood) -> None:
    before = {batch.number: batch.sha256 for batch in own.marts.batches()}
    record = standing(own.plan.province.code, own.marts, own.store)
    assert record is not None
    advance(replace(own.plan, now=NOON + timedelta(minutes=1)), own.marts, own.store, record)
    fresh = [batch for batch in own.marts.batches() if batch.number not in before]
    assert len(fresh) == 1 and fresh[0].rows < 25_000 and fresh[0].size < 2_000_000
    assert {part.first for part in fresh[0].parts} == {NOON.date()}
    kept = {batch.number: batch.sha256 for batch in own.marts.batches() if batch.number in before}
    assert len(kept) == len(before) - 1 and kept.items() <= before.items()


def test_a_reader_in_the_middle_of_a_question_is_not_held_up_by_a_publication(own: Stood) -> None:
    record = standing(own.plan.province.code, own.marts, own.store)
    assert record is not None
    table = MARTS.tables["complaint_daily"]
    total = select(func.sum(table.c.received).label("n"))
    with Marts(own.marts.folder).snapshot() as shot:
        before = shot.read(total)["n"].iloc[0]
        for minute in (30, 60):
            advance(replace(own.plan, now=NOON + timedelta(minutes=minute)), own.marts, own.store, record)
        assert shot.read(select(func.sum(table.c.received).label("again")))["again"].iloc[0] == before, (
            "one version, however long it is held"
        )
    assert Marts(own.marts.folder).read(total)["n"].iloc[0] > before
