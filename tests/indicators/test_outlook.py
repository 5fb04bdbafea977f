"""The tests of the outlook: the night's forecasts, made from ended months, kept, and read by those who may see them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlalchemy import select

from data_access.mart_tables import ENTITY_DAILY, REGION
from data_access.measure import ForeignRegion
from data_access.scope import Scope
from data_access.stores import forecasts
from data_access.stores.engine import Store, ensure_schema, open_store
from data_access.stores.forecasts import Kept
from data_access.stores.tables import OUTBOX
from indicators.forecast import backtest
from indicators.months import ended
from indicators.nightly import body_of, due, forecasts_of
from indicators.outlook import HEADLINES, outlook
from indicators.registry import catalogue, get
from indicators.words import moved
from settings import Settings
from tests.indicators.small_marts import CITIES, NANJING, PROVINCE, WHOLE, Bench, Known, days, regions

CHINA = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 4, tzinfo=UTC).astimezone(CHINA)
OPENED = get("entity.opened")


@pytest.fixture(params=("sqlite", "postgresql"))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """The store on both engines."""
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    made = open_store(url if request.param == "sqlite" else request.getfixturevalue("postgres_url"))
    ensure_schema(made)
    yield made
    made.close()


def marts(*, silent: str = "", until: date = date(2026, 11, 20)) -> Bench:
    """Three years of openings by day: a wave over the year, the third city small; the silent one ends before the month's end."""
    rng = np.random.default_rng(5)
    rows = []
    for day in days(date(2023, 11, 1), until):
        for region, size in (("320102", 40), ("320505", 20), ("321302", 4)):
            if region[:4] == silent[:4] and day >= date(2026, 10, 28):
                continue
            wave = size * (1 + 0.4 * np.sin(day.month * np.pi / 6))
            rows.append({"day": day, "region": region, "industry": "F", "type": "enterprise", "opened": int(rng.poisson(wave))})
    return Bench().put(REGION, regions()).put(ENTITY_DAILY, rows, Known(as_of=NOW))


@pytest.mark.row("O-05")
def test_the_night_forecasts_the_province_and_each_city_from_their_ended_months(store: Store) -> None:
    bench = marts()
    kept = forecasts_of(bench, OPENED, WHOLE, NOW)
    assert [one.region for one in kept] == [PROVINCE, *CITIES]
    with store.write() as connection:
        forecasts.write(connection, kept, NOW)
    with store.read() as connection:
        found = outlook(connection, "entity.opened", WHOLE)
        assert connection.execute(select(OUTBOX.c.body)).scalars().all()[-1] == {"tables": ["forecast"]}
    assert found is not None and found.region == PROVINCE and found.history_end == date(2026, 10, 1)
    assert found.rows["t"].dt.strftime("%Y-%m").tolist() == [*(f"2026-{m}" for m in (11, 12)), *(f"2027-0{m}" for m in range(1, 5))]
    assert (found.rows["low"] <= found.rows["value"]).all() and (found.rows["value"] <= found.rows["high"]).all()
    assert len(found.history) == 36 and (found.batch, found.nature) == (7, "demo")
    assert found.sentence.startswith("预计2026年11月新设主体") and "95% 区间" in found.sentence and "−" not in found.sentence


@pytest.mark.row("O-05")
def test_the_shown_error_is_recomputed_from_the_shown_history(store: Store) -> None:
    with store.write() as connection:
        forecasts.write(connection, forecasts_of(marts(), OPENED, WHOLE, NOW), NOW)
    with store.read() as connection:
        found = outlook(connection, "entity.opened", NANJING)
    assert found is not None and found.region == "320100"
    again = backtest(found.history["value"], len(found.rows))
    assert (found.error, found.naive_error, found.windows) == (again.smape, again.naive_smape, again.windows)


