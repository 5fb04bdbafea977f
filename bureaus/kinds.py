"""The kinds of blocks: what each shows, which settings it has, and what each setting may be. The editor's forms are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from indicators.period import Span

Needs = Literal["any", "fraction", "past", "county"]
USUAL = ""
SPANS: Mapping[str, str] = MappingProxyType(
    {
        USUAL: "指标的常用期间", Span.DAY: "当日", Span.DAYS_7: "近 7 天", Span.DAYS_30: "近 30 天", Span.MONTH: "本月", Span.FULL_MONTH: "上一整月",
        Span.YEAR: "本年累计", Span.MONTHS_12: "近 12 个月",
    }
)  # fmt: skip
MONTHS: Mapping[str, str] = MappingProxyType({"12": "12 个月", "24": "24 个月", "36": "36 个月"})
ROWS: Mapping[str, str] = MappingProxyType({"4": "4 条", "6": "6 条", "8": "8 条"})
CLOCKS: Mapping[str, str] = MappingProxyType({"complaint.accept": "投诉受理", "complaint.mediate": "投诉调解", "report.verify": "举报核查"})
SIZES: Mapping[str, str] = MappingProxyType({"1": "窄", "2": "中", "3": "宽"})
ALERT_RATE = "alert.per_ten_thousand"
OPEN_ALERTS = "alert.open"
LOAD = "staff.subjects_per_officer"
WAITING = "clock.waiting"
COUNTED = (OPEN_ALERTS, WAITING, LOAD)
"""Counted numbers that a number block may show."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One setting of a kind of block. `most` is how many codes, or how many characters."""

    name: str
    label: str
    form: Literal["codes", "choice", "split", "text", "system"]
    choices: Mapping[str, str] = field(default_factory=dict)
    usual: str = ""
    needs: Needs = "any"
    most: int = 1
    also: tuple[str, ...] = ()
    """Codes of counted numbers that are allowed besides indicators."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of block."""

    key: str
    name: str
    question: str
    settings: tuple[Setting, ...]
    tile: bool = False
    """Stands in the strip of numbers and has no size."""
    size: str = "2"
    """The usual size."""


SPAN = Setting(name="span", label="期间", form="choice", choices=SPANS)
LINES = Setting(name="rows", label="条数", form="choice", choices=ROWS, usual="4")

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.key: kind
        for kind in (
            Kind(
                key="number", name="数字", question="现在是多少？", tile=True,
                settings=(Setting(name="codes", label="指标", form="codes", also=COUNTED), SPAN),
            ),
            Kind(
                key="trend", name="走势", question="这几个月怎样变化？",
                settings=(
                    Setting(name="codes", label="指标（至多 3 项，同一单位）", form="codes", most=3, needs="past"),
                    Setting(name="months", label="长度", form="choice", choices=MONTHS, usual="12"),
                ),
            ),
            Kind(
                key="ranking", name="县区或分类排名", question="哪里多，哪里少？",
                settings=(
                    Setting(name="codes", label="指标", form="codes"), Setting(name="split", label="按什么拆分", form="split", usual="region"), SPAN,
                ),
            ),
            Kind(
                key="map", name="县区地图", question="各县（市、区）怎样？", size="3",
                settings=(Setting(name="codes", label="指标", form="codes", needs="county", also=(ALERT_RATE,)), SPAN),
            ),
            Kind(
                key="comparison", name="与同类市比", question="与规模相近的市相比怎样？", size="1",
                settings=(Setting(name="codes", label="指标（至多 8 项，须有分母）", form="codes", most=8, needs="fraction"),),
            ),
            Kind(key="alerts", name="待处置预警", question="有哪些事等着处置？", settings=(LINES,)),
            Kind(key="orders", name="省局派单与任务", question="省局派来什么，还剩多少时间？", settings=(LINES,)),
            Kind(
                key="clocks", name="法定时限分布", question="有多少快到期？", size="3",
                settings=(Setting(name="rule", label="时限", form="choice", choices=CLOCKS, usual="complaint.accept"),),
            ),
            Kind(key="note", name="文字说明", question="要说明什么？", size="1", settings=(Setting(name="text", label="文字", form="text", most=300),)),
            Kind(
                key="system", name="市自建系统", question="市里自己的系统怎样？", size="1",
                settings=(Setting(name="system", label="系统", form="system"),),
            ),
        )
    }
)  # fmt: skip
