"""The tests of the measure algebra on real engines."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql

from data_access.buckets import Grain
from data_access.mart_tables import COLD_CHAIN_HOURLY, COMPLAINT_DAILY, ENTITY_DAILY, MARTS
from data_access.measure import Base, Count, ForeignRegion, Last, Mean, Measure, MeasureFailed, Per, Ratio, Share, Sum
from data_access.measure_query import Query, dimensions
from data_access.measure_sql import measured, statement
from data_access.scope import Scope
from tests.indicators.small_marts import CITIES, COUNTIES, NANJING, PROVINCE, WHOLE, Bench, days

STOCK = Base("entity_daily", Last("stock"))
MEASURES: dict[str, Measure] = {
    "opened": Sum("opened"),
    "net": Sum("opened") - Sum("closed") - Sum("revoked"),
    "enterprises": Sum("opened", where={"type": "enterprise"}),
    "stock": Last("stock"),
    "share": Share(Last("stock", where={"type": "enterprise"}), Last("stock")),
    "rows": Count(where={"industry": ("A", "C")}),
    "ratio": Ratio(Sum("closed"), Sum("opened"), scale=100),
    "mean": Mean("stock", weight="opened"),
    "plain_mean": Mean("stock"),
    "per": Per(Sum("opened"), STOCK, 1000),
}
ADDITIVE = ("opened", "enterprises", "stock", "rows", "net")


def row(day: date, region: str, opened: int | None = 1, stock: int | None = 100, **more: object) -> dict:
    return {
        "day": day,
        "region": region,
        "industry": "A",
        "type": "enterprise",
        "opened": opened,
        "closed": 1,
        "revoked": 0,
        "stock": stock,
        **more,
    }


def query(**more: object) -> Query:
    return Query(**{"mart": "entity_daily", "measures": MEASURES, "scope": WHOLE, **more})  # type: ignore[arg-type]


number = st.one_of(st.none(), st.integers(0, 50))
keys = st.tuples(
    st.sampled_from(days(date(2026, 9, 29), date(2026, 10, 3))),
    st.sampled_from((*COUNTIES, "320100", PROVINCE)),
    st.sampled_from("AC"),
    st.sampled_from(("enterprise", "individual")),
)
rows_of = st.dictionaries(keys, st.tuples(number, number, number, number), max_size=30)
scopes = st.sampled_from((WHOLE, NANJING, Scope.of(PROVINCE, "320500", "321300"), Scope.nothing(PROVINCE)))
slow = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def rows_from(drawn: dict) -> list[dict]:
    return [
        {"day": d, "region": r, "industry": i, "type": t, "opened": a, "closed": b, "revoked": c, "stock": s}
        for (d, r, i, t), (a, b, c, s) in drawn.items()
    ]


@pytest.mark.row("O-03")
@slow
@given(rows_of, st.sampled_from(("city", "region", "industry", "type")), st.sampled_from((None, Grain.DAY, Grain.MONTH, Grain.YEAR)))
def test_parts_sum_to_the_whole_over_every_dimension(drawn: dict, by: str, grain: Grain | None) -> None:
    bench = Bench().put(ENTITY_DAILY, rows_from(drawn))
    measures = {name: MEASURES[name] for name in ADDITIVE}
    whole = measured(bench, query(measures=measures, grain=grain))
    parts = measured(bench, query(measures=measures, grain=grain, by=(by,)))
    for name in ADDITIVE:
        if grain:
            summed = parts.groupby("t")[name].sum(min_count=1)
            assert summed.equals(whole.set_index("t")[name])
        else:
            np.testing.assert_equal(parts[name].sum(min_count=1), whole[name].iloc[0])


@pytest.mark.row("Z-02")
@slow
@given(rows_of, scopes, st.sampled_from(((), ("city",), ("region", "industry"))), st.sampled_from((None, Grain.MONTH)))
def test_a_scope_gives_what_the_visible_rows_alone_would_give(drawn: dict, scope: Scope, by: tuple, grain: Grain | None) -> None:
    rows = rows_from(drawn)
    everything = Bench().put(ENTITY_DAILY, rows)
    visible = Bench().put(ENTITY_DAILY, [r for r in rows if scope.allows(r["region"])])
    seen = measured(everything, query(scope=scope, by=by, grain=grain))
    pd.testing.assert_frame_equal(seen, measured(visible, query(by=by, grain=grain)))


@pytest.mark.row("K-05")
@slow
@given(rows_of, st.sampled_from(((), ("city", "type"), ("industry",))), st.sampled_from((None, Grain.DAY, Grain.MONTH, Grain.YEAR)))
def test_all_engines_give_equal_numbers(engines: tuple[str, ...], drawn: dict, by: tuple, grain: Grain | None) -> None:
    first, *others = (measured(Bench(url).put(ENTITY_DAILY, rows_from(drawn)), query(by=by, grain=grain)) for url in engines)
    for other in others:
        pd.testing.assert_frame_equal(first, other, check_dtype=False)


@pytest.mark.row("K-03")
def test_no_row_is_unknown_and_never_zero(url: str) -> None:
    bench = Bench(url).put(ENTITY_DAILY, [])
    assert measured(bench, query()).isna().all(axis=None)
    assert measured(bench, query(by=("city",))).empty


@pytest.mark.row("K-03")
def test_a_null_stays_unknown_and_a_zero_stays_zero(url: str) -> None:
    rows = [row(date(2026, 10, 1), "320102", opened=None), row(date(2026, 10, 1), "320505", opened=0)]
    frame = measured(Bench(url).put(ENTITY_DAILY, rows), query(by=("city",), measures={"opened": Sum("opened")}))
    assert frame["opened"].isna().tolist() == [True, False]
    assert frame["opened"].iloc[1] == 0


@pytest.mark.row("Z-02")
def test_an_empty_scope_sees_nothing() -> None:
    bench = Bench().put(ENTITY_DAILY, [row(date(2026, 10, 1), "320102")])
    nothing = Scope.nothing(PROVINCE)
    assert measured(bench, query(scope=nothing)).isna().all(axis=None)
    assert measured(bench, query(scope=nothing, by=("city",), grain=Grain.MONTH)).empty


@pytest.mark.row("Z-02")
@pytest.mark.parametrize("region", ["320500", "320505", PROVINCE, "110000"])
def test_a_region_outside_the_scope_is_refused(region: str) -> None:
    with pytest.raises(ForeignRegion):
        query(scope=NANJING, region=region)


def test_a_ratio_is_the_ratio_of_sums_and_not_the_mean_of_ratios(url: str) -> None:
    rows = [row(date(2026, 10, 1), "320102", opened=10, closed=1), row(date(2026, 10, 1), "320505", opened=90, closed=45)]
    frame = measured(Bench(url).put(ENTITY_DAILY, rows), query(measures={"r": MEASURES["ratio"]}))
    assert frame.loc[0, ["r", "r#n", "r#d"]].tolist() == [46.0, 46.0, 100.0]


def test_a_division_by_zero_is_unknown(url: str) -> None:
    rows = [row(date(2026, 10, 1), "320102", opened=0, closed=3)]
    assert measured(Bench(url).put(ENTITY_DAILY, rows), query(measures={"r": MEASURES["ratio"]}))["r"].isna().all()


@pytest.mark.row("K-03")
def test_a_place_that_knows_the_denominator_alone_does_not_lower_the_rate() -> None:
    rows = [row(date(2026, 10, 1), "320102", opened=10, closed=9), row(date(2026, 10, 1), "320505", opened=10, closed=None)]
    assert measured(Bench().put(ENTITY_DAILY, rows), query(measures={"r": MEASURES["ratio"]}))["r"].tolist() == [90.0]


def test_a_stock_is_each_regions_last_value_in_the_period(url: str) -> None:
    rows = [row(date(2026, 10, d), "320102", stock=100 + d) for d in (1, 2, 30)]
    rows += [row(date(2026, 10, 28), "320505", stock=50), row(date(2026, 11, 1), "320102", stock=200)]
    frame = measured(Bench(url).put(ENTITY_DAILY, rows), query(measures={"s": Last("stock")}, grain=Grain.MONTH))
    assert frame["s"].tolist() == [180.0, 200.0]
    daily = measured(Bench(url).put(ENTITY_DAILY, rows), query(measures={"s": Last("stock")}, grain=Grain.DAY, by=("city",)))
    assert len(daily) == 5


@pytest.mark.row("K-03")
def test_a_stock_that_is_null_at_the_last_day_is_unknown_and_not_an_older_one() -> None:
    rows = [row(date(2026, 10, 1), "320102", stock=100), row(date(2026, 10, 2), "320102", stock=None)]
    assert measured(Bench().put(ENTITY_DAILY, rows), query(measures={"s": Last("stock")}))["s"].isna().all()


def test_a_rate_per_stock_joins_another_mart(url: str) -> None:
    bench = Bench(url).put(ENTITY_DAILY, [row(date(2026, 10, 31), "320102", stock=4000), row(date(2026, 10, 31), "320505", stock=1000)])
    complaint = {"day": date(2026, 10, 5), "topic": "食品", "channel": "12315", "received": 20}
    bench.put(COMPLAINT_DAILY, [{**complaint, "region": "320104"}, {**complaint, "region": "321302"}])
    asked = {"mart": "complaint_daily", "measures": {"p": Per(Sum("received"), STOCK, 10_000)}, "grain": Grain.MONTH}
    assert measured(bench, query(**asked))["p"].tolist() == [80.0]
    cities = measured(bench, query(**asked, by=("city", "topic")))
    assert cities["city"].tolist() == ["320100", "321300"]
    assert cities["p"].iloc[0] == 50.0 and np.isnan(cities["p"].iloc[1])


def test_hours_roll_up_into_days(url: str) -> None:
    hours = [
        {"hour": datetime(2026, 10, d, h), "region": "320102", "site": "store", "excursions": 1, "sensors": h}
        for d in (1, 2)
        for h in (1, 23)
    ]
    bench = Bench(url).put(COLD_CHAIN_HOURLY, hours)
    asked = {"mart": "cold_chain_hourly", "measures": {"e": Sum("excursions"), "s": Last("sensors")}}
    daily = measured(bench, query(**asked, grain=Grain.DAY, windows=((date(2026, 10, 2), date(2026, 10, 3)),)))
    assert daily[["t", "e", "s"]].to_numpy().tolist() == [[pd.Timestamp(2026, 10, 2), 2.0, 23.0]]
    assert len(measured(bench, query(**asked, grain=Grain.HOUR))) == 4


def test_windows_answer_beside_each_other(url: str) -> None:
    bench = Bench(url).put(ENTITY_DAILY, [row(d, "320102", opened=1) for d in days(date(2026, 9, 1), date(2026, 10, 20))])
    windows = ((date(2026, 10, 1), date(2026, 10, 21)), (date(2026, 9, 1), date(2026, 9, 11)), (date(2025, 10, 1), date(2025, 10, 21)))
    assert measured(bench, query(measures={"o": Sum("opened")}, windows=windows))[["t", "o"]].to_numpy().tolist() == [[0, 20], [1, 10]]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"mart": "entity"}, "no mart"),
        ({"measures": {"x": Sum("openend")}}, "no number column 'openend'"),
        ({"measures": {"x": Sum("batch_id")}}, "no number column"),
        ({"measures": {"x": Sum("opened", where={"colour": "red"})}}, "no dimension 'colour'"),
        ({"by": ("opened",)}, "cannot be split"),
        ({"by": ("';drop table x",)}, "cannot be split"),
        ({"where": {"type": "a\x00b"}}, "must be a text"),
        ({"region": "3201"}, "six digits"),
        ({"region": "3201०२"}, "six digits"),
        ({"grain": Grain.HOUR}, "cannot be split by hour"),
        ({"windows": ((date(2026, 1, 2), date(2026, 1, 1)),)}, "is empty"),
        ({"windows": ((date(2026, 1, 1), date(2026, 1, 3)), (date(2026, 1, 2), date(2026, 1, 4)))}, "overlap"),
    ],
)
def test_a_wrong_question_is_refused_with_its_part_named(wrong: dict, says: str) -> None:
    with pytest.raises(MeasureFailed, match=says):
        query(**wrong)


def test_every_statement_on_facts_carries_its_scope() -> None:
    for table in MARTS.sorted_tables:
        if table.info["kind"] != "fact":
            continue
        column = next(c.name for c in table.columns if c.type.python_type is int and c.name != "batch_id")
        for measure in (Sum(column), Last(column)):
            asked = Query(mart=table.name, measures={"x": measure}, scope=NANJING, by=("city", *dimensions(table)))
            text = str(statement(asked).compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}))
            assert text.count(f"FROM {table.name}") == text.count(f"{table.name}.region BETWEEN '320100' AND '320199'"), text


def test_cities_are_known_to_the_small_province() -> None:
    assert {code[:4] + "00" for code in COUNTIES} == set(CITIES)
