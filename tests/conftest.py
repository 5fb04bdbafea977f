"""What the tests of several rooms share: the small demo province and the servers, each built once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

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


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a database with all tables, that new ones are copied from: quicker than migrating each."""
    url = servers.fresh_database(postgres_server)
    store = open_store(url)
    ensure_schema(store)
    store.close()
    return str(make_url(url).database)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store file with all tables, likewise."""
    path = tmp_path_factory.mktemp("template") / "store.sqlite"
    store = open_store(f"sqlite:///{path}")
    ensure_schema(store)
    store.close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An empty store with all tables, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("store") / "store.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        url = f"sqlite:///{path}"
    else:
        url = servers.fresh_database(request.getfixturevalue("postgres_server"), request.getfixturevalue("postgres_template"))
    store = open_store(url)
    yield store
    store.close()
