"""The fair comparison of cities: rates with their denominators and intervals, like-size groups with a median, the late left unranked."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from statistics import NormalDist
from typing import Any

import pandas as pd

from data_access.buckets import Grain
from data_access.measure import Mean, Per, Ratio, Reader
from data_access.scope import Scope
from indicators.declaration import Indicator
from indicators.failure import IndicatorFailed
from indicators.months import ended
from indicators.period import Span, months_later
from indicators.provenance import freshness
from indicators.question import Answer
from indicators.read import Ask, ask
from indicators.registry import get

PAGE = Path(__file__).parent / "rules" / "peers.toml"
FLOWS = ("exit_ratio", "completion_rate", "finish_rate", "close_rate", "handled_rate", "rectified_rate", "claimed_rate", "growth")
"""Ratios of two flows whose numerator is no part of the denominator: their chance is that of the count above."""


@dataclass(frozen=True)
class SizeClass:
    """One class of like-size cities: from how many entities in business."""

    key: str
    name: str
    start: float


@dataclass(frozen=True)
class SizeClasses:
    """The classes, the largest first, and how steady they are."""

    version: str
    code: str
    months: int
    margin: float
    least: int
    """Cities with a value that a group's median needs: of fewer, a median would tell a neighbour's number."""
    classes: tuple[SizeClass, ...]

    def of(self, stocks: pd.Series) -> SizeClass | None:
        """The class of a city from its stock by month, the newest last. None where nothing is known."""
        at: SizeClass | None = None
        for stock in stocks.dropna():
            fits = next((one for one in self.classes if stock >= one.start), self.classes[-1])
            if at is None or (fits != at and self._past_the_margin(float(stock), at)):
                at = fits
        return at

    def _past_the_margin(self, stock: float, at: SizeClass) -> bool:
        place = self.classes.index(at)
        above = self.classes[place - 1].start if place else math.inf
        return stock >= above * (1 + self.margin) or stock < at.start * (1 - self.margin)


@cache
def size_classes() -> SizeClasses:
    """The declared classes."""
    data = tomllib.loads(PAGE.read_text(encoding="utf-8"))
    classes = tuple(SizeClass(one["key"], one["name"], float(one["from"])) for one in data["class"])
    return SizeClasses(data["version"], data["code"], data["months"], data["margin"], data["least"], classes)


def groups(reader: Reader, scope: Scope) -> dict[str, SizeClass]:
    """The size class of each city of the province: computed from the whole, whoever asks, for a class is no figure of a city."""
    declared, whole = size_classes(), Scope.whole(scope.province)
    end = ended(reader, get(declared.code))
    if end is None:
        return {}
    question = Ask(
        codes=(declared.code,), scope=whole, by=("city",), grain=Grain.MONTH, start=months_later(end, -declared.months), end=end, who_is_missing=False
    )  # fmt: skip
    frame = ask(reader, question).frame.sort_values("t")
    found = {str(city): declared.of(part[declared.code]) for city, part in frame.groupby("city") if city != scope.province}
    return {city: one for city, one in found.items() if one is not None}


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Cities beside each other, as far as the caller may see.

    `frame`, a row a city: `city`, `value`, `numerator`, `denominator`, `low`, `high` (95 % interval, NaN where the number has none), `group`
    (name of the size class), `group_median`, `group_size`, `rank`, `group_rank` (1 is best; NaN for the unranked), `verdict` (优于组内中位,
    劣于组内中位, 无显著差异, or empty) and `reason` (why it is not ranked). A city's caller sees its own row without ranks: the median
    of its group is the only figure of others. `interval` names the method.
    """

    code: str
    frame: pd.DataFrame
    interval: str
    denominator: str
    as_of: datetime | None = None
    batch: int | None = None
    nature: str = "production"
    missing: tuple[str, ...] = ()
    version: str = field(default="")


