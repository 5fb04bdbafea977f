"""The duty roster of the demo centre: a leader for a day, two officers for each turn, around the clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from demo.noise import generator
from demo.plot import words

MORNING, EVENING = time(8, 30), time(17, 30)


def turns(seed: int, first: date, last: date, zone: tzinfo) -> list[dict[str, Any]]:
    """All turns that begin on these days."""
    leads, people = words()["leads"], [person for person in words()["people"] if person not in words()["leads"]]
    found: list[dict[str, Any]] = []
    day = first
    while day <= last:
        start, evening, end = _at(day, MORNING, zone), _at(day, EVENING, zone), _at(day + timedelta(days=1), MORNING, zone)
        found.append(_turn("lead", leads[(day.toordinal() + seed) % len(leads)], start, end))
        for begin, until, name in ((start, evening, "day"), (evening, end, "night")):
            pair = generator(seed, "roster", day, name).choice(people, 2, replace=False)
            found += [_turn("duty", str(person), begin, until) for person in pair]
        day += timedelta(days=1)
    return found


def _at(day: date, clock: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, clock, zone)


def _turn(role: str, person: str, start: datetime, end: datetime) -> dict[str, Any]:
    return {"role": role, "person": person, "phone": None, "starts_at": start, "ends_at": end, "nature": "demo"}
