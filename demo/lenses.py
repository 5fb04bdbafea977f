"""The cameras' story: the watched ones and many more, most of them live, some of them not since a time that can be told."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from demo.noise import generator
from demo.places import Province
from demo.plot import START, words
from demo.things.words import words as things

FAULTS = {"stale": (3.0, 0.12), "frozen": (9.0, 0.35), "offline": (26.0, 0.3), None: (20.0, 0.995)}
"""Hours of a cycle and the part of it that the camera is well, by the fault that it tends to."""
CALM = {"stale": (14.0, 0.7), "frozen": (18.0, 0.75), "offline": (24.0, 0.6), "dark": (16.0, 0.65), None: (90.0, 0.998)}
"""The same of the cameras that nobody watches: they seldom have news."""
WATCHED = 6
WORDS = {"live": "画面恢复", "stale": "画面停更", "frozen": "画面冻结", "offline": "离线", "dark": "画面黑屏"}


@dataclass(frozen=True)
class Lens:
    """A camera: what it is, and how it is at a moment."""

    row: Mapping[str, Any]
    """All columns of a registration."""
    now: Mapping[str, Any]
    """The columns that move: state and since when, last_frame, reading, clue."""


def lenses(seed: int, province: Province, now: datetime) -> list[Lens]:
    """All cameras at a moment. None stands in the silent city."""
    return [_lens(seed, province, place, entry, now) for place, entry in enumerate([*words()["camera"], *_further()], 1)]


@cache
def _further() -> tuple[dict[str, Any], ...]:
    """The cameras beside the named ones: the sorts in turn, every so often one with a fault."""
    rule = things()["cameras"]
    sorts = [{"name": name, "kind": sort["kind"], "still": sort["still"]} for sort in rule["sort"] for name in sort["names"]]
    faults = [fault or None for fault in rule["faults"]]
    return tuple({**sorts[place % len(sorts)], "fault": faults[place % len(faults)], "calm": True} for place in range(rule["number"]))


def _lens(seed: int, province: Province, place: int, entry: Mapping[str, Any], now: datetime) -> Lens:
    rng = generator(seed, "camera", place)
    counties = [county for county in province.counties if county.city != province.silent.code] or list(province.counties)
    county = counties[int(rng.integers(len(counties)))]
    site = str(rng.choice(words()["sites"]))
    state, since = _state(seed, place, entry, now)
    frame = (
        None
        if state == "registered"
        else since
        if state != "live"
        else now.replace(microsecond=0) - timedelta(seconds=int(rng.integers(1, 5)))
    )
    moving = {
        "state": state,
        "changed_at": since,
        "last_frame": frame,
        "reading": _reading(seed, place, now) if entry.get("sensor") and state == "live" else None,
        "clue": entry.get("clue") if state == "live" and _clue(seed, place, now) else None,
    }
    row = {
        "id": f"CAM-{place:02d}",
        "gb28181": f"{county.code}00021320{place:06d}",
        "name": f"{county.short} {entry['name'].format(site=site)}",
        "kind": entry["kind"],
        "region": county.code,
        "still": entry.get("still"),
        "watched": place if place <= WATCHED else 0,
        "nature": "demo",
    }
    return Lens({**row, **moving}, moving)


def _state(seed: int, place: int, entry: Mapping[str, Any], now: datetime) -> tuple[str, datetime]:
    """The state, and since when it is so."""
    fault = entry.get("fault")
    if fault == "registered":
        return "registered", START
    hours, well = (CALM if entry.get("calm") else FAULTS)[fault]
    cycle = timedelta(hours=hours)
    shift = cycle * float(generator(seed, "camera", place, "shift").random())
    turn = (now - START - shift) // cycle
    begin = START + shift + turn * cycle
    breaks = begin + cycle * well * float(generator(seed, "camera", place, "turn", turn % 2**32).uniform(0.97, 1.0))
    state, since = ("live", begin) if now < breaks else (fault or "stale", breaks)
    return state, since.replace(microsecond=0)


def _reading(seed: int, place: int, now: datetime) -> str:
    minute = int(now.timestamp() // 60)
    drift = 0.9 * math.sin(minute / 47 + place) + float(generator(seed, "camera", place, "degrees", minute % 2**32).normal(0, 0.15))
    return f"−{abs(-19.3 + drift):.1f} ℃"


def _clue(seed: int, place: int, now: datetime) -> bool:
    return bool(generator(seed, "camera", place, "clue", int(now.timestamp() // 1800)).random() < 0.7)
