"""The plots of the demo province: what its numbers look like, drawn from the generator itself for a fixed moment and seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from types import MappingProxyType

import pandas as pd

from demo.clusters import Cluster, clusters
from demo.frames import Span, frame
from demo.outages import outages
from demo.plan import Plan, plan_of
from demo.rhythm import kind_of
from docs.drawing import Picture, Plot, Series
from settings import Settings

MOMENT = datetime.fromisoformat("2026-11-22T10:30:00+08:00")
FLOWS = (
    ("entity_daily", "opened", "新设主体", "户"), ("licence_daily", "accepted", "许可受理", "件"), ("complaint_daily", "received", "投诉举报接收", "件"),
    ("inspection_daily", "done", "监督检查", "次"), ("case_daily", "filed", "行政处罚立案", "件"), ("sampling_daily", "sampled", "抽检完成", "批次"),
)  # fmt: skip
WEEK = "一二三四五六日"


@cache
def plan() -> Plan:
    """The province of the plots: the default seed and size, whatever the environment says."""
    return plan_of(Settings.model_construct(), MOMENT)


@cache
def daily(table: str, column: str) -> pd.DataFrame:
    """Closed days × cities, all 36 months; a city that never reported a day is unknown there."""
    place = plan()
    found = frame(place.seed, place.province, table, Span(place.first(table), place.yesterday), place.gaps)
    city = found["region"].astype(str).str[:4] + "00"
    return found.groupby(["day", city])[column].sum().unstack()


def total(table: str, column: str) -> pd.Series:
    """The province's total a day."""
    return daily(table, column).sum(axis=1)


def times(found: pd.Series) -> pd.DatetimeIndex:
    """The days or hours of a series."""
    return pd.DatetimeIndex(found.index)


def monthly() -> Picture:
    plots = []
    for table, column, name, unit in FLOWS:
        found = total(table, column)
        months = found.groupby(times(found).to_period("M")).sum().iloc[:-1]  # the present month is not over
        steps = [(at, f"{month.year}") for at, month in enumerate(months.index) if month.month == 1]
        plots.append(Plot(title=name, unit=unit, series=[Series(name=name, values=months.tolist(), bars=True)], steps=steps))
    return Picture("36 个月逐月走势（全省）", plots)


def cities() -> Picture:
    place = plan().province
    order = sorted(range(len(place.cities)), key=lambda at: -place.city_sizes[at])
    steps = [(at, place.cities[index].short) for at, index in enumerate(order)]
    plots = []
    for table, column, name, _ in (FLOWS[0], FLOWS[2], FLOWS[3], FLOWS[4]):
        year = daily(table, column).loc[str(MOMENT.date() - timedelta(days=365)) :].sum()
        share = [100 * float(year[place.cities[index].code] / year.sum()) for index in order]
        size = [100 * float(place.city_sizes[index]) for index in order]
        plots.append(
            Plot(
                title=f"{name}占全省",
                unit="%",
                series=[Series(name=name, values=share, bars=True), Series(name="规模权重", values=size)],
                steps=steps,
            )
        )
    return Picture("13 市近一年占比，按规模排列", plots)


def week() -> Picture:
    plots = []
    for table, column, name, _ in (*FLOWS[:4],):
        found = total(table, column)
        plain = found[[kind_of(day.date()).kind in ("work", "rest") for day in found.index]]
        means = plain.groupby(times(plain).day_of_week).mean()
        plots.append(
            Plot(title=f"{name}：平常一周的日均", series=[Series(name=name, values=means.tolist(), bars=True)], steps=list(enumerate(WEEK)))
        )
    return Picture("一周的节律（不含节假日和调休）", plots)


def festival() -> Picture:
    plots = []
    for first, last, title in (
        (date(2026, 1, 26), date(2026, 3, 22), "春节前后"),
        (date(2025, 9, 15), date(2025, 10, 26), "国庆、中秋前后"),
    ):
        days = pd.date_range(first, last)
        found = [
            Series(name=FLOWS[at][2], values=(total(*FLOWS[at][:2])[days] / total(*FLOWS[at][:2])[days].max()).tolist()) for at in (0, 2, 3)
        ]
        steps = [(at, f"{day.month}-{day.day}") for at, day in enumerate(days) if day.day_of_week == 0 and at % 2 == 0]
        plots.append(Plot(title=title, unit="以期内最高日为 1", series=found, steps=steps, bands=_holidays(days), digits=2))
    return Picture("节假日与调休", plots, size=(470, 240))


def _holidays(days: pd.DatetimeIndex) -> list[tuple[int, int, str]]:
    off = [at for at, day in enumerate(days) if kind_of(day.date()).kind == "holiday"]
    return [(off[0], off[-1], kind_of(days[off[0]].date()).name)] if off else []


def years() -> Picture:
    plots = []
    for table, column, name, unit in (FLOWS[0], FLOWS[2]):
        found = total(table, column)
        months = found.groupby([times(found).year, times(found).month]).sum()
        series = [
            Series(name=f"{year}", values=[_known(months, (year, month)) for month in range(1, 13)], faint=year == 2024)
            for year in (2024, 2025, 2026)
        ]
        plots.append(Plot(title=name, unit=unit, series=series, steps=[(at, f"{at + 1}月") for at in range(0, 12, 2)]))
    return Picture("与上年同期相比", plots, size=(470, 230))


def _known(months: pd.Series, key: tuple[int, int]) -> float | None:
    whole = key != (MOMENT.year, MOMENT.month)
    return float(months[key]) if key in months.index and whole else None


