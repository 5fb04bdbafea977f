"""The opinion topics' story: what is being talked about, how its heat rises and falls, and when it is answered."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from demo.noise import generator
from demo.places import Province
from demo.plot import START, Change, words
from demo.things.words import split
from demo.things.words import words as things

PLACES = {"major": 3, "usual": 6}
ANSWER = {"major": timedelta(hours=5), "usual": timedelta(hours=48)}
"""Time to answer in public: 国办 2016."""
TOLD = 9
"""A change of heat worth a line in the ticker."""


@dataclass(frozen=True)
class Turn:
    """What becomes of a topic at a time."""

    at: datetime
    values: Mapping[str, Any]
    change: Change | None = None


@dataclass(frozen=True)
class Topic:
    """A topic at its birth and all that becomes of it."""

    row: Mapping[str, Any]
    born: Change
    turns: tuple[Turn, ...]

    @property
    def id(self) -> str:
        return str(self.row["id"])


def topics(seed: int, province: Province, first: datetime, last: datetime) -> Iterator[Topic]:
    """All topics alive between two times and born by the later."""
    for grade, places in PLACES.items():
        for index in range(places):
            own = generator(seed, "topic", grade, index)
            period = timedelta(hours=float(own.uniform(5.4, 6.2) if grade == "major" else own.uniform(9, 15)))
            shift = period * (index / places + 0.1 * float(own.random()))
            for turn in range((first - START - shift) // period, (last - START - shift) // period + 1):
                topic = _topic(seed, province, (grade, index, turn), (START + shift + turn * period, period))
                if topic.row["first_at"] <= last:
                    yield topic


def _topic(seed: int, province: Province, key: tuple[str, int, int], span: tuple[datetime, timedelta]) -> Topic:
    grade, index, turn = key
    rng = generator(seed, "topic", grade, index, turn % 2**32)
    begin, period = span
    born = (begin + period * float(rng.uniform(0, 0.05))).replace(microsecond=0)
    life = min(period * 0.93, ANSWER[grade] * 0.97) * float(rng.uniform(0.86, 1.0))
    known = [entry for entry in (*words()["topic"], *things()["topic"]) if entry["grade"] == grade]
    entry = known[(index + PLACES[grade] * turn) % len(known)]
    region = province.code if rng.random() < 0.12 else str(rng.choice([c.code for c in province.cities], p=province.city_sizes))
    name = f"O{grade[0]}{index}-{turn:06d}"
    heats = _heats(rng, (78, 96) if grade == "major" else (34, 67), life)
    row = {"id": name, "source": _outlet(seed, name), "source_id": name, "title": entry["title"], "topic": entry["topic"], "region": region}
    row |= {"heat": heats[0][1], "reposts": 1, "first_at": born, "changed_at": born, "state": "open", "nature": "demo"}
    row |= {"answer_due": born + ANSWER[grade], "answered_at": None}
    told, end = f"“{_brief(entry['title'])}”", (born + life).replace(microsecond=0)
    turns = _moves(born, heats, told, rng)
    if grade == "usual":
        at = (born + timedelta(minutes=float(rng.uniform(12, 50)))).replace(microsecond=0)
        turns.append(Turn(at, {"state": "transferred"}, Change(kind="opinion_transfer", text=f"{told}转承办")))
    turns.append(Turn(end, {"state": "answered", "answered_at": end}, Change(kind="opinion_answer", text=f"{told}已回应")))
    born_line = Change(kind="opinion_new", text=f"新增舆情：{_brief(entry['title'])}")
    return Topic(row, born_line, tuple(sorted(turns, key=lambda found: found.at)))


def _outlet(seed: int, name: str) -> str:
    """Where a topic was seen first."""
    known, weights = split(things()["outlets"])
    return str(generator(seed, "outlet", name).choice(known, p=np.array(weights) / sum(weights)))


def _brief(title: str) -> str:
    return title if len(title) <= 14 else f"{title[:13]}…"


def _heats(rng: np.random.Generator, peak: tuple[int, int], life: timedelta) -> list[tuple[float, int]]:
    """Heat at parts of a life: a quick rise, a slow fall."""
    top, at, found = float(rng.uniform(*peak)), 0.0, []
    while at < 0.97:
        rise = 1 - math.exp(-at * 9)
        fall = math.exp(-max(0.0, at - 0.6) * 1.0)
        found.append((at, int(np.clip(top * (0.42 + 0.58 * rise) * fall + rng.normal(0, 1.5), 5, 100))))
        at += float(rng.uniform(22, 44)) * 60 / life.total_seconds()
    return found


def _moves(born: datetime, heats: list[tuple[float, int]], told: str, rng: np.random.Generator) -> list[Turn]:
    found, copies, last = [], 1, heats[0][1]
    step = 30 * 60
    for place, (_, heat) in enumerate(heats[1:], 1):
        copies += int(rng.poisson(heat / 5))
        at = born + timedelta(seconds=step * place + float(rng.uniform(-400, 400)))
        change = None
        if abs(heat - last) >= TOLD:
            change = Change(kind="opinion_heat", text=f"{told}热度 {last} {'升' if heat > last else '降'}至 {heat}")
            last = heat
        found.append(Turn(at.replace(microsecond=0), {"heat": heat, "reposts": copies}, change))
    return found
