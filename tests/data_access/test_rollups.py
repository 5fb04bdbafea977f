"""The tests of roll-ups: what is read by way of them equals what the rows say, whatever was published, corrected or unknown."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from data_access import rollups
from data_access.buckets import Grain, Window
from data_access.catalogue import part_of, plain_part
from data_access.marts import Marts, Part
from data_access.measure import Last, Measure, Ratio, Sum
from data_access.measure_query import Query
from data_access.measure_sql import statement
from data_access.scope import Scope

PROVINCE = "320000"
COUNTIES = ("320102", "320104", "320100", "320582", "321302", PROVINCE)
FIRST = date(2026, 1, 9)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
MEASURES: dict[str, Measure] = {
    "filed": Sum("filed"),
    "food": Sum("filed", where={"field": "食品"}),
    "overdue": Last("overdue"),
    "rate": Ratio(Sum("on_time"), Sum("closed"), scale=100),
    "burden": Ratio(Last("overdue"), Last("closed")),
}
WINDOWS: tuple[tuple[Window, ...], ...] = (
    (),
    ((date(2026, 1, 20), date(2026, 5, 6)),),
    ((date(2026, 2, 1), date(2026, 4, 1)),),
    ((date(2026, 1, 1), date(2026, 2, 11)), (date(2026, 3, 1), date(2026, 4, 11))),
)


def cases(seed: int, first: date, days: int) -> pd.DataFrame:
    """Rows with holes: places that miss days, and each column unknown now and then."""
    dice, rows = random.Random(seed), []
    for day, region, field in product(range(days), COUNTIES, ("食品", "广告")):
        if dice.random() < 0.8:
            counts = {name: dice.choice((None, dice.randrange(9), dice.randrange(9))) for name in ("filed", "closed", "on_time", "overdue")}
            rows.append({"day": first + timedelta(days=day), "region": region, "field": field, **counts})
    return pd.DataFrame(rows).astype(dict.fromkeys(("filed", "closed", "on_time", "overdue"), "Int64"))


def sensors(seed: int, first: datetime, hours: int) -> pd.DataFrame:
    dice = random.Random(seed)
    return pd.DataFrame(
        [
            {"hour": first + timedelta(hours=hour), "region": region, "site": "store", "sensors": 9, "reporting": dice.randrange(9)}
            for hour, region in product(range(hours), COUNTIES)
            if dice.random() < 0.7
        ]
    )


@pytest.fixture
def marts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Marts:
    """Two sources with roll-ups, a correction of some days and a small batch without."""
    monkeypatch.setattr(rollups, "STEPS_FROM", 200)
    monkeypatch.setattr(rollups, "CITIES_FROM", 200)
    made = Marts(tmp_path, clock=lambda: NOW)
    first = cases(1, FIRST, 120)
    made.publish([Part(table="case_daily", data=first[first["region"] < "320500"])], source="a", nature="production", as_of=NOW)
    made.publish([Part(table="case_daily", data=first[first["region"] >= "320500"])], source="b", nature="production", as_of=NOW)
    fresh = cases(2, date(2026, 3, 5), 3)
    made.publish([Part(table="case_daily", data=fresh[fresh["region"] < "320500"])], source="a", nature="production", as_of=NOW)
    hourly = Part(table="cold_chain_hourly", data=sensors(3, datetime(2026, 4, 28, 5), 80))  # noqa: DTZ001 -- local hours are naive
    made.publish([hourly], source="a", nature="production", as_of=NOW)
    return made


def agree(marts: Marts, query: Query) -> bool:
    """Whether both ways give one answer; tells whether they differ as statements."""
    with marts.snapshot() as shot:
        plain, rolled = statement(query), statement(query, shot.rolled())
        kinds = dict.fromkeys((f"{letter}{i}" for letter in "vnd" for i in range(len(query.measures))), float)
        pd.testing.assert_frame_equal(shot.read(plain).astype(kinds), shot.read(rolled).astype(kinds), check_dtype=False)
    return str(plain) != str(rolled)


@pytest.mark.row("O-03")
@pytest.mark.parametrize("windows", WINDOWS)
@pytest.mark.parametrize("by", [(), ("city",), ("region",), ("city", "field")])
def test_a_roll_up_says_what_the_rows_say(marts: Marts, windows: tuple[Window, ...], by: tuple[str, ...]) -> None:
    taken = False
    for grain, region, scope in product(
        (None, Grain.DAY, Grain.MONTH, Grain.YEAR), (None, "320100", "320104"), (Scope.whole(PROVINCE), Scope.of(PROVINCE, "320100"))
    ):
        if not (grain and len(windows) > 1):
            query = Query(mart="case_daily", measures=MEASURES, scope=scope, by=by, grain=grain, windows=windows, region=region)
            taken = agree(marts, query) or taken
    assert taken


@pytest.mark.parametrize("where", [{"field": "食品"}, {}])
def test_a_limited_question_and_one_without_a_city_agree_too(marts: Marts, where: dict[str, str]) -> None:
    query = Query(
        mart="case_daily", measures=MEASURES, scope=Scope.whole(PROVINCE), by=("city",), where=where, grain=Grain.MONTH, without=("320500",)
    )
    assert agree(marts, query)


@pytest.mark.parametrize("grain", [Grain.HOUR, Grain.DAY, Grain.MONTH])
def test_hours_are_summed_up_to_days(marts: Marts, grain: Grain) -> None:
    measures = {"online": Sum("reporting"), "rate": Ratio(Last("reporting"), Last("sensors"))}
    window = (datetime(2026, 4, 28, 9), date(2026, 5, 1))  # noqa: DTZ001 -- local hours are naive
    query = Query(mart="cold_chain_hourly", measures=measures, scope=Scope.whole(PROVINCE), by=("city",), grain=grain, windows=(window,))
    assert agree(marts, query) == (grain is not Grain.HOUR)


def test_a_small_publication_carries_no_roll_up(marts: Marts) -> None:
    kinds = [part.rolled for batch in marts.batches() for part in batch.parts]
    assert kinds == [("steps", "cities"), ("steps", "cities"), (), ("steps",)]


def test_a_part_recorded_before_there_were_roll_ups_has_none(marts: Marts) -> None:
    record = plain_part(marts.batches()[0].parts[0])
    assert part_of(record).rolled == ("steps", "cities")
    del record["rolled"]
    assert part_of(record).rolled == ()
