"""The back-test, the gate before I and II, and the report card recounted from dispositions."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from alerts.backtest import replay, report, row_of
from alerts.failure import AlertsFailed
from alerts.intake import accept
from alerts.judging import judge_all
from alerts.report_card import report_card
from alerts.rulebook import edition, find
from alerts.rules.gate import allowed_in, allowed_level
from data_access.stores import rulings
from data_access.stores.alert_tables import BACKTEST
from data_access.stores.engine import Store
from data_access.stores.rulings import Told
from tests.alerts.making import PROVINCE, desk, message, rows
from tests.alerts.rule_making import NOON, bench, reading
from tests.alerts.test_watch_rules import lot_tables, things
from tests.demo.conftest import Stood, copied


def note_test(store: Store, code: str, days: int, of: str | None = None) -> None:
    with store.write() as connection:
        row = {
            "id": f"B{days}{of or ''}"[:26],
            "rule": code,
            "edition": of or edition(code),
            "first": NOON.date(),
            "last": NOON.date(),
            "days": days,
            "report": {},
            "who": "t",
        }
        connection.execute(insert(BACKTEST).values(**row, at=NOON))


@pytest.mark.row("A-07")
def test_a_rule_raises_ii_only_after_ninety_days_of_its_present_edition(any_store: Store) -> None:
    allowed = allowed_in(any_store)
    assert allowed("food_holders") == "III"
    note_test(any_store, "food_holders", 89)
    assert allowed("food_holders") == "III"
    note_test(any_store, "food_holders", 90, "an older edition")
    assert allowed("food_holders") == "III"
    note_test(any_store, "food_holders", 90)
    assert allowed("food_holders") == "I" and allowed("nobody knows it") == "III"
    with any_store.read() as connection:
        assert allowed_level(connection, "food_holders", "another edition") == "III"


@pytest.mark.row("A-07")
def test_the_intake_lowers_what_an_untested_rule_raises(stood: Stood, tmp_path: Path) -> None:
    own = copied(stood, tmp_path)
    things(own.marts, **lot_tables())
    at = desk(allowed=allowed_in(own.store))
    one = bench(own.store)
    judge_all(
        reading(own.marts),
        type(one)(store=own.store, now=NOON, send=lambda told, again: accept(own.store, told, at, NOON, revising=again)),
        {"food_holders": find("food_holders")},
    )
    assert {row["level"] for row in rows(own.store).values() if row["rule"] == "food_holders"} == {"III"}
    note_test(own.store, "food_holders", 90)
    done = accept(own.store, [message(source="rule", source_id="x", rule="food_holders", level="II")], at, NOON)
    assert done[0].id is not None and rows(own.store)["x"]["level"] == "II"


@pytest.mark.row("A-07")
def test_a_replay_sees_each_day_as_it_was_and_tells_its_alarms(stood: Stood) -> None:
    rule = find("complaint_burst")
    found = replay(rule, reading(stood.marts), 20)
    assert found.known == 20 and (found.last - found.first).days == 19 and found.cell_days == 20 * 104
    figures = report(found, [], rule, PROVINCE)
    assert figures["alarms"] == len(found.alarms) == sum(figures["by_city"].values()) and figures["per_week"] < 14, (
        "the sales of 11 November lie in it"
    )
    day = found.alarms[0].day if found.alarms else found.last
    later = replay(rule, reading(stood.marts), (found.last - day).days + 1)
    assert {(one.day, one.cell) for one in later.alarms if one.day == day} >= {
        (one.day, one.cell) for one in found.alarms if one.day == day
    }


@pytest.mark.row("A-09")
def test_a_quiet_month_stays_within_the_agreed_false_alarms(stood: Stood) -> None:
    agreed = {"area_cluster": 1.0, "industry_cluster": 0.5, "equip_trapped_area": 1.0, "food_sampling": 1.0}
    for code, per_week in agreed.items():
        rule = find(code)
        assert report(replay(rule, reading(stood.marts), 30), [], rule, PROVINCE)["per_week"] <= per_week, code


def test_a_rule_without_a_past_cannot_be_replayed(stood: Stood) -> None:
    with pytest.raises(AlertsFailed, match="现状"):
        replay(find("clock_overdue"), reading(stood.marts))


def test_days_without_data_do_not_count(stood: Stood, any_store: Store) -> None:
    found = replay(find("food_cold_chain"), reading(stood.marts), 60)
    assert 0 < found.known < 40, "the small province keeps the hours of one month"
    row = row_of(found, report(found, [], find("food_cold_chain"), PROVINCE), "t", NOON)
    with any_store.write() as connection:
        rulings.save_backtest(connection, row, NOON)
        assert rulings.newest_backtest(connection, "food_cold_chain", edition("food_cold_chain"))["days"] == found.known  # type: ignore[index]


def test_quiet_days_of_events_count_where_the_records_reach_back(stood: Stood) -> None:
    assert replay(find("equip_trapped_model"), reading(stood.marts), 60).known == 60


def told(number: int, **more: object) -> Told:
    usual: dict[str, object] = {
        "id": str(number), "source": "rule", "rule": "a", "family": "食品安全", "region": "320102", "level": "III", "occurred_at": NOON - timedelta(days=number % 80),
        "disposition": None, "entity": None, "nature": "demo",
    }  # fmt: skip
    return Told(**usual | more)  # type: ignore[arg-type]


@pytest.mark.row("A-07")
def test_the_counts_of_a_card_equal_the_dispositions() -> None:
    dice = random.Random(4)
    found = [
        told(n, rule=dice.choice("ab"), disposition=dice.choice(["confirmed", "false", "duplicate", "exercise", None])) for n in range(300)
    ]
    for card in report_card(found, [("a", "食品安全"), ("b", "食品安全"), ("c", "登记注册")], NOON):
        mine = [one for one in found if one.rule == card.rule and one.occurred_at < NOON]
        count = {kind: sum(one.disposition == kind for one in mine) for kind in ("confirmed", "false", "duplicate", "exercise", None)}
        assert (card.hits, card.confirmed, card.false, card.duplicate, card.exercise, card.undecided) == (len(mine), *count.values())
        assert card.precision == (count["confirmed"] / (count["confirmed"] + count["false"]) if mine else None)


@pytest.mark.row("A-07")
def test_missed_are_confirmed_alerts_of_others_where_no_rule_spoke_in_time() -> None:
    at = NOON - timedelta(days=20)
    outside = {"source": "平台", "rule": None, "disposition": "confirmed"}
    found = [
        told(1, occurred_at=at, disposition="confirmed"),
        told(2, occurred_at=at + timedelta(hours=5), **outside),
        told(3, occurred_at=at + timedelta(days=9), **outside),
        told(4, occurred_at=at, **outside | {"region": "320505"}),
        told(5, occurred_at=at, **outside | {"family": "登记注册"}),
        told(6, occurred_at=at, **outside | {"disposition": "false", "region": "320682"}),
        told(7, occurred_at=NOON - timedelta(days=91), **outside | {"region": "320382"}),
    ]
    food, other = report_card(found, [("a", "食品安全"), ("b", "登记注册")], NOON)
    assert food.missed == 2 and other.missed == 1 and food.lead == 300 and food.precision == 1.0
    assert other.precision is None and other.lead is None
