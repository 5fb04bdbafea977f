"""The shipped rules on a province: a quiet one stays quiet, seeded clusters are found, silence is its own state, a bad lot warns all."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from alerts.judging import judge_all
from alerts.rulebook import find
from alerts.verdicts import judged
from data_access.mart_tables import CASE_DAILY, COMPLAINT_DAILY, ENTITY_DAILY, EQUIPMENT_DAILY, INSPECTION_DAILY, SAMPLING_DAILY
from tests.alerts.making import rows
from tests.alerts.rule_making import NOON, bench, frame, reading, rewritten, things
from tests.demo.conftest import Stood, copied

WEEK = date(2026, 11, 12), date(2026, 11, 19)


@pytest.fixture
def own(stood: Stood, tmp_path: Path) -> Stood:
    """A province that a test may change."""
    return copied(stood, tmp_path)


def times(part: float, column: str, **only: Any) -> Any:
    """A change of a mart: some rows' column grows."""

    def change(found: pd.DataFrame) -> pd.DataFrame:
        which = pd.Series(True, index=found.index)
        for name, values in only.items():
            which &= found[name].isin(values if isinstance(values, tuple) else (values,))
        found.loc[which, column] = (found.loc[which, column].astype(float) * part).round().astype("int64") + (1 if part > 1 else 0)
        return found

    return change


@pytest.mark.row("A-09")
def test_a_quiet_province_raises_no_more_than_a_handful(stood: Stood) -> None:
    codes = (
        "complaint_burst",
        "food_complaints",
        "food_kitchen",
        "food_clues",
        "food_sampling",
        "equip_trapped_area",
        "area_cluster",
        "industry_cluster",
    )
    found = {code: judged(find(code), reading(stood.marts)) for code in codes}
    assert sum(len(one.grades) for one in found.values()) <= 4
    assert sum(len(one.frames) for one in found.values()) > 450


@pytest.mark.row("A-09")
def test_a_seeded_cluster_in_an_industry_is_found(own: Stood) -> None:
    cities = [code[:4] for code in ("320100", "320200", "320500")]
    regions = tuple(code for code in _regions(own) if code[:4] in cities)
    rewritten(own.marts, ENTITY_DAILY, date(2026, 11, 6), date(2026, 11, 19), times(3.5, "closed", industry="H", region=regions))
    found = judged(find("industry_cluster"), reading(own.marts)).grades
    assert list(found) == ["H"] and found["H"].value is not None and found["H"].value >= 3 and "住宿餐饮业" in found["H"].title


@pytest.mark.row("A-09")
def test_a_seeded_cluster_in_an_area_is_found(own: Stood) -> None:
    county = _regions(own)[20]
    rewritten(own.marts, COMPLAINT_DAILY, *WEEK, times(3, "received", region=county))
    rewritten(own.marts, CASE_DAILY, *WEEK, times(4, "filed", region=county))
    rewritten(own.marts, INSPECTION_DAILY, *WEEK, times(4, "found", region=county))
    found = judged(find("area_cluster"), reading(own.marts)).grades
    assert list(found) == [county] and found[county].level == "III" and "区域性风险" in found[county].title


def _regions(stood: Stood) -> list[str]:
    return [place.code for place in stood.plan.province.counties]


def test_a_burst_of_complaints_about_food_is_found_in_its_city_alone(own: Stood) -> None:
    regions = tuple(code for code in _regions(own) if code[:4] == "3205")
    rewritten(own.marts, COMPLAINT_DAILY, date(2026, 11, 19), date(2026, 11, 19), times(3.2, "received", region=regions, topic="食品"))
    found = judged(find("food_complaints"), reading(own.marts)).grades
    assert list(found) == ["320500"] and found["320500"].level == "IV" and found["320500"].threshold is not None


