"""The back-test: a rule replayed day by day over the past, as of the end of each day, with what it would have said."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from alerts.failure import AlertsFailed
from alerts.reading import Reading
from alerts.rule import Rule
from alerts.rulebook import edition
from alerts.verdicts import judged, tables_of
from data_access.stores.rulings import Told
from data_access.stores.ulid import new_id
from indicators.horizons import Horizons

LEAST_DAYS = 90
NEAR = timedelta(days=7)
"""How near a confirmed alert of another source must lie to an alarm of a replay to count as the same matter."""
SHOWN = 30


@dataclass(frozen=True)
class Alarm:
    """One alarm of a replay: the day it began, where, and how it read."""

    day: date
    cell: str
    region: str
    level: str
    title: str


@dataclass
class Replay:
    """What a replay found."""

    rule: str
    first: date
    last: date
    known: int = 0
    """Days that could be judged: at least one cell was known, or the records reach back to the day and hold nothing to judge."""
    cell_days: int = 0
    capped: int = 0
    alarms: list[Alarm] = field(default_factory=list)
    seconds: float = 0.0


def replay(rule: Rule, reading: Reading, days: int = LEAST_DAYS) -> Replay:
    """The alarms of a rule over the last ended days. Raises AlertsFailed for a rule whose past is not kept."""
    if not rule.feed.replayable:
        raise AlertsFailed(f"规则 {rule.code} 读取现状台账，没有历史可回放：请以实际处置结果评价。")
    if days < 1:
        raise AlertsFailed("回测天数应为正整数。")
    began, last = time.monotonic(), last_day(rule, reading)
    first = last - timedelta(days=days - 1)
    found, quiet = Replay(rule.code, first, last), Counter[str]()
    standing: dict[str, str] = {}
    over = replace(reading, span=(first, last), kept={})
    patience = max(1, rule.hold // timedelta(days=1) + 1)
    for turn in range(days):
        day = first + timedelta(days=turn)
        then = over.on(day)
        verdicts = judged(rule, then.knowing(dict(standing)))
        found.known += bool(verdicts.frames) or rule.feed.covers(then)
        found.cell_days += len(verdicts.frames)
        found.capped += verdicts.capped
        for cell, grade in verdicts.grades.items():
            if cell not in standing:
                found.alarms.append(Alarm(day, cell, verdicts.frames[cell].region, grade.level, grade.title))
            standing[cell] = grade.level
            quiet[cell] = 0
        for cell in [cell for cell in standing if cell not in verdicts.grades]:
            quiet[cell] += 1
            if quiet[cell] >= patience:
                del standing[cell]
    found.seconds = time.monotonic() - began
    return found


def last_day(rule: Rule, reading: Reading) -> date:
    """The last day that has ended in all marts that a rule reads; yesterday for tables without time."""
    yesterday = reading.now.astimezone(reading.zone).date() - timedelta(days=1)
    horizons, found = Horizons(reading.reader), [yesterday]
    for table in tables_of(rule.feed):
        last = horizons.last(table) if table.endswith(("_daily", "_hourly")) else None
        if last is not None:
            day = last.date() if isinstance(last, datetime) else last
            found.append(day if day < yesterday else yesterday)
    return min(found)


def report(found: Replay, told: Sequence[Told], rule: Rule, province: str) -> dict[str, Any]:
    """The figures of a replay: alarms by week, city and level, how many no confirmed alert bears out, and what it cost."""
    weeks = max(1, (found.last - found.first).days + 1) / 7
    alone = sum(not _borne_out(alarm, rule, told) for alarm in found.alarms)
    return {
        "alarms": len(found.alarms),
        "per_week": round(len(found.alarms) / weeks, 2),
        "by_city": dict(sorted(Counter(_city(alarm.region, province) for alarm in found.alarms).items())),
        "by_level": dict(sorted(Counter(alarm.level for alarm in found.alarms).items())),
        "cell_days": found.cell_days,
        "capped": found.capped,
        "false_at_most": alone,
        "false_share_at_most": round(alone / len(found.alarms), 3) if found.alarms else None,
        "false_rate_of_cap": rule.cap,
        "seconds": round(found.seconds, 2),
        "examples": [
            {"day": one.day.isoformat(), "region": one.region, "level": one.level, "title": one.title} for one in found.alarms[-SHOWN:]
        ],
    }


def _city(region: str, province: str) -> str:
    return region if region == province else region[:4] + "00"


def _borne_out(alarm: Alarm, rule: Rule, told: Sequence[Told]) -> bool:
    """Whether another source's alert of the same family and city, near in time, was not found false."""
    at = datetime.combine(alarm.day, datetime.min.time())
    return any(
        one.source != "rule" and one.family == rule.family and one.region[:4] == alarm.region[:4] and one.disposition == "confirmed"
        and abs(one.occurred_at.replace(tzinfo=None) - at) <= NEAR
        for one in told
    )  # fmt: skip


def row_of(found: Replay, figures: dict[str, Any], who: str, now: datetime) -> dict[str, Any]:
    """The row that is kept; its `days` are those on which something could be judged, which is what the gate counts."""
    return {
        "id": new_id(now), "rule": found.rule, "edition": edition(found.rule), "first": found.first, "last": found.last, "days": found.known,
        "report": figures, "who": who,
    }  # fmt: skip
