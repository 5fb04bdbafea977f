"""The demo's procedures in the store: timed matters that start, stop and end, appeals, pushes to departments, and the inspectors' roster.

Each is drawn whole from seed and day; the stage writes what has come of it by now, and leaves alone what a person has taken in hand.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import numpy as np

from alerts.clocks.counting import Kind, Ruler, Step, due
from alerts.clocks.limits import Limit, Limits, limits_of
from alerts.clocks.working_days import WorkingCalendar, calendar_of
from alerts.recipients import book_of, due_on
from demo.noise import generator
from demo.places import DATA, Place, Province

PUSH_DAYS = 40
OPENING, HOURS = 9, 8


@cache
def words() -> dict[str, Any]:
    """The procedures' words and rates, `demo/data/procedures.toml`."""
    return tomllib.loads((DATA / "procedures.toml").read_text("utf-8"))


@cache
def _limits() -> Limits:
    return limits_of()


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One timed matter with all its steps, come or to come, and its appeal: why, when, and with which ruling."""

    row: dict[str, Any]
    ruler: Ruler
    steps: tuple[Step, ...]
    who: str
    appeal: tuple[str, datetime, bool] | None = None

    @property
    def ends(self) -> datetime:
        return self.steps[-1].at


@dataclass(frozen=True, kw_only=True)
class Pushed:
    """One push with each recipient's receipt; None for one that does not confirm."""

    row: dict[str, Any]
    receipts: dict[str, datetime | None]


def matters(seed: int, province: Province, now: datetime) -> Iterator[Matter]:
    """All timed matters that began by now and can be going still, or have ended lately."""
    calendar, homes = calendar_of(), _counties(province)
    for case in words()["case"]:
        for back in range(int(case["days"]), -1, -1):
            day = now.date() - timedelta(days=back)
            if not calendar.works(day):
                continue
            rng = generator(seed, "matter", case["limit"], day)
            for city, number in zip(province.cities, rng.poisson(case["a_day"], len(province.cities)), strict=True):
                for one in range(int(number)):
                    start = _at(day, rng, now)
                    name = f"K{day:%y%m%d}{city.code[2:4]}{words()['case'].index(case)}{one}"
                    made = _matter(rng, case, calendar, (name, homes[city.code][int(rng.integers(len(homes[city.code])))]), start)
                    if start <= now:
                        yield made


def _counties(province: Province) -> dict[str, list[Place]]:
    return {city.code: [place for place in province.counties if place.city == city.code] for city in province.cities}


def _at(day: date, rng: np.random.Generator, now: datetime) -> datetime:
    return datetime.combine(day, time(OPENING), now.tzinfo) + timedelta(minutes=int(rng.integers(HOURS * 60)))


def _matter(rng: np.random.Generator, case: dict[str, Any], calendar: WorkingCalendar, named: tuple[str, Place], start: datetime) -> Matter:
    name, place = named
    limit = _limits().at(case["limit"], start.date())
    zone: Any = start.tzinfo
    ruler = Ruler(limit, calendar, zone)
    over = float(rng.random()) < words()["over"]["share"]
    pace = 1.02 + 0.16 * float(rng.random()) if over else 0.35 + 0.6 * float(rng.random())
    steps = [Step(Kind.START, start), *_pause(rng, case, limit, start)]
    whole = due(ruler, steps)[0]
    if limit.extensions and limit.extensions[0].length and float(rng.random()) < words()["extend"]["share"]:
        at = max(start + (whole - start) * 0.85, steps[-1].at + timedelta(hours=2))
        if at < whole:
            steps.append(Step(Kind.EXTEND, at, f"案情复杂，经{limit.extensions[0].by}批准", limit.extensions[0].length))
            whole = due(ruler, steps)[0]
    end = max(start + (whole - start) * pace, steps[-1].at + timedelta(hours=20))
    steps.append(Step(Kind.DONE, end, "办结"))
    title = str(case["titles"][int(rng.integers(len(case["titles"])))])
    row = {
        "id": name,
        "rule": limit.code,
        "subject": f"{limit.subject}:{name}",
        "region": place.code,
        "title": f"{place.short}　{title}",
        "nature": "demo",
    }
    appeal = _appeal(rng, whole) if over and end > whole + timedelta(hours=6) else None
    return Matter(row=row, ruler=ruler, steps=tuple(steps), who=f"{place.short}局", appeal=appeal)


