"""The tests of `yiping forecast …` and of the night's job that calls it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import cli
from data_access.marts import Part, marts_of
from data_access.stores.engine import ensure_schema, store_of
from indicators import nightly
from jobs import TIMETABLE, resolve
from settings import settings

RUN = CliRunner()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("YIPING_HOME", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


def put_complaints() -> None:
    """Three years of complaints in two cities, nearly all closed in time."""
    days = pd.date_range(date(2023, 11, 1), date(2026, 11, 20))
    rng = np.random.default_rng(4)
    rows = pd.concat(
        [pd.DataFrame({"day": days, "region": region, "topic": "食品", "channel": "12315"}) for region in ("320102", "320505")]
    )
    rows = rows.assign(received=rng.poisson(30, len(rows)), closed=200, on_time=rng.integers(199, 201, len(rows)))
    as_of = datetime(2026, 11, 20, 23, 59, 59, tzinfo=ZoneInfo("Asia/Shanghai"))
    marts_of(settings()).publish([Part(table="complaint_daily", data=rows)], source="office", nature="production", as_of=as_of)


@pytest.mark.row("O-05")
def test_a_named_series_is_forecast_and_shown(home: Path) -> None:
    put_complaints()
    made = RUN.invoke(cli.build(), ["forecast", "make", "complaint.received"])
    assert made.exit_code == 0 and "已预测 3 个序列" in made.stdout, made.output
    shown = RUN.invoke(cli.build(), ["forecast", "show", "complaint.received", "--region", "320100"])
    assert shown.exit_code == 0 and "预计2026年11月投诉举报接收" in shown.stdout
    assert len(shown.stdout.splitlines()) == 7


@pytest.mark.row("O-05")
def test_no_share_of_a_whole_is_expected_above_it(home: Path) -> None:
    put_complaints()
    RUN.invoke(cli.build(), ["forecast", "make", "complaint.on_time_rate"])
    rows = RUN.invoke(cli.build(), ["forecast", "show", "complaint.on_time_rate"]).stdout.splitlines()[1:]
    assert len(rows) == 6 and max(float(row.split("\t")[3]) for row in rows) <= 100


@pytest.mark.row("O-05")
def test_the_night_takes_up_what_it_left(home: Path) -> None:
    put_complaints()
    ensure_schema(store_of(settings()))
    now = datetime.now(UTC)
    assert nightly.make(settings(), now, seconds=-1) == 0, "no time, nothing made"
    assert nightly.make(settings(), now, codes=["complaint.received"]) == 3
    after = now + timedelta(seconds=1)

    def waiting() -> list[str]:
        return nightly.published(marts_of(settings()), nightly.due(store_of(settings()), after, settings()))

    left = waiting()
    assert "complaint.received" not in left and "complaint.closed" in left and "entity.opened" not in left
    assert nightly.make(settings(), now) > len(left) and waiting() == []


@pytest.mark.row("O-05")
def test_the_job_does_nothing_before_there_are_marts(home: Path) -> None:
    ensure_schema(store_of(settings()))
    job = next(job for job in TIMETABLE if job.name == "indicators.forecast")
    assert job.when == "forecasts" and resolve(job.run)(settings(), datetime.now(UTC)) == 0


def test_what_cannot_be_shown_is_said(home: Path) -> None:
    assert RUN.invoke(cli.build(), ["forecast", "show", "entity.opend"]).exit_code == 2
    told = RUN.invoke(cli.build(), ["forecast", "show", "entity.opened"])
    assert told.exit_code == 1 and "尚无预测" in told.stdout
    assert RUN.invoke(cli.build(), ["forecast", "show", "entity.opened", "--region", "440100"]).exit_code == 2
