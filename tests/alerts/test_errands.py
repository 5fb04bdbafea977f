"""The tests of the stream on a real Valkey, and of the pulled table on real databases."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from alerts.desk import Gate
from alerts.errands import emptied, pulled
from alerts.ways import sql
from data_access.alert_source import AlertSource, Columns
from data_access.alert_stream import AlertStream
from data_access.scope import Scope
from data_access.stores import quarantine
from data_access.stores.engine import Store, StoreFailed, ensure_schema, open_store
from data_access.transport import TransportError
from tests.alerts.making import NOW, desk, rows
from tests.alerts.ways.caps import Written
from tests.live.test_hub import Carrier

WHOLE = Scope.whole("320000")
NATIVE: dict[str, Any] = {
    "source": "物联平台", "source_id": "S-1", "level": "III", "title": "冷库超温", "region": "320623", "occurred_at": "2026-11-20T08:00:00+08:00",
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    ensure_schema(opened)
    yield opened
    opened.close()


@pytest.fixture
def carrier(tmp_path: Path) -> Iterator[Carrier]:
    found = Carrier(tmp_path)
    yield found
    found.kill()


def native(number: str, **more: Any) -> str:
    return json.dumps({**NATIVE, "source_id": number, **more})


def waiting(store: Store) -> list[tuple[str, str]]:
    with store.read() as connection:
        return sorted((row.way, row.reason) for row in quarantine.listed(connection, WHOLE))


def test_what_waits_in_the_stream_becomes_alerts_and_leaves_it(store: Store, carrier: Carrier) -> None:
    inbox = AlertStream(carrier.spec.url, "one")
    early = Written(identifier="A1", minute=-2 * 1440 - 60)
    inbox.put({"body": native("S-1")})
    inbox.put({"way": "cap", "body": early.body, "sender": "气象局"})
    assert emptied(inbox, store, desk(), NOW) == 2
    assert set(rows(store)) == {"S-1", "A1"}
    assert (inbox.backlog().lag, inbox.backlog().pending) == (0, 0)
    assert emptied(inbox, store, desk(), NOW) == 0


def test_a_poisonous_entry_goes_to_the_quarantine_and_holds_nobody_up(store: Store, carrier: Carrier) -> None:
    inbox = AlertStream(carrier.spec.url, "one")
    for fields in ({"body": "{"}, {"no": "body"}, {"way": "exe", "body": "x"}, {b"\xff": b"\x00\xff"}, {"body": native("S-9")}):
        inbox.put(fields)  # type: ignore[arg-type]
    assert emptied(inbox, store, desk(), NOW) == 5
    assert set(rows(store)) == {"S-9"}
    assert [way for way, _ in waiting(store)] == ["json", "stream", "stream", "stream"]
    assert inbox.backlog().pending == 0


def test_what_a_dead_reader_had_in_hand_is_taken_over(store: Store, carrier: Carrier) -> None:
    dead, heir = AlertStream(carrier.spec.url, "dead"), AlertStream(carrier.spec.url, "heir", timedelta(0))
    heir.put({"body": native("S-1")})
    assert len(dead.taken()) == 1
    assert heir.backlog().pending == 1
    assert emptied(heir, store, desk(), NOW) == 1
    assert set(rows(store)) == {"S-1"}


def test_a_reader_that_comes_back_finishes_what_it_had_in_hand(store: Store, carrier: Carrier) -> None:
    inbox = AlertStream(carrier.spec.url, "one")
    inbox.put({"body": native("S-1")})
    inbox.taken()
    assert emptied(AlertStream(carrier.spec.url, "one"), store, desk(), NOW) == 1
    assert set(rows(store)) == {"S-1"}


def test_without_room_an_entry_stays_in_the_stream(store: Store, carrier: Carrier) -> None:
    inbox = AlertStream(carrier.spec.url, "one")
    for number in range(3):
        inbox.put({"body": native(f"S-{number}")})
    assert emptied(inbox, store, desk(gate=Gate(0.001, 1)), NOW) == 1
    assert inbox.backlog().pending == 2
    assert emptied(inbox, store, desk(), NOW) == 2
    assert len(rows(store)) == 3


def test_a_dead_valkey_is_told_and_loses_nothing(store: Store, carrier: Carrier) -> None:
    inbox = AlertStream(carrier.spec.url, "one")
    inbox.put({"body": native("S-1")})
    inbox.taken()
    carrier.kill()
    with pytest.raises(TransportError, match="inbox of alerts"):
        emptied(inbox, store, desk(), NOW)
    carrier.start()
    assert emptied(inbox, store, desk(), NOW) == 1
    assert set(rows(store)) == {"S-1"}


TABLE = """CREATE TABLE warn_v (source_id INTEGER, level TEXT, title TEXT, region TEXT, occurred_at TIMESTAMP, changed_at TIMESTAMP, resolved INTEGER, uscc TEXT, other TEXT)"""
LINE = "INSERT INTO warn_v VALUES (:number, :level, :title, '320623', '2026-11-20 08:00:00', :changed, :over, '913201001', 'x')"


class Foreign:
    """Another system's database."""

    def __init__(self, url: str) -> None:
        self.url, self.engine = url, create_engine(url)
        self.run(TABLE)

    def run(self, statement: str, **values: Any) -> None:
        with self.engine.begin() as connection:
            connection.execute(text(statement), values)

    def line(self, number: int, changed: str = "08:00:00", title: str = "超温", level: str = "III", over: int = 0) -> None:
        self.run(LINE, number=number, level=level, title=title, changed=f"2026-11-20 {changed}", over=over)

    def source(self, table: str = "warn_v") -> AlertSource:
        return AlertSource(self.url, table, Columns(needed=sql.NEEDED, optional=sql.OPTIONAL))


