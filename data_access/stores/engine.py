"""The store's engine and schema: SQLite in WAL mode or PostgreSQL, short reads and exclusive writes, tables of this version."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from settings import Settings

MIGRATIONS = Path(__file__).parents[1] / "migrations"
BUSY_MS = 5000
POOL = 8
RETRIED = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "55P03", "40P01", "40001", "53100", "53300", "57P03"})
REMEDIES = {
    "SQLITE_BUSY": "another process has held the write lock for {busy:.0f} s. Look for a hung process that has the file open",
    "SQLITE_LOCKED": "another process has held the write lock for {busy:.0f} s. Look for a hung process that has the file open",
    "SQLITE_FULL": "the disk is full; nothing was written. Free space and try again",
    "SQLITE_CORRUPT": "the file is damaged. Stop the product, keep a copy of it, and put the copy of your last backup in its place",
    "SQLITE_NOTADB": "the file is no SQLite database. Move it away, and put the copy of your last backup in its place",
    "SQLITE_READONLY": "the file or its folder cannot be written. Give the product's user write access to both",
    "SQLITE_CANTOPEN": "the file cannot be opened. Check that its folder exists and that the product's user may read and write it",
    "SQLITE_IOERR": "reading or writing the disk failed; the disk may be full or broken. Look at the system's log",
    "SQLITE_ERROR": "the tables are missing or of another version. Run `yiping migrate`",
    "42P01": "the tables are missing. Run `yiping migrate`",
    "42703": "the tables are of another version. Run `yiping migrate`",
    "53100": "the server's disk is full; nothing was written. Free space and try again",
    "53300": "the server takes no more connections. Raise max_connections or stop other clients",
    "28P01": "the server refuses the password. Correct YIPING_STORE_URL",
    "28000": "the server refuses the user. Correct YIPING_STORE_URL",
    "3D000": "the database does not exist. Create it, then run `yiping migrate`",
}
MISSING_TABLES = frozenset({"SQLITE_ERROR", "42P01", "42703"})


class StoreFailed(RuntimeError):
    """The store cannot do what was asked; the text names the store, what is wrong and the remedy. `retry`: later may succeed."""

    def __init__(self, sentence: str, *, retry: bool = False) -> None:
        super().__init__(sentence)
        self.retry = retry


@dataclass(frozen=True, eq=False)
class Store:
    """An open store. `read` sees one state and cannot write; `write` is exclusive and commits whole or not at all."""

    url: str
    reader: Engine
    writer: Engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with _told(self.url), self.reader.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with _told(self.url), self.writer.begin() as connection:
            yield connection

    def close(self) -> None:
        self.reader.dispose()
        self.writer.dispose()


def open_store(url: str) -> Store:
    """The store at a SQLAlchemy URL (SQLite file or PostgreSQL). Connects at first use. Raises StoreFailed."""
    try:
        target = make_url(url)
    except ArgumentError as error:
        raise StoreFailed(
            "YIPING_STORE_URL is no SQLAlchemy URL: write sqlite:////folder/store.sqlite or postgresql+psycopg://user@host/name."
        ) from error
    if target.get_backend_name() == "sqlite":
        return _sqlite(target)
    if target.get_backend_name() == "postgresql":
        return _postgresql(target)
    raise StoreFailed(
        f"The store cannot live in {target.get_backend_name()}: set YIPING_STORE_URL to sqlite:///… or postgresql+psycopg://…."
    )


def store_of(settings: Settings) -> Store:
    """The store of these settings, one for each process."""
    return _opened(settings.store, os.getpid())


@cache
def _opened(url: str, pid: int) -> Store:  # noqa: ARG001 - a forked child may not share its parent's connections
    return open_store(url)


def migrate(store: Store) -> str:
    """Brings the tables to this program's version in one transaction; gives the version. Again: no change. Raises StoreFailed."""
    with store.write() as connection:
        found = _version(connection)
        _refuse_newer(store, found)
        if found != _newest():
            command.upgrade(_config(connection), "head")
    return _newest()


def ensure_schema(store: Store) -> None:
    """Makes the tables of a new store. A store of an older or newer version raises StoreFailed: an upgrade is the operator's decision."""
    found = version(store)
    if found == _newest():
        return
    if found is None:
        migrate(store)
        return
    _refuse_newer(store, found)
    raise StoreFailed(
        f"The store {store.url} is of version {found}, this program needs {_newest()}: make a backup, then run `yiping migrate`."
    )


