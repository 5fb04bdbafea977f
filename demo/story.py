"""The alerts' story: places in a queue, each taken by one alert after the other, so that the open number stays sane for ever.

Every alert with all that will become of it follows from the seed, its place and its turn alone. Nothing remembers, so any moment
can be asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from data_access.stores.alerts import Step
from demo.noise import generator
from demo.places import Place, Province
from demo.plot import START, Change, Event, Tale, alert_row, one_of, words

PLACES = {"II": 2, "III": 7, "IV": 10}
ANSWER = {"II": 5, "III": 10, "IV": 30}
"""Minutes within which an alert should be acknowledged: the demo centre's own aim, not a limit of any rule."""
SEND = {"II": 15, "III": 30, "IV": 120}
"""Minutes within which an acknowledged alert should be dispatched; likewise."""
BLOCK = timedelta(hours=8)
"""Alerts that begin in one block of time all tell different things; the next block goes on by `SHIFT` patterns."""
SHIFT = {"II": 2, "III": 7, "IV": 3}
LAGGARDS = frozenset({("III", 0), ("III", 3)})
"""Places whose orders run late."""
STEPS = ("派单", "签收", "到场", "反馈", "核查", "办结")


@dataclass(frozen=True)
class Seat:
    """A place in the queue: each turn lasts `period` seconds and one alert lives in it."""

    seed: int
    level: str
    index: int

    @cached_property
    def period(self) -> float:
        if self.level == "II":
            return 6.5 * 3600
        return float(generator(self.seed, "seat", self.level, self.index).uniform(4.6, 8.6)) * 3600

    @cached_property
    def phase(self) -> float:
        shift = float(generator(self.seed, "seat", self.level, self.index, "phase").random())
        return (self.index / PLACES["II"] + 0.21 if self.level == "II" else shift) * self.period

    def turns(self, first: datetime, last: datetime) -> range:
        """The turns that lie wholly or partly between two times."""
        period, phase = self.period, self.phase
        return range(int(((first - START).total_seconds() - phase) // period), int(((last - START).total_seconds() - phase) // period) + 1)

    def bounds(self, turn: int) -> tuple[datetime, datetime]:
        period = self.period
        begin = START + timedelta(seconds=self.phase + turn * period)
        return begin, begin + timedelta(seconds=period)


def tales(seed: int, province: Province, first: datetime, last: datetime) -> Iterator[Tale]:
    """All alerts that live wholly or partly between two times and are born by the later."""
    for level, number in PLACES.items():
        for index in range(number):
            seat = Seat(seed, level, index)
            for turn in seat.turns(first, last):
                tale = _tale(seat, turn, province)
                if tale.row["occurred_at"] <= last:
                    yield tale


@dataclass(frozen=True)
class _Times:
    born: datetime
    answered: datetime
    sent: datetime
    ended: datetime


def _times(seat: Seat, turn: int, rng: np.random.Generator) -> _Times:
    begin, end = seat.bounds(turn)
    life = (end - begin).total_seconds()
    born = begin + timedelta(seconds=float(rng.uniform(0, 0.03)) * life)
    quick, aim = rng.random() < 0.6, ANSWER[seat.level] * 60
    wait = 92 * float(rng.lognormal(0, 0.45)) if quick else aim * float(rng.uniform(0.5, 1.04))
    answered = born + timedelta(seconds=min(wait, aim * 1.04))
    slow = rng.random() < 0.35
    wait = SEND[seat.level] * 60 * float(rng.uniform(0.5, 1.0)) if slow else 230 * float(rng.lognormal(0, 0.5))
    sent = answered + timedelta(seconds=min(wait, SEND[seat.level] * 60))
    return _Times(*(_whole(t) for t in (born, answered, sent, begin + timedelta(seconds=float(rng.uniform(0.92, 0.985)) * life))))


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _tale(seat: Seat, turn: int, province: Province) -> Tale:
    rng = generator(seat.seed, "tale", seat.level, seat.index, turn % 2**32)
    times = _times(seat, turn, rng)
    county = _county(seat, province, rng)
    pattern, said = _told(seat, turn, county, rng)
    who = one_of(rng, words()["people"])
    name = f"D{seat.level}{seat.index:02d}-{turn:06d}"
    rises = seat.level == "II" and rng.random() < 0.4
    row = alert_row(name, times.born, _facts(county, pattern, said, rng))
    row |= {"level": "III" if rises else seat.level, "due_at": times.born + timedelta(minutes=ANSWER[seat.level])}
    short = said["short"]
    events = _handling(seat, times, short, who)
    events += _merging(times, short, rng)
    if rises:
        at = _whole(times.born + timedelta(seconds=float(rng.uniform(240, 900))))
        change = Change(kind="alert_level", text=short, level_from="III", level_to="II")
        events.append(Event(at=at, values={"level": "II"}, change=change))
    sends = seat.level != "IV" or rng.random() < 0.3
    handled = _ordered(seat, turn, times, _Errand(county, said["order"], short, who), rng) if sends else _transferred(times, short, who)
    return Tale(row, Change(kind="alert_new", text=f"{short} 新报"), _in_order(events + handled))


def _facts(county: Place, pattern: Mapping[str, Any], said: Mapping[str, str], rng: np.random.Generator) -> dict[str, Any]:
    """What an alert says: its rule, its words, its place."""
    lon, lat = (round(at + float(rng.normal(0, 0.03)), 4) for at in (county.lon, county.lat))
    return {"rule": pattern["family"], "title": said["title"], "detail": said["detail"], "region": county.code, "lon": lon, "lat": lat}


def _in_order(events: list[Event]) -> tuple[Event, ...]:
    """Events by time, no two in the same second: each is a change of its own."""
    found: list[Event] = []
    for event in sorted(events, key=lambda event: event.at):
        late = found and event.at <= found[-1].at
        found.append(replace(event, at=found[-1].at + timedelta(seconds=1)) if late else event)
    return tuple(found)


@lru_cache(maxsize=4)
def _likely(seed: int, province: Province, grave: bool) -> np.ndarray:
    """Cumulated chances of the counties: by size, and livelier in some cities. A grave alert is none that a silent city could hide."""
    lively = np.exp(0.32 * generator(seed, "tale", "cities").standard_normal(len(province.cities)))
    told = np.array([not grave or county.city != province.silent.code for county in province.counties])
    return np.cumsum(province.county_sizes * lively[province.county_city] * told)


def _county(seat: Seat, province: Province, rng: np.random.Generator) -> Place:
    chances = _likely(seat.seed, province, seat.level == "II")
    return province.counties[int(np.searchsorted(chances, rng.random() * chances[-1], side="right"))]


def _told(seat: Seat, turn: int, county: Place, rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, str]]:
    """The pattern of an alert and its sentences. Places that are filled at about the same time tell different things."""
    patterns = [pattern for pattern in words()["alert"] if pattern["level"] == seat.level]
    block = int((seat.bounds(turn)[0] - START) // BLOCK)
    pattern = patterns[(block * SHIFT[seat.level] + seat.index) % len(patterns)]
    fills = {
        "county": county.short,
        "site": one_of(rng, words()["sites"]),
        "firm": one_of(rng, words()["firms"]),
        "make": one_of(rng, words()["makes"]),
        "n": int(rng.integers(2, 8)),
        "k": int(rng.integers(4, 15)),
        "kk": int(rng.integers(18, 48)),
        "m": int(rng.integers(11, 58)),
        "t": f"{rng.uniform(9.5, 14.5):.1f}",
        "batch": f"{seat.bounds(turn)[0]:%Y%m}{int(rng.integers(1, 28)):02d}{one_of(rng, 'ABC')}",
    }
    return pattern, {key: pattern[key].format(**fills) for key in ("title", "detail", "short", "order")}


def _handling(seat: Seat, times: _Times, short: str, who: str) -> list[Event]:
    step = Step(state_from="open", state_to="acknowledged", who=who, why="值班员确认属实")
    values = {"acknowledged_at": times.answered, "owner": who, "due_at": times.answered + timedelta(minutes=SEND[seat.level])}
    return [Event(at=times.answered, values=values, step=step, change=Change(kind="alert_ack", text=f"{short} 已确认，{who}"))]


def _merging(times: _Times, short: str, rng: np.random.Generator) -> list[Event]:
    """Copies that come in while the alert is open; the count tells all of them."""
    found, merged = [], 1
    span = (times.ended - times.born).total_seconds()
    for at in sorted(rng.uniform(0.04, 0.8, int(rng.choice([0, 1, 2, 3], p=[0.35, 0.35, 0.2, 0.1])))):
        merged += int(rng.integers(1, 5))
        moment = _whole(times.born + timedelta(seconds=float(at) * span))
        found.append(Event(at=moment, values={"merged": merged}, change=Change(kind="alert_merge", text=f"{short} 并案至 {merged} 起")))
    return found


def _transferred(times: _Times, short: str, who: str) -> list[Event]:
    sent = Step(state_from="acknowledged", state_to="transferred", who=who, why="转承办单位按常规处理")
    done = Step(state_from="transferred", state_to="closed", who="承办单位", why="已处理并反馈")
    return [
        Event(at=times.sent, values={"due_at": None}, step=sent, change=Change(kind="alert_transfer", text=f"{short}，已转承办")),
        Event(at=times.ended, values={"closed_at": times.ended}, step=done, change=Change(kind="alert_close", text=f"{short}，已办结")),
    ]


@dataclass(frozen=True)
class _Errand:
    county: Place
    title: str
    short: str
    who: str


def _ordered(seat: Seat, turn: int, times: _Times, errand: _Errand, rng: np.random.Generator) -> list[Event]:
    """The dispatch with its order, the order's steps, and the close."""
    span = (times.ended - times.sent).total_seconds()
    parts = (0.0, *(float(rng.uniform(*bounds)) for bounds in ((0.03, 0.06), (0.15, 0.25), (0.42, 0.58), (0.74, 0.88))), 1.0)
    at = [_whole(times.sent + timedelta(seconds=part * span)) for part in parts]
    at[-1] = times.ended
    stretch = [0.25 if (seat.level, seat.index) in LAGGARDS else float(rng.uniform(1.1, 2.0)) for _ in parts]
    due = [at[i] + (at[i + 1] - at[i]) * stretch[i] for i in range(5)]
    unit, person = f"{errand.county.name}局", one_of(rng, words()["people"])
    name = f"W{seat.level}{seat.index:02d}-{turn:06d}"
    order = {
        "id": name,
        "number": f"{turn % 10_000:04d}-{list(PLACES).index(seat.level) + 1}{seat.index:02d}",
        "alert": f"D{seat.level}{seat.index:02d}-{turn:06d}",
        "level": seat.level,
        "title": errand.title,
        "region": errand.county.code,
        "unit": unit,
        "person": None,
        "step": 1,
        "due_at": _whole(due[0]),
        "created_at": at[0],
        "changed_at": at[0],
        "closed_at": None,
        "nature": "demo",
    }
    sent = Step(state_from="acknowledged", state_to="dispatched", who=errand.who, why=f"派单至{unit}")
    done = Step(state_from="dispatched", state_to="closed", who=person, why="核查合格，办结")
    told = Change(kind="alert_dispatch", text=f"{errand.short} 派单至{unit}")
    events = [Event(at=at[0], values={"dispatched_at": at[0], "due_at": None}, step=sent, order=order, change=told)]
    for step in range(2, 6):
        values = {"due_at": _whole(due[step - 1]), "person": person}
        change = Change(kind="order_step", text=f"{errand.title}，已{STEPS[step - 1]}") if step > 2 else None
        events.append(Event(at=at[step - 1], order_step=step, order_values=values, change=change))
    ended = Change(kind="alert_close", text=f"{errand.short}，已办结")
    last = {"due_at": None, "closed_at": at[-1]}
    events.append(Event(at=at[-1], values={"closed_at": at[-1]}, step=done, order_step=6, order_values=last, change=ended))
    return events