def compare(
    reader: Reader, code: str, scope: Scope, *, span: Span | None = None, at: date | None = None, now: datetime | None = None
) -> Comparison:
    """An indicator's cities over its usual period (or `span`). With `now`, stale data leave every city unranked. Raises IndicatorFailed."""
    return _compared(reader, code, scope, ask(reader, _question((code,), scope, span, at)), now)


def compare_all(reader: Reader, codes: Sequence[str], scope: Scope, *, span: Span | None = None) -> list[Comparison]:
    """The same for several indicators in their order: those of one mart and period share a statement. Raises IndicatorFailed."""
    by_mart: dict[str, list[str]] = {}
    for code in codes:
        by_mart.setdefault(get(code).mart, []).append(code)
    answers = {mart: ask(reader, _question(tuple(some), scope, span, None)) for mart, some in by_mart.items()}
    return [_compared(reader, code, scope, answers[get(code).mart], None) for code in codes]


def _question(codes: tuple[str, ...], scope: Scope, span: Span | None, at: date | None) -> Ask:
    for indicator in map(get, codes):
        if not indicator.is_fraction:
            raise IndicatorFailed(f"{indicator.name}是总量，各市规模不同，不能直接排名：请选用有分母的指标。")
    return Ask(codes=codes, scope=Scope.whole(scope.province), by=("city",), span=span, at=at)


def _compared(reader: Reader, code: str, scope: Scope, answer: Answer, now: datetime | None) -> Comparison:
    indicator = get(code)
    frame = _ranked(indicator, _rows(indicator, answer, scope, groups(reader, scope), now))
    interval = _method(indicator, frame)[0]
    if not scope.is_whole:
        frame = frame[[scope.allows(city) for city in frame["city"]]].assign(rank=math.nan, group_rank=math.nan)
    return Comparison(
        code=code, frame=frame.reset_index(drop=True), interval=interval, denominator=denominator_words(indicator),
        as_of=answer.as_of, batch=answer.batch, nature=answer.nature, missing=tuple(city for city in answer.missing if scope.allows(city)),
        version=size_classes().version,
    )  # fmt: skip


def _rows(indicator: Indicator, answer: Answer, scope: Scope, classes: Mapping[str, SizeClass], now: datetime | None) -> pd.DataFrame:
    code = indicator.code
    frame = pd.DataFrame({
        "city": answer.frame["city"].astype("object"), "value": answer.frame[code],
        "numerator": answer.parts[f"{code}#n"], "denominator": answer.parts[f"{code}#d"],
    })  # fmt: skip
    frame = frame[frame["city"] != scope.province]
    absent = [city for city in (*classes, *answer.missing) if city not in set(frame["city"])]
    blank = pd.DataFrame({"city": list(dict.fromkeys(absent)), "value": math.nan, "numerator": math.nan, "denominator": math.nan})
    frame = pd.concat([frame, blank], ignore_index=True) if len(blank) else frame
    frame = frame.sort_values("city", ignore_index=True)
    frame["group"] = [classes[city].name if city in classes else "" for city in frame["city"]]
    stale = now is not None and freshness(indicator, answer.as_of, now) != "ok"
    frame["reason"] = [_reason(city in answer.missing, value, stale) for city, value in zip(frame["city"], frame["value"], strict=True)]
    return frame


def _reason(late: bool, value: float, stale: bool) -> str:
    if late:
        return "迟报：尚未报送至数据截止日，不参与排名"
    if value != value:
        return "无数据，不参与排名"
    return "数据停更，不参与排名" if stale else ""


