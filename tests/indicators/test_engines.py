"""The tests of the catalogue on DuckDB, SQLite and PostgreSQL 18: any indicator, split, scope and grain gives one and the same number."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Table

from data_access.buckets import Grain, own_grain
from data_access.columns import UtcDateTime
from data_access.mart_tables import CALENDAR, MARTS
from data_access.measure import Combined, Count, Events, Last, Measure, Standing, Sum, parts
from data_access.measure_query import Query, dimensions, mart_table
from data_access.measure_sql import measured
from data_access.scope import Scope
from indicators.registry import catalogue
from tests.indicators.small_marts import CITIES, COUNTIES, NANJING, PROVINCE, WHOLE, Bench, days, regions

FIRST, LAST = date(2026, 9, 27), date(2026, 11, 20)
PLACES = (*COUNTIES, CITIES[0], PROVINCE)
SCOPES = (WHOLE, NANJING, Scope.of(PROVINCE, "320500", "321300"), Scope.nothing(PROVINCE))
MARTS_ASKED = sorted({indicator.mart for indicator in catalogue().values()})
WINDOWS = ((date(2026, 11, 1), date(2026, 11, 21)), (date(2026, 10, 1), date(2026, 10, 21)), (date(2025, 11, 1), date(2025, 11, 21)))
slow = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def members() -> dict[tuple[str, str], set[str]]:
    """The values that the catalogue looks for, by mart and dimension."""
    found: dict[tuple[str, str], set[str]] = {}
    for indicator in catalogue().values():
        for mart, part in parts(indicator.measure, indicator.mart):
            for name, value in getattr(part, "where", {}).items():
                found.setdefault((mart, name), set()).update(value if isinstance(value, tuple) else (value,))
    return found


def cell(column: Column[Any], chance: random.Random, known: Mapping[tuple[str, str], set[str]], number: int) -> object:
    """A value of a column; a nullable one is now and then unknown."""
    table = column.table.name  # type: ignore[union-attr]
    if column.name == "region":
        return chance.choice(PLACES)
    if isinstance(column.type, UtcDateTime) or column.nullable and chance.random() < 0.12:
        return None
    if column.type.python_type is int:
        return chance.randrange(60)
    if column.type.python_type is float:
        return chance.randrange(400) / 4
    if column.type.python_type is date:
        return LAST - timedelta(days=chance.randrange(900))
    if column.primary_key:
        return f"{table}-{number}"[:32]
    return chance.choice([*sorted(known.get((table, column.name), ())), "Z"])


def rows_of(table: Table, chance: random.Random, known: Mapping[tuple[str, str], set[str]]) -> list[dict[str, Any]]:
    """Rows of a declared table with distinct keys: facts by every time, place and member, things one by one."""
    if table.info["kind"] == "entity":
        return [{c.name: cell(c, chance, known, number) for c in table.columns if c.name != "batch_id"} for number in range(150)]
    grain = own_grain(table)
    if grain is Grain.HOUR:
        times: list[date] = [datetime(2026, 11, d, h) for d in (18, 19, 20) for h in (0, 9, 23)]
    else:
        times = [date(2025, 11, 5), *(days(FIRST, LAST)[::9] if grain is Grain.DAY else [date(2026, 9, 1), date(2026, 10, 1)])]
    dims = [[*sorted(known.get((table.name, name), ())), "Z"] for name in dimensions(table)]
    names = (table.info["time"], "region", *dimensions(table))
    keys = [key for key in product(times, PLACES, *dims) if chance.random() < 0.6]
    keys = sorted(chance.sample(keys, min(len(keys), 500)), key=str)
    numbers = [c for c in table.columns if c.name not in (*names, "batch_id")]
    return [dict(zip(names, key, strict=True)) | {c.name: cell(c, chance, known, 0) for c in numbers} for key in keys]


@pytest.fixture(scope="module")
def benches(engines: tuple[str, ...]) -> list[Bench]:
    """The same rows of every mart in each engine."""
    chance, known, found = random.Random(11), members(), [Bench(url) for url in engines]
    for name in ("region", *sorted({mart for one in catalogue().values() for mart, _ in parts(one.measure, one.mart)})):
        rows = regions() if name == "region" else rows_of(MARTS.tables[name], chance, known)
        for bench in found:
            bench.put(MARTS.tables[name], rows)
    for bench in found:
        bench.put(CALENDAR, [{"day": day, "kind": "work"} for day in days(date(2025, 1, 1), LAST)])
    return found


def measures(mart: str) -> dict[str, Measure]:
    return {code: indicator.measure for code, indicator in catalogue().items() if indicator.mart == mart}


def splits(mart: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in catalogue().values() if one.mart == mart for name in ("city", "region", *(one.dims or ()))))


def asked(mart: str, **more: Any) -> Query:
    return Query(mart=mart, measures=measures(mart), **{"scope": WHOLE, **more})


def answers(benches: list[Bench], query: Query) -> list[pd.DataFrame]:
    keys = (["t"] if query.split else []) + list(query.by)
    found = [measured(bench, query) for bench in benches]
    return [frame.sort_values(keys, ignore_index=True) if keys else frame for frame in found]


def agree(benches: list[Bench], query: Query) -> pd.DataFrame:
    first, *others = answers(benches, query)
    for other in others:
        pd.testing.assert_frame_equal(first, other, check_dtype=False, rtol=1e-12)
    return first


@pytest.mark.row("O-03")
@pytest.mark.row("I-01")
@pytest.mark.parametrize("mart", MARTS_ASKED)
def test_every_indicator_runs_on_every_engine_with_equal_numbers(benches: list[Bench], mart: str) -> None:
    whole = agree(benches, asked(mart))
    unknown = [code for code in measures(mart) if whole[code].isna().all()]
    assert not unknown
    agree(benches, asked(mart, by=("city",), windows=WINDOWS))
    agree(benches, asked(mart, by=splits(mart)[1:], grain=Grain.MONTH, windows=((FIRST, LAST),)))


@pytest.mark.row("K-05")
@slow
@given(st.data())
def test_any_split_scope_and_grain_gives_equal_numbers(benches: list[Bench], data: st.DataObject) -> None:
    mart = data.draw(st.sampled_from(MARTS_ASKED))
    finest = own_grain(mart_table(mart)) or Grain.DAY
    grains = [None, *[grain for grain in Grain if list(Grain).index(grain) >= list(Grain).index(finest)]]
    by = tuple(data.draw(st.lists(st.sampled_from(splits(mart)), unique=True, max_size=2)))
    scope = data.draw(st.sampled_from(SCOPES))
    region = data.draw(st.sampled_from((None, "320102", "320100"))) if scope.allows("320102") else None
    grain = data.draw(st.sampled_from(grains))
    windows = () if grain else WINDOWS[: data.draw(st.integers(0, 3))]
    windows = ((FIRST, LAST),) if grain and data.draw(st.booleans()) else windows
    found = agree(benches, asked(mart, by=by, scope=scope, region=region, grain=grain, windows=windows))
    if scope.cities == frozenset():
        assert found.empty or found[list(measures(mart))].isna().all(axis=None)


def additive(measure: Measure) -> bool:
    return isinstance(measure, Sum | Last | Count | Events | Standing) or (
        isinstance(measure, Combined) and all(additive(term) for _, term in measure.terms)
    )


@pytest.mark.row("O-03")
@pytest.mark.parametrize("mart", MARTS_ASKED)
def test_the_parts_of_every_additive_indicator_sum_to_its_whole(benches: list[Bench], mart: str) -> None:
    codes = [code for code, measure in measures(mart).items() if additive(measure)]
    whole = measured(benches[0], asked(mart))
    for name in splits(mart):
        cut = measured(benches[0], asked(mart, by=(name,)))
        for code in codes:
            np.testing.assert_allclose(cut[code].sum(min_count=1), whole[code].iloc[0], err_msg=f"{code} by {name}")


@pytest.mark.row("Z-02")
@pytest.mark.parametrize("mart", MARTS_ASKED)
def test_nobody_sees_anything_through_an_empty_scope(benches: list[Bench], mart: str) -> None:
    nothing = Scope.nothing(PROVINCE)
    for frame in answers(benches, asked(mart, scope=nothing)):
        assert frame[list(measures(mart))].isna().all(axis=None)
    for frame in answers(benches, asked(mart, scope=nothing, by=("city",))):
        assert frame.empty
