"""特种设备六块: maintenance, supervision, inspection, faults of the emergency platform, the network of things, complaints; each with its denominators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from dash import html

from components.charts.base import Line
from components.charts.trend import trend
from components.number import number
from components.panel import Drawing, Panel, Reading, View
from components.panels.safety_choice import NEEDS, Chosen, Theme, chosen_of, filters
from components.panels.safety_parts import Ranked, block, fraction, main, ranking_panel, strip
from data_access.buckets import Grain
from data_access.measure import Where
from indicators import words
from indicators.catalogue.equipment import KINDS, LIFT
from indicators.horizons import Horizons
from indicators.period import Span
from indicators.read import Value, ask, current, values
from indicators.registry import get

OFFICE = "特种设备局"
THEME = Theme(name="equipment", word="种类", kinds={code: (kind, kind) for kind, code in KINDS.items()})
DAYS = 30
IN_USE, OVERDUE, TRAPPED = "equipment.in_use", "equipment.overdue", "equipment.trapped_30_days"
RESCUE, RATE_YEAR, OVERDUE_RATE = "equipment.rescue_minutes_30_days", "equipment.inspected_rate", "equipment.overdue_per_ten_thousand"
PER_LIFT = "equipment.trapped_per_ten_thousand"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One of the six blocks: its first number, those beside it with their words, and the line over 30 days. `said` is what the data cannot tell."""

    key: str
    title: str
    question: str
    first: str
    name: str
    beside: tuple[tuple[str, str], ...]
    line: str
    word: str
    unit: str
    said: str = ""


PARTS = (
    Part(
        key="maintenance", title="维保信息", question="该保养的保养了吗？", first="equipment_service.maintained_rate", name="维保完成率",
        beside=(("应维保", "equipment_service.maintain_due"), ("逾期未保", "equipment_service.unmaintained")), line="equipment_service.maintained_rate", word="维保完成率", unit="%",
    ),
    Part(
        key="supervision", title="监督检查", question="查出多少隐患，改了吗？", first="equipment_service.supervised", name="检查使用单位",
        beside=(("发现隐患", "equipment_service.hazards"), ("检出率", "equipment_service.hazard_rate"), ("整改率", "equipment_service.rectified_rate")),
        line="equipment_service.hazard_rate", word="隐患检出率", unit="%",
    ),
    Part(
        key="inspection", title="检验检测", question="到期的检了吗？", first="equipment.inspected_rate_30_days", name="定期检验率",
        beside=(("应检", "equipment.due"), ("超期未检", "equipment.overdue"), ("每万台", "equipment.overdue_per_ten_thousand")), line="equipment.inspected_rate_30_days", word="检验率", unit="%",
    ),
    Part(
        key="emergency", title="电梯应急处置平台故障信息", question="人被困了多久等到救援？", first="equipment.rescue_minutes_30_days", name="救援平均到场",
        beside=(("困人", "equipment.trapped_30_days"), ("30 分钟到场率", "equipment_service.rescued_rate"), ("故障", "equipment_service.faults"), ("排除率", "equipment_service.cleared_rate")),
        line="equipment_service.faults", word="故障", unit="起", said="日报只有到场总时长，均值有分母，没有中位数和 90 分位",
    ),
    Part(
        key="wired", title="物联网接入故障", question="多少设备看不见了？", first="equipment_service.wired_online_rate", name="当日在线率",
        beside=(("失联", "equipment_service.wired_lost"), ("近 30 日接入中断", "equipment_service.wired_faults")), line="equipment_service.wired_online_rate", word="在线率", unit="%",
    ),
    Part(
        key="complaints", title="群众投诉举报", question="群众反映多不多，办了吗？", first="equipment_service.complaints", name="接收",
        beside=(("办结率", "equipment_service.complaints_closed_rate"),), line="equipment_service.complaints", word="投诉举报", unit="件",
    ),
)  # fmt: skip
"""Exactly these six, in this order."""


def where_of(chosen: Chosen) -> Where:
    """The chosen kind as a limit."""
    return {"kind": chosen.value} if chosen.value else {}


def _limited(chosen: Chosen, *codes: str) -> tuple[list[str], list[str]]:
    """The codes that can be limited by the chosen kind, and those that cannot."""
    fits = [code for code in codes if not chosen.value or "kind" in (get(code).dims or ())]
    return fits, [code for code in codes if code not in fits]


def _read(view: View, chosen: Chosen, codes: tuple[str, ...]) -> dict[str, Value]:
    """Numbers over the place and kind; what no kind limits is left unknown when one is chosen."""
    fits, loose = _limited(chosen, *codes)
    if chosen.value == LIFT and loose:  # these speak of lifts alone
        return current(view.sources.marts, fits, chosen.ask(where=where_of(chosen))) | current(view.sources.marts, loose, chosen.ask())
    found = current(view.sources.marts, fits, chosen.ask(where=where_of(chosen))) if fits else {}
    return found | {code: Value(code=code, value=None) for code in loose}