@pytest.mark.row("Z-02")
def test_a_city_reads_its_own_outlook_and_no_other(store: Store) -> None:
    with store.write() as connection:
        forecasts.write(connection, forecasts_of(marts(), OPENED, WHOLE, NOW), NOW)
    with store.read() as connection:
        own = outlook(connection, "entity.opened", NANJING, "320100")
        assert own is not None and own.region == "320100"
        for foreign in ("320500", PROVINCE):
            with pytest.raises(ForeignRegion):
                outlook(connection, "entity.opened", NANJING, foreign)
            assert forecasts.latest(connection, "entity.opened", foreign, NANJING) is None
        assert outlook(connection, "entity.opened", Scope.of(PROVINCE, "320100", "320500")) is None
        assert outlook(connection, "entity.opened", Scope.nothing(PROVINCE)) is None


@pytest.mark.row("K-03")
def test_a_month_that_a_city_has_not_reported_to_its_end_is_unknown_and_said() -> None:
    kept = {one.region: one for one in forecasts_of(marts(silent="320500"), OPENED, WHOLE, NOW)}
    for region in (PROVINCE, "320500"):
        assert kept[region].body["history"][-1] == {"t": "2026-10-01", "value": None}
        assert "最近 1 期数据未到" in kept[region].body["note"]
        assert kept[region].body["rows"][0]["t"] == "2026-11-01"
    assert kept["320100"].body["history"][-1]["value"] is not None


def test_only_ended_months_are_known() -> None:
    assert ended(marts(), OPENED) == date(2026, 11, 1)
    assert ended(marts(until=date(2026, 10, 31)), OPENED) == date(2026, 11, 1)
    assert ended(Bench(), OPENED) is None
    (none,) = forecasts_of(Bench(), OPENED, WHOLE, NOW)
    assert none.body["failed"] == "无法预测：历史数据全部缺失。" and none.body["rows"] == []


@pytest.mark.row("O-05")
def test_a_series_too_short_says_so_in_place_of_rows(store: Store) -> None:
    import pandas as pd

    body = body_of(pd.Series([1.0, 2.0], index=pd.period_range("2026-09", periods=2, freq="M")))
    with store.write() as connection:
        forecasts.write(connection, [Kept("entity.opened", PROVINCE, date(2026, 10, 1), body, 7, "demo", NOW)], NOW)
    with store.read() as connection:
        found = outlook(connection, "entity.opened", WHOLE)
    assert found is not None and found.rows.empty
    assert found.sentence == "无法预测：历史仅有 2 期有效数据，至少需要 24 期。"


@pytest.mark.row("O-05")
def test_what_was_forecast_since_the_last_night_is_not_due_again(store: Store) -> None:
    chosen = Settings(store_url="sqlite://")
    assert due(store, NOW, chosen) == list(HEADLINES)
    body = {"rows": [], "history": [], "method": "", "reason": "", "note": "", "level": 95}
    for code, at in ((HEADLINES[0], NOW - timedelta(hours=1)), (HEADLINES[1], NOW - timedelta(hours=30))):
        with store.write() as connection:
            forecasts.write(connection, [Kept(code, PROVINCE, date(2026, 10, 1), body, None, "demo", at)], at)
    waiting = due(store, NOW, chosen)
    assert HEADLINES[0] not in waiting and waiting[-1] == HEADLINES[1]
    assert HEADLINES[0] in due(store, NOW + timedelta(days=1), chosen)


def test_the_headlines_are_indicators_and_make_less_than_five_hundred_series() -> None:
    assert set(HEADLINES) <= set(catalogue())
    assert len(set(HEADLINES)) * 14 <= 500


@pytest.mark.parametrize(
    ("now", "before", "rate", "says"),
    [
        (103, 100, False, "上升 3.0%"),
        (97, 100, False, "下降 3.0%"),
        (100, 100, False, "持平"),
        (1, 0, False, "上期为 0"),
        (96.9, 97.2, True, "下降 0.3 个百分点"),
        (None, 1, False, "无数据"),
    ],
)
def test_a_direction_is_a_word_and_never_a_sign(now: float | None, before: float, rate: bool, says: str) -> None:
    assert moved(now, before, rate=rate) == says
