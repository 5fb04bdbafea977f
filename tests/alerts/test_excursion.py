"""Cold stores: a real freezer's defrosts, its spike, an injected failure, and a logger's own two months of alarm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from alerts import fridge_tag
from alerts.excursion import Kind, excursions, product, products, true_excursions
from alerts.failure import AlertsFailed
from alerts.readings import Device, messages, read
from tests.rows import shared

FOLDER = shared() / "data" / "telemetry"
FREEZER = FOLDER / "dev" / "freezer_celsi_1min.csv.gz"
TAG = FOLDER / "sample-fridge-tag2_160400347643.txt"
ZONE = ZoneInfo("Asia/Shanghai")
needs_freezer = pytest.mark.skipif(not FREEZER.exists(), reason="the readings of the real freezer are not beside the checkout")
needs_tag = pytest.mark.skipif(not TAG.exists(), reason="the export of the real logger is not beside the checkout")


@pytest.fixture(scope="module")
def freezer() -> pd.DataFrame:
    rows = pd.read_csv(FREEZER, parse_dates=["ts_utc"])
    return rows.rename(columns={"ts_utc": "at", "temp_c": "celsius"})[["at", "celsius"]]


def minutes(start: datetime, celsius: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"at": pd.to_datetime([start + timedelta(minutes=n) for n in range(len(celsius))]), "celsius": celsius})


@needs_freezer
@pytest.mark.row("A-09")
def test_the_defrosts_of_a_real_freezer_are_no_excursions(freezer: pd.DataFrame) -> None:
    found = excursions(freezer, product("frozen"))
    defrosts = [one for one in found if one.kind is Kind.DEFROST]
    assert [round(one.hump_minutes) for one in defrosts] == [27, 27, 42, 40]
    assert all(37 <= (b.start - a.start) / timedelta(hours=1) <= 42 for a, b in zip(defrosts, defrosts[1:], strict=False))
    assert not [one for one in found if one.kind is Kind.EXCURSION]


@needs_freezer
def test_the_spike_of_four_minutes_is_a_spike(freezer: pd.DataFrame) -> None:
    (spike,) = [one for one in excursions(freezer, product("frozen")) if one.peak == 8.4]
    assert spike.kind is Kind.BRIEF and spike.hump_minutes == 4


@needs_freezer
def test_an_injected_failure_is_told_from_the_defrosts(freezer: pd.DataFrame) -> None:
    at = pd.Timestamp("2022-07-13 10:00", tz="UTC")
    ill = freezer.copy()
    warm = (ill["at"] >= at) & (ill["at"] < at + pd.Timedelta(hours=3))
    ill.loc[warm, "celsius"] = -18 + np.minimum(np.arange(warm.sum()) / 10, 11)
    (one,) = true_excursions(ill, product("frozen"))
    assert one.start >= at and one.minutes > 150 and one.degree_minutes > 1000


@needs_freezer
def test_a_hump_at_the_wrong_time_is_an_excursion(freezer: pd.DataFrame) -> None:
    hump = freezer[(freezer["at"] >= "2022-07-10 16:30+00:00") & (freezer["at"] < "2022-07-10 18:30+00:00")]["celsius"].to_numpy()
    ill = freezer.copy()
    at = pd.Timestamp("2022-07-14 16:00", tz="UTC")
    where = (ill["at"] >= at) & (ill["at"] < at + pd.Timedelta(minutes=len(hump)))
    ill.loc[where, "celsius"] = hump
    (one,) = true_excursions(ill, product("frozen"))
    assert abs(one.start - at) < timedelta(hours=1)


@needs_tag
def test_two_months_of_continuous_alarm_are_one_alert() -> None:
    export = fridge_tag.parse(TAG.read_text(), ZONE)
    assert export.serial == "160400347643" and len(export.days) == 60 and export.limits == ((-0.5, 60), (8.0, 600))
    assert sum(day.alarm_minutes[1] == 1440 for day in export.days) == 59
    (one,) = fridge_tag.alarms(export)
    assert not one.ended and one.minutes == 59 * 1440 + 974
    (message,) = messages(read(TAG, Device(number=export.serial, region="320623", product="vaccine"), ZONE))
    assert message.level == "II" and "60 天" in message.title and message.entity == {"device": export.serial}


def test_both_sides_of_a_vaccine_fridge_are_watched() -> None:
    start = datetime(2026, 11, 1, tzinfo=UTC)
    rows = minutes(start, [5.0] * 30 + [-1.0] * 40 + [5.0] * 30)
    (one,) = true_excursions(rows, product("vaccine"))
    assert one.minutes == 40 and one.degree_minutes == pytest.approx(120) and one.peak == -1.0


def test_a_gap_in_the_readings_is_unknown_and_not_hot() -> None:
    start = datetime(2026, 11, 1, tzinfo=UTC)
    rows = pd.concat([minutes(start, [-10.0] * 10), minutes(start + timedelta(days=2), [-20.0] * 10)])
    (one,) = excursions(rows, product("frozen"))
    assert one.minutes <= 40


def test_no_readings_are_no_excursion() -> None:
    assert excursions(pd.DataFrame({"at": pd.to_datetime([], utc=True), "celsius": []}), product("frozen")) == []


def test_limits_are_data_and_unconfirmed_ones_say_so() -> None:
    assert {one.status for one in products().values()} == {"V", "M"}
    with pytest.raises(AlertsFailed, match=r"products\.toml"):
        product("ice")


@pytest.mark.parametrize(
    "text", ["", "Device: Q-tag", "Device: Q-tag Fridge-tag 2\nHist:\n 1:\n  Date: x\n", "at;celsius\n1;2", "at,celsius\nnever,1"]
)
def test_a_broken_log_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "log.txt"
    file.write_text(text)
    with pytest.raises(AlertsFailed):
        read(file, Device(number="1", region="320623", product="vaccine"), ZONE)
