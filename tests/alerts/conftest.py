"""What the tests of what leaves the house share: a small centre on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.stores.engine import ensure_schema, open_store
from tests.alerts.centre import Centre, centre


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Centre]:
    """A centre with a store of its own."""
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    ensure_schema(store)
    yield centre(store, tmp_path / "home")
    store.close()
