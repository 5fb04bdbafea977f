"""The judgements that rules share: burst, limit, excess of a share, cluster in a window, fall and change. All pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from alerts.chance import binomial_tail, poisson_tail, student_tail
from alerts.ears import ALPHA, bounds
from alerts.farrington import Reference, bound
from alerts.rule import Frame, Grade
from alerts.weekdays import DAY_KIND, free_of_rhythm
from indicators.registry import get
from indicators.words import number

BASELINE, LAG = 7, 2
YEARS = Reference(years=2, half_window=3, period=52)
FARRINGTON_ALPHA = 0.02
ADJUSTED_OVER = 112
"""Days from which the rhythm of the week is learned."""


@dataclass(frozen=True, kw_only=True)
class Burst:
    """When a day's count is a burst: at least so many, at least so many times what is usual, and above the bound."""

    code: str
    what: str
    """What is counted, in the title: 食品类投诉."""
    unit: str = "件"
    least: int = 12
    times: float = 1.5
    alpha: float = ALPHA["C2"]


def burst(frame: Frame, of: Burst) -> Grade | None:
    """C2 on weekday-adjusted counts is 关注 (IV); C2 and Farrington on the same weekdays of earlier years is 预警 (III).

    The last ended day is judged, and today as far as it has come: what is above the bound already will stay above.
    """
    grades = [_burst(rows, frame, of) for rows in ((frame.rows, frame.whole) if frame.partial else (frame.rows,))]
    found = [grade for grade in grades if grade]
    return min(found, key=lambda grade: (grade.level == "IV", grade.chance or 0.0)) if found else None


def _burst(rows: pd.DataFrame, frame: Frame, of: Burst) -> Grade | None:
    counts = rows[of.code].to_numpy(dtype=float)
    value = float(counts[-1]) if len(counts) else math.nan
    if not value >= of.least or len(counts) <= BASELINE + LAG:
        return None
    plain = free_of_rhythm(counts[-ADJUSTED_OVER:], rows[DAY_KIND].to_numpy()[-ADJUSTED_OVER:])
    c2 = float(bounds(plain[-BASELINE - LAG - 1 :], "C2", of.alpha)[-1])
    if not plain[-1] > c2:
        return None
    factor = value / float(plain[-1])
    upper = c2 * factor
    base = plain[-(BASELINE + LAG + 1) : -(LAG + 1)]
    usual = float(base.mean()) * factor
    if value < of.times * usual:
        return None
    day = rows["t"].iloc[-1]
    same_weekday = counts[::-7][::-1]
    _, years = bound(same_weekday, len(same_weekday) - 1, YEARS, FARRINGTON_ALPHA)
    both = years == years and value > years
    limit = max(upper, years) if both else upper
    ground = f"工作日节律校正后 C2 上限 {upper:.0f} {of.unit}" + (
        f"，历史同期上限 {years:.0f} {of.unit}" if years == years else "，历史同期不足两年，未作同期比较"
    )
    return Grade(
        level="III" if both else "IV", value=value, threshold=round(limit, 1), unit=of.unit, indicator=of.code,
        title=f"{frame.place}{of.what}单日 {value:.0f} {of.unit}，超常态上限 {limit:.0f} {of.unit}",
        detail=f"{day:%m 月 %d 日}，近期常态约 {usual:.0f} {of.unit}；{ground}", window=f"{day:%Y-%m-%d}",
        chance=_chance(float(plain[-1]), base),
    )  # fmt: skip


