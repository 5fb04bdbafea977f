"""The desk at which messages are judged: the province, its regions, what rules may raise, who hears of it, and how fast it can work."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from alerts.hooks import after_of, allowed_of
from alerts.message import Outcome
from geo.regions import Regions, regions_of
from settings import Settings

After = Callable[[Connection, Mapping[str, Any], Outcome, datetime], None]
"""Called in the transaction that writes: the connection, the head's row, what happened (`occasion`, `held`), and when."""
Allowed = Callable[[str], str]
"""The gravest level that a rule of ours may raise."""


def all_levels(_rule: str) -> str:
    return "I"


class Gate:
    """A token bucket: how many messages a process takes at once and per second. What finds no token is told when to come again."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, float(burst), clock
        self._level, self._at = self._burst, clock()
        self._lock = threading.Lock()

    def admit(self, wanted: int) -> tuple[int, float]:
        """How many of these may come in now, and after how many seconds the rest may."""
        with self._lock:
            moment = self._clock()
            self._level = min(self._burst, self._level + max(0.0, moment - self._at) * self._rate)
            self._at = moment
            taken = min(wanted, int(self._level))
            self._level -= taken
            return taken, max(0.0, (min(wanted - taken, self._burst) - self._level) / self._rate)


@dataclass(frozen=True, kw_only=True, eq=False)
class Desk:
    """What the stages need to know. One a process; `desk_of` makes it."""

    province: str
    zone: ZoneInfo
    regions: Regions
    allowed: Allowed = all_levels
    after: tuple[After, ...] = ()
    gate: Gate | None = None
    nature: str = "production"
    """What alerts are that come in here by hand or from outside: demo in demo mode."""
    ahead: timedelta = timedelta(minutes=10)
    """How far in the future an event may lie: the clocks of senders differ."""
    turn: threading.Lock = field(default_factory=threading.Lock)
    """One writer a process: whoever waits here is written by the one before it."""
    waiting: list[Any] = field(default_factory=list)


def desk_of(settings: Settings) -> Desk:
    """The desk of these settings, one for each process."""
    return _opened(settings, os.getpid())


@cache
def _opened(settings: Settings, pid: int) -> Desk:  # noqa: ARG001 - a forked child has its own lock and its own gate
    return Desk(
        province=settings.province,
        zone=settings.tz,
        regions=regions_of(settings.province),
        allowed=allowed_of(settings),
        after=after_of(settings),
        gate=Gate(settings.alert_rate, settings.alert_burst),
        nature="demo" if settings.demo else "production",
    )
