"""Why a headline number changed: its change split exactly over the parts of each dimension, and the parts that explain it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal

import pandas as pd

from data_access.buckets import Window
from data_access.measure import Combined, Mean, Per, Ratio, Reader
from data_access.measure_query import PLACES, Query, dimensions, mart_table
from data_access.measure_sql import measured
from data_access.scope import Scope
from indicators import split
from indicators.causes import Candidate, candidates
from indicators.declaration import Indicator
from indicators.failure import IndicatorFailed
from indicators.question import Value
from indicators.read import recalled, value
from indicators.registry import get
from indicators.split import Cell, Part

Against = Literal["previous", "year_ago"]
_FRACTIONS = (Ratio, Per, Mean)
MOST_CELLS = 60_000
"""Crossed cells that are read at once; beyond these each dimension is read alone and no cause of two dimensions is looked for."""


@dataclass(frozen=True, kw_only=True)
class Why:
    """A change and its parts. `parts` by dimension, the largest change first; their `exact` sums to `exact` in each dimension.

    `before`, `now`: the number over the like period and over the ended days of the present one, of the cities that have reported
    (`missing` have not). `kind`: `sum`, `ratio` (parts have volume and rate), `common` (a ratio whose denominator is one for all).
    """

    code: str
    region: str | None
    against: Against
    kind: Literal["sum", "ratio", "common"]
    before: float
    now: float
    exact: Fraction
    parts: Mapping[str, tuple[Part, ...]]
    causes: tuple[Candidate, ...]
    period: Window
    like: Window
    missing: tuple[str, ...] = ()
    as_of: datetime | None = None
    batch: int | None = None
    nature: str = "production"

    @property
    def change(self) -> float:
        return float(self.exact)


@dataclass(frozen=True)
class _Asked:
    reader: Reader
    indicator: Indicator
    scope: Scope
    region: str | None
    found: Value
    windows: tuple[Window, Window]
    """The earlier one first."""

    def query(self, by: tuple[str, ...]) -> Query:
        """The question over both windows, without cities that have not reported, as the headline compares."""
        one_place = self.region not in (None, self.scope.province)
        alone = one_place or self.scope.cities == set(self.found.missing)
        return Query(
            mart=self.indicator.mart, measures={"v": self.indicator.measure}, scope=self.scope, by=by, region=self.region,
            windows=self.windows, without=() if alone else self.found.missing,
        )  # fmt: skip


def why(
    reader: Reader, code: str, scope: Scope, by: Sequence[str] | None = None, region: str | None = None, against: Against = "previous"
) -> Why:
    """Why an indicator's number changed against the like period before or a year ago, by the dimensions `by` (None: all that it has,
    and the cities of a province or the counties of a city).

    Raises IndicatorFailed with a sentence where nothing can be compared, and ForeignRegion.
    """
    key = f"why {code!r} {scope.key} {tuple(by) if by is not None else None!r} {region!r} {against!r}"
    return recalled(reader, key, lambda: _answered(reader, get(code), scope, (by, region, against)))


def splits(indicator: Indicator, scope: Scope, region: str | None = None) -> tuple[str, ...]:
    """The dimensions that a change is split by when none is named."""
    whole = scope.is_whole and region in (None, scope.province)
    return ("city" if whole else "region", *(indicator.dims or ()))


def _answered(reader: Reader, indicator: Indicator, scope: Scope, asked: tuple[Sequence[str] | None, str | None, Against]) -> Why:
    by, region, against = asked
    if against not in ("previous", "year_ago"):
        raise IndicatorFailed(f"不能与 {against!r} 比较：只能与上期（previous）或上年同期（year_ago）比较。")
    names = tuple(by) if by is not None else splits(indicator, scope, region)
    allowed = (*PLACES, *(indicator.dims or ()))
    for name in names:
        if name not in allowed:
            raise IndicatorFailed(f"{indicator.name}不能按 {name!r:.40} 分解：可按 {'、'.join(allowed)}。")
    if isinstance(indicator.measure, Combined) and any(isinstance(term, _FRACTIONS) for _, term in indicator.measure.terms):
        raise IndicatorFailed(f"{indicator.name}无法分解变化：它由比率或均值相加减而得，各部分之和不等于总体。")
    found = value(reader, indicator.code, scope, region=region)
    earlier = getattr(found, against)
    if found.period is None or found.period.like is None or found.like is None or earlier is None:
        raise IndicatorFailed(f"{indicator.name}无法分解变化：{_lack(indicator, found, against)}。")
    windows = (getattr(found.period, against), found.period.like)
    return _split(_Asked(reader, indicator, scope, region, found, windows), names, against)


def _lack(indicator: Indicator, found: Value, against: Against) -> str:
    if not indicator.has_past:
        return "该指标只有现状，没有可比的历史"
    if found.period is None or found.value is None:
        return "没有数据"
    if found.period.like is None or found.like is None:
        return "本期尚无已满的时段"
    return "上期没有数据" if against == "previous" else "上年同期没有数据"


def _split(asked: _Asked, names: tuple[str, ...], against: Against) -> Why:
    indicator, found = asked.indicator, asked.found
    whole = _cells(asked, ())
    kinds = {name: _kind(indicator, name) for name in names}
    crossed = _crossed(asked, names) if len(set(kinds.values())) == 1 and "common" not in kinds.values() else None
    parts = {name: _parts(asked, name, kinds[name], whole, crossed) for name in names}
    total = _total(whole, kinds[names[0]] if names else _kind(indicator, "city"), _scale(indicator))
    return Why(
        code=indicator.code, region=asked.region, against=against, kind=next(iter(kinds.values()), "sum"),
        before=_number(whole, 0, "v"), now=_number(whole, 1, "v"), exact=total, parts=parts,
        causes=tuple(candidates(_plain(crossed, names, indicator), names)) if crossed is not None else (),
        period=asked.windows[1], like=asked.windows[0], missing=found.missing, as_of=found.as_of, batch=found.batch, nature=found.nature,
    )  # fmt: skip


def _kind(indicator: Indicator, name: str) -> Literal["sum", "ratio", "common"]:
    """How a measure splits by a dimension: a base in another mart that does not know the dimension is one for all parts."""
    measure = indicator.measure
    if isinstance(measure, Per) and name not in PLACES and name not in dimensions(mart_table(measure.base.mart)):
        return "common"
    return "ratio" if indicator.is_fraction else "sum"


def _scale(indicator: Indicator) -> float:
    return 1.0 if isinstance(indicator.measure, Mean) else getattr(indicator.measure, "scale", 1.0)


def _cells(asked: _Asked, by: tuple[str, ...]) -> pd.DataFrame:
    """The numbers by split, a row a cell: `v`, `v#n`, `v#d` for each side as `<name>|0` and `<name>|1`."""
    frame = measured(asked.reader, asked.query(by))
    frame[list(by)] = frame[list(by)].astype("object").where(frame[list(by)].notna(), split.REST)
    numbers = [column for column in frame if column not in (*by, "t")]
    sides = [frame[frame["t"] == side].drop(columns="t").rename(columns={name: f"{name}|{side}" for name in numbers}) for side in (0, 1)]
    if not by:
        return pd.concat([side.reset_index(drop=True) for side in sides], axis=1)
    return sides[0].merge(sides[1], on=list(by), how="outer")


def _crossed(asked: _Asked, names: tuple[str, ...]) -> pd.DataFrame | None:
    """All dimensions crossed in one statement; None where that would be too many cells."""
    if not names or ("city" in names and "region" in names):
        return None
    cells = _cells(asked, names)
    return cells if len(cells) <= MOST_CELLS else None


def _parts(asked: _Asked, name: str, kind: str, whole: pd.DataFrame, crossed: pd.DataFrame | None) -> tuple[Part, ...]:
    if crossed is None:
        rows = _cells(asked, (name,)).set_index(name)
    else:
        numbers = [column for column in crossed if "|" in str(column)]
        rows = crossed.groupby(name, sort=True)[numbers].sum(min_count=1)
    scale = _scale(asked.indicator)
    if kind == "sum":
        pairs = {str(key): (row["v|0"], row["v|1"]) for key, row in _rows(rows)}
        found = split.additive(pairs, (_number(whole, 0, "v"), _number(whole, 1, "v")))
    elif kind == "common":
        pairs = {str(key): (row["v#n|0"], row["v#n|1"]) for key, row in _rows(rows)}
        found = split.common(pairs, _whole(whole), scale)
    else:
        cells = {str(key): Cell((row["v#n|0"], row["v#n|1"]), (row["v#d|0"], row["v#d|1"])) for key, row in _rows(rows)}
        found = split.ratio(cells, _whole(whole), scale)
    return tuple(sorted(found, key=lambda one: (-abs(one.exact), one.key)))


def _rows(frame: pd.DataFrame) -> list[tuple[object, dict[str, float | None]]]:
    """The rows by key with None for what is unknown."""
    return [
        (key, {str(c): None if n != n else float(n) for c, n in row.items()})
        for key, row in zip(frame.index, frame.to_dict("records"), strict=True)
    ]


def _number(whole: pd.DataFrame, side: int, name: str) -> float:
    return float(whole[f"{name}|{side}"].iloc[0])


def _whole(whole: pd.DataFrame) -> Cell:
    return Cell(
        (_number(whole, 0, "v#n"), _number(whole, 1, "v#n")), (_number(whole, 0, "v#d"), _number(whole, 1, "v#d"))
    )  # fmt: skip


def _total(whole: pd.DataFrame, kind: str, scale: float) -> Fraction:
    """The change, exactly: of a ratio that of the fractions, not of their roundings."""
    if kind == "sum":
        return split.fraction(_number(whole, 1, "v")) - split.fraction(_number(whole, 0, "v"))
    cell = _whole(whole)
    sides = [Fraction(scale) * split.fraction(cell.part[side]) / split.fraction(cell.whole[side]) for side in (0, 1)]
    return sides[1] - sides[0]


def _plain(crossed: pd.DataFrame, names: tuple[str, ...], indicator: Indicator) -> pd.DataFrame:
    """The crossed cells as the search for causes takes them."""
    columns = {"v#n|0": "before", "v#n|1": "now", "v#d|0": "before_whole", "v#d|1": "now_whole"}
    if not indicator.is_fraction:
        columns = {"v|0": "before", "v|1": "now"}
    return crossed[[*names, *columns]].rename(columns=columns)


__all__ = ["Candidate", "Part", "Why", "splits", "why"]