def _pause(rng: np.random.Generator, case: dict[str, Any], limit: Limit, start: datetime) -> list[Step]:
    if not limit.stops or "stops" not in case or float(rng.random()) >= words()["stop"]["share"]:
        return []
    at = start + timedelta(days=2 + int(rng.integers(6)), hours=1)
    until = at + timedelta(days=6 + int(rng.integers(24)))
    reason = next((one for one in limit.stops if case["stops"].startswith(one)), limit.stops[0])
    return [Step(Kind.STOP, at, f"{reason}：样品送检"), Step(Kind.RESUME, until, "收到检验报告")]


def _appeal(rng: np.random.Generator, whole: datetime) -> tuple[str, datetime, bool] | None:
    if float(rng.random()) >= words()["appeal"]["share"]:
        return None
    texts = words()["appeal"]["why"]
    return str(texts[int(rng.integers(len(texts)))]), whole + timedelta(hours=3 + int(rng.integers(20))), float(rng.random()) < 0.5


def pushes(seed: int, province: Province, now: datetime) -> Iterator[Pushed]:
    """All pushes of the last weeks by now, with the receipts that will have come."""
    calendar, book = calendar_of(), book_of()
    told = words()["push"]
    for back in range(PUSH_DAYS, -1, -1):
        day = now.date() - timedelta(days=back)
        if not calendar.works(day):
            continue
        rng = generator(seed, "push", day)
        for number in range(int(rng.poisson(told["a_day"]))):
            rule = book.rules[str(rng.choice(list(told["titles"])))]
            place = province.counties[int(rng.integers(len(province.counties)))]
            title = str(rng.choice(told["titles"][rule.code]))
            at = _at(day, rng, now)
            row = {
                "id": f"N{day:%y%m%d}{number:02d}",
                "rule": rule.code,
                "subject": f"N{day:%y%m%d}{number:02d}",
                "title": f"{place.short}　{title}",
            }
            receipts = {one: _receipt(rng, at, due_on(calendar, day, rule.working_days)) for one in rule.recipients}
            if at <= now:
                yield Pushed(row={**row, "region": place.code, "pushed_at": at, "nature": "demo"}, receipts=receipts)


def _receipt(rng: np.random.Generator, at: datetime, last: date) -> datetime | None:
    told, chance = words()["push"], float(rng.random())
    end = datetime.combine(last, time(16), at.tzinfo)
    share = 0.05 + 0.9 * float(rng.random())
    if chance < told["never"]:
        return None
    return end + timedelta(hours=18 + 60 * share) if chance < told["never"] + told["late"] else at + (end - at) * share


def inspectors(seed: int, province: Province) -> list[dict[str, Any]]:
    """The roster of inspectors: some of each county's unit, none with more than a name and a certificate number."""
    told, found = words()["people"], []
    for place in (*province.cities, *province.counties):
        rng = generator(seed, "inspector", place.code)
        for number in range(1, 3 + int(rng.integers(1, 4))):
            name = f"{rng.choice(told['family'])}{rng.choice(told['given'])}"
            row = {"code": f"ZF{place.code}{number:03d}", "name": name, "unit": f"{place.name}市场监督管理局", "region": place.code}
            found.append({**row, "field": str(rng.choice(told["fields"])), "avoids": [], "nature": "demo"})
    return found


def done_by(steps: Sequence[Step], now: datetime) -> list[Step]:
    """The steps that have come."""
    return [step for step in steps if step.at <= now]
