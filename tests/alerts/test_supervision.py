"""The electronic supervision equals the clock engine, item by item, with stops and extensions; appeals are written once and change no clock."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from alerts.clocks import appeals
from alerts.clocks.counting import Kind
from alerts.clocks.desk import Deed, Desk, Subject, act, reading, start
from alerts.clocks.limits import limits_of
from alerts.clocks.watching import Item, Mark, left_bins, near_rule_of, watched
from alerts.clocks.working_days import calendar_of
from alerts.failure import AlertsFailed, Why
from alerts.recipients import Office
from data_access.scope import Scope
from data_access.stores import appeals as kept
from data_access.stores.alert_tables import CLOCK
from data_access.stores.engine import Store
from tests.alerts.making import NANJING, NOW, SUZHOU, WHOLE, person
from tests.demo.conftest import NOON, Stood

pytestmark = pytest.mark.row("T-05")
ZONE = ZoneInfo("Asia/Shanghai")
CLOCKS = Desk(limits_of(), calendar_of(), ZONE)


def at(day: str, clock: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE)


def begun(store: Store, code: str, day: str, number: str = "1", region: str = "320102") -> str:
    subject = Subject(
        kind=code.split(".")[0].replace("penalty", "case").replace("coercion", "case"), id=number, region=region, title=f"事项 {number}"
    )
    return start(store, CLOCKS, code, subject, Deed(kind=Kind.START, at=at(day), who="王", why="收到"))


def done(store: Store, clock: str, kind: Kind, day: str, why: str = "办结", days: int = 0) -> None:
    act(store, CLOCKS, clock, Deed(kind=kind, at=at(day), who="王", why=why, days=days), WHOLE)


def items(store: Store, now: datetime, scope: Scope = WHOLE) -> dict[str, Item]:
    return {item.timed.id: item for item in watched(store, CLOCKS, scope, now, near_rule_of())}


def office(store: Store, scope: Scope = WHOLE, name: str = "duty", now: datetime = NOW) -> Office:
    return Office(store=store, identity=person(scope, name), now=now)


@pytest.mark.row("A-06")
def test_the_whole_list_of_the_demo_equals_the_engine_item_by_item(stood: Stood) -> None:
    with stood.store.read() as connection:
        rows = connection.execute(select(CLOCK.c.id, CLOCK.c.state)).all()
    going = {row.id for row in rows if row.state in ("running", "stopped")}
    assert len(going) > 200
    for now in (NOON, NOON + timedelta(days=9, hours=7)):
        found = items(stood.store, now)
        assert set(found) == going
        for name, item in found.items():
            assert item.reading == reading(stood.store, CLOCKS, name, WHOLE, now)
            assert (item.mark is Mark.OVER) == item.reading.late
            assert (item.mark is Mark.STOPPED) == (item.reading.state == "stopped")
    marks = {item.mark for item in items(stood.store, NOON).values()}
    assert marks == set(Mark), "the demo shows every mark"
    assert len({name[:4] for name in (item.timed.region for item in found.values())}) == 13


def test_a_stop_takes_the_item_out_of_time_and_a_resumption_gives_what_was_left(any_store: Store) -> None:
    clock = begun(any_store, "report.verify", "2026-11-02")
    done(any_store, clock, Kind.STOP, "2026-11-09", "检验、检测、检疫、鉴定：送检")
    stopped = items(any_store, at("2026-12-20"))[clock]
    assert (stopped.mark, stopped.reading.left, stopped.stopped_why) == (Mark.STOPPED, None, "检验、检测、检疫、鉴定：送检")
    assert stopped.stopped_at == at("2026-11-09")
    done(any_store, clock, Kind.RESUME, "2026-12-21", "收到报告")
    going = items(any_store, at("2026-12-21"))[clock]
    assert (going.mark, going.reading) == (Mark.RUNNING, reading(any_store, CLOCKS, clock, WHOLE, at("2026-12-21")))
    assert items(any_store, at("2027-03-01"))[clock].mark is Mark.OVER
    done(any_store, clock, Kind.DONE, "2027-03-01")
    assert items(any_store, at("2027-03-01")) == {}, "what has ended is watched no more"


def test_an_item_is_near_by_the_rule_and_over_from_the_first_moment_after(any_store: Store) -> None:
    """Seven working days from Monday 2 November end with Wednesday the 11th; the rule is two working days."""
    clock = begun(any_store, "complaint.accept", "2026-11-02")
    marks = {day: items(any_store, at(day, "09:00"))[clock].mark for day in ("2026-11-06", "2026-11-09", "2026-11-11", "2026-11-12")}
    assert marks == {"2026-11-06": Mark.RUNNING, "2026-11-09": Mark.NEAR, "2026-11-11": Mark.NEAR, "2026-11-12": Mark.OVER}
    assert items(any_store, at("2026-11-12", "00:00"))[clock].mark is Mark.NEAR
    assert items(any_store, at("2026-11-12", "00:00") + timedelta(seconds=1))[clock].mark is Mark.OVER


def test_bins_count_complaints_and_reports_by_working_days_left(any_store: Store) -> None:
    for number, day in enumerate(("2026-11-02", "2026-11-10", "2026-11-11", "2026-11-20")):
        begun(any_store, "complaint.accept", day, str(number))
    begun(any_store, "penalty.decide", "2026-11-02", "9")
    found = left_bins(list(items(any_store, at("2026-11-20", "11:00")).values()))
    # begun on the 2nd, due on the 11th, over; on the 10th, due on the 19th, over; on the 11th, due today; on the 20th, seven are left; the penalty counts calendar days
    assert found == {"超期": 2, "0": 1, "1": 0, "2": 0, "3": 0, "4": 0, "5": 0, "6": 0, "7+": 1}


@pytest.mark.row("Z-02")
def test_a_city_watches_its_own_matters_alone(any_store: Store) -> None:
    mine, theirs = (
        begun(any_store, "complaint.accept", "2026-11-02", "1"),
        begun(any_store, "complaint.accept", "2026-11-02", "2", "320505"),
    )
    assert set(items(any_store, NOW, NANJING)) == {mine}
    assert set(items(any_store, NOW, SUZHOU)) == {theirs}


def test_an_appeal_marks_the_item_until_another_hand_decides_and_moves_no_clock(any_store: Store) -> None:
    clock = begun(any_store, "complaint.accept", "2026-11-02")
    before = items(any_store, NOW)[clock]
    name = appeals.appeal(office(any_store, NANJING, "nanjing"), clock, "系统切换无法录入")
    marked = items(any_store, NOW)[clock]
    assert marked.appealed
    assert (marked.mark, marked.reading) == (before.mark, before.reading)
    with pytest.raises(AlertsFailed, match="不能审核自己提出的申辩"):
        appeals.decide(office(any_store, WHOLE, "nanjing"), name, "upheld", "同意")
    appeals.decide(office(any_store), name, "upheld", "材料属实")
    found = items(any_store, NOW)[clock]
    assert not found.appealed
    assert found.appeal is not None
    assert (found.appeal.verdict, found.appeal.ruling, found.reading) == ("upheld", "材料属实", before.reading)
    with pytest.raises(AlertsFailed, match="已经审核"):
        appeals.decide(office(any_store), name, "refused", "改判")
    assert appeals.appeal(office(any_store, NANJING, "nanjing"), clock, "再次申辩") != name, "a decided one may be followed by another"


def test_of_two_appeals_at_once_one_alone_is_written(any_store: Store) -> None:
    clock, gate = begun(any_store, "complaint.accept", "2026-11-02"), Barrier(2)

    def go(user: str) -> str:
        gate.wait()
        try:
            return appeals.appeal(office(any_store, NANJING, user), clock, "理由") and "written"
        except AlertsFailed:
            return "refused"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(go, ("a", "b"))) == ["refused", "written"]
    with any_store.read() as connection:
        assert len(kept.listed(connection, WHOLE, at("2026-01-01"))) == 1


def test_what_is_foreign_ended_or_without_a_reason_is_refused(any_store: Store) -> None:
    clock = begun(any_store, "complaint.accept", "2026-11-02")
    with pytest.raises(AlertsFailed, match="没有这个计时事项") as failed:
        appeals.appeal(office(any_store, SUZHOU), clock, "x")
    assert failed.value.why is Why.UNKNOWN
    with pytest.raises(AlertsFailed, match="请填写申辩理由"):
        appeals.appeal(office(any_store), clock, " \n")
    name = appeals.appeal(office(any_store, NANJING, "nanjing"), clock, "理由")
    with pytest.raises(AlertsFailed, match="没有这条申辩"):
        appeals.decide(office(any_store, SUZHOU, "x"), name, "upheld", "y")
    with pytest.raises(AlertsFailed, match="审核结论须为"):
        appeals.decide(office(any_store), name, "maybe", "y")
    done(any_store, clock, Kind.DONE, "2026-11-03")
    appeals.decide(office(any_store), name, "refused", "已办结")
    with pytest.raises(AlertsFailed, match="已经办结"):
        appeals.appeal(office(any_store), clock, "x")


def test_a_rule_of_nearness_that_cannot_be_used_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "supervision.toml").write_text('version = "1"\n[near]\n"complaint.accept" = "soon"\n', "utf-8")
    with pytest.raises(AlertsFailed, match=r"supervision\.toml"):
        near_rule_of(tmp_path)
