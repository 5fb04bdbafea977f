"""The feeds of things: what happened to enterprises, devices and lots, as frames of the cells that rules judge."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pandas as pd

from alerts.feeds import APART
from alerts.reading import Reading
from alerts.rule import Frame
from data_access import watched
from data_access.stores import rulings

LONGEST_CELL = 60
LIFT = "电梯"
Load = Callable[[Reading, date, date], pd.DataFrame]
"""Rows of things from a first to a last day: `t` (aware, or naive midnight), `region`, and the columns that make a cell."""


@dataclass(frozen=True, kw_only=True)
class Things:
    """Things of the last `days` in cells. `load` reads them; `reads` names the tables for people. The region of a cell that names none is
    the one where most of its things are.
    """

    load: Load
    cell: tuple[str, ...]
    days: int
    reads: tuple[str, ...]
    least: int = 1
    """Cells with fewer things are not worth a frame: there may be a hundred thousand addresses."""
    replayable: bool = True
    ends_by_absence: bool = True

    def inputs(self) -> tuple[str, ...]:
        return self.reads

    def frames(self, reading: Reading) -> Iterator[Frame]:
        rows = reading.keep(("things", self.load.__name__, self.cell, self.days), lambda: self._read(reading))
        if rows.empty:
            return
        end = pd.Timestamp(reading.local.replace(tzinfo=None))
        seen = rows[(rows["t"] < end) & (rows["t"] >= end.normalize() - timedelta(days=self.days))]
        if self.least > 1:
            seen = seen[seen.groupby(list(self.cell), observed=True)["t"].transform("size") >= self.least]
        for key, part in seen.groupby(list(self.cell), sort=True, observed=True):
            keys = {name: str(value) for name, value in zip(self.cell, key, strict=True)}
            region = keys.get("region") or keys.get("city") or str(part["region"].mode().iloc[0])
            cell = _short(APART.join(keys.values()))
            yield Frame(
                cell=cell, region=region, place=reading.place(region), rows=part.reset_index(drop=True), now=reading.local, keys=keys,
                standing=reading.standing.get(cell), calendar=reading.calendar(),
            )  # fmt: skip

    def covers(self, reading: Reading) -> bool:
        """Whether the tables reach back to the day, though nothing may have happened on it."""
        timed = [name for name in self.reads if name in watched.TIMES]
        firsts = [reading.keep(("first", name), lambda name=name: watched.first_day(reading.reader, name)) for name in timed]
        return bool(firsts) and all(first is not None and first <= reading.until for first in firsts)

    def _read(self, reading: Reading) -> pd.DataFrame:
        first, last = reading.span or (reading.until, reading.until)
        rows = self.load(reading, first - timedelta(days=self.days), last)
        if rows.empty:
            return rows
        if getattr(rows["t"].dtype, "tz", None) is not None:
            rows = rows.assign(t=rows["t"].dt.tz_convert(str(reading.zone)).dt.tz_localize(None))
        rows = rows.assign(city=rows["region"].str[:4] + "00")
        return rows.dropna(subset=list(self.cell)).sort_values("t", kind="stable")


def _short(cell: str) -> str:
    return cell if len(cell) <= LONGEST_CELL else hashlib.sha256(cell.encode()).hexdigest()[:32]


def _bounds(reading: Reading, first: date, last: date) -> tuple[datetime, datetime]:
    return datetime.combine(first, time(), reading.zone), datetime.combine(last + timedelta(days=1), time(), reading.zone)


def opened(reading: Reading, first: date, last: date) -> pd.DataFrame:
    """Enterprises opened."""
    return watched.openings(reading.reader, reading.scope, first, last)


def changed_head(reading: Reading, first: date, last: date) -> pd.DataFrame:
    """Changes of the legal representative."""
    return watched.events(reading.reader, reading.scope, "变更", *_bounds(reading, first, last), text="法定代表人")


def heads(reading: Reading, first: date, last: date) -> pd.DataFrame:
    """Persons who became the legal representative of an enterprise."""
    return watched.relations(reading.reader, reading.scope, ("法定代表人",), first, last)


def agents(reading: Reading, first: date, last: date) -> pd.DataFrame:
    """Agents who handled a registration."""
    return watched.relations(reading.reader, reading.scope, ("代办", "委托代理"), first, last)


def woken(reading: Reading, first: date, last: date) -> pd.DataFrame:
    """Changes of enterprises that had been without any event for two years before the watched time."""
    begin, end = _bounds(reading, first, last)
    return watched.woken(reading.reader, reading.scope, "变更", begin, end, begin - timedelta(days=730))


def complaints(reading: Reading, first: date, last: date) -> pd.DataFrame:
    """Complaints against an enterprise."""
    return watched.events(reading.reader, reading.scope, "投诉", *_bounds(reading, first, last))


def failures(reading: Reading, first: date, last: date) -> pd.DataFrame:
    """Failed samples of an enterprise."""
    return watched.events(reading.reader, reading.scope, "抽检", *_bounds(reading, first, last), text="不合格")


def trapped(reading: Reading, first: date, last: date) -> pd.DataFrame:
    """People trapped in a lift, each with the lift's model and maintainer where the report names the lift or its user has but one kind."""
    found = watched.events(reading.reader, reading.scope, "困人", *_bounds(reading, first, last))
    if found.empty:
        return found.assign(device=None, model=None, maintainer=None)
    lifts = watched.devices_of(reading.reader, LIFT, found["uscc"])
    by_user = {str(uscc): part for uscc, part in lifts.groupby("uscc")}
    rows = [_lift(str(row["uscc"]), str(row["text"]), by_user) for row in found.to_dict("records")]
    return pd.concat([found.reset_index(drop=True), pd.DataFrame(rows, columns=["device", "model", "maintainer"])], axis=1)


