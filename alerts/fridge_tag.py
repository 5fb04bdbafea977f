"""The reader of a Fridge-tag export: the days of a logger that counts for itself how long it stood in alarm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from alerts.excursion import Excursion, Kind
from alerts.failure import AlertsFailed

DAY_MINUTES = 1440
MOST_BYTES = 1 << 20


@dataclass(frozen=True, kw_only=True)
class TagDay:
    """One day of the logger's history. Temperatures in ℃; `alarm_minutes` is how long it stood beyond the low and the high limit."""

    day: datetime
    """Midnight at which it begins, by the logger's own clock."""
    low: float
    high: float
    mean: float
    alarm_minutes: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class TagExport:
    """One export. `limits` are the low and the high limit in ℃ with the minutes that are borne beyond them."""

    serial: str
    made_at: datetime
    limits: tuple[tuple[float, int], tuple[float, int]]
    days: tuple[TagDay, ...]
    """Oldest first."""


def parse(text: str, zone: tzinfo) -> TagExport:
    """An export read. The logger knows no time zone: `zone` is where it hangs. Raises AlertsFailed."""
    if len(text) > MOST_BYTES:
        raise AlertsFailed("温度记录仪导出文件超过 1 MB，不是 Fridge-tag 的导出：请检查文件。")
    tree = _tree(text)
    try:
        conf, history = tree["Conf"], tree["Hist"]
        days = [_day(record, zone) for name, record in history.items() if name.isdigit()]
        return TagExport(
            serial=str(conf["Serial"]),
            made_at=datetime.strptime(history["TS Report Creation"], "%Y-%m-%d %H:%M").replace(tzinfo=zone),
            limits=(_limit(conf["Alarm"]["0"]), _limit(conf["Alarm"]["1"])),
            days=tuple(sorted(days, key=lambda one: one.day)),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise AlertsFailed(f"温度记录仪导出文件不完整或格式不符（{str(error):.80}）：请从记录仪重新导出。") from error


def alarms(export: TagExport) -> list[Excursion]:
    """The logger's stretches in alarm: days in alarm that follow each other are one, however many."""
    found: list[Excursion] = []
    for side in (0, 1):
        limit, borne = export.limits[side]
        for run in _runs(export.days, side):
            minutes = sum(one.alarm_minutes[side] for one in run)
            if minutes <= borne:
                continue
            peak = max(one.high for one in run) if side else min(one.low for one in run)
            last = run[-1].day + timedelta(days=1)
            going_on = last > export.made_at
            found.append(
                Excursion(
                    start=run[0].day + timedelta(minutes=DAY_MINUTES - min(DAY_MINUTES, run[0].alarm_minutes[side])),
                    end=min(last, export.made_at),
                    minutes=float(minutes),
                    degree_minutes=sum(abs(one.mean - limit) * one.alarm_minutes[side] for one in run),
                    peak=peak,
                    hump_minutes=float(minutes),
                    ended=not going_on,
                    kind=Kind.EXCURSION,
                )
            )
    return sorted(found, key=lambda one: one.start)


def _runs(days: tuple[TagDay, ...], side: int) -> list[list[TagDay]]:
    runs: list[list[TagDay]] = []
    for one in days:
        if not one.alarm_minutes[side]:
            continue
        if runs and one.day - runs[-1][-1].day == timedelta(days=1):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _tree(text: str) -> dict:
    """The indented lines as nested dictionaries; a line may hold several `name: value` pairs."""
    root: dict = {}
    stack: list[tuple[int, dict]] = [(-1, root)]
    for line in text.lstrip("\ufeff").splitlines():
        name, mark, value = line.strip().partition(":")
        if not mark:
            continue
        depth = len(line) - len(line.lstrip())
        while stack[-1][0] >= depth:
            stack.pop()
        parent = stack[-1][1]
        if value.strip():
            pairs = (pair.partition(":") for pair in line.split(","))
            parent.update({key.strip(): single.strip() for key, _, single in pairs})
        else:
            child: dict = {}
            parent[name.strip()] = child
            stack.append((depth, child))
    return root


def _limit(record: dict) -> tuple[float, int]:
    return float(record["T AL"]), int(record["t AL"])


def _day(record: dict, zone: tzinfo) -> TagDay:
    return TagDay(
        day=datetime.strptime(record["Date"], "%Y-%m-%d").replace(tzinfo=zone),
        low=float(record["Min T"]),
        high=float(record["Max T"]),
        mean=float(record["Avrg T"]),
        alarm_minutes=(int(record["Alarm"]["0"]["t Acc"]), int(record["Alarm"]["1"]["t Acc"])),
    )
