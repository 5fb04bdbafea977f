"""明厨亮灶: coverage with its target, online rate, what the cameras' clues became, and where it is worst."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from dash import html

from components.number import marks, number
from components.panel import Drawing, Panel, Reading, View
from components.panels.safety_choice import NEEDS, Chosen, Theme, chosen_of, filters
from components.panels.safety_parts import Ranked, Trended, beside, block, fraction, main, ranking_panel, strip, trend_panel
from data_access.measure import Where
from indicators import words
from indicators.catalogue.kitchen import KINDS
from indicators.kitchen_target import Target, kitchen_targets
from indicators.period import Span
from indicators.read import ask, current, values

OFFICE, MART = "餐饮处", "kitchen_daily"
THEME = Theme(name="kitchen", word="类别", kinds={code: (kind, kind) for kind, code in KINDS.items()})
RATE, ONLINE, COVERAGE, UNITS = "kitchen.connected_rate", "kitchen.online_rate", "kitchen.coverage", "kitchen.units"
MISSING, OFFLINE, CONNECTED = "kitchen.unconnected", "kitchen.offline", "kitchen.connected"
FINDINGS, CONFIRMED, VERIFIED = "kitchen.findings", "kitchen.confirmed", "kitchen.confirmed_rate"


def where_of(chosen: Chosen) -> Where:
    """The chosen kind as a limit."""
    return {"kind": chosen.value} if chosen.value else {}


def load_numbers(view: View) -> Reading:
    chosen, marts = chosen_of(view, THEME), view.sources.marts
    where = where_of(chosen)
    found = values(marts, (RATE, ONLINE, COVERAGE, UNITS, MISSING, OFFLINE), chosen.ask(span=Span.DAY, where=where))
    if found[UNITS].as_of is None:
        return Reading(data=None, as_of=None, note="明厨亮灶主题库尚无批次")
    found |= current(marts, (FINDINGS, CONFIRMED, VERIFIED), chosen.ask(span=Span.DAYS_30, where=where))
    first = found[UNITS]
    return Reading(
        data={"found": found, "chosen": chosen}, as_of=first.as_of, rhythm=timedelta(days=1), batch=first.batch, nature=first.nature, missing=first.missing,
        of=len(chosen.cities),
    )  # fmt: skip


def chart_numbers(reading: Reading, view: View) -> Drawing:
    found, chosen = reading.data["found"], reading.data["chosen"]
    rate, online = found[RATE], found[ONLINE]
    units = html.Span(["应接入 ", number(found[UNITS], unit="户")])
    target = _target(chosen)
    held = html.Span([f"目标 {target:g}%，", _gap(rate.value, target)]) if target is not None else None
    blocks = [
        block("接入率", main(rate), fraction(rate, "户"), held),
        block("未接入", main(found[MISSING]), units, html.A("名单见下", href="#panel-kitchen-missing")),
        block("在线率", main(online), fraction(online, "户"), beside("离线", found[OFFLINE])),
        block("应接尽接率", main(found[COVERAGE]), html.Span("在线 ÷ 应接入"), fraction(found[COVERAGE], "户")),
        block("AI 线索　近 30 日", main(found[FINDINGS]), html.Span("未经人工核实，不计问题")),
        block("核实属实　近 30 日", main(found[CONFIRMED]), beside("核实率", found[VERIFIED])),
    ]
    return Drawing(body=strip(*blocks))


def _target(chosen: Chosen) -> float | None:
    known = kitchen_targets()
    return known.of[chosen.value].percent if chosen.value in known.of else None if chosen.value else known.common


def _gap(value: float | None, target: float) -> str:
    if value is None:
        return "是否达到未知"
    return "已达到" if value >= target else f"差 {words.figure(target - value, '', 1).digits} 个百分点"


def load_kinds(view: View) -> Reading:
    """Coverage by kind: a row each, whatever kind is chosen."""
    chosen, marts = chosen_of(view, THEME), view.sources.marts
    found = ask(marts, chosen.ask(RATE, ONLINE, span=Span.DAY, by=("kind",)))
    if found.as_of is None:
        return Reading(data=None, as_of=None, note="明厨亮灶主题库尚无批次")
    rows = {}
    for place, kind in enumerate(found.frame["kind"]):
        parts = found.parts.iloc[place]
        rows[str(kind)] = {
            "rate": _known(found.frame[RATE].iloc[place]), "n": _known(parts[f"{RATE}#n"]), "d": _known(parts[f"{RATE}#d"]),
            "online": _known(found.frame[ONLINE].iloc[place]),
        }  # fmt: skip
    return Reading(
        data={"rows": rows, "chosen": chosen}, as_of=found.as_of, rhythm=timedelta(days=1), batch=found.batch, nature=found.nature, missing=found.missing,
        of=len(chosen.cities),
    )  # fmt: skip


def _known(value: Any) -> float | None:
    return None if value is None or value != value else float(value)


LEAST = 90.0
"""Where the bars of coverage begin: all kinds are above it, and what lies below is told by its number."""


def chart_kinds(reading: Reading, view: View) -> Drawing:
    rows, chosen, known = reading.data["rows"], reading.data["chosen"], kitchen_targets()
    drawn = [_kind(kind, rows[kind], chosen) for kind in (*KINDS, *(kind for kind in rows if kind not in KINDS)) if kind in rows]
    head = html.Div(
        [html.Span("类别"), html.Span("接入率"), html.Span("", className="num"), html.Span("在线率", className="num")], className="sf-kh"
    )
    cited = [f"{kind} {one.percent:g}%：{one.citation}{'' if one.status == 'V' else '（示例）'}" for kind, one in known.of.items()]
    foot = html.Div(f"竖线为目标　{cited[0]}；其余为示例，规则 {known.number}", className="cap", title="；".join(cited))
    return Drawing(body=html.Div([head, *drawn, foot], className="sf-k"), subtitle=f"条形自 {LEAST:g}% 起")


def _kind(kind: str, row: dict[str, float | None], chosen: Chosen) -> Any:
    target = kitchen_targets().of.get(kind)
    rate, online = row["rate"], row["online"]
    width = 0.0 if rate is None else max(0.0, (rate - LEAST) / (100 - LEAST) * 100)
    line = html.U(style={"left": f"{(target.percent - LEAST) / (100 - LEAST) * 100:.1f}%"}) if target else None
    told = chosen.told(Span.DAY, where={"kind": kind})
    short = _short(row, target)
    reached = short == 0
    word = "未知" if short is None else "达到目标" if reached else f"距目标差 {short} 户"
    return html.Div(
        [
            html.Div([html.Span(kind), html.Span(word, className="t3")], className="kn"),
            html.Div([html.I(style={"width": f"{width:.1f}%"}, className="hit" if reached else ""), line], className="kb"),
            html.Div(
                [
                    html.B(words.figure(rate, "%", 1).text, className="num", **marks(RATE, rate, **told)),
                    html.Span(words.fraction(row["n"], row["d"], "户"), className="num cap"),
                ],
                className="kv",
            ),
            html.B(words.figure(online, "%", 1).text, className="num", **marks(ONLINE, online, **told)),
        ],
        className="sf-kr on" if kind == chosen.value else "sf-kr",
        **{"data-kind": kind},
    )


def _short(row: dict[str, float | None], target: Target | None) -> int | None:
    """How many units are missing to the target; None where that is not known."""
    if target is None or row["n"] is None or row["d"] is None:
        return None
    return max(0, math.ceil(round(row["d"] * target.percent / 100, 6)) - int(row["n"]))


def load_clues(view: View) -> Reading:
    """Clues and what was confirmed of them, by kind, over 30 ended days."""
    chosen, marts = chosen_of(view, THEME), view.sources.marts
    found = ask(marts, chosen.ask(FINDINGS, CONFIRMED, VERIFIED, span=Span.DAYS_30, by=("kind",)))
    if found.as_of is None:
        return Reading(data=None, as_of=None, note="明厨亮灶主题库尚无批次")
    rows = {
        str(row["kind"]): {code: _known(row[code]) for code in (FINDINGS, CONFIRMED, VERIFIED)} for row in found.frame.to_dict("records")
    }
    return Reading(
        data={"rows": rows, "chosen": chosen}, as_of=found.as_of, rhythm=timedelta(days=1), batch=found.batch, nature=found.nature
    )


def chart_clues(reading: Reading, view: View) -> Drawing:
    rows, chosen = reading.data["rows"], reading.data["chosen"]
    most = max((row[FINDINGS] or 0 for row in rows.values()), default=1) or 1
    drawn = [_clue(kind, rows[kind], (most, chosen)) for kind in KINDS if kind in rows]
    legend = html.Div(
        [html.Span([html.I(className="c1"), "核实属实"]), html.Span([html.I(className="c0"), "线索，待核或核否"])], className="sf-lg cap"
    )
    return Drawing(body=html.Div([*drawn, legend], className="sf-c"), subtitle="近 30 日，条；属实 / 线索")


def _clue(kind: str, row: dict[str, float | None], of: tuple[float, Chosen]) -> Any:
    most, chosen = of
    told = chosen.told(Span.DAYS_30, where={"kind": kind})
    widths = [f"{(row[code] or 0) / most * 100:.1f}%" for code in (FINDINGS, CONFIRMED)]
    numbers = [
        html.B(words.figure(row[code], unit, decimals).text, className="num", **marks(code, row[code], **told))
        for code, unit, decimals in ((CONFIRMED, "", 0), (FINDINGS, "", 0), (VERIFIED, "%", 1))
    ]
    return html.Div(
        [
            html.Span(kind),
            html.Div(
                [html.I(style={"width": widths[0]}, className="c0"), html.I(style={"width": widths[1]}, className="c1")], className="cb"
            ),
            html.Span([numbers[0], " / ", numbers[1]], className="num"),
            numbers[2],
        ],
        className="sf-cr",
    )


FILTERS = filters(THEME, owner=OFFICE, mart=MART)
NUMBERS = Panel(
    key="kitchen-numbers", title="明厨亮灶六数", question="该接的接了没有，接了的看得见吗？", owner=OFFICE, load=load_numbers, chart=chart_numbers,
    reads=frozenset({MART}), needs=NEEDS, frame="sf-nn",
)  # fmt: skip
KINDS_PANEL = Panel(
    key="kitchen-kinds", title="各类接入率与目标", question="哪一类还没到目标？", owner=OFFICE, load=load_kinds, chart=chart_kinds, reads=frozenset({MART}), needs=NEEDS,
)  # fmt: skip
RANKING = ranking_panel(
    "kitchen-ranking", THEME,
    Ranked(code=RATE, owner=OFFICE, title="各地接入率", question="哪里接入得少？", span=Span.DAY, where=where_of, falls=False, target=_target, least=95.0),
)  # fmt: skip
TREND = trend_panel(
    "kitchen-trend", THEME,
    Trended(
        lines={ONLINE: "在线率", RATE: "接入率"}, owner=OFFICE, title="走势", question="在变好吗？", unit="%", subtitle="近 45 日，%", where=where_of,
    ),
)  # fmt: skip
CLUES = Panel(
    key="kitchen-clues", title="AI 线索与核实", question="线索有几成是真的？", owner=OFFICE, load=load_clues, chart=chart_clues, reads=frozenset({MART}),
    needs=frozenset({"area"}) | NEEDS,
)  # fmt: skip

__all__ = ["CLUES", "FILTERS", "KINDS_PANEL", "MISSING", "NUMBERS", "OFFICE", "RANKING", "THEME", "TREND", "where_of"]
