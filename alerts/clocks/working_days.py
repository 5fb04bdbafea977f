"""The Chinese working calendar: which days are worked, by year files that say which notice they come from.

A year without a file knows weekends alone; what is counted through it, or through a year that waits for its notice, is provisional.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from alerts.failure import AlertsFailed

SHIPPED = Path(__file__).parents[1] / "data" / "calendar"
KINDS = ("holiday", "shift")
LONGEST = 12
"""Days of the longest stretch that one entry may name."""


@dataclass(frozen=True)
class DayKind:
    """What a day is on the working calendar."""

    kind: str
    """work | rest | holiday | shift (a weekend day worked in exchange)."""
    name: str = ""

    @property
    def works(self) -> bool:
        return self.kind in ("work", "shift")


@dataclass(frozen=True)
class Year:
    """One year's days off and exchanged days, with the notice that sets them."""

    year: int
    confirmed: bool
    notice: str
    days: Mapping[date, DayKind]


@dataclass(frozen=True)
class WorkingCalendar:
    """The years that are known."""

    years: Mapping[int, Year]

    def kind(self, day: date) -> DayKind:
        """What a day is; a year without a file knows weekends alone."""
        known = self.years.get(day.year)
        found = known.days.get(day) if known else None
        return found or DayKind("rest" if day.weekday() >= 5 else "work")

    def works(self, day: date) -> bool:
        return self.kind(day).works

    def confirmed(self, first: date, last: date) -> bool:
        """Whether every year between two days is set by a notice."""
        return all(year in self.years and self.years[year].confirmed for year in range(first.year, last.year + 1))

    def next_worked(self, day: date) -> date:
        """The day itself if it is worked, else the first worked day after it."""
        while not self.works(day):
            day += timedelta(days=1)
        return day

    def worked_between(self, first: date, last: date) -> int:
        """Worked days after `first` up to and with `last`; the first day never counts."""
        return sum(self.works(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def read_year(text: str, name: str) -> Year:
    """A year file's content. Raises AlertsFailed naming the file, the entry and what is wrong."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AlertsFailed(f"工作日历文件 {name} 不是有效的 TOML：{error}。") from error
    year, notice = found.get("year"), found.get("notice")
    if not isinstance(year, int) or not 2000 <= year <= 2100:
        raise AlertsFailed(f"工作日历文件 {name} 缺少年份：请写 year = 2028 这样的整数。")
    if not isinstance(notice, str) or not notice.strip():
        raise AlertsFailed(f"工作日历文件 {name} 缺少依据：请在 notice 写明国务院办公厅的通知。")
    extra = set(found) - {"year", "confirmed", "notice", *KINDS}
    if extra:
        raise AlertsFailed(f"工作日历文件 {name} 有不认识的项：{'、'.join(sorted(extra))}。")
    days: dict[date, DayKind] = {}
    for kind in KINDS:
        for number, entry in enumerate(found.get(kind, []), 1):
            for day in _days(entry, year, f"工作日历文件 {name} 第 {number} 个 [[{kind}]]"):
                if day in days:
                    raise AlertsFailed(f"工作日历文件 {name}：{day} 出现了两次。")
                if kind == "shift" and day.weekday() < 5:
                    raise AlertsFailed(f"工作日历文件 {name}：{day} 不是周末，不能作为调休上班日。")
                days[day] = DayKind(kind, entry["name"])
    return Year(year, bool(found.get("confirmed", True)), notice.strip(), days)


def _days(entry: Any, year: int, where: str) -> Iterable[date]:
    if not isinstance(entry, dict) or set(entry) != {"name", "first", "last"} or not isinstance(entry["name"], str):
        raise AlertsFailed(f"{where} 须写 name、first、last 三项。")
    first, last = entry["first"], entry["last"]
    if type(first) is not date or type(last) is not date or first.year != year or last.year != year:
        raise AlertsFailed(f"{where} 的日期须在 {year} 年内，写成 {year}-01-01 的形式。")
    if not 0 <= (last - first).days < LONGEST:
        raise AlertsFailed(f"{where} 从 {first} 到 {last}，不像一段假期：请核对。")
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def calendar_of(home: Path | None = None) -> WorkingCalendar:
    """The shipped years, and the operator's in `<home>/calendar`, which win. Raises AlertsFailed."""
    own = sorted((home / "calendar").glob("*.toml")) if home else []
    return _read(tuple((path, path.stat().st_mtime_ns) for path in (*sorted(SHIPPED.glob("*.toml")), *own)))


@cache
def _read(files: tuple[tuple[Path, int], ...]) -> WorkingCalendar:
    found = [read_year(path.read_text("utf-8"), path.name) for path, _ in files]
    return WorkingCalendar({year.year: year for year in found})


def load_year(home: Path, file: Path) -> Year:
    """Put a year file in its place under home, if it is a good one. Raises AlertsFailed and changes nothing otherwise."""
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AlertsFailed(f"工作日历文件 {file.name} 不能读取：须是 UTF-8 文本。") from error
    year = read_year(text, file.name)
    target = home / "calendar" / f"{year.year}.toml"
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    fresh.write_text(text, "utf-8")
    fresh.replace(target)
    return year