def version(store: Store) -> str | None:
    """Version of the tables; None for a new store."""
    with store.read() as connection:
        return _version(connection)


def _sqlite(url: URL) -> Store:
    if not url.database or url.database == ":memory:":
        raise StoreFailed("The store needs a file: set YIPING_STORE_URL to sqlite:////folder/store.sqlite.")
    path = Path(url.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreFailed(
            f"The store {path} cannot be made: {error.strerror}. Give the product's user write access to its folder."
        ) from error
    wait: dict[str, Any] = {"timeout": BUSY_MS / 1000}
    reader = create_engine(url, pool_size=POOL, max_overflow=POOL, connect_args=wait)
    writer = create_engine(url, pool_size=2, max_overflow=POOL, pool_timeout=BUSY_MS / 1000, connect_args=wait)
    for engine, begin, more in ((reader, "BEGIN", "PRAGMA query_only=ON"), (writer, "BEGIN IMMEDIATE", "PRAGMA synchronous=FULL")):
        event.listen(engine, "connect", _sqlite_connected(more))
        event.listen(engine, "begin", _sqlite_begin(begin))
    return Store(str(url), reader, writer)


def _sqlite_connected(more: str) -> Any:
    def connected(handle: Any, _record: Any) -> None:
        handle.isolation_level = None  # the driver's own BEGIN would come too late for an exclusive write
        for pragma in (f"PRAGMA busy_timeout={BUSY_MS}", "PRAGMA journal_mode=WAL", "PRAGMA foreign_keys=ON", more):
            handle.execute(pragma).close()

    return connected


def _sqlite_begin(statement: str) -> Any:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    return begin


def _postgresql(url: URL) -> Store:
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    writer = create_engine(
        url, pool_size=POOL, max_overflow=POOL, pool_pre_ping=True, pool_timeout=BUSY_MS / 1000, connect_args={"connect_timeout": 5}
    )
    event.listen(writer, "connect", _refuse_asynchronous_commit)
    return Store(url.render_as_string(hide_password=True), writer.execution_options(postgresql_readonly=True), writer)


def _refuse_asynchronous_commit(handle: Any, _record: Any) -> None:
    try:
        with handle.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            value = cursor.fetchone()[0]
        handle.rollback()
    except psycopg.Error as error:  # the server goes away in this very moment; SQLAlchemy does not see what happens here
        raise StoreFailed(f"The store's PostgreSQL cannot be asked for its settings: {error}. Check that it runs.", retry=True) from error
    if value == "off":
        raise StoreFailed(
            "The store's PostgreSQL has synchronous_commit=off, which loses accepted rows in a crash: set it to on for this database."
        )


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Turns an engine's failure into a sentence; a broken rule of the data (IntegrityError) stays what it is."""
    try:
        yield
    except IntegrityError:
        raise
    except PoolTimeout as error:
        raise StoreFailed(
            f"The store {url} is busy: no connection became free in {BUSY_MS / 1000:.0f} s. Try again.", retry=True
        ) from error
    except DBAPIError as error:
        code = _code(error)
        if isinstance(error, ProgrammingError) and code not in MISSING_TABLES:
            raise
        first = (str(error.orig).splitlines() or [""])[0]
        remedy = REMEDIES.get(code, "the server cannot be reached or failed. Check that it runs and that YIPING_STORE_URL is right").format(
            busy=BUSY_MS / 1000
        )
        raise StoreFailed(f"The store {url}: {first}: {remedy}.", retry=code in RETRIED or error.connection_invalidated) from error


def _code(error: DBAPIError) -> str:
    name = getattr(error.orig, "sqlite_errorname", None)
    if name:  # extended names such as SQLITE_IOERR_WRITE belong to their family
        return name if name in REMEDIES else "_".join(name.split("_")[:2])
    return getattr(error.orig, "sqlstate", None) or ""


def _version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _newest() -> str:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""


def _refuse_newer(store: Store, found: str | None) -> None:
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if found is not None and found not in known:
        raise StoreFailed(f"The store {store.url} is of version {found}, unknown here: run the newer program, or restore an older backup.")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
