"""The small demo province of the tests: built once, on the real engines."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from data_access.marts import Marts
from data_access.stores.engine import Store, ensure_schema, open_store
from demo.build import Plan, build, plan_of
from demo.places import Province
from settings import Settings

NOON = datetime.fromisoformat("2026-11-20T10:42:18+08:00")
"""A Friday."""


@dataclass(frozen=True)
class Stood:
    """A province that was built: where it is and what was asked for."""

    settings: Settings
    plan: Plan
    marts: Marts
    store: Store


def stand(home: Path, now: datetime = NOON, seed: int = 7) -> Stood:
    """Build a small province in a folder."""
    settings = Settings(home=home, demo=True, demo_scale="small", seed=seed)
    plan, marts, store = plan_of(settings, now), Marts(settings.marts_folder), open_store(settings.store)
    ensure_schema(store)
    build(plan, marts, store, lambda text: None)
    return Stood(settings, plan, marts, store)


def copied(stood: Stood, home: Path) -> Stood:
    """The same province in a folder of its own."""
    shutil.copytree(stood.settings.home, home, dirs_exist_ok=True)
    settings = stood.settings.model_copy(update={"home": home})
    return Stood(settings, stood.plan, Marts(settings.marts_folder), open_store(settings.store))


@pytest.fixture
def own(stood: Stood, tmp_path: Path) -> Stood:
    """A province that a test may change."""
    return copied(stood, tmp_path)


@pytest.fixture(scope="session")
def province(stood: Stood) -> Province:
    return stood.plan.province
