"""The tests of statements: what twelve panels ask of three marts costs few of them, counted at the engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from data_access.buckets import Grain
from data_access.marts import Marts
from data_access.scope import Scope
from indicators.question import Ask
from indicators.read import ask, current
from indicators.registry import catalogue
from tests.demo.conftest import Stood
from tests.indicators.small_marts import PROVINCE

THREE = ("entity_daily", "complaint_daily", "case_daily")
MOST = 6
WHOLE = Scope.whole(PROVINCE)
START, END = date(2026, 9, 1), date(2026, 11, 21)


@contextmanager
def counted(marts: Marts) -> Iterator[list[str]]:
    """The SELECTs that reach the engine of the marts."""
    seen: list[str] = []
    with marts.snapshot() as shot:
        engine = shot.database._engine  # noqa: SLF001 -- the count is taken where statements leave the program

    def told(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", told)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", told)


def own(mart: str) -> tuple[str, ...]:
    """Twelve indicators of a mart alone: four panels of three."""
    return tuple(code for code, one in catalogue().items() if one.mart == mart and not hasattr(one.measure, "base"))[:12]


@pytest.mark.row("O-03")
def test_twelve_panels_of_three_marts_cost_at_most_six_statements(stood: Stood) -> None:
    """Trends by month and rankings by city of 36 indicators: one statement a mart and grouping."""
    codes = tuple(code for mart in THREE for code in own(mart))
    assert len(codes) == 36
    marts = Marts(stood.settings.marts_folder)
    with counted(marts) as seen, marts.snapshot() as shot:
        trend = ask(shot, Ask(codes=codes, scope=WHOLE, grain=Grain.MONTH, start=START, end=END, who_is_missing=False))
        rank = ask(shot, Ask(codes=codes, scope=WHOLE, by=("city",), start=START, end=END, who_is_missing=False))
        again = [ask(shot, Ask(codes=codes, scope=WHOLE, by=("city",), start=START, end=END, who_is_missing=False)) for _ in range(12)]
    assert len(seen) <= MOST, len(seen)
    assert len(trend.frame) == 3 and len(rank.frame) == 13
    assert all(one.frame.equals(rank.frame) for one in again)


@pytest.mark.row("O-03")
def test_the_numbers_of_one_mart_and_period_cost_one_statement_and_its_horizon(stood: Stood) -> None:
    codes = tuple(code for code in own("complaint_daily") if catalogue()[code].span == "month" and catalogue()[code].time == "flow")
    marts = Marts(stood.settings.marts_folder)
    with counted(marts) as seen, marts.snapshot() as shot:
        found = current(shot, codes, Ask(codes=(), scope=WHOLE))
    assert len(codes) > 3 and all(one.value is not None for one in found.values())
    assert len(seen) == 2
