"""What the tests of several rooms share: the small demo province and the servers, each built once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data_access.stores.engine import Store, ensure_schema, open_store
from tests import servers
from tests.demo.conftest import Stood, stand


@pytest.fixture(scope="session")
def stood(tmp_path_factory: pytest.TempPathFactory) -> Stood:
    """The province that tests only read."""
    return stand(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the run's own PostgreSQL server."""
    with servers.postgres(tmp_path_factory.mktemp("pg")) as address:
        yield address


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The SQLAlchemy URL of an empty PostgreSQL database."""
    return servers.fresh_database(postgres_server)


@pytest.fixture(scope="session")
def clickhouse_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the run's own ClickHouse."""
    with servers.clickhouse(tmp_path_factory.mktemp("ch")) as address:
        yield address


@pytest.fixture
def clickhouse_url(clickhouse_server: str) -> str:
    """The SQLAlchemy URL of an empty ClickHouse database."""
    return servers.fresh_clickhouse(clickhouse_server)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An empty store with all tables, on SQLite and on PostgreSQL."""
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.sqlite'}" if sqlite else request.getfixturevalue("postgres_url")
    store = open_store(url)
    ensure_schema(store)
    yield store
    store.close()
