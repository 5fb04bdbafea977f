"""The marts of a data center: a whole batch or none, one version pinned, faults that blind only who needs what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data_access.batches import MartsFailed
from data_access.centre.batch_table import MART_BATCH
from data_access.centre.marts import CentreMarts
from data_access.centre.reading import MOST_NUMBERS, Lacking
from data_access.centre.watch import look
from data_access.mart_tables import CASE_DAILY, COLD_CHAIN_HOURLY, ENTITY_DAILY, REGION
from data_access.marts import marts_of, own_marts_of
from data_access.stores.engine import ensure_schema, open_store
from data_access.stores.outbox import OUTBOX
from settings import Settings
from tests.data_access.centre.filling import Filled, batch_row, regions

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
FILED = select(func.sum(CASE_DAILY.c.filed).label("n"))
pytestmark = pytest.mark.row("I-01")


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        self.at += 10
        return self.at


@pytest.fixture
def centre(few: Filled) -> Filled:
    return few


@pytest.fixture
def read(centre: Filled) -> Iterator[CentreMarts]:
    """A reader that looks for news at every question."""
    marts = CentreMarts(centre.url, clock=Hand())
    yield marts
    marts.link.close()


def case(day: str, filed: int, region: str = "320102") -> dict[str, object]:
    empty = dict.fromkeys(("closed", "on_time", "overdue", "fined"))
    return {"day": date.fromisoformat(day), "region": region, "field": "食品安全", "filed": filed, **empty}


def filed(marts: CentreMarts) -> float:
    return float(marts.read(FILED)["n"].fillna(0)[0])


def test_rows_are_seen_when_their_batch_is_registered_and_not_before(centre: Filled, read: CentreMarts) -> None:
    centre.put(CASE_DAILY, [case("2026-11-18", 1)])
    assert filed(read) == 1
    centre.insert(CASE_DAILY, [case("2026-11-19", 2) | {"batch_id": 2}])
    assert filed(read) == 1
    centre.insert(MART_BATCH, [batch_row(2, "case_daily")])
    assert filed(read) == 3 and read.version() == 2 and read.tables()["case_daily"].batch == 2


def test_an_answer_sees_one_version_though_a_batch_comes_meanwhile(centre: Filled, read: CentreMarts) -> None:
    centre.put(CASE_DAILY, [case("2026-11-18", 1)])
    with read.snapshot() as shot:
        assert shot.version() == 1
        centre.put(CASE_DAILY, [case("2026-11-19", 2)], number=2)
        assert shot.read(select(func.count().label("n")).select_from(CASE_DAILY))["n"][0] == 1
    assert filed(read) == 3


def test_a_batch_that_replaces_days_takes_them_from_its_sources_earlier_ones(centre: Filled, read: CentreMarts) -> None:
    centre.put(CASE_DAILY, [case("2026-11-17", 1), case("2026-11-18", 10), case("2026-11-19", 100)])
    centre.put(CASE_DAILY, [case("2026-11-18", 1_000, "320505")], number=2, source="S02")
    day = date(2026, 11, 18)
    centre.put(CASE_DAILY, [case("2026-11-18", 20)], number=3, replaces="days", first_day=day, last_day=day)
    assert filed(read) == 1 + 20 + 100 + 1_000
    centre.put(CASE_DAILY, [case("2026-11-19", 7)], number=4, replaces="all")
    assert filed(read) == 7 + 1_000


def test_hours_are_replaced_by_whole_days(centre: Filled, read: CentreMarts) -> None:
    def hour(day: int, of: int, excursions: int) -> dict[str, object]:
        at = datetime(2026, 11, day, of)  # noqa: DTZ001 - local
        return {
            "hour": at,
            "region": "320102",
            "site": "store",
            "sensors": 1,
            "reporting": 1,
            "excursions": excursions,
            "excursion_minutes": 0,
        }

    centre.put(COLD_CHAIN_HOURLY, [hour(18, 23, 1), hour(19, 0, 10), hour(19, 23, 100), hour(20, 0, 1_000)])
    day = date(2026, 11, 19)
    centre.put(COLD_CHAIN_HOURLY, [hour(19, 5, 5)], number=2, replaces="days", first_day=day, last_day=day)
    assert read.read(select(func.sum(COLD_CHAIN_HOURLY.c.excursions).label("n")))["n"][0] == 1_006


def test_a_list_is_replaced_whole_and_added_to_when_told_so(centre: Filled, read: CentreMarts) -> None:
    codes = select(REGION.c.code).order_by(REGION.c.code)
    centre.put(REGION, regions())
    centre.put(REGION, regions()[:3], number=2, replaces="all")
    assert list(read.read(codes)["code"]) == ["320000", "320100", "320500"]
    centre.put(REGION, regions()[3:4], number=3)
    assert list(read.read(codes)["code"]) == ["320000", "320100", "320500", "321300"]


def test_many_batches_are_looked_up_and_not_listed(centre: Filled, read: CentreMarts) -> None:
    many = range(1, MOST_NUMBERS + 3)
    first = date(2026, 1, 1)
    centre.insert(CASE_DAILY, [case(str(first + timedelta(days=n)), 1) | {"batch_id": n} for n in (*many, 999)])
    centre.insert(MART_BATCH, [batch_row(n, "case_daily") for n in many])
    assert filed(read) == len(many)
    centre.put(
        CASE_DAILY,
        [case(str(first + timedelta(days=2)), 5)],
        number=500,
        replaces="days",
        first_day=first,
        last_day=first + timedelta(days=9),
    )
    assert filed(read) == len(many) - 9 + 5


def test_a_missing_column_blinds_only_the_questions_that_need_it(centre: Filled, read: CentreMarts) -> None:
    centre.put(CASE_DAILY, [case("2026-11-18", 1)])
    centre.run("ALTER TABLE case_daily DROP COLUMN overdue")
    assert filed(read) == 1
    with pytest.raises(Lacking, match="主题表 case_daily（行政处罚案件日报）缺列 overdue"):
        read.read(select(func.sum(CASE_DAILY.c.overdue)))
    centre.run(centre.types.add(CASE_DAILY, CASE_DAILY.c.overdue))
    assert read.read(select(func.sum(CASE_DAILY.c.overdue).label("n")))["n"].isna().all()


def test_a_missing_table_or_a_wrong_type_is_said_and_not_guessed(centre: Filled, read: CentreMarts) -> None:
    centre.put(CASE_DAILY, [case("2026-11-18", 1)])
    centre.run("DROP TABLE entity_daily")
    with pytest.raises(Lacking, match="没有主题表 entity_daily"):
        read.read(select(func.sum(ENTITY_DAILY.c.opened)))
    centre.run(
        f"ALTER TABLE case_daily {'ALTER COLUMN fined TYPE text' if centre.types.name == 'postgresql' else 'MODIFY COLUMN fined Nullable(String)'}"
    )
    with pytest.raises(Lacking, match="列 fined 的类型不符"):
        read.read(select(func.sum(CASE_DAILY.c.fined)))
    assert filed(read) == 1


def test_without_a_batch_table_nothing_is_believed(centre: Filled, read: CentreMarts) -> None:
    centre.run("DROP TABLE mart_batch")
    with pytest.raises(MartsFailed, match="没有批次登记表 mart_batch"):
        read.tables()


def test_what_was_read_stays_while_the_database_is_away(centre: Filled, read: CentreMarts) -> None:
    centre.put(CASE_DAILY, [case("2026-11-18", 1)])
    assert filed(read) == 1
    centre.run("ALTER TABLE mart_batch RENAME TO moved" if centre.types.name == "postgresql" else "RENAME TABLE mart_batch TO moved")
    assert filed(read) == 1 and read.version() == 1
    with pytest.raises(MartsFailed):
        read.newest()
    centre.run("ALTER TABLE moved RENAME TO mart_batch" if centre.types.name == "postgresql" else "RENAME TABLE moved TO mart_batch")
    assert read.newest() is not None


def test_the_link_cannot_write(centre: Filled, read: CentreMarts) -> None:
    if centre.types.name == "clickhouse":
        pytest.skip("ClickHouse's rights are the account's: the inspection warns of them")
    with pytest.raises(MartsFailed, match="read-only"):
        read.link.rows(CASE_DAILY.delete())


@pytest.mark.row("K-05")
def test_a_publication_is_announced_one_look_after_it_was_seen(centre: Filled, read: CentreMarts, tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    ensure_schema(store)
    centre.put(CASE_DAILY, [case("2026-11-18", 1)])
    first = [look(read, store, NOW) for _ in range(3)]
    assert "case_daily" in first[1] and first[::2] == [[], []]
    centre.put(CASE_DAILY, [case("2026-11-19", 1)], number=2)
    centre.run("ALTER TABLE entity_daily DROP COLUMN opened")
    assert [look(read, store, NOW) for _ in range(3)] == [[], ["case_daily", "entity_daily"], []]
    with store.read() as connection:
        bodies = [row.body["tables"] for row in connection.execute(select(OUTBOX).order_by(OUTBOX.c.seq))]
    assert bodies == [first[1], ["case_daily", "entity_daily"]]
    store.close()


def test_the_settings_choose_the_place_and_refuse_to_fill_a_data_center(postgres_url: str, tmp_path: Path) -> None:
    chosen = Settings(home=tmp_path, marts_url=postgres_url)
    assert isinstance(marts_of(chosen), CentreMarts) and marts_of(chosen) is marts_of(chosen)
    with pytest.raises(MartsFailed, match="由数据中心填充，本产品只读"):
        own_marts_of(chosen)


@pytest.mark.parametrize("url", ["mysql://u:geheim@h/db", "nonsense", "sqlite:///x.db"])
def test_another_kind_of_database_is_refused_in_a_sentence(url: str, tmp_path: Path) -> None:
    with pytest.raises(MartsFailed, match="YIPING_MARTS_URL") as refused:
        marts_of(Settings(home=tmp_path, marts_url=url))
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize("url", ["postgresql+psycopg://u:geheim@127.0.0.1:1/db", "clickhousedb://u:geheim@127.0.0.1:1/db"])
def test_a_database_that_is_not_there_is_named_without_its_password(url: str) -> None:
    with pytest.raises(MartsFailed, match=r"127\.0\.0\.1:1/db 连不上") as refused:
        CentreMarts(url).tables()
    assert "geheim" not in str(refused.value)
