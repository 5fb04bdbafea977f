"""The demo's bureaus: how many officers each city has, and the complaints whose clocks run, come and go."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from alerts.clocks.counting import Kind, Step, read
from alerts.clocks.desk import Desk, desk_of
from data_access.marts import own_marts_of
from data_access.scope import Scope
from data_access.stores import city_staff, clocks
from data_access.stores.clocks import Move
from data_access.stores.engine import store_of
from demo.noise import generator
from geo.regions import regions_of
from indicators.read import Ask, ask
from settings import Settings

RULE = "complaint.accept"
BACK = 14
"""Days back from today in which a complaint that still waits may have come."""
WHO = "12315 平台（演示）"
SOURCE = "演示数据：按在营主体规模推算，非真实编制"
EACH = (1_400, 2_600)
"""Subjects that an officer of the demo looks after, from – to."""


@dataclass(frozen=True)
class Case:
    """One complaint that waits for its acceptance: when it came, and when it will be decided."""

    id: str
    region: str
    came: datetime
    decided: datetime


def run(settings: Settings, now: datetime) -> None:
    """Bring officers and clocks to now. Done again it changes nothing."""
    local = now.astimezone(settings.tz)
    desk = desk_of(settings)
    _officers(settings, local)
    for city in regions_of(settings.province).cities:
        _clocks(settings, desk, city, local)


def _officers(settings: Settings, now: datetime) -> None:
    store, scope = store_of(settings), Scope.whole(settings.province)
    day = date(now.year, 6, 30) if now.month > 6 else date(now.year - 1, 12, 31)
    with store.read() as connection:
        known = city_staff.newest(connection, scope)
    missing = [city for city in regions_of(settings.province).cities if city not in known]
    if not missing:
        return
    with own_marts_of(settings).snapshot() as marts:
        stock = ask(marts, Ask(codes=("entity.stock",), scope=scope, by=("city",), who_is_missing=False)).frame
    stocks = {str(city): float(n) for city, n in zip(stock["city"], stock["entity.stock"], strict=True) if n == n}
    with store.write() as connection:
        for city in missing:
            if city in stocks:
                each = float(generator(settings.seed, "officers", city).uniform(*EACH))
                row = {
                    "adcode": city,
                    "as_of": day,
                    "officers": max(20, round(stocks[city] / each)),
                    "source": SOURCE,
                    "noted_by": "demo",
                    "nature": "demo",
                }
                city_staff.put(connection, row, now)


def cases(seed: int, city: str, counties: tuple[str, ...], now: datetime) -> Iterator[Case]:
    """The complaints of the last days, decided or not: each day's follow from the seed alone."""
    for back in range(BACK, -1, -1):
        day = now.date() - timedelta(days=back)
        rng = generator(seed, "waiting", city, day)
        for number in range(int(rng.poisson(20 if day.weekday() < 5 else 8))):
            came = datetime.combine(day, time(8), now.tzinfo) + timedelta(minutes=int(rng.integers(0, 840)))
            decided = came + timedelta(hours=float(rng.gamma(2.2, 36)))
            region = counties[int(rng.integers(0, len(counties)))]
            name = hashlib.blake2s(f"{seed} {city} {day} {number}".encode(), digest_size=13).hexdigest()
            if came <= now:
                yield Case(name, region, came, decided)


def _clocks(settings: Settings, desk: Desk, city: str, now: datetime) -> None:
    """Set the clocks of new complaints going, and end those that were decided. What is written is known before the store is held for it."""
    store, counties = store_of(settings), regions_of(settings.province).counties_of(city) or (city,)
    found = list(cases(settings.seed, city, counties, now))
    with store.read() as connection:
        steps = clocks.counted(connection, [case.id for case in found])
    fresh = [case for case in found if case.id not in steps and case.decided > now]
    ended = [case for case in found if steps.get(case.id) == 1 and case.decided <= now]
    rows = [_row(desk, case) for case in fresh]
    if not (fresh or ended):
        return
    with store.write() as connection:
        first = {"kind": Kind.START.value, "days": None, "who": WHO, "why": "收到投诉"}
        clocks.insert_many(connection, rows, [{"clock": case.id, "at": case.came, **first} for case in fresh], now)
        for case in ended:
            end = Move(kind=Kind.DONE, at=case.decided, who=WHO, why="决定受理", state="done", due_at=None, extended=0)
            clocks.go(connection, case.id, 1, end)


def _row(desk: Desk, case: Case) -> dict[str, Any]:
    due = read(desk.ruler(RULE, case.came), [Step(Kind.START, case.came)], case.came).due_at
    return {
        "id": case.id, "rule": RULE, "subject": f"complaint:{case.id}", "region": case.region, "title": "消费者投诉", "nature": "demo", "state": "running",
        "due_at": due, "started_at": case.came, "changed_at": case.came, "extended": 0,
    }  # fmt: skip