def _loader(part: Part) -> Callable[[View], Reading]:
    def load(view: View) -> Reading:
        chosen, marts = chosen_of(view, THEME), view.sources.marts
        found = _read(view, chosen, (part.first, *(code for _, code in part.beside)))
        first = found[part.first]
        if first.as_of is None:
            return Reading(data=None, as_of=None, note="特种设备主题库尚无批次")
        horizons, mart = Horizons(marts), get(part.line).mart
        last = horizons.last(mart)
        frame = None
        if last is not None:
            end = last + timedelta(days=1) if horizons.complete(mart) else last
            asked = chosen.ask(part.line, where=where_of(chosen))
            frame = ask(marts, replace(asked, grain=Grain.DAY, start=end - timedelta(days=DAYS), end=end, who_is_missing=False)).frame
        missing = horizons.silent(get(part.first).mart, chosen.reach)
        return Reading(
            data={"found": found, "frame": frame, "chosen": chosen}, as_of=first.as_of, rhythm=timedelta(days=1), batch=first.batch, nature=first.nature,
            missing=missing, of=len(chosen.cities),
        )  # fmt: skip

    return load


def _drawer(part: Part) -> Callable[[Reading, View], Drawing]:
    def chart(reading: Reading, view: View) -> Drawing:
        found, frame = reading.data["found"], reading.data["frame"]
        first = found[part.first]
        lead = html.Div(
            [html.Span(part.name, className="cap"), main(first), html.Span(_denominator(first), className="num cap")], className="el6"
        )
        beside = [_beside(word, found[code]) for word, code in part.beside]
        known = frame is not None and len(frame) and frame[part.line].notna().any()
        drawn = html.Div(className="ch", **{"data-chart": "line"}) if known else html.Div("近 30 日没有报送", className="cap sf-none")
        charts = {"line": trend(frame, x="t", series=[Line(column=part.line, name=part.word)], unit=part.unit)} if known else {}
        said = html.Div(part.said, className="cap sf-what") if part.said else None
        body = html.Div(
            [html.Div([lead, html.Div(beside, className="eb6")], className="eh6"), html.Div(drawn, className="ec6"), said],
            className="sf-six",
        )
        return Drawing(body=body, charts=charts, subtitle=f"近 30 日，图为每日{part.word}")

    return chart


def _denominator(found: Value) -> str:
    if found.denominator is None:
        return ""
    if get(found.code).unit == "%":
        return words.fraction(found.numerator, found.denominator)
    return f"{words.number(found.denominator, '起')}平均"


def _beside(word: str, found: Value) -> Any:
    one = get(found.code)
    return html.Div([html.Span(word), number(found, unit=one.unit, decimals=one.decimals)])


def load_numbers(view: View) -> Reading:
    chosen, marts = chosen_of(view, THEME), view.sources.marts
    where = where_of(chosen)
    found = values(marts, (IN_USE, OVERDUE), chosen.ask(span=Span.DAY, where=where))
    if found[IN_USE].as_of is None:
        return Reading(data=None, as_of=None, note="特种设备主题库尚无批次")
    found |= _read(view, chosen, (RATE_YEAR, OVERDUE_RATE, TRAPPED, RESCUE, PER_LIFT))
    first = found[IN_USE]
    return Reading(
        data={"found": found, "chosen": chosen}, as_of=first.as_of, rhythm=timedelta(days=1), batch=first.batch, nature=first.nature, missing=first.missing,
        of=len(chosen.cities),
    )  # fmt: skip


def chart_numbers(reading: Reading, view: View) -> Drawing:
    found = reading.data["found"]
    rescue = found[RESCUE]
    times = f"{words.number(rescue.denominator, '起')}平均，不是中位数" if rescue.denominator is not None else "没有困人，无均值"
    lifts = html.Span("近 12 月困人 ÷ 在用电梯") if found[PER_LIFT].value is not None else html.Span("只统计电梯")
    blocks = [
        block("在用设备", main(found[IN_USE]), html.Span("登记在用，气瓶按只、管道按条")),
        block("定期检验率　本年", main(found[RATE_YEAR]), fraction(found[RATE_YEAR], "台")),
        block(
            "超期未检",
            main(found[OVERDUE]),
            html.Span(["每万台 ", number(found[OVERDUE_RATE], unit="台", decimals=1)]),
            html.A("名单见下", href="#panel-equipment-overdue"),
        ),
        block("电梯困人　近 30 日", main(found[TRAPPED]), html.Span("最近 30 个已满的日")),
        block("救援平均到场　近 30 日", main(rescue), html.Span(times)),
        block("万台困人率　近 12 月", main(found[PER_LIFT]), lifts),
    ]
    return Drawing(body=strip(*blocks))


def _marts(part: Part) -> frozenset[str]:
    codes = (part.first, part.line, *(code for _, code in part.beside))
    extra = {"equipment_daily"} if "equipment_service.rescued_rate" in codes else set()
    return frozenset({get(code).mart for code in codes} | extra)


FILTERS = filters(THEME, owner=OFFICE, mart="equipment_daily")
NUMBERS = Panel(
    key="equipment-numbers", title="特种设备六数", question="检得全吗，困了人多久救出？", owner=OFFICE, load=load_numbers, chart=chart_numbers,
    reads=frozenset({"equipment_daily"}), needs=NEEDS, frame="sf-nn",
)  # fmt: skip
BLOCKS = tuple(
    Panel(
        key=f"equipment-{part.key}", title=part.title, question=part.question, owner=OFFICE, load=_loader(part), chart=_drawer(part), reads=_marts(part),
        needs=NEEDS, frame="sf-six-f",
    )
    for part in PARTS
)  # fmt: skip
RANKING = ranking_panel(
    "equipment-ranking", THEME,
    Ranked(code=OVERDUE_RATE, owner=OFFICE, title="超期未检", question="哪里超期多？", span=Span.DAY, where=where_of),
)  # fmt: skip
