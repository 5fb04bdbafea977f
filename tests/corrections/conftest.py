"""An office of its own for each test: a store and marts with one wrong row."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.stores.engine import open_store
from tests.corrections.making import Office, office


@pytest.fixture
def here(tmp_path: Path, sqlite_template: Path) -> Iterator[Office]:
    shutil.copy(sqlite_template, tmp_path / "store.sqlite")
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    yield office(store, tmp_path / "marts")
    store.close()
