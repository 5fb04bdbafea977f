"""The data centers that the tests read: one of each engine, filled once with the same rows, and an empty one for who plants a fault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from data_access.centre.marts import CentreMarts
from data_access.mart_tables import CASE_DAILY, COLD_CHAIN_HOURLY, CREDIT_MONTHLY, ENTITY_DAILY, REGION
from data_access.marts import Marts
from tests import servers
from tests.data_access.centre import filling
from tests.data_access.centre.filling import Filled

ENGINES = ("postgresql", "clickhouse")
ALL = ("duckdb", *ENGINES)


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory) -> Marts:
    """The rows in DuckDB files: what the others are compared with."""
    return filling.published(tmp_path_factory.mktemp("marts"), filling.province())


@pytest.fixture(scope="session")
def postgresql(postgres_server: str) -> Iterator[CentreMarts]:
    marts = CentreMarts(filling.filled(servers.fresh_database(postgres_server), filling.province()).url)
    yield marts
    marts.link.close()  # an open connection would hold the server's end up


@pytest.fixture(scope="session")
def clickhouse(clickhouse_server: str) -> Iterator[CentreMarts]:
    marts = CentreMarts(filling.filled(servers.fresh_clickhouse(clickhouse_server), filling.province()).url)
    yield marts
    marts.link.close()


@pytest.fixture(params=ALL, scope="session")
def marts(request: pytest.FixtureRequest) -> Any:
    """The same rows in DuckDB files, in PostgreSQL and in ClickHouse."""
    return request.getfixturevalue({"duckdb": "local"}.get(request.param, request.param))


@pytest.fixture(scope="session")
def one_database(postgres_server: str) -> str:
    """One PostgreSQL database for all data centers of the run: a schema is made and dropped faster."""
    return servers.fresh_database(postgres_server)


@pytest.fixture(params=ENGINES)
def empty(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "clickhouse":
        yield request.getfixturevalue("clickhouse_url")
        return
    yield from servers.fresh_schema(request.getfixturevalue("one_database"))


@pytest.fixture
def centre(empty: str) -> Filled:
    """A data center of its own, with every table and no row."""
    return Filled(empty)


@pytest.fixture
def few(empty: str) -> Filled:
    """A data center of its own with a few of the tables, for what concerns no others."""
    return Filled(empty, (ENTITY_DAILY, CASE_DAILY, CREDIT_MONTHLY, COLD_CHAIN_HOURLY, REGION))