def lags() -> Picture:
    pairs = (
        ("投诉→检查", ("complaint_daily", "received"), ("inspection_daily", "planned")),
        ("查出问题→立案", ("inspection_daily", "found"), ("case_daily", "filed")),
        ("投诉→立案", ("complaint_daily", "received"), ("case_daily", "filed")),
    )
    span = range(-7, 18)
    series = [Series(name=name, values=[correlation(shares(*one), shares(*other), lag) for lag in span]) for name, one, other in pairs]
    steps = [(at, f"{lag:+d} 天" if lag else "0") for at, lag in enumerate(span) if lag % 3 == 0]
    bump, title = _episode()
    found = Plot(title="滞后相关系数（工作日，13 市平均）", series=series, steps=steps, low=None, digits=2)
    after = [(at, f"{at - 14:+d} 天" if at != 14 else "0") for at in range(0, 43, 7)]
    told = Plot(title=title, series=bump, steps=after, low=None, digits=1, marks=[(14, "突增首日")])
    return Picture("因果链：投诉 → 检查 → 立案", [found, told], size=(520, 260))


def shares(table: str, column: str) -> pd.DataFrame:
    """Each city's part of the province on working days, against its own usual part."""
    found = daily(table, column)
    found = found[[kind_of(day.date()).kind == "work" for day in found.index]]
    part = found.div(found.sum(axis=1), axis=0)
    return part / part.rolling(41, center=True, min_periods=15).mean() - 1


def correlation(cause: pd.DataFrame, effect: pd.DataFrame, lag: int) -> float:
    """Pearson's coefficient of an effect with its cause some days before, the mean of the cities."""
    return float(cause.shift(lag, freq="D").corrwith(effect).mean())


def _episode() -> tuple[list[Series], str]:
    """The burst of complaints of two years that weighed most in its city, away from the long holidays, and what followed there."""
    place = plan()
    found = clusters(place.seed, place.province, date(2024, 10, 1), MOMENT.date() - timedelta(days=45))
    one = max((one for one in found if one.table == "complaint_daily" and _is_plain(one)), key=_weight)
    city = place.province.city_of(one.place)
    days = pd.date_range(one.first - timedelta(days=14), periods=43)
    series = []
    for table, column, name in (
        ("complaint_daily", "received", "投诉"),
        ("inspection_daily", "planned", "检查"),
        ("case_daily", "filed", "立案"),
    ):
        part = daily(table, column)
        share = (part[city.code].rolling(7).sum() / part.sum(axis=1).rolling(7).sum())[days]
        series.append(Series(name=name, values=(share / share.iloc[:7].mean()).tolist()))
    return series, f"{city.name}占比（突增前 = 1，前 7 日合计）"


def _is_plain(one: Cluster) -> bool:
    """Whether no long holiday lies in the weeks around a cluster."""
    days = [one.first + timedelta(days=n) for n in range(-14, 29)]
    return sum(kind_of(day).kind == "holiday" for day in days) <= 3


def _weight(one: Cluster) -> float:
    """How much a cluster is for its city."""
    province = plan().province
    sized = list(zip(province.counties, province.sizes, strict=True))
    city = sum(size for county, size in sized if county.code[:4] == one.place[:4])
    return one.times * one.days * sum(size for county, size in sized if one.covers(county)) / city


def hours() -> Picture:
    place = plan()
    plots = []
    for table, column, name in (("opinion_hourly", "items", "舆情信息"), ("cold_chain_hourly", "excursions", "冷链超温")):
        rows = frame(place.seed, place.province, table, Span(place.yesterday - timedelta(days=120), place.yesterday), place.gaps)
        by_hour = rows.groupby("hour")[column].sum()
        rest = pd.Series([kind_of(at.date()).kind in ("rest", "holiday") for at in by_hour.index], index=by_hour.index)
        series = [
            Series(name=words, values=by_hour[rest == free].groupby(times(by_hour[rest == free]).hour).mean().tolist())
            for words, free in (("工作日", False), ("休息日", True))
        ]
        plots.append(Plot(title=f"{name}：各时平均", series=series, steps=[(at, f"{at}时") for at in range(0, 24, 4)]))
    return Picture("一天的节律（近 120 天）", plots)


def silence() -> Picture:
    place = plan()
    one = next(one for one in outages(place.seed, place.province) if one.kind == "silent" and one.first.year == 2025)
    days = pd.date_range(one.first - timedelta(days=21), one.last + timedelta(days=21))
    found = daily("complaint_daily", "received")[one.who].reindex(days)
    series = [Series(name="投诉", values=[None if value != value else float(value) for value in found])]
    steps = [(at, f"{day.month}-{day.day}") for at, day in enumerate(days) if at % 7 == 0]
    city = place.province.city_of(one.who).name
    lost = Plot(
        title=f"{city}投诉接收：未报送的一周是缺口，不是 0", unit="件", series=series, steps=steps, bands=[(21, 20 + one.days, "未报送")]
    )
    trapped = total("equipment_daily", "trapped")
    months = trapped.groupby(times(trapped).to_period("M")).sum().iloc[:-1]
    lifts = Plot(
        title="电梯困人（全省逐月）", unit="起", series=[Series(name="困人", values=months.tolist(), bars=True)],
        steps=[(at, f"{month.year}") for at, month in enumerate(months.index) if month.month == 1],
    )  # fmt: skip
    return Picture("缺口与小概率事件", [lost, lifts])


PICTURES: Mapping[str, Callable[[], Picture]] = MappingProxyType(
    {
        "demo-monthly": monthly, "demo-cities": cities, "demo-week": week, "demo-festival": festival, "demo-years": years,
        "demo-lags": lags, "demo-hours": hours, "demo-silence": silence,
    }
)  # fmt: skip
