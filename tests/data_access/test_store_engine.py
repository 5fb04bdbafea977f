"""The store's engine: migrations, short exclusive writes, and sentences for what goes wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, make_url, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from data_access.stores import audit, engine
from data_access.stores.audit import Deed
from data_access.stores.engine import Store, StoreFailed, ensure_schema, migrate, open_store, version
from data_access.stores.tables import PREFERENCE, SESSION, STORE, USER

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def note(key: str) -> dict[str, object]:
    return {"key": key, "value": {"x": 1}, "changed_at": NOW}


def deed(number: int) -> Deed:
    return Deed(at=NOW, who="a", role="b", scope="c", action="d", object=str(number), result="ok")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path / 'new' / 'store.sqlite'}")
    ensure_schema(store)
    yield store
    store.close()


@pytest.fixture
def postgres_store(postgres_url: str) -> Iterator[Store]:
    store = open_store(postgres_url)
    ensure_schema(store)
    yield store
    store.close()


@pytest.fixture(params=["store", "postgres_store"])
def either(request: pytest.FixtureRequest) -> Store:
    """The store on SQLite and on PostgreSQL."""
    return request.getfixturevalue(request.param)


def test_the_migrations_make_the_declared_tables(either: Store) -> None:
    with either.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), STORE) == []


def test_migrating_again_changes_nothing(either: Store) -> None:
    assert migrate(either) == version(either) == migrate(either)


def test_a_write_is_whole_or_nothing(either: Store) -> None:
    with pytest.raises(ZeroDivisionError), either.write() as connection:
        connection.execute(insert(PREFERENCE).values(**note("a")))
        raise ZeroDivisionError
    with either.read() as connection:
        assert connection.execute(select(PREFERENCE)).all() == []


def test_a_reader_cannot_write(either: Store) -> None:
    with pytest.raises((StoreFailed, DBAPIError)), either.read() as connection:
        connection.execute(insert(PREFERENCE).values(**note("a")))
    with either.read() as connection:
        assert connection.execute(select(PREFERENCE)).all() == []


def test_a_broken_rule_of_the_data_stays_what_it_is(either: Store) -> None:
    with pytest.raises(IntegrityError), either.write() as connection:
        connection.execute(insert(SESSION).values(token_hash="x", user="nobody", kind="person", created_at=NOW, seen_at=NOW))
    with either.read() as connection:
        assert connection.execute(select(USER)).all() == []


@pytest.mark.row("Z-04")
def test_the_database_refuses_to_change_the_trail(either: Store) -> None:
    for number in range(3):
        with either.write() as connection:
            audit.append(connection, deed(number))
    for statement in ("UPDATE audit SET who = 'x'", "DELETE FROM audit", "DELETE FROM audit_head"):
        with pytest.raises((StoreFailed, DBAPIError), match="cannot be changed"), either.write() as connection:
            connection.execute(text(statement))
    with either.read() as connection:
        assert audit.first_break(connection) is None


def test_a_reader_sees_one_state_while_a_writer_works(store: Store) -> None:
    with store.read() as reader:
        assert reader.execute(select(PREFERENCE)).all() == []
        with store.write() as writer:
            writer.execute(insert(PREFERENCE).values(**note("a")))
        assert reader.execute(select(PREFERENCE)).all() == []
    with store.read() as reader:
        assert len(reader.execute(select(PREFERENCE)).all()) == 1


def test_a_store_of_another_version_asks_for_the_operator(store: Store) -> None:
    for found, said in (("0000", "newer program"), ("9999", "newer program")):
        with store.write() as connection:
            connection.execute(text(f"UPDATE alembic_version SET version_num = '{found}'"))
        with pytest.raises(StoreFailed, match=said):
            ensure_schema(store)
        with pytest.raises(StoreFailed, match=said):
            migrate(store)


def test_a_held_lock_is_said_after_the_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 100)
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    ensure_schema(store)
    with closing(sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFailed, match="write lock") as failure, store.write():
            pass
        assert failure.value.retry
        with store.read() as connection:
            assert connection.execute(select(PREFERENCE)).all() == []
    store.close()


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"this is no database, only words. " * 100)
    store = open_store(f"sqlite:///{path}")
    with pytest.raises(StoreFailed, match="no SQLite database.*last backup") as failure:
        ensure_schema(store)
    assert not failure.value.retry
    assert path.read_bytes().startswith(b"this is no database")


def test_a_full_disk_is_said_and_reading_goes_on(store: Store) -> None:
    with store.write() as connection:
        connection.execute(insert(PREFERENCE).values(**note("kept")))
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count={pages}"))
    with pytest.raises(StoreFailed, match="disk is full") as failure:
        for number in range(200):
            with store.write() as connection:
                connection.execute(insert(PREFERENCE).values(key=str(number), value={"x": "y" * 5000}, changed_at=NOW))
    assert failure.value.retry
    with store.read() as connection:
        assert connection.execute(select(PREFERENCE.c.key).where(PREFERENCE.c.key == "kept")).scalar() == "kept"


def test_missing_tables_are_said(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    with pytest.raises(StoreFailed, match="yiping migrate"), store.read() as connection:
        connection.execute(select(USER))


def test_the_file_is_closed_to_others(store: Store) -> None:
    folder = Path(store.url.removeprefix("sqlite:///")).parent
    assert {path.stat().st_mode & 0o777 for path in folder.glob("store.sqlite*")} == {0o600}


@pytest.mark.parametrize("url", ["", "nonsense", "sqlite://", "mysql://x/y", "sqlite:///:memory:"])
def test_an_unusable_address_is_said(url: str) -> None:
    with pytest.raises(StoreFailed, match="sqlite"):
        open_store(url)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreFailed, match="cannot be made"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'store.sqlite'}")


def test_postgresql_that_forgets_commits_is_refused(postgres_store: Store, postgres_url: str) -> None:
    name = make_url(postgres_url).database
    with postgres_store.write() as connection:
        connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    forgetful = open_store(postgres_url)
    try:
        with pytest.raises(StoreFailed, match="synchronous_commit=off"), forgetful.read():
            pass
    finally:
        with postgres_store.write() as connection:
            connection.execute(text(f"ALTER DATABASE {name} RESET synchronous_commit"))
        forgetful.close()


def test_a_postgresql_that_is_away_is_said_without_its_password() -> None:
    away = open_store("postgresql://yiping:sesame@127.0.0.1:9/postgres")
    with pytest.raises(StoreFailed, match="cannot be reached") as failure, away.read():
        pass
    assert "sesame" not in str(failure.value)
