"""The judgements of events, one row an event: waves in time, gatherings around one thing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from alerts.judgements import uneven_tail
from alerts.rule import Frame, Grade


@dataclass(frozen=True, kw_only=True)
class Wave:
    """When the events of the last days are a wave against the windows before them."""

    days: int
    past: int
    least: int
    times: float
    chance: float
    what: str
    unit: str
    grave: float = 6.0
    """Times the usual from which the level is III."""


def wave(frame: Frame, of: Wave) -> Grade | None:
    """The events of the last `days` against as many windows of the past as there are."""
    end = pd.Timestamp(frame.now.replace(tzinfo=None))
    ago = ((end - frame.rows["t"]).dt.total_seconds() / 86_400 / of.days).to_numpy()
    windows = max(1, of.past // of.days)
    counts = np.bincount(np.clip(ago.astype(int), 0, windows + 1), minlength=windows + 2)[: windows + 1].astype(float)
    now, past = float(counts[0]), counts[1:]
    usual = max(float(past.mean()), 0.3)
    least = of.least if not frame.standing else max(1, of.least - 1)
    if now < least or now < of.times * usual:
        return None
    chance = uneven_tail(now, usual, past, 1)
    if chance > of.chance:
        return None
    return Grade(
        level="III" if now >= of.grave * usual else "IV", value=now, threshold=float(max(of.least, round(of.times * usual))), unit=of.unit,
        title=f"{frame.place}{of.what} {of.days} 日内 {now:.0f} {of.unit}，超限 {max(of.least, round(of.times * usual))} {of.unit}",
        detail=f"此前 {windows} 个同长时段平均 {float(past.mean()):.1f} {of.unit}", window=f"近 {of.days} 日", chance=chance,
        evidence=told(frame.rows[ago < 1]),
    )  # fmt: skip


def told(rows: pd.DataFrame, most: int = 20) -> tuple[dict[str, str], ...]:
    """The first rows as evidence: what it is about, when, what was said."""
    found = []
    for row in rows.head(most).to_dict("records"):
        kept = {name: str(row[name]) for name in ("uscc", "device", "text") if row.get(name) is not None and row.get(name) == row.get(name)}
        found.append({**kept, "at": pd.Timestamp(row["t"]).isoformat()})
    return tuple(found)
