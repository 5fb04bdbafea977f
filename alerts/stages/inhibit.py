"""The inhibiting stage: what a graver alert of the same thing, or a city's silence, makes a mere consequence. It is kept and counted, not shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from alerts.gravity import graver
from alerts.message import MISSING_REPORT
from alerts.stages.validate import RULE

THINGS = ("device", "camera", "batch")
"""What identifies one thing; an enterprise (`uscc`) has many things and inhibits within one family alone."""
Row = dict[str, Any]


def inhibitor_of(row: Row, others: Iterable[Row]) -> tuple[Row, str] | None:
    """The open head among `others` that makes this head a consequence, and why; None where it stands for itself."""
    for other in others:
        why = reason(row, other)
        if why:
            return other, why
    return None


def reason(row: Row, other: Row) -> str | None:
    """Why `other` inhibits `row`; None where it does not.

    A silent city makes what our rules read from its figures (III and IV, about no particular thing) a consequence; a report from
    outside, or one about a thing, is never hidden by a silence.
    """
    if row["id"] == other["id"] or row["status"] != other["status"] or row["nature"] != other["nature"] or other["state"] == "closed":
        return None
    if other["level"] == MISSING_REPORT:
        read = row["source"] == RULE and row["level"] in ("III", "IV") and not row["entity"]
        return "该市报送异常，此项由缺报的数据得出" if read and row["region"][:4] == other["region"][:4] else None
    if not graver(other["level"], row["level"]):
        return None
    mine, theirs = row["entity"] or {}, other["entity"] or {}
    if any(mine.get(key) and mine.get(key) == theirs.get(key) for key in THINGS):
        return f"同一对象已有 {other['level']} 级告警"
    same = mine.get("uscc") and mine.get("uscc") == theirs.get("uscc") and row["family"] == other["family"]
    return f"同一单位已有 {other['level']} 级告警" if same else None
