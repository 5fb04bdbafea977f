"""What one version of the marts has answered: a version never changes, so that the same question is asked once."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pandas as pd
from sqlalchemy import Select

from data_access.batches import Catalogue, TableState
from data_access.engine import identity_of

KEPT_ANSWERS, KEPT_ROWS = 2_000, 5_000
"""How many answers of one version are kept, and how long one may be."""


class Remembered(ABC):
    """One version of marts, wherever they lie: its catalogue, and the answers that it has given."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._known: dict[object, pd.DataFrame] = {}
        self._recalled: dict[Hashable, Any] = {}
        self._turns: dict[Hashable, threading.RLock] = {}

    def version(self) -> int:
        return self.catalogue.version

    def tables(self) -> Mapping[str, TableState]:
        return self.catalogue.states

    def read(self, select: Select[Any]) -> pd.DataFrame:
        """The rows of a statement on the declared tables. A table without batch is empty. Raises MartsFailed.

        A statement with the same values (the scope's among them) is asked once, also by panels that read side by side.
        """
        key = identity_of(select)
        if key is None:
            return self._asked(select).copy(deep=False)
        found = self._known.get(key)
        if found is None:
            with self._turn(("statement", key)):
                found = self._known.get(key)
                if found is None:
                    found = self._asked(select)
                    if len(found) <= KEPT_ROWS and len(self._known) < KEPT_ANSWERS:
                        self._known[key] = found
        return found.copy(deep=False)

    def recall(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What `make` gives, kept for this version. The key names everything that the result depends on, the scope too.

        Who asks while another makes it waits for that: panels are read side by side, and those of one board ask for the same numbers.
        """
        if key not in self._recalled:
            with self._turn(("recall", key)):
                if key not in self._recalled:
                    self._recalled[key] = make()
        return self._recalled[key]

    @contextmanager
    def _turn(self, key: Hashable) -> Iterator[None]:
        """One thread at a time for a key; a made thing never waits for one that is made of it, so turns cannot block each other."""
        lock = self._turns.setdefault(key, threading.RLock())
        with lock:
            yield
        self._turns.pop(key, None)

    def afresh(self) -> Afresh:
        """The same version, read as if nothing had ever been asked: no kept answers and no roll-ups."""
        return Afresh(self)

    @abstractmethod
    def _asked(self, select: Select[Any]) -> pd.DataFrame:
        """The rows, asked of the engine. Raises MartsFailed."""


class Afresh:
    """A version of the marts that remembers nothing: every statement goes to the rows themselves."""

    def __init__(self, version: Remembered) -> None:
        self._version = version

    @property
    def catalogue(self) -> Catalogue:
        return self._version.catalogue

    def tables(self) -> Mapping[str, TableState]:
        return self._version.tables()

    def read(self, select: Select[Any]) -> pd.DataFrame:
        """The rows of a statement, asked of the engine each time. Raises MartsFailed."""
        return self._version._asked(select)