def _chance(value: float, base: np.ndarray) -> float:
    """The probability that one more day like those of the baseline is as large (predictive t)."""
    spread = float(base.std(ddof=1))
    if spread <= 0:
        return 0.0 if value > base.mean() else 1.0
    return student_tail((value - float(base.mean())) / (spread * math.sqrt(1 + 1 / len(base))), len(base) - 1)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A limit on an indicator as it stands: `high` or `low`, counted only over a denominator of at least `over`.

    What stands already ends when the value has eased by the part `ease` of the limit.
    """

    code: str
    what: str
    level: str = "IV"
    high: float | None = None
    low: float | None = None
    over: float = 1
    ease: float = 0.05
    graver: float | None = None
    """A second limit, beyond which the level is `graver_level`."""
    graver_level: str = "III"


def limit(frame: Frame, of: Limit) -> Grade | None:
    """The limit judged, with the value, the limit and what the share was made of."""
    value = frame.last(of.code)
    whole = frame.last(f"{of.code}#d") if f"{of.code}#d" in frame.rows else None
    if value is None or (whole is not None and whole < of.over):
        return None
    side, bound_at = (1, of.high) if of.high is not None else (-1, of.low)
    if bound_at is None:
        return None
    slack = abs(bound_at) * of.ease if frame.standing else 0.0
    if side * (value - bound_at) <= -slack if frame.standing else side * (value - bound_at) <= 0:
        return None
    grave = of.graver is not None and side * (value - of.graver) > 0
    one, part = get(of.code), frame.last(f"{of.code}#n") if f"{of.code}#n" in frame.rows else None
    made = f"（{part:,.0f} ÷ {whole:,.0f}）" if part is not None and whole is not None else ""
    shown, shown_limit = number(value, one.unit, one.decimals), number(bound_at, one.unit, one.decimals)
    return Grade(
        level=of.graver_level if grave else of.level, value=value, threshold=bound_at, unit=one.unit, indicator=of.code,
        title=f"{frame.place}{of.what} {shown}，{'高于' if side > 0 else '低于'}限值 {shown_limit}",
        detail=f"{one.name}{made}；口径：{one.definition}", window=f"{frame.now:%Y-%m-%d}",
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Excess:
    """When a share over the last days is out of line with the province's: at least so many, and too unlikely to be chance."""

    code: str
    what: str
    unit: str
    days: int = 30
    least: int = 5
    times: float = 2.0
    chance: float = 1e-3
    level: str = "III"


