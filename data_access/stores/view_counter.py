"""The counter of views: notes in memory which board was opened, and writes it down every few seconds, never while a page waits.

What was noted since the last writing is lost when the process is killed; that is a few seconds of views, and accepted.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import Counter
from datetime import date, timedelta

from data_access.scope import Scope
from data_access.stores import board_views
from data_access.stores.engine import Store, StoreFailed

EVERY = 5.0
KEPT = timedelta(days=400)
MOST = 10_000
"""Different entries that wait at most, so that a store that is away cannot fill the memory."""
log = logging.getLogger("yiping.views")


class ViewCounter:
    """Counts of one process. `key` is the installation's secret, so that a viewer's digest cannot be made from a name."""

    def __init__(self, store: Store, key: str, every: float = EVERY) -> None:
        self._store = store
        self._key = hashlib.blake2s(key.encode()).digest()
        self._every = every
        self._lock = threading.Lock()
        self._waiting: Counter[tuple[date, str, str, str]] = Counter()
        self._timer: threading.Timer | None = None
        self._swept: date | None = None

    def note(self, address: str, user: str, scope: Scope, day: date) -> None:
        """Note that a board was opened. Costs no statement."""
        own = next(iter(scope.cities)) if scope.cities and len(scope.cities) == 1 else scope.province
        entry = (day, address[: board_views.LONGEST], self.viewer(user), own)
        with self._lock:
            if entry in self._waiting or len(self._waiting) < MOST:
                self._waiting[entry] += 1
            if self._timer is None:
                self._timer = threading.Timer(self._every, self._due)
                self._timer.daemon = True
                self._timer.start()

    def viewer(self, user: str) -> str:
        """The digest that stands for an account."""
        return hashlib.blake2s(user.encode(), key=self._key, digest_size=8).hexdigest()

    def _due(self) -> None:
        with self._lock:
            self._timer = None
        try:
            self.flush()
        except StoreFailed as failure:  # kept, and tried again with the next view
            log.warning("The views of boards are not written down: %s", failure)

    def flush(self) -> int:
        """Write down what waits; gives how many entries. Raises StoreFailed and keeps them then."""
        with self._lock:
            taken, self._waiting = self._waiting, Counter()
        if not taken:
            return 0
        newest = max(day for day, *_ in taken)
        try:
            with self._store.write() as connection:
                board_views.add(connection, (board_views.Tally(*entry, views=count) for entry, count in taken.items()))
                if self._swept != newest:
                    board_views.forget(connection, newest - KEPT)
        except StoreFailed:
            with self._lock:
                self._waiting.update(taken)
            raise
        self._swept = newest
        return len(taken)
