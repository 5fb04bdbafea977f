"""What the tests of the indicators share: the three engines that every number is the same on."""

from __future__ import annotations

import pytest

from tests import servers
from tests.indicators.small_marts import ENGINES


@pytest.fixture(scope="session")
def engines(postgres_server: str) -> tuple[str, str, str]:
    """DuckDB, SQLite and a real PostgreSQL."""
    return (*ENGINES, servers.fresh_database(postgres_server))


@pytest.fixture(params=(0, 1, 2), ids=("duckdb", "sqlite", "postgresql"))
def url(request: pytest.FixtureRequest, engines: tuple[str, str, str]) -> str:
    return engines[request.param]