def excess_share(frame: Frame, of: Excess) -> Grade | None:
    """A cell's share against the whole province's over the same days (`<code>#n`, `#d` and their `@all`)."""
    rows = frame.whole.tail(of.days)
    hits, trials = float(rows[f"{of.code}#n"].sum()), float(rows[f"{of.code}#d"].sum())
    all_hits, all_trials = float(rows[f"{of.code}#n@all"].sum()), float(rows[f"{of.code}#d@all"].sum())
    least = of.least if not frame.standing else max(1, of.least - 1)
    rest_trials = all_trials - trials
    if hits < least or trials <= 0 or rest_trials <= 0:
        return None
    share, usual = hits / trials, max((all_hits - hits) / rest_trials, 0.5 / rest_trials)
    chance = binomial_tail(int(hits), int(trials), usual)
    if share < of.times * usual or chance > of.chance:
        return None
    return Grade(
        level=of.level, value=round(100 * share, 2), threshold=round(100 * of.times * usual, 2), unit="%", indicator=of.code, chance=chance,
        title=f"{frame.place}{of.what}近 {of.days} 日 {hits:.0f} {of.unit}，占比 {100 * share:.1f}%，为全省其他地区的 {share / usual:.1f} 倍",
        detail=f"{hits:.0f} ÷ {trials:.0f}，全省其他地区 {100 * usual:.2f}%；偶然出现的概率 {_words(chance)}",
        window=f"近 {of.days} 日", cause=None,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """When events of the last days cluster: at least so many where the same cell's own past lets fewer expect."""

    code: str
    what: str
    unit: str
    days: int = 7
    least: int = 4
    times: float = 2.5
    chance: float = 1e-3
    level: str = "III"


def cluster(frame: Frame, of: Cluster) -> Grade | None:
    """The last days' count against the mean of the days before, widened where the past was uneven."""
    rows = frame.whole[of.code].dropna()
    if len(rows) < 4 * of.days:
        return None
    now, past = float(rows.tail(of.days).sum()), rows.iloc[: -of.days]
    least = of.least if not frame.standing else max(1, of.least - 1)
    if now < least:
        return None
    usual = max(float(past.mean()) * of.days, 0.05)
    chance = uneven_tail(now, usual, past.to_numpy(), of.days)
    if now < of.times * usual or chance > of.chance:
        return None
    upper = next(
        count
        for count in range(1, int(now) + 2)
        if count > of.times * usual and uneven_tail(count, usual, past.to_numpy(), of.days) <= of.chance
    )
    return Grade(
        level=of.level, value=now, threshold=float(upper), unit=of.unit, indicator=of.code, chance=chance,
        title=f"{frame.place}{of.what} {of.days} 日内 {now:.0f} {of.unit}，达到聚集限 {upper} {of.unit}",
        detail=f"同一地区 {of.days} 日常态约 {usual:.1f} {of.unit}；偶然出现的概率 {_words(chance)}", window=f"近 {of.days} 日",
    )  # fmt: skip


def uneven_tail(count: float, usual: float, past: np.ndarray, days: int) -> float:
    """The probability of so many: Poisson where the past was as even as chance, else with its own dispersion (scaled counts)."""
    weeks = past[len(past) % days :].reshape(-1, days).sum(axis=1)
    dispersion = max(1.0, float(weeks.var(ddof=1)) / max(float(weeks.mean()), 0.05)) if len(weeks) > 3 else 1.0
    return poisson_tail(math.ceil(count / dispersion), usual / dispersion)


@dataclass(frozen=True, kw_only=True)
class Fall:
    """When a share has fallen below its own recent level by so many points."""

    code: str
    what: str
    points: float
    days: int = 14
    over: float = 20
    level: str = "IV"


def fall(frame: Frame, of: Fall) -> Grade | None:
    """The last value against the median of the days before."""
    rows = frame.whole[of.code].dropna()
    value, whole = frame.last(of.code), frame.last(f"{of.code}#d")
    if value is None or len(rows) < 5 or (whole is not None and whole < of.over):
        return None
    usual = float(rows.iloc[:-1].tail(of.days).median())
    points = of.points * (0.6 if frame.standing else 1.0)
    if usual - value < points:
        return None
    return Grade(
        level=of.level, value=round(value, 2), threshold=round(usual - of.points, 2), unit="%", indicator=of.code,
        title=f"{frame.place}{of.what}降至 {value:.1f}%，较近 {of.days} 日中位数 {usual:.1f}% 下降 {usual - value:.1f} 个百分点",
        detail=f"限值：下降 {of.points:g} 个百分点", window=f"{frame.whole['t'].iloc[-1]:%Y-%m-%d}",
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Change:
    """When a count over the last days differs from the days before by a part that its own past rarely knew."""

    code: str
    what: str
    unit: str
    days: int = 28
    part: float = 0.35
    times: float = 4.0
    """How many usual spreads of such changes."""
    least: float = 50
    up: bool = True
    down: bool = True
    level: str = "IV"


def change(frame: Frame, of: Change) -> Grade | None:
    """Whole weeks compared with the weeks before, against how such comparisons usually come out (median absolute deviation)."""
    rows = frame.whole[of.code].dropna().to_numpy()
    turns = len(rows) // of.days
    if turns < 5:
        return None
    sums = rows[len(rows) - turns * of.days :].reshape(turns, of.days).sum(axis=1)
    now, before = float(sums[-1]), float(sums[-2])
    if before < of.least:
        return None
    steps = np.diff(np.log(np.maximum(sums, 1.0)))
    usual = float(np.median(np.abs(steps[:-1] - np.median(steps[:-1])))) * 1.4826
    bound_at = max(of.part, of.times * usual) * (0.8 if frame.standing else 1.0)
    moved = now / before - 1
    if not ((of.up and moved > bound_at) or (of.down and moved < -bound_at / (1 + bound_at))):
        return None
    word = "增长" if moved > 0 else "下降"
    return Grade(
        level=of.level, value=round(100 * moved, 1), threshold=round(100 * bound_at, 1), unit="%", indicator=of.code,
        title=f"{frame.place}{of.what}近 {of.days} 日{word} {abs(100 * moved):.0f}%，超出常态波动",
        detail=f"近 {of.days} 日 {now:,.0f} {of.unit}，此前 {of.days} 日 {before:,.0f} {of.unit}；限值 ±{100 * bound_at:.0f}%", window=f"近 {of.days} 日",
    )  # fmt: skip


def named(grade: Grade | None, *, cause: str | None = None, detail: str = "") -> Grade | None:
    """The grade with its cause and one more clause of detail."""
    if grade is None:
        return None
    return replace(
        grade, cause=cause or grade.cause, detail=f"{grade.detail}；{detail}" if detail and grade.detail else grade.detail or detail
    )


def _words(chance: float) -> str:
    return "小于万分之一" if chance < 1e-4 else f"约 {chance:.2%}"
