"""The tests of cohorts: who is in one, what they met first, and what could not be joined."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from data_access.cohorts import Cohort, first_events, sizes, standing, strays
from data_access.mart_tables import ENTERPRISE, ENTERPRISE_EVENT
from data_access.scope import Scope
from tests import servers
from tests.indicators.small_marts import NANJING, WHOLE, Bench

YEAR = (date(2025, 1, 1), date(2026, 1, 1))
AFTER = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


def firm(code: str, opened: date, region: str = "320102", **more: object) -> dict[str, object]:
    return {
        "uscc": code,
        "uscc_kind": "uscc18",
        "type": "enterprise",
        "region": region,
        "region_how": "current",
        "opened_on": opened,
        "status": "open",
        **more,
    }


def event(number: str, code: str, at: datetime, kind: str = "投诉", region: str = "320102") -> dict[str, object]:
    return {"event": number, "uscc": code, "at": at.replace(tzinfo=UTC), "kind": kind, "source": "S21", "region": region}


@pytest.fixture(scope="module", params=(0, 1), ids=("sqlite", "postgresql"))
def bench(request: pytest.FixtureRequest, postgres_server: str) -> Bench:
    """DuckDB answers the same statements over the demo province: its own table maker does not take a column named `at`."""
    found = Bench(servers.fresh_database(postgres_server) if request.param else "sqlite://")
    found.put(
        ENTERPRISE,
        [
            firm("NEW1", date(2025, 3, 1)),
            firm("NEW2", date(2025, 5, 1), type="individual"),
            firm("NEW3", date(2025, 5, 1), region="320505"),
            firm("OLD1", date(2020, 5, 1)),
            firm("OLD2", date(2019, 5, 1), closed_on=date(2025, 6, 1)),
            firm("OLD3", date(2020, 5, 1)),
            firm("MASK", date(2025, 4, 1), uscc_kind="masked"),
        ],
    )
    return found.put(
        ENTERPRISE_EVENT,
        [
            event("1", "NEW1", datetime(2025, 2, 1, 9)),  # before it opened: an error of the source, never counted
            event("2", "NEW1", datetime(2025, 3, 20, 9)),
            event("3", "NEW1", datetime(2025, 4, 20, 9)),
            event("4", "NEW1", datetime(2025, 4, 20, 9), kind="许可"),
            event("5", "NEW3", datetime(2025, 9, 1, 9), region="320505"),
            event("6", "OLD1", datetime(2026, 2, 1, 9)),
            event("7", "OLD1", datetime(2026, 3, 1, 9)),
            event("8", "LOST", datetime(2026, 3, 1, 9)),
        ],
    )


@pytest.mark.row("B-03")
def test_an_entity_without_a_credit_code_is_counted_apart(bench: Bench) -> None:
    assert sizes(bench, Cohort(scope=WHOLE, opened=YEAR)) == {"members": 3, "unmatched": 1}
    assert sizes(bench, Cohort(scope=WHOLE, opened=YEAR, types=("individual",))) == {"members": 1, "unmatched": 0}


@pytest.mark.row("B-03")
def test_each_entity_counts_once_a_kind_by_its_first_event_after_opening(bench: Bench) -> None:
    found = first_events(bench, Cohort(scope=WHOLE, opened=YEAR), ("投诉", "许可"))
    rows = {(row.kind, row.opened_on.date(), row.day.date()): row.n for row in found.itertuples()}
    assert rows == {
        ("投诉", date(2025, 3, 1), date(2025, 3, 20)): 1,
        ("许可", date(2025, 3, 1), date(2025, 4, 20)): 1,
        ("投诉", date(2025, 5, 1), date(2025, 9, 1)): 1,
    }


@pytest.mark.row("Z-02")
def test_a_city_sees_its_own_cohort_and_an_empty_scope_sees_none(bench: Bench) -> None:
    own = Cohort(scope=NANJING, opened=YEAR)
    assert sizes(bench, own)["members"] == 2
    assert set(first_events(bench, own, ("投诉",))["opened_on"].dt.date) == {date(2025, 3, 1)}
    nothing = Cohort(scope=Scope.nothing("320000"), opened=YEAR)
    assert sizes(bench, nothing) == {"members": 0, "unmatched": 0} and first_events(bench, nothing, ("投诉",)).empty


@pytest.mark.row("B-03")
def test_older_entities_are_those_that_still_stand_and_each_counts_once(bench: Bench) -> None:
    assert standing(bench, Cohort(scope=WHOLE, opened=YEAR), "投诉", AFTER) == {"members": 2, "met": 1}


@pytest.mark.row("B-03")
def test_events_of_nobody_in_the_archive_are_told(bench: Bench) -> None:
    assert strays(bench, WHOLE, ("投诉",), AFTER) == 1
    assert strays(bench, Scope.of("320000", "320500"), ("投诉",), AFTER) == 0
