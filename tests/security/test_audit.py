"""The audit trail: whole, chained, closed to change, free of secrets."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from data_access.stores.engine import Store
from security import audit
from settings import Settings
from tests.security.conftest import HERE, PASSWORD, Clock, House, cookie_of

COLUMNS = "at, who, role, scope, action, object, result, detail, address"


def write(store: Store, clock: Clock, count: int = 5, **more: str) -> None:
    for number in range(count):
        given = {"action": "test", "object": f"thing {number}", "result": "ok", **more}
        audit.record(store, identity=None, now=clock(), **given)


def forged(config: Settings, *statements: str) -> None:
    """What somebody with the file itself could do, after taking the triggers away."""
    with sqlite3.connect(config.home / "store.sqlite") as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            raw.execute(statement)


@pytest.mark.row("Z-04")
def test_an_untouched_trail_is_whole(store: Store, clock: Clock) -> None:
    assert audit.verify(store) is None
    write(store, clock)
    assert audit.verify(store) is None


@pytest.mark.row("Z-04")
@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit SET who = 'somebody' WHERE seq = 3", 3),
        ("UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE seq = 2", 2),
        ("UPDATE audit SET digest = 'x' WHERE seq = 4", 4),
        ("DELETE FROM audit WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 5", 5),
        ("DELETE FROM audit", 1),
        ("UPDATE audit SET seq = 9 WHERE seq = 5", 5),
        (
            f"INSERT INTO audit SELECT 6, {COLUMNS}, digest, 'x' FROM audit WHERE seq = 5",
            6,
        ),
        ("DELETE FROM audit_head", 6),
    ],
)
def test_every_change_behind_the_back_is_found(store: Store, config: Settings, clock: Clock, statement: str, broken: int) -> None:
    write(store, clock)
    forged(config, statement)
    assert audit.verify(store) == broken


@pytest.mark.row("Z-04")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET who = 'x'", "DELETE FROM audit", "DELETE FROM audit_head",
        f"INSERT OR REPLACE INTO audit SELECT seq, {COLUMNS}, before, 'x' FROM audit",
    ],
)  # fmt: skip
def test_the_database_itself_refuses_to_change_a_row(store: Store, config: Settings, clock: Clock, statement: str) -> None:
    write(store, clock)
    with sqlite3.connect(config.home / "store.sqlite") as raw, pytest.raises(sqlite3.DatabaseError, match="cannot be changed"):
        raw.execute(statement)
    assert audit.verify(store) is None


@pytest.mark.row("Z-04")
def test_rows_written_at_once_stand_in_one_chain(store: Store, clock: Clock) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: write(store, clock, 10), range(6)))
    assert audit.verify(store) is None
    with store.read() as connection:
        from data_access.stores.audit import entries

        assert [seq for seq, _ in entries(connection, limit=1000)] == list(range(1, 61))


@pytest.mark.row("Z-04")
def test_nobody_forges_a_row_with_a_line_break(store: Store, clock: Clock) -> None:
    write(store, clock, 1, object="x\r\n2026 admin ok\u2028\u202e\0" + "y" * 900, detail="\ud800")
    with store.read() as connection:
        from data_access.stores.audit import entries

        deed = entries(connection)[0][1]
    assert deed.object.startswith("x\\u000d\\u000a2026 admin ok\\u2028\\u202e\\u0000")
    assert len(deed.object) == 256
    assert audit.verify(store) is None


@pytest.mark.row("Z-04")
def test_the_trail_holds_no_secret(house: House) -> None:
    browser = house.browser()
    browser.post("/login", data={"username": "my-secret-word", "password": "My-Secret-Word-1"}, headers=HERE)
    browser.post("/login", data={"username": "leader", "password": "My-Secret-Word-1"}, headers=HERE)
    signed = house.signed_in("leader")
    text = repr(house.deeds())
    for secret in ("my-secret-word", "My-Secret-Word-1", PASSWORD, cookie_of(signed)):
        assert secret not in text


@pytest.mark.row("Z-04")
def test_who_looked_where_can_be_asked(house: House) -> None:
    house.signed_in("nanjing").get("/city/320500")
    assert [deed.object for deed in house.deeds(who="nanjing", result="denied")] == ["GET /city/320500"]
    assert audit.verify(house.store) is None
