"""The tests of reading: answers, values, data time and silence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from data_access.buckets import Grain
from data_access.mart_tables import COMPLAINT_DAILY, ENTITY_DAILY, KITCHEN_DAILY, OPINION_HOURLY, REGION, SOURCE_DAILY, SOURCE_SYSTEM
from data_access.measure import ForeignRegion
from data_access.scope import Scope
from indicators.failure import IndicatorFailed
from indicators.period import Span
from indicators.provenance import freshness, sources_of
from indicators.read import Ask, anchor, ask, value, values
from indicators.registry import get
from tests import servers
from tests.indicators.small_marts import ENGINES, NANJING, PROVINCE, WHOLE, Bench, Known, days, regions

FIRST, LAST = date(2025, 10, 1), date(2026, 11, 20)


@pytest.fixture(scope="module", params=(0, 1, 2), ids=("duckdb", "sqlite", "postgresql"))
def bench(request: pytest.FixtureRequest, postgres_server: str) -> Bench:
    """Two cities report every day, a third fell silent on the last day; opened counts the day of the month."""
    urls = (*ENGINES, servers.fresh_database(postgres_server) if request.param == 2 else "")
    found = Bench(urls[request.param]).put(REGION, regions())
    entity = {"industry": "A", "type": "enterprise", "closed": 1, "revoked": 0}
    found.put(
        ENTITY_DAILY,
        [
            {**entity, "day": day, "region": region, "opened": day.day, "stock": 1000}
            for day in days(FIRST, LAST)
            for region in ("320102", "320505", "321302")
            if region != "321302" or day < LAST
        ],
    )
    complaint = {"topic": "食品", "channel": "12315"}
    found.put(
        COMPLAINT_DAILY,
        [
            {**complaint, "day": day, "region": region, "received": 30, "closed": 20, "on_time": 19, "overdue": 2}
            for day in days(date(2026, 9, 1), LAST)
            for region in ("320102", "320505", "321302")
        ],
        Known(as_of=datetime(2026, 11, 20, 1, tzinfo=UTC), batch=5, nature="production"),
    )
    found.put(
        OPINION_HOURLY,
        [
            {"hour": datetime(2026, 11, d, h), "region": "320100", "topic": "食品", "items": 10, "reposts": 3, "negative": 2}
            for d in (19, 20)
            for h in range(24 if d == 19 else 10)
        ],
    )
    return found.put(
        SOURCE_SYSTEM,
        [
            {"code": f"S{n:02}", "name": "系统", "net": "x", "tables": "entity_daily, licence_daily" if n == 3 else "case_daily"}
            for n in (1, 3)
        ],
    )


@pytest.mark.row("O-03")
def test_a_flow_is_anchored_to_the_data_and_compares_like_with_like(bench: Bench) -> None:
    found = value(bench, "complaint.received", WHOLE)
    assert (found.value, found.like, found.previous, found.year_ago) == (20 * 90, 19 * 90, 19 * 90, None)
    assert found.period and found.period.window == (date(2026, 11, 1), date(2026, 11, 21))
    assert (found.as_of, found.batch, found.nature) == (datetime(2026, 11, 20, 1, tzinfo=UTC), 5, "production")


def test_a_rate_brings_its_numerator_and_denominator(bench: Bench) -> None:
    found = value(bench, "complaint.on_time_rate", WHOLE)
    assert (found.value, found.numerator, found.denominator) == (95.0, 1140.0, 1200.0)


def test_today_compares_with_yesterday_at_the_same_hour(bench: Bench) -> None:
    found = value(bench, "opinion.items", WHOLE)
    assert (found.value, found.like, found.previous) == (100.0, 100.0, 100.0)


def test_a_value_can_be_asked_as_of_an_earlier_day(bench: Bench) -> None:
    found = value(bench, "complaint.received", WHOLE, at=date(2026, 10, 10))
    assert (found.value, found.like, found.previous) == (900.0, 900.0, 900.0)
    assert value(bench, "complaint.received", WHOLE, at=date(2020, 1, 1)).value is None


def test_a_city_is_one_number_of_the_province(bench: Bench) -> None:
    assert value(bench, "complaint.received", WHOLE, region="320100").value == value(bench, "complaint.received", NANJING).value == 600.0
    assert value(bench, "complaint.received", WHOLE, region="320102").value == 600.0
    assert value(bench, "complaint.received", WHOLE, region="320104").value is None


@pytest.mark.row("K-03")
def test_a_silent_city_is_unknown_today_and_named(bench: Bench) -> None:
    assert value(bench, "entity.stock", WHOLE, region="321300").value is None
    assert value(bench, "entity.stock", WHOLE).value == 2000.0
    answer = ask(bench, Ask(codes=("entity.stock",), scope=WHOLE, by=("city",)))
    assert answer.missing == ("321300",)
    assert answer.frame["city"].tolist() == ["320100", "320500"]


@pytest.mark.row("K-03")
def test_a_comparison_leaves_out_the_cities_that_have_not_reported(bench: Bench) -> None:
    found = value(bench, "entity.stock", WHOLE)
    assert (found.value, found.like, found.previous, found.missing) == (2000.0, 2000.0, 2000.0, ("321300",))
    opened = value(bench, "entity.opened", WHOLE)
    assert (opened.value, opened.like, opened.previous) == (610.0, 380.0, 380.0)
    assert value(bench, "entity.opened", NANJING).missing == ()


@pytest.mark.row("K-03")
def test_a_city_that_is_silent_itself_keeps_its_own_comparison(bench: Bench) -> None:
    for found in (value(bench, "entity.opened", WHOLE, region="321300"), value(bench, "entity.opened", Scope.of(PROVINCE, "321300"))):
        assert (found.value, found.like, found.previous, found.missing) == (190.0, 190.0, 190.0, ("321300",))


@pytest.mark.row("K-05")
def test_a_silent_city_reads_the_same_for_itself_and_for_the_province(bench: Bench) -> None:
    own = Scope.of(PROVINCE, "321300")
    assert value(bench, "entity.stock", own).value is None
    assert ask(bench, Ask(codes=("entity.stock",), scope=own)).missing == ("321300",)
    for code in ("entity.opened", "entity.stock", "entity.opened_per_thousand"):
        for span in (Span.MONTH, Span.MONTHS_12):
            mine, theirs = value(bench, code, own, span=span), value(bench, code, WHOLE, region="321300", span=span)
            assert (mine.value, mine.previous) == (theirs.value, theirs.previous)


@pytest.mark.row("Z-02")
def test_another_citys_silence_is_not_told(bench: Bench) -> None:
    assert ask(bench, Ask(codes=("entity.stock",), scope=NANJING)).missing == ()


@pytest.mark.row("Z-02")
def test_a_foreign_region_is_refused_even_for_a_mart_without_data(bench: Bench) -> None:
    for code in ("entity.opened", "draw.drawn"):
        with pytest.raises(ForeignRegion):
            value(bench, code, NANJING, region="320500")
        with pytest.raises(ForeignRegion):
            ask(bench, Ask(codes=(code,), scope=NANJING, region=PROVINCE))


@pytest.mark.row("K-05")
def test_trend_ranking_and_value_agree(bench: Bench) -> None:
    whole = value(bench, "entity.opened", WHOLE, span=Span.FULL_MONTH).value
    trend = ask(bench, Ask(codes=("entity.opened",), scope=WHOLE, grain=Grain.MONTH, start=date(2026, 10, 1), end=date(2026, 11, 1)))
    ranking = ask(bench, Ask(codes=("entity.opened",), scope=WHOLE, by=("city",), span=Span.FULL_MONTH))
    assert trend.frame["entity.opened"].tolist() == [whole]
    assert ranking.frame["entity.opened"].sum() == whole == value(bench, "entity.opened_full_month", WHOLE).value


def test_indicators_of_one_mart_share_their_statements(bench: Bench) -> None:
    bench.asked.clear()
    found = values(bench, ("entity.opened", "entity.closed", "entity.net"), Ask(codes=(), scope=WHOLE))
    assert [v.value for v in found.values()] == [610.0, 59.0, 551.0]
    assert len([text for text in bench.asked if "sum(" in text]) == 2


def test_indicators_of_different_marts_meet_in_one_frame(bench: Bench) -> None:
    question = Ask(
        codes=("complaint.received", "entity.opened", "draw.drawn"), scope=WHOLE, by=("city",), grain=Grain.MONTH, start=date(2026, 8, 1)
    )
    answer = ask(bench, question)
    assert list(answer.frame) == ["t", "city", *question.codes]
    assert len(answer.frame) == 4 * 3
    assert answer.frame["complaint.received"].isna().sum() == 3
    assert answer.frame["draw.drawn"].isna().all()
    assert (answer.batch, answer.nature) == (5, "demo")


@pytest.mark.row("K-03")
def test_a_mart_that_was_never_published_is_unknown(bench: Bench) -> None:
    found = value(bench, "kitchen.online_rate", WHOLE)
    assert (found.value, found.as_of, found.batch, found.period) == (None, None, None, None)
    assert ask(bench, Ask(codes=("kitchen.online_rate",), scope=WHOLE)).frame["kitchen.online_rate"].isna().all()
    assert KITCHEN_DAILY.name not in bench.tables()


def test_sources_come_from_the_list_of_source_systems(bench: Bench) -> None:
    assert sources_of(bench, get("entity.opened")) == ("S03",)
    assert sources_of(bench, get("enforcement.filed_per_ten_thousand")) == ("S01", "S03")


@pytest.mark.row("K-03")
def test_old_data_are_stale_after_their_rhythm_and_a_tenth() -> None:
    indicator, now = get("entity.opened"), datetime(2026, 11, 20, tzinfo=UTC)
    assert freshness(indicator, now - timedelta(hours=26), now) == "ok"
    assert freshness(indicator, now - timedelta(hours=27), now) == "stale"
    assert freshness(indicator, None, now) == "nodata"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"codes": ()}, "at least one"),
        ({"by": ("topic",)}, "cannot be split by 'topic'"),
        ({"where": {"topic": "x"}}, "cannot be limited"),
        ({"grain": Grain.DAY, "limit": 3}, "more than 3 rows"),
        ({"grain": Grain.DAY, "start": LAST, "end": FIRST}, "is empty"),
    ],
)
def test_a_wrong_question_is_refused(bench: Bench, wrong: dict, says: str) -> None:
    with pytest.raises(IndicatorFailed, match=says):
        ask(bench, Ask(**{"codes": ("entity.opened",), "scope": WHOLE, **wrong}))


def test_rows_of_the_future_do_not_move_the_anchor() -> None:
    row = {"region": "320102", "industry": "A", "type": "enterprise", "opened": 1, "stock": 1}
    found = Bench().put(ENTITY_DAILY, [{**row, "day": LAST}, {**row, "day": date(2099, 1, 1)}])
    assert anchor(found, get("entity.opened")) == LAST


def test_a_mart_kept_by_the_province_names_no_silent_city() -> None:
    found = (
        Bench()
        .put(REGION, regions())
        .put(SOURCE_DAILY, [{"day": LAST, "region": PROVINCE, "source": "S01", "rows_in": 5, "rows_total": 9}])
    )
    answer = ask(found, Ask(codes=("source.rows_total", "source.rows_in"), scope=WHOLE))
    assert answer.missing == ()
    assert answer.frame.iloc[0].tolist() == [9.0, 5.0]
