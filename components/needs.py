"""The needs of panels: the columns of the marts that each reads, learnt by reading the contract's example rows with it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Hashable, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from sqlalchemy import Select

from components import panels as folder
from components.panel import Panel, View
from components.sources import Sources
from data_access import examples
from data_access.centre.reading import read_columns
from data_access.mart_tables import MARTS
from data_access.scope import Scope
from data_access.stores.engine import Store, ensure_schema, open_store

Needs = Mapping[str, frozenset[str]]
"""Columns by mart."""


class Noticing:
    """A reader that notes which columns it is asked for."""

    def __init__(self, marts: Any) -> None:
        self._marts = marts
        self.seen: dict[str, set[str]] = {}

    def tables(self) -> Any:
        return self._marts.tables()

    def read(self, select: Select[Any]) -> pd.DataFrame:
        for table, columns in read_columns(select).items():
            self.seen.setdefault(table.name, set()).update(columns)
        return self._marts.read(select)

    def recall(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Never kept: what one panel read must not hide what the next needs."""
        return make()


def panels() -> tuple[Panel, ...]:
    """Every panel that a file of `components/panels` declares and that reads a mart."""
    found: dict[str, Panel] = {}
    for module in pkgutil.iter_modules(folder.__path__):
        for value in vars(importlib.import_module(f"{folder.__name__}.{module.name}")).values():
            for one in value if isinstance(value, tuple | list) else (value,):
                if isinstance(one, Panel) and one.reads & set(MARTS.tables):
                    found.setdefault(f"{one.key} {one.title}", one)
    return tuple(found.values())


@cache
def needs_of_panels() -> dict[Panel, Needs]:
    """The columns of the marts that each panel reads, and all that it says it reads of marts that the examples did not lead it to."""
    with TemporaryDirectory(prefix="yiping-examples-") as place:
        store = open_store(f"sqlite:///{Path(place) / 'store.sqlite'}")
        ensure_schema(store)
        try:
            marts = examples.example_marts(Path(place) / "marts")
            return {panel: _needs(panel, marts, store) for panel in panels()}
        finally:
            store.close()


def _needs(panel: Panel, marts: Any, store: Store) -> Needs:
    with marts.snapshot() as shot:
        noticing = Noticing(shot)
        view = View(
            scope=Scope.whole(examples.province()), role="leader", now=examples.AS_OF + timedelta(minutes=5),
            sources=Sources(marts=noticing, store=store, changes=0),
        )  # fmt: skip
        panel.load(view)
    declared: dict[str, set[str]] = {name: set() for name in panel.reads if name in MARTS.tables} | noticing.seen
    for name, columns in declared.items():  # other callers' scopes need the region, every number its batch
        columns.update({"batch_id", "region", MARTS.tables[name].info["time"]} & set(MARTS.tables[name].columns.keys()))
    return {name: frozenset(columns) for name, columns in sorted(declared.items())}
