"""The inspection: each kind of fault planted in a real database is found, named and told how to mend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine, text

from data_access.batches import MartsFailed
from data_access.centre.batch_table import MART_BATCH
from data_access.centre.findings import Finding, Severity
from data_access.centre.inspection import Terms, inspect
from data_access.mart_tables import CASE_DAILY, CREDIT_MONTHLY, ENTITY_DAILY, MARTS, REGION
from geo.regions import regions_of
from tests.data_access.centre.filling import AS_OF, LAST, Filled, batch_row, regions, rows_of

NOW = AS_OF + timedelta(hours=2)
pytestmark = pytest.mark.row("I-01")


@pytest.fixture
def center(few: Filled) -> Filled:
    """A data center with three tables filled as the contract says."""
    return stocked(few)


def stocked(centre: Filled) -> Filled:
    for table, rows in ((ENTITY_DAILY, rows_of(ENTITY_DAILY)), (CASE_DAILY, rows_of(CASE_DAILY)), (REGION, regions())):
        centre.put(table, rows)
    return centre


def found(center: Filled, kind: str, *, now: datetime = NOW, days: int = 0) -> list[Finding]:
    terms = Terms(locator=regions_of("320000"), now=now, tz=ZoneInfo("Asia/Shanghai"), days=days)
    return [finding for finding in inspect(center.url, terms).findings if finding.kind == kind]


def alone(center: Filled, kind: str, **terms: object) -> Finding:
    (finding,) = found(center, kind, **terms)  # type: ignore[arg-type]
    return finding


def test_a_sound_database_has_nothing_wrong(centre: Filled) -> None:
    center = stocked(centre)
    terms = Terms(locator=regions_of("320000"), now=NOW, tz=ZoneInfo("Asia/Shanghai"))
    inspection = inspect(center.url, terms)
    assert inspection.of(Severity.BLIND) == inspection.of(Severity.WRONG) == []
    assert inspection.rows == {"entity_daily": 40, "case_daily": 40, "region": 8}
    assert {finding.kind for finding in inspection.of(Severity.NOTE)} == {"can_write", "no_batch"}


def test_a_missing_table_comes_with_the_statement_that_makes_it(center: Filled) -> None:
    center.run("DROP TABLE case_daily")
    (finding,) = (one for one in found(center, "missing_table") if one.table == "case_daily")
    assert finding.severity is Severity.BLIND and "没有主题表 case_daily（行政处罚案件日报）" in finding.what
    center.run(finding.remedy.removeprefix("请执行："))
    assert "case_daily" not in {one.table for one in found(center, "missing_table")}


def test_a_missing_column_comes_with_the_statement_that_adds_it(center: Filled) -> None:
    center.run("ALTER TABLE entity_daily DROP COLUMN opened", "ALTER TABLE entity_daily DROP COLUMN stock")
    finding = alone(center, "missing_column")
    assert finding.columns == ("opened", "stock") and "缺列 opened（" in finding.what and "ADD COLUMN" in finding.remedy
    center.run(*filter(str.strip, finding.remedy.removeprefix("请执行：").split(";")))
    assert found(center, "missing_column") == []


def test_a_wrong_type_is_named_with_the_right_one(center: Filled) -> None:
    words = {"postgresql": "ALTER COLUMN fined TYPE text", "clickhouse": "MODIFY COLUMN fined Nullable(String)"}
    center.run(f"ALTER TABLE case_daily {words[center.types.name]}")
    finding = alone(center, "wrong_type")
    assert finding.columns == ("fined",) and "应为" in finding.what
    center.run(finding.remedy.removeprefix("请执行："))
    assert found(center, "wrong_type") == []


def test_a_column_that_cannot_say_unknown_is_noted(center: Filled) -> None:
    words = {"postgresql": "ALTER COLUMN filed SET NOT NULL", "clickhouse": "MODIFY COLUMN filed Int64 DEFAULT 0"}
    center.run("DELETE FROM case_daily WHERE filed IS NULL", f"ALTER TABLE case_daily {words[center.types.name]}")
    finding = alone(center, "no_unknown")
    assert finding.severity is Severity.NOTE and finding.columns == ("filed",)
    center.run(finding.remedy.removeprefix("请执行："))
    assert found(center, "no_unknown") == []


def test_a_missing_batch_table_blinds_everything_and_can_be_made(center: Filled) -> None:
    center.run("DROP TABLE mart_batch")
    finding = alone(center, "missing_batch_table")
    assert finding.severity is Severity.BLIND and "全部主题表都读不到" in finding.what
    center.run(finding.remedy.removeprefix("请执行："))
    assert [one.table for one in found(center, "unregistered")] == ["entity_daily", "case_daily", "region"]


def test_rows_of_an_unregistered_batch_are_counted(center: Filled) -> None:
    center.insert(CASE_DAILY, [{**rows_of(CASE_DAILY)[0], "day": date(2026, 11, 18), "batch_id": 9}])
    finding = alone(center, "unregistered")
    assert finding.severity is Severity.NOTE and "1 行的批次（最小 9）没有在 mart_batch 登记" in finding.what


Plant = Callable[[Filled], None]
ROW = {"day": LAST, "region": "320102", "field": "甲", "filed": 1, "closed": 1, "on_time": 1, "overdue": 0, "fined": 0, "batch_id": 1}
PLANTED: dict[str, tuple[dict[str, object], str]] = {
    "double_key": ({}, "主键重复，数会重复计（如 2026-11-20、320102、甲 有 2 行）"),
    "unknown_region": ({"region": "329999"}, "不认识的区划代码 329999"),
    "retired_region": ({"region": "320502"}, "已撤并的区划代码 320502（今为 320508）"),
    "future": ({"day": date(2026, 11, 25)}, "1 行的 day（日期）晚于今天"),
    "too_early": ({"day": date(1899, 1, 1)}, "早于 1970-01-01"),
    "negative": ({"field": "丙", "filed": -3}, "1 行的 filed（"),
}


@pytest.mark.parametrize("kind", list(PLANTED))
def test_a_wrong_row_is_found(center: Filled, kind: str) -> None:
    changes, said = PLANTED[kind]
    if kind == "too_early" and center.types.name == "clickhouse":
        pytest.skip("ClickHouse's Date begins in 1970")
    if kind == "double_key" and center.types.name == "postgresql":
        center.run("ALTER TABLE case_daily DROP CONSTRAINT case_daily_pkey")
    center.insert(CASE_DAILY, [ROW | changes])
    finding = alone(center, kind)
    assert said in finding.what and finding.table == "case_daily" and finding.severity is Severity.WRONG
    assert "应有 40 行（mart_batch 登记），实有 41 行" in alone(center, "row_count").what


def test_a_value_outside_the_contract_and_a_month_that_is_no_month_are_found(center: Filled) -> None:
    row = {**rows_of(CREDIT_MONTHLY)[0], "grade": "E", "month": date(2026, 11, 2)}
    center.put(CREDIT_MONTHLY, [row])
    assert "合同之外的值 E" in alone(center, "unknown_value").what and alone(center, "unknown_value").remedy == "请改为 A、B、C、D 之一。"
    assert "不是当月第一天" in alone(center, "not_first").what


def test_a_required_column_without_value_is_found(center: Filled) -> None:
    words = {"postgresql": "ALTER COLUMN level DROP NOT NULL", "clickhouse": "MODIFY COLUMN level Nullable(String)"}
    center.run(f"ALTER TABLE region {words[center.types.name]}")
    center.insert(
        REGION, [{"code": "320600", "name": None, "parent": None, "level": None, "valid_from": None, "valid_to": None, "batch_id": 1}]
    )
    assert "1 行的 level（" in alone(center, "null").what


def test_a_table_that_stopped_is_noted_with_its_newest_day(center: Filled) -> None:
    assert found(center, "stale") == []
    late = found(center, "stale", now=NOW + timedelta(days=4))
    assert [(one.table, one.severity) for one in late] == [("entity_daily", Severity.NOTE), ("case_daily", Severity.NOTE)]
    assert "最新到 2026-11-20，已落后" in late[0].what


def test_a_wrong_row_of_the_batch_table_is_found(center: Filled) -> None:
    bad = batch_row(7, "nope", nature="echt", replaces="days", as_of=NOW + timedelta(days=1), published_at=AS_OF - timedelta(days=9))
    center.insert(MART_BATCH, [bad])
    finding = alone(center, "batch_row")
    for said in ("不是主题表名", "nature 为 echt", "first_day、last_day 不全", "在将来", "比批次 1 发布得早"):
        assert said in finding.what


def test_only_the_newest_days_are_looked_at_when_asked(center: Filled) -> None:
    center.insert(CASE_DAILY, [ROW | {"day": date(2025, 1, 1), "region": "329999"}])
    assert len(found(center, "unknown_region")) == 1 and found(center, "unknown_region", days=90) == []


def test_an_account_that_may_only_read_is_not_warned_of(postgres_url: str) -> None:
    center = Filled(postgres_url, [CASE_DAILY])
    center.run("CREATE ROLE reader LOGIN PASSWORD 'nur-lesen'", "GRANT SELECT ON case_daily TO reader")
    reader = create_engine(postgres_url).url.set(username="reader", password="nur-lesen")
    terms = Terms(locator=regions_of("320000"), now=NOW, tz=ZoneInfo("Asia/Shanghai"))
    try:
        kinds = {finding.kind: finding for finding in inspect(reader.render_as_string(hide_password=False), terms).findings}
    finally:
        center.run("DROP OWNED BY reader", "DROP ROLE reader")
    assert "can_write" not in kinds
    assert kinds["unreadable"].table == "mart_batch" and "GRANT SELECT ON mart_batch" in kinds["unreadable"].remedy


def test_no_sentence_tells_the_password(center: Filled) -> None:
    wrong = create_engine(center.url).url.set(username="yiping", password="ganz-falsch", host="127.0.0.1")
    terms = Terms(locator=regions_of("320000"), now=datetime.now(UTC), tz=ZoneInfo("Asia/Shanghai"))
    url = wrong.render_as_string(hide_password=False)
    with pytest.raises(MartsFailed) as refused:
        inspect(url.replace("?host=", "?nohost="), terms)
    assert "ganz-falsch" not in str(refused.value) and "数据中心主题库" in str(refused.value)


def test_every_table_of_the_contract_can_be_made_from_its_statement(centre: Filled) -> None:
    with centre.engine.connect() as connection:
        for name in MARTS.tables:
            assert connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() == 0