@pytest.fixture(params=["sqlite", "postgresql"])
def foreign(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Foreign]:
    url = f"sqlite:///{tmp_path / 'foreign.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    found = Foreign(url)
    yield found
    found.engine.dispose()


def pull(foreign: Foreign, store: Store) -> int:
    return pulled(foreign.source(), "sql:warn_v", store, desk(), NOW)


def test_the_rows_of_a_table_become_alerts_once(foreign: Foreign, store: Store) -> None:
    for number in range(3):
        foreign.line(number)
    assert pull(foreign, store) == 3
    assert pull(foreign, store) == 0
    foreign.line(7, "07:59:00")
    assert pull(foreign, store) == 1, "committed late, with a time that had passed"
    assert set(rows(store)) == {"0", "1", "2", "7"}
    row = rows(store)["1"]
    assert (row["source"], row["entity"], row["occurred_at"].isoformat()) == (
        "sql:warn_v",
        {"uscc": "913201001"},
        "2026-11-20T00:00:00+00:00",
    )


def test_a_changed_row_changes_its_alert_and_an_end_ends_it(foreign: Foreign, store: Store) -> None:
    foreign.line(1)
    pull(foreign, store)
    foreign.run("UPDATE warn_v SET title = '超温加剧', changed_at = '2026-11-20 09:00:00'")
    pull(foreign, store)
    assert rows(store)["1"]["title"] == "超温加剧"
    foreign.run("UPDATE warn_v SET resolved = 1, changed_at = '2026-11-20 10:00:00'")
    pull(foreign, store)
    assert rows(store)["1"]["state"] == "closed"


def test_a_bad_row_waits_in_the_quarantine_and_counts_once(foreign: Foreign, store: Store) -> None:
    foreign.line(1, level="特急")
    foreign.line(2, title="'; DROP TABLE warn_v; --")
    assert pull(foreign, store) == 2
    pull(foreign, store)
    assert [way for way, _ in waiting(store)] == ["sql"]
    assert rows(store)["2"]["title"] == "'; DROP TABLE warn_v; --"
    with store.read() as connection:
        assert quarantine.listed(connection, WHOLE)[0].times == 1


def test_many_rows_of_one_moment_are_all_read(foreign: Foreign, store: Store) -> None:
    lines = [{"number": number, "level": "IV", "title": "超温", "changed": "2026-11-20 08:00:00", "over": 0} for number in range(423)]
    with foreign.engine.begin() as connection:
        connection.execute(text(LINE), lines)
    assert pull(foreign, store) == 423
    assert pull(foreign, store) == 0


def test_the_connector_cannot_write(foreign: Foreign) -> None:
    source = foreign.source()
    with source._engine.connect() as connection, pytest.raises(Exception, match="(?i)read.?only"):
        connection.execute(text("DELETE FROM warn_v"))


@pytest.mark.parametrize("table", ["warn_v; DROP TABLE x", 'warn"v', "a.b.c", "", "表"])
def test_a_name_that_is_no_table_is_refused(foreign: Foreign, table: str) -> None:
    with pytest.raises(StoreFailed, match="YIPING_ALERT_SQL_TABLE"):
        foreign.source(table)


def test_a_missing_table_or_column_is_named(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as handle:
        handle.execute("CREATE TABLE w (source_id TEXT, level TEXT)")
    columns = Columns(needed=sql.NEEDED, optional=sql.OPTIONAL)
    with pytest.raises(StoreFailed, match="title、region"):
        pulled(AlertSource(f"sqlite:///{path}", "w", columns), "sql:w", store, desk(), NOW)
    with pytest.raises(StoreFailed, match="没有表"):
        pulled(AlertSource(f"sqlite:///{path}", "nowhere", columns), "sql:w", store, desk(), NOW)
