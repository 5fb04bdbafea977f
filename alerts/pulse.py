"""The pulse of the due-times: notices when the clock on the wall was set, and moves what waits by as much.

Waiting times are lengths, not times of day: setting the clock an hour forward may not fire an hour of escalations, setting it back may
not put them off.
"""

from __future__ import annotations

import logging
import os
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from data_access.stores import escalations
from data_access.stores.engine import Store

LEAST = timedelta(seconds=5)
"""Smaller differences are drift, which every clock has."""
log = logging.getLogger("yiping.alerts")


@dataclass
class Pulse:
    """The last look at both clocks of a process."""

    store: Store
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _last: tuple[datetime, float] | None = None

    def feel(self, now: datetime, monotonic: float) -> timedelta:
        """Look at both clocks; gives by how much the one on the wall was set since the last look, after moving what waits."""
        with self._lock:
            before, self._last = self._last, (now, monotonic)
        if before is None:
            return timedelta()
        passed = timedelta(seconds=monotonic - before[1])
        jump = now - before[0] - passed
        if abs(jump) < LEAST:
            return timedelta()
        moved = escalations.shift(self.store, jump, (now - passed, now), now)
        log.warning("The clock was set by %.0f s; %d waiting notices and escalations were moved with it.", jump.total_seconds(), moved)
        return jump


def pulse_of(store: Store) -> Pulse:
    """The pulse of a store, one for each process."""
    return _opened(store, os.getpid())


@cache
def _opened(store: Store, pid: int) -> Pulse:  # noqa: ARG001
    return Pulse(store)