def _lift(uscc: str, text: str, by_user: dict[str, pd.DataFrame]) -> dict[str, str | None]:
    nothing: dict[str, str | None] = {"device": None, "model": None, "maintainer": None}
    lifts = by_user.get(uscc)
    if lifts is None:
        return nothing
    named = lifts[[device in text for device in lifts["device"]]]
    for part in (named, lifts):
        if len(part) and part["model"].nunique() <= 1 and part["maintainer"].nunique() <= 1:
            first = part.iloc[0]
            return {"device": first["device"] if len(part) == 1 else None, "model": first["model"], "maintainer": first["maintainer"]}
    return nothing


def held_lots(reading: Reading, first: date, last: date) -> pd.DataFrame:
    """Holders of lots that failed: from failed samples that name the lot, and from alerts of other sources about a lot."""
    failed = _failed_lots(reading, first, last)
    found = []
    for row in failed.to_dict("records"):
        until = datetime.combine(last + timedelta(days=1), time(), reading.zone)
        who = watched.holders(reading.reader, reading.scope, str(row["lot"]), until)
        facts = {"lot": row["lot"], "product": row["name"], "reason": row["reason"], "t": row["t"], "holders": len(who)}
        found.append(who.drop(columns="t").merge(pd.DataFrame([facts]), how="cross"))
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["uscc", "t", "region", "lot"])


def _failed_lots(reading: Reading, first: date, last: date) -> pd.DataFrame:
    sampled = failures(reading, first, last)
    told = rulings.told_lots(reading.store, *_bounds(reading, first, last)) if reading.store is not None else []
    makers = watched.lots_by_makers(reading.reader, sampled["uscc"]) if len(sampled) else pd.DataFrame(columns=["lot", "uscc", "name"])
    rows = []
    for event in sampled.to_dict("records"):
        mine, text = makers[makers["uscc"] == event["uscc"]], str(event["text"])
        rows += [(lot, name, text, event["t"]) for lot, name in zip(mine["lot"], mine["name"], strict=True) if lot in text]
    known = watched.known_lots(reading.reader, [lot for lot, _, _ in told])
    names = dict(zip(known["lot"], known["name"], strict=True))
    rows += [(lot, names[lot], title, pd.Timestamp(at)) for lot, title, at in told if lot in names]
    frame = pd.DataFrame(rows, columns=["lot", "name", "reason", "t"])
    return frame.drop_duplicates("lot") if len(frame) else frame
