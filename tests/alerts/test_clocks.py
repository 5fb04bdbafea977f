"""Statutory clocks: two hundred and more cases that can be checked by hand with a calendar, and what may not be done to a clock."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.clocks.counting import Kind, Reading, Ruler, Step, read
from alerts.clocks.desk import Deed, Desk, Subject, act, reading, start
from alerts.clocks.limits import Unit, limits_of, read_limits
from alerts.clocks.working_days import calendar_of, load_year
from alerts.failure import AlertsFailed
from data_access.scope import Scope
from data_access.stores import clocks
from data_access.stores.engine import Store

ZONE = ZoneInfo("Asia/Shanghai")
CASES = list(csv.DictReader((Path(__file__).parent / "clock_cases.csv").open(encoding="utf-8")))
"""The dates were counted by another program from another list of days off, and samples of them by hand."""
pytestmark = pytest.mark.row("A-06")


def at(day: str, clock: str = "10:30") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE)


def ruler(code: str, day: str = "2026-11-02") -> Ruler:
    return Ruler(limits_of().at(code, date.fromisoformat(day)), calendar_of(), ZONE)


def steps(first: str, told: str = "") -> list[Step]:
    found = [Step(Kind.START, at(first))]
    for one in filter(None, told.split("; ")):
        kind, day, *days = one.split()
        why = "检测、检验、检疫、技术鉴定" if kind == "stop" else "负责人批准"
        found.append(Step(Kind(kind), at(day, "11:00"), why, int(days[0]) if days else 0))
    return found


def stopping(code: str, found: list[Step]) -> list[Step]:
    """The same steps, with a reason to stop that this limit knows."""
    reason = next(iter(limits_of().at(code, date(2026, 1, 1)).stops), "")
    return [replace(step, why=reason) if step.kind == Kind.STOP else step for step in found]


def test_there_are_two_hundred_cases_at_least() -> None:
    assert len(CASES) >= 200
    assert {case["limit"] for case in CASES} >= {
        "complaint.accept",
        "complaint.mediate",
        "report.verify",
        "penalty.decide",
        "coercion.hold",
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['limit']}-{case['start']}-{case['steps'].replace(' ', '')}")
def test_a_clock_falls_due_on_the_day_that_hand_and_calendar_give(case: dict[str, str]) -> None:
    found = read(ruler(case["limit"], case["start"]), stopping(case["limit"], steps(case["start"], case["steps"])), at(case["start"]))
    assert found.due_on == date.fromisoformat(case["due"])
    assert found.due_at == datetime.combine(found.due_on + timedelta(days=1), datetime.min.time(), ZONE)
    assert not found.provisional


def test_seven_working_days_over_the_national_holiday_are_counted_as_a_hand_counts_them() -> None:
    # 24 September 2026 is a Thursday; worked are 28, 29, 30 September, 8, 9, 10 (exchanged Saturday) and 12 October
    assert read(ruler("complaint.accept"), steps("2026-09-24"), at("2026-09-24")).due_on == date(2026, 10, 12)


def test_what_runs_into_a_year_without_notice_is_provisional() -> None:
    assert read(ruler("complaint.mediate"), steps("2026-11-22"), at("2026-11-22")).provisional
    assert read(ruler("penalty.decide"), steps("2026-11-22"), at("2026-11-22")).provisional
    assert not read(ruler("coercion.hold"), steps("2026-12-22"), at("2026-12-22")).provisional, "plain days need no calendar"


def test_hours_run_through_nights_and_days_off() -> None:
    found = read(ruler("opinion.usual"), [Step(Kind.START, at("2026-10-01", "22:15"))], at("2026-10-03", "22:16"))
    assert (found.due_at, found.due_on, found.late) == (at("2026-10-03", "22:15"), None, True)
    assert found.left == timedelta(minutes=-1)


def test_the_limit_of_the_day_on_which_it_started_rules_to_the_end() -> None:
    table = limits_of()
    old, new = table.at("complaint.mediate", date(2019, 12, 31)), table.at("complaint.mediate", date(2020, 1, 1))
    assert (old.length, old.unit, old.example) == (60, Unit.DAYS, True)
    assert (new.length, new.unit, new.example) == (45, Unit.WORKING_DAYS, False)


def test_days_left_count_worked_days_without_today() -> None:
    found = read(ruler("complaint.accept"), steps("2026-09-24"), at("2026-09-30", "17:00"))
    assert found.left_days == 4
    assert read(ruler("complaint.accept"), steps("2026-09-24"), at("2026-10-14")).left_days == -2


def test_a_stopped_clock_says_no_day_and_goes_on_with_what_was_left() -> None:
    told = stopping("penalty.decide", steps("2026-03-02", "stop 2026-03-12"))
    held = read(ruler("penalty.decide", "2026-03-02"), told, at("2026-05-01"))
    assert (held.state, held.due_on, held.left, held.late) == ("stopped", None, None, False)
    gone = read(ruler("penalty.decide", "2026-03-02"), [*told, Step(Kind.RESUME, at("2026-05-12"))], at("2026-05-12"))
    assert (gone.due_on, gone.left_days) == (date(2026, 7, 31), 80)  # 9 of 90 days were gone; 12 May counts again


def test_a_clock_ended_in_time_is_never_late() -> None:
    done = [*steps("2026-03-02"), Step(Kind.DONE, at("2026-03-11", "23:59"))]
    assert not read(ruler("complaint.accept"), done, at("2026-12-01")).late
    assert read(ruler("complaint.accept"), [*steps("2026-03-02"), Step(Kind.DONE, at("2026-03-12", "00:01"))], at("2026-12-01")).late


@pytest.mark.parametrize(
    ("code", "told", "words"),
    [
        ("complaint.accept", "extend 2026-03-04 7", "不可延长"),
        ("complaint.accept", "stop 2026-03-04", "没有可以扣除"),
        ("penalty.decide", "extend 2026-03-04 31", "不超过 30"),
        ("coercion.hold", "extend 2026-03-04 30; extend 2026-03-05 30", "最多延长 1 次"),
        ("penalty.decide", "resume 2026-03-04", "没有中止"),
        ("penalty.decide", "stop 2026-03-04; stop 2026-03-05", "已经中止"),
        ("penalty.decide", "done 2026-03-04; extend 2026-03-05 30", "已经结束"),
        ("penalty.decide", "stop 2026-03-01", "早于前一步"),
        ("penalty.decide", "start 2026-03-04", "不能再次起算"),
    ],
)
def test_what_the_law_does_not_allow_is_refused_in_a_sentence(code: str, told: str, words: str) -> None:
    with pytest.raises(AlertsFailed, match=words):
        read(ruler(code), stopping(code, steps("2026-03-02", told)), at("2026-03-06"))


def test_a_stop_needs_a_reason_that_the_rule_knows() -> None:
    with pytest.raises(AlertsFailed, match="中止；听证；公告"):
        read(ruler("penalty.decide"), [*steps("2026-03-02"), Step(Kind.STOP, at("2026-03-04"), "太忙")], at("2026-03-06"))


@given(day=st.dates(date(2024, 1, 1), date(2026, 6, 1)), gone=st.integers(1, 60), away=st.integers(0, 80))
def test_a_stop_moves_the_last_day_by_just_the_days_that_it_took(day: date, gone: int, away: int) -> None:
    one = replace(ruler("penalty.decide", day.isoformat()), limit=replace(ruler("penalty.decide").limit, rolls=False))
    first = datetime.combine(day, datetime.min.time(), ZONE) + timedelta(hours=9)
    stop = Step(Kind.STOP, first + timedelta(days=gone), "中止")
    held = [Step(Kind.START, first), stop, Step(Kind.RESUME, first + timedelta(days=gone + away))]
    assert read(one, held, first).due_on == day + timedelta(days=90 + away)


class TestTheDesk:
    """Clocks in the store."""

    DESK = Desk(limits_of(), calendar_of(), ZONE)
    WHOLE = Scope.whole("320000")

    def set_going(self, store: Store, id: str = "C-1", region: str = "320583") -> str:
        subject = Subject(kind="case", id=id, region=region, title="某食品公司案")
        return start(store, self.DESK, "penalty.decide", subject, Deed(kind=Kind.START, at=at("2026-03-02"), who="办案员", why="立案"))

    def act(self, store: Store, clock: str, kind: Kind, day: str, *, why: str = "", days: int = 0) -> Reading:
        return act(store, self.DESK, clock, Deed(kind=kind, at=at(day), who="办案员", why=why, days=days), self.WHOLE)

    def test_a_clock_keeps_every_step_with_who_and_why(self, any_store: Store) -> None:
        clock = self.set_going(any_store)
        self.act(any_store, clock, Kind.STOP, "2026-03-12", why="检验、检测、检疫、鉴定：送检 SJ-7")
        self.act(any_store, clock, Kind.RESUME, "2026-04-01", why="收到报告")
        found = self.act(any_store, clock, Kind.EXTEND, "2026-05-06", why="负责人批准", days=30)
        with any_store.read() as connection:
            told = [(step.kind, step.why) for step in clocks.steps(connection, clock)]
            row = clocks.one(connection, clock, self.WHOLE)
        assert [kind for kind, _ in told] == ["start", "stop", "resume", "extend"] and told[1][1].endswith("送检 SJ-7")
        assert row and row.due_at == found.due_at and row.extended == 30

    def test_a_subject_has_one_clock_of_a_limit(self, any_store: Store) -> None:
        self.set_going(any_store)
        with pytest.raises(AlertsFailed, match="不能再次起算"):
            self.set_going(any_store)

    def test_a_refused_step_changes_nothing(self, any_store: Store) -> None:
        clock = self.set_going(any_store)
        with pytest.raises(AlertsFailed):
            self.act(any_store, clock, Kind.RESUME, "2026-03-05")
        with any_store.read() as connection:
            assert len(clocks.steps(connection, clock)) == 1

    def test_after_the_last_day_nothing_is_extended(self, any_store: Store) -> None:
        clock = self.set_going(any_store)
        with pytest.raises(AlertsFailed, match="届满后不能延长"):
            self.act(any_store, clock, Kind.EXTEND, "2026-09-01", why="负责人批准", days=30)

    def test_another_citys_clock_is_not_there(self, any_store: Store) -> None:
        clock = self.set_going(any_store)
        with pytest.raises(AlertsFailed, match="数据范围"):
            reading(any_store, self.DESK, clock, Scope.of("320000", "320100"), at("2026-03-05"))

    def test_the_most_urgent_clock_comes_first_and_stopped_ones_do_not_come(self, any_store: Store) -> None:
        first, other = self.set_going(any_store), self.set_going(any_store, "C-2")
        self.act(any_store, other, Kind.STOP, "2026-03-12", why="听证")
        with any_store.read() as connection:
            assert [clock.id for clock in clocks.due(connection, self.WHOLE, at("2026-07-01"))] == [first]


class TestTheFiles:
    """Year files and the operator's own limits."""

    GOOD = 'year = 2028\nnotice = "国务院办公厅关于2028年部分节假日安排的通知"\n[[holiday]]\nname = "元旦"\nfirst = 2028-01-01\nlast = 2028-01-03\n'

    def test_a_new_year_is_loaded_and_counts_at_once(self, tmp_path: Path) -> None:
        (tmp_path / "2028.toml").write_text(self.GOOD, "utf-8")
        load_year(tmp_path / "home", tmp_path / "2028.toml")
        assert not calendar_of(tmp_path / "home").works(date(2028, 1, 3)) and calendar_of().works(date(2028, 1, 3))

    @pytest.mark.parametrize(
        ("from_", "to", "words"),
        [
            ("2028-01-03", "2027-01-03", "2028 年内"),
            ("[[holiday]]", "[[shift]]", "不是周末"),
            ("2028-01-03", "2028-02-03", "不像一段假期"),
            ("notice", "source", "缺少依据"),
            ("year = 2028", "", "缺少年份"),
            ('name = "元旦"', "", "name、first、last"),
            ("[[holiday]]", "[[holidays]]", "不认识"),
            ("[[", "[", "TOML|三项"),
        ],
    )
    def test_a_bad_year_file_is_refused_and_changes_nothing(self, tmp_path: Path, from_: str, to: str, words: str) -> None:
        (tmp_path / "bad.toml").write_text(self.GOOD.replace(from_, to).replace("first = 2028-01-01", "first = 2028-01-03" if "shift" in to else "first = 2028-01-01"), "utf-8")  # fmt: skip
        with pytest.raises((AlertsFailed,), match=words):
            load_year(tmp_path / "home", tmp_path / "bad.toml")
        assert not (tmp_path / "home" / "calendar").exists()

    def test_a_day_named_twice_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "twice.toml").write_text(self.GOOD + self.GOOD[self.GOOD.index("[[") :], "utf-8")
        with pytest.raises(AlertsFailed, match="出现了两次"):
            load_year(tmp_path / "home", tmp_path / "twice.toml")

    def test_an_operator_confirms_an_example(self, tmp_path: Path) -> None:
        shipped = limits_of().at("report.notify", date(2026, 1, 1))
        text = '[[limit]]\ncode = "report.notify"\nname = "举报处理结果告知"\nsubject = "report"\nfrom = "作出是否立案决定"\nunit = "working_days"\n'
        text += f'length = 5\neffective_from = {shipped.effective_from}\ncitation = "本省确认"\nstatus = "V"\n'
        (tmp_path / "clocks.toml").write_text(text, "utf-8")
        assert shipped.example and not limits_of(tmp_path).at("report.notify", date(2026, 1, 1)).example

    def test_a_bad_limit_is_named_by_its_number(self) -> None:
        with pytest.raises(AlertsFailed, match="第 1 条：缺 "):
            read_limits('[[limit]]\ncode = "x"\n', "clocks.toml")

    def test_every_shipped_year_says_its_notice(self) -> None:
        years = calendar_of().years
        assert {2024, 2025, 2026, 2027} <= set(years) and all(year.notice for year in years.values())
        assert years[2026].confirmed and not years[2027].confirmed


def test_times_without_zone_never_come_in() -> None:
    assert at("2026-03-02").astimezone(UTC).tzinfo is UTC