def test_failed_samples_and_trapped_people_that_gather_are_found(own: Stood) -> None:
    category = str(own.marts.read(SAMPLING_DAILY.select().limit(1))["category"].iloc[0])
    nanjing = tuple(code for code in _regions(own) if code[:4] == "3201")

    def plus(found: pd.DataFrame) -> pd.DataFrame:
        there = found["region"].isin(nanjing) & (found["category"] == category)
        return found.assign(failed=found["failed"].where(~there, found["sampled"] // 3))

    rewritten(own.marts, SAMPLING_DAILY, date(2026, 10, 25), date(2026, 11, 19), plus)
    assert f"320100|{category}" in judged(find("food_sampling"), reading(own.marts)).grades
    county = _regions(own)[30]
    rewritten(own.marts, EQUIPMENT_DAILY, *WEEK, times(1.01, "trapped", region=county, kind="电梯"))
    assert list(judged(find("equip_trapped_area"), reading(own.marts)).grades) == [county]


@pytest.mark.row("A-05")
def test_a_short_gap_raises_nothing_and_a_long_one_is_a_stop() -> None:
    rule = find("silent_source")
    seen = {"t": [pd.Timestamp("2026-11-20")], "due": [1.0], "arrived": [1.0], "rhythm": [60.0]}
    keys = {"source": "S42", "name": "冷链食品追溯系统", "owner": "食品流通处"}
    assert rule.judge(frame({**seen, "age": [100.0]}, keys=keys, cell="S42")) is None
    grade = rule.judge(frame({**seen, "age": [600.0]}, keys=keys, cell="S42"))
    assert grade is not None and grade.level == "0" and grade.title == "S42 冷链食品追溯系统停更 10 小时，更新周期 60 分钟"


@pytest.mark.row("A-05")
def test_a_city_that_owes_and_sends_nothing_is_a_missing_report() -> None:
    rule, days = find("silent_city"), list(pd.date_range("2026-11-18", periods=3))
    assert rule.judge(frame({"t": days, "source.due": [40.0, 40.0, 40.0], "source.arrived": [40.0, 39.0, 2.0]}, partial=True)) is None
    assert rule.judge(frame({"t": days, "source.due": [40.0, 40.0, 3.0], "source.arrived": [40.0, 39.0, 0.0]}, partial=True)) is None
    grade = rule.judge(frame({"t": days, "source.due": [40.0, 40.0, 21.0], "source.arrived": [40.0, 39.0, 0.0]}, partial=True))
    assert grade is not None and grade.level == "0" and grade.title == "南京市当日无报送，应到 21 批，实到 0 批"


@pytest.mark.row("A-05")
def test_a_flow_that_drops_to_zero_where_it_never_is_zero_is_a_missing_report(own: Stood) -> None:
    regions = tuple(code for code in _regions(own) if code[:4] == "3206")
    day = date(2026, 11, 19)
    rewritten(own.marts, COMPLAINT_DAILY, day, day, times(0, "received", region=regions))
    found = judged(find("flow_zero"), reading(own.marts)).grades
    assert list(found) == ["320600"] and found["320600"].level == "0" and "投诉举报接收" in found["320600"].title


HOLDERS = 12


def lot_tables(holders: int = HOLDERS) -> dict[str, list[dict[str, Any]]]:
    """A lot of infant formula that failed, sold to some holders in two cities."""
    firms = [
        {"uscc": "MAKER", "name": "乳业公司", "region": "320102"},
        *({"uscc": f"H{n:02d}", "name": f"母婴店 {n}", "region": "320104" if n % 2 else "320505"} for n in range(holders)),
    ]
    blank = {
        "uscc_kind": "uscc18", "region_raw": None, "region_how": "current", "type": "enterprise", "type_text": None, "industry": "F", "capital_fen": 100,
        "capital_currency": None, "capital_amount": None, "capital_text": None, "opened_on": date(2020, 1, 1), "closed_on": None, "status": "open",
        "scope_text": None, "address": "路 1 号",
    }  # fmt: skip
    at = NOON - timedelta(days=3)
    return {
        "enterprise": [{**blank, **firm} for firm in firms],
        "product_batch": [{"lot": "L20261101", "family": "婴幼儿配方乳粉", "name": "婴幼儿配方乳粉 1 段 900 克", "uscc": "MAKER", "made_on": date(2026, 11, 1), "quantity": 480.0, "region": "320102"}],
        "batch_movement": [
            {"movement": f"M{n}", "lot": "L20261101", "giver": "MAKER", "taker": f"H{n:02d}", "quantity": 40.0, "at": at + timedelta(hours=1), "region": "320104",} for n in range(holders)
        ],
        "enterprise_event": [
            {"event": "E1", "uscc": "MAKER", "at": at + timedelta(days=1), "kind": "抽检", "source": "S23", "text": "食品抽检 不合格 批号 L20261101 钙含量", "region": "320102"}
        ],
    }  # fmt: skip


@pytest.mark.row("A-08")
def test_a_failed_lot_warns_every_holder_as_one_incident_within_seconds(own: Stood) -> None:
    things(own.marts, **lot_tables())
    began = time.monotonic()
    done = judge_all(reading(own.marts), bench(own.store), {"food_holders": find("food_holders")})
    assert time.monotonic() - began < 10 and len(done.fired) == HOLDERS and not done.refused
    warned = [row for row in rows(own.store).values() if row["rule"] == "food_holders"]
    assert {row["entity"]["uscc"] for row in warned} == {f"H{n:02d}" for n in range(HOLDERS)} and len(warned) == HOLDERS
    heads = [row for row in warned if row["head"] == row["id"]]
    assert {row["region"] for row in heads} == {"320104", "320505"} and sum(row["merged"] for row in heads) == HOLDERS
    assert {row["entity"]["batch"] for row in warned} == {"L20261101"}
    assert len({row["incident"] for row in warned}) == 1 and warned[0]["incident"], "one incident over all cities"
    again = judge_all(reading(own.marts), bench(own.store, NOON + timedelta(hours=1)), {"food_holders": find("food_holders")})
    assert not again.fired and not again.ended


def test_people_trapped_in_one_model_by_one_maintainer_are_found(own: Stood) -> None:
    tables = lot_tables(8)
    tables["equipment"] = [
        {"device": f"3110{n:04d}", "kind": "电梯", "model": "万型 TX-800", "uscc": f"H{n:02d}", "maintainer": "维保甲", "region": "320104", "due_on": date(2027, 1, 1), "status": "在用"}
        for n in range(8)
    ]  # fmt: skip
    tables["enterprise_event"] = [
        {"event": f"T{n}", "uscc": f"H{n:02d}", "at": NOON - timedelta(days=n % 5, hours=1), "kind": "困人", "source": "S45", "text": "电梯困人 12 分钟到场", "region": "320104"}
        for n in range(8)
    ]  # fmt: skip
    things(own.marts, **tables)
    model = judged(find("equip_trapped_model"), reading(own.marts)).grades
    assert [one.level for one in model.values()] == ["II"] and "万型 TX-800 型电梯 7 日内困人 8 起" in next(iter(model.values())).title
    assert len(judged(find("equip_maintainer"), reading(own.marts)).grades) == 1


def test_many_firms_at_one_address_are_found_and_a_few_are_not(own: Stood) -> None:
    tables = lot_tables(3)
    one = tables["enterprise"][0]
    tables["enterprise"] += [{**one, "uscc": f"N{n}", "address": "园区 8 号", "opened_on": date(2026, 11, 10)} for n in range(14)]
    tables["enterprise"] += [{**one, "uscc": f"P{n}", "address": "大街 2 号", "opened_on": date(2026, 11, 10)} for n in range(5)]
    things(own.marts, **tables)
    found = judged(find("reg_address"), reading(own.marts)).grades
    assert len(found) == 1 and next(iter(found.values())).value == 14


def test_what_eases_a_little_stands(stood: Stood) -> None:
    rule = find("equip_lift_overdue")
    seen = {"equipment.overdue_rate": [0.97], "equipment.overdue_rate#n": [97.0], "equipment.overdue_rate#d": [10_000.0]}
    calm = frame(seen)
    assert rule.judge(calm) is None and rule.judge(replace(calm, standing="IV")) is not None
    assert rule.judge(frame({**seen, "equipment.overdue_rate": [2.4]})).level == "III"  # type: ignore[union-attr]
    assert rule.judge(frame({**seen, "equipment.overdue_rate": [2.4], "equipment.overdue_rate#d": [40.0]})) is None


def test_a_share_must_leave_its_band_by_more_than_chance() -> None:
    rule, code = find("indicator_band"), "complaint.on_time_rate"

    def share(part: float, whole: float) -> Any:
        values = {code: [100 * part / whole], f"{code}#n": [part], f"{code}#d": [whole]}
        return frame(values, keys={"city": "320100", "indicator": code})

    assert rule.judge(share(45, 51)) is None
    found = rule.judge(share(8_800, 10_000))
    assert found is not None and found.level == "IV" and found.title.startswith("南京市投诉举报按期办结率 88.0%，低于限值")
    assert rule.judge(share(9_600, 10_000)) is None
