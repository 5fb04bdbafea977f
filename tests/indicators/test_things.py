"""The tests of things: entities counted as they stand at a day, and by the day on which they begin or end, on three engines."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from data_access.buckets import Grain
from data_access.mart_tables import CALENDAR, ENTERPRISE, EQUIPMENT, REGION
from data_access.measure import Count, Events, MeasureFailed, Share, Standing, Sum
from data_access.measure_query import Query
from data_access.measure_sql import measured
from indicators.read import Ask, ask, value
from tests.indicators.small_marts import NANJING, WHOLE, Bench, Known, days, regions

STANDING = Standing("opened_on", "closed_on")
LIVES = (
    ("a", "320102", date(2020, 1, 1), None, 500_000_00),
    ("b", "320104", date(2026, 9, 3), date(2026, 10, 5), 2_000_000_00),
    ("c", "320505", date(2026, 10, 31), None, None),
    ("d", "320505", None, None, 9_000_000_00),
    ("e", "321302", date(2026, 11, 30), None, 9_000_000_00),
)


@pytest.fixture
def bench(url: str) -> Bench:
    fixed = {"uscc_kind": "uscc18", "region_how": "current", "type": "enterprise", "status": "open"}
    rows = [{**fixed, "uscc": u, "region": r, "opened_on": a, "closed_on": b, "capital_fen": c} for u, r, a, b, c in LIVES]
    made = Bench(url).put(REGION, regions()).put(ENTERPRISE, rows, Known(as_of=datetime(2026, 11, 20, 2, tzinfo=UTC)))
    made.put(CALENDAR, [{"day": day, "kind": "work"} for day in days(date(2026, 1, 1), date(2026, 12, 31))])
    device = {"kind": "电梯", "status": "在用", "region": "320102"}
    return made.put(EQUIPMENT, [{**device, "device": str(n), "due_on": date(2026, 11, n)} for n in (1, 19, 25)])


def query(**more: object) -> Query:
    return Query(**{"mart": "enterprise", "measures": {"n": STANDING}, "scope": WHOLE, **more})  # type: ignore[arg-type]


@pytest.mark.row("O-03")
def test_things_stand_from_the_day_they_open_until_the_day_they_close(bench: Bench) -> None:
    def at(end: date) -> float:
        return float(measured(bench, query(windows=((date(2026, 1, 1), end),)))["n"].iloc[0])

    assert [at(date(2026, m, d)) for m, d in ((9, 3), (9, 4), (10, 5), (10, 6), (11, 1), (12, 1))] == [1, 2, 2, 1, 2, 3]


@pytest.mark.row("O-03")
def test_a_series_has_the_months_in_which_nothing_happened(bench: Bench) -> None:
    months = measured(bench, query(grain=Grain.MONTH, windows=((date(2026, 8, 1), date(2026, 11, 21)),)))
    assert months["n"].tolist() == [1, 2, 1 + 1, 2]
    cities = measured(bench, query(grain=Grain.MONTH, by=("city",), windows=((date(2026, 10, 1), date(2026, 11, 21)),)))
    assert cities[["city", "n"]].to_numpy().tolist() == [["320100", 1], ["320500", 1], ["320100", 1], ["320500", 1]]
    daily = measured(bench, query(grain=Grain.DAY, windows=((date(2026, 10, 3), date(2026, 10, 7)),)))
    assert daily["n"].tolist() == [2, 2, 1, 1]


@pytest.mark.row("O-03")
def test_things_are_counted_by_the_day_on_which_they_begin(bench: Bench) -> None:
    asked = {
        "opened": Events("opened_on"),
        "closed": Events("closed_on"),
        "capital": Events("opened_on", column="capital_fen", divisor=100),
    }
    found = measured(bench, query(measures=asked, grain=Grain.MONTH, windows=((date(2026, 9, 1), date(2026, 11, 21)),)))
    assert found["opened"].tolist()[0] == 1 and found["closed"].tolist()[1] == 1
    assert found["capital"].tolist()[0] == 2_000_000


@pytest.mark.row("K-03")
def test_a_place_with_things_of_which_none_fits_reads_nought_and_one_without_any_is_absent(bench: Bench) -> None:
    rich = Standing("opened_on", "closed_on", between={"capital_fen": (5_000_000_00, None)})
    share = Share(rich, STANDING)
    found = measured(bench, query(measures={"rich": rich, "share": share}, by=("city",), windows=((date(2026, 1, 1), date(2026, 11, 21)),)))
    assert found["rich"].tolist() == [0, 0, 0]
    assert found["share"].tolist()[:2] == [0, 0] and found["share"].isna().tolist()[2]


@pytest.mark.row("Z-02")
def test_things_of_other_cities_are_not_counted(bench: Bench) -> None:
    assert measured(bench, query(scope=NANJING, windows=((date(2026, 1, 1), date(2026, 11, 21)),)))["n"].tolist() == [1]


@pytest.mark.row("O-03")
def test_an_indicator_of_things_ends_with_the_register_and_compares_with_its_past(bench: Bench) -> None:
    found = value(bench, "enterprise.standing", WHOLE)
    assert (found.value, found.previous) == (2, 2)
    series = ask(bench, Ask(codes=("enterprise.standing",), scope=WHOLE, grain=Grain.MONTH, start=date(2026, 10, 1)))
    assert series.frame["enterprise.standing"].tolist() == [2, 2]
    assert series.frame["t"].max().month == 11


@pytest.mark.row("K-03")
def test_a_register_of_the_present_tells_no_past(bench: Bench) -> None:
    found = value(bench, "device.overdue", WHOLE)
    assert (found.value, found.previous, found.year_ago) == (2, None, None)
    series = ask(bench, Ask(codes=("device.overdue",), scope=WHOLE, grain=Grain.MONTH, start=date(2026, 1, 1)))
    assert series.frame["device.overdue"].tolist() == [2]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"measures": {"n": Standing("opened")}}, "no day column 'opened'"),
        ({"measures": {"n": Events("opened_on", column="name")}}, "no number column 'name'"),
        ({"measures": {"n": Count()}, "grain": Grain.MONTH}, "does not say by which day"),
        ({"measures": {"n": STANDING}, "grain": Grain.HOUR}, "cannot be split by hour"),
        ({"mart": "entity_daily"}, "is no table of entities"),
        ({"measures": {"n": Sum("capital_fen"), "m": STANDING}}, "together with a plain count"),
    ],
)
def test_a_wrong_count_of_things_is_refused(wrong: dict, says: str) -> None:
    with pytest.raises(MeasureFailed, match=says):
        measured(Bench(), query(**wrong))