def _ranked(indicator: Indicator, frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.copy()
    fair = frame["value"].where(frame["reason"] == "")
    _, bounds = _method(indicator, frame)
    both = [bounds(n, d) for n, d in zip(frame["numerator"], frame["denominator"], strict=True)]
    frame["low"], frame["high"] = [low for low, _ in both], [high for _, high in both]
    grouped = fair.groupby(frame["group"])
    size = grouped.transform("count").where(frame["group"] != "", 0)
    frame["group_size"] = size.astype("int64")
    frame["group_median"] = grouped.transform("median").where(size >= size_classes().least)
    if indicator.better == "none":
        frame["rank"] = frame["group_rank"] = math.nan
    else:
        rising = indicator.better == "down"
        frame["rank"] = fair.rank(ascending=rising, method="min")
        frame["group_rank"] = grouped.rank(ascending=rising, method="min")
    frame["verdict"] = [_verdict(indicator, row) for row in frame.to_dict("records")]
    return frame


def _verdict(indicator: Indicator, row: Mapping[Any, Any]) -> str:
    low, high, median = (float(row[name]) for name in ("low", "high", "group_median"))
    if row["reason"] or any(number != number for number in (low, high, median)):
        return ""
    if low <= median <= high:
        return "与组内中位无显著差异"
    above = low > median
    if indicator.better == "none":
        return "高于组内中位" if above else "低于组内中位"
    return "优于组内中位" if above == (indicator.better == "up") else "劣于组内中位"


def denominator_words(indicator: Indicator) -> str:
    """What a rate is divided by, as its definition says after ÷."""
    return indicator.definition.split("÷", 1)[1].split("；")[0].split("，")[0].strip(" 。") if "÷" in indicator.definition else ""


Bounds = Callable[[float, float], tuple[float, float]]


def _method(indicator: Indicator, frame: pd.DataFrame) -> tuple[str, Bounds]:
    """The interval of a rate: Wilson's where the numerator is a part of the denominator, else Poisson's of a count; none for a mean."""
    measure = indicator.measure
    scale = getattr(measure, "scale", 1.0)
    counts = frame[["numerator", "denominator"]].dropna()
    whole = bool(len(counts)) and bool((counts % 1 == 0).all().all()) and bool((counts >= 0).all().all())
    if isinstance(measure, Mean) or not whole or not _is_count(indicator):
        return "", lambda n, d: (math.nan, math.nan)
    part = isinstance(measure, Ratio) and indicator.is_rate and bool((counts["numerator"] <= counts["denominator"]).all())
    binomial = part and not any(word in indicator.code for word in FLOWS)
    one = wilson if binomial else poisson

    def bounds(part: float, base: float) -> tuple[float, float]:
        low, high = one(part, base)
        return scale * low, scale * high

    return "Wilson 95% 区间" if binomial else "泊松 95% 区间（Byar）", bounds


def _is_count(indicator: Indicator) -> bool:
    """Whether the numerator counts things that happen one by one: money and minutes do not."""
    return isinstance(indicator.measure, Per) or indicator.is_rate


def wilson(part: float, whole: float, level: float = 0.95) -> tuple[float, float]:
    """The interval of a proportion, 0…1; NaN where it is not known. Wilson (1927)."""
    if not (whole > 0 and 0 <= part <= whole):
        return math.nan, math.nan
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share, extra = part / whole, z * z / whole
    middle = (share + extra / 2) / (1 + extra)
    half = z * math.sqrt(share * (1 - share) / whole + extra / (4 * whole)) / (1 + extra)
    return max(0.0, middle - half) if part else 0.0, min(1.0, middle + half) if part < whole else 1.0


def poisson(count: float, base: float, level: float = 0.95) -> tuple[float, float]:
    """The interval of a count over a base; NaN where it is not known. Byar's approximation (Breslow and Day, 1987)."""
    if not (base > 0 and count >= 0):
        return math.nan, math.nan
    z = NormalDist().inv_cdf(0.5 + level / 2)
    low = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3 if count else 0.0
    upper = count + 1
    return low / base, upper * (1 - 1 / (9 * upper) + z / (3 * math.sqrt(upper))) ** 3 / base


def own(found: Comparison, city: str) -> Comparison:
    """A comparison cut to one city, as that city's caller would see it."""
    frame = found.frame[found.frame["city"] == city].assign(rank=math.nan, group_rank=math.nan)
    return replace(found, frame=frame.reset_index(drop=True), missing=tuple(one for one in found.missing if one == city))
