"""The dated table of statutory limits: what the law gives, from when on, and with which extensions and excluded periods."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from alerts.failure import AlertsFailed

SHIPPED = Path(__file__).parents[1] / "data" / "clocks.toml"
FIELDS = {
    "code", "name", "subject", "from", "unit", "length", "rolls", "effective_from", "citation", "status", "extend", "stops",
}  # fmt: skip


class Unit(StrEnum):
    """What a limit is counted in."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    HOURS = "hours"
    MINUTES = "minutes"

    @property
    def zh(self) -> str:
        return {"working_days": "个工作日", "days": "日", "hours": "小时", "minutes": "分钟"}[self]


@dataclass(frozen=True)
class Extension:
    """One extension that the law allows: by whom, and how long; None: as long as the decision says."""

    by: str
    length: int | None


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One limit as it stood from a day on."""

    code: str
    name: str
    subject: str
    begins: str
    """The event from which it counts; the day, hour or minute of the event itself is not counted."""
    unit: Unit
    length: int
    rolls: bool
    """A last day that is no working day moves to the next one."""
    effective_from: date
    citation: str
    status: str
    """V: read in a published text; M: shown as 示例 until an operator confirms it."""
    extensions: tuple[Extension, ...] = ()
    stops: tuple[str, ...] = ()

    @property
    def example(self) -> bool:
        return self.status != "V"

    def worded(self) -> str:
        """`投诉受理 7 个工作日`, with the mark of an unconfirmed limit."""
        return f"{self.name} {self.length} {self.unit.zh}" + ("（示例）" if self.example else "")


@dataclass(frozen=True)
class Limits:
    """The whole table: for each code its limits, oldest first."""

    table: Mapping[str, tuple[Limit, ...]]

    def at(self, code: str, day: date) -> Limit:
        """The limit that ruled on a day. Raises AlertsFailed for an unknown code or a day before the first."""
        known = self.table.get(code)
        if known is None:
            raise AlertsFailed(f"没有法定时限 {code}：已知的有 {'、'.join(sorted(self.table))}。")
        found = [limit for limit in known if limit.effective_from <= day]
        if not found:
            raise AlertsFailed(f"时限 {known[0].name} 自 {known[0].effective_from} 起有规定，{day} 没有依据。")
        return found[-1]


def limits_of(home: Path | None = None) -> Limits:
    """The shipped table; entries of `<home>/clocks.toml` replace those of the same code and date. Raises AlertsFailed."""
    own = home / "clocks.toml" if home else None
    files = (SHIPPED, own) if own and own.exists() else (SHIPPED,)
    return _read(tuple((path, path.stat().st_mtime_ns) for path in files))


@cache
def _read(files: tuple[tuple[Path, int], ...]) -> Limits:
    found: dict[tuple[str, date], Limit] = {}
    for path, _ in files:
        found |= {(limit.code, limit.effective_from): limit for limit in read_limits(path.read_text("utf-8"), path.name)}
    table: dict[str, list[Limit]] = {}
    for _, limit in sorted(found.items()):
        table.setdefault(limit.code, []).append(limit)
    return Limits({code: tuple(limits) for code, limits in table.items()})


def read_limits(text: str, name: str) -> list[Limit]:
    """The limits of a file. Raises AlertsFailed naming the file, the entry and what is wrong."""
    try:
        entries = tomllib.loads(text).get("limit", [])
    except tomllib.TOMLDecodeError as error:
        raise AlertsFailed(f"时限表 {name} 不是有效的 TOML：{error}。") from error
    return [_limit(entry, f"时限表 {name} 第 {number} 条") for number, entry in enumerate(entries, 1)]


def _limit(entry: Mapping[str, Any], where: str) -> Limit:
    extra, missing = set(entry) - FIELDS, FIELDS - set(entry) - {"rolls", "extend", "stops"}
    if extra or missing:
        raise AlertsFailed(f"{where}：{'不认识 ' + '、'.join(sorted(extra)) if extra else '缺 ' + '、'.join(sorted(missing))}。")
    if entry["unit"] not in set(Unit) or type(entry["length"]) is not int or entry["length"] < 1:
        raise AlertsFailed(f"{where}：unit 须为 {'、'.join(Unit)} 之一，length 须为正整数。")
    if type(entry["effective_from"]) is not date or entry["status"] not in ("V", "M"):
        raise AlertsFailed(f"{where}：effective_from 须为日期，status 须为 V 或 M。")
    return Limit(
        code=entry["code"],
        name=entry["name"],
        subject=entry["subject"],
        begins=entry["from"],
        unit=Unit(entry["unit"]),
        length=entry["length"],
        rolls=bool(entry.get("rolls", False)),
        effective_from=entry["effective_from"],
        citation=entry["citation"],
        status=entry["status"],
        extensions=tuple(Extension(one["by"], None if one.get("free") else one["length"]) for one in entry.get("extend", [])),
        stops=tuple(entry.get("stops", ())),
    )
