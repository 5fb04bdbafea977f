"""为什么变: the change of the number split exactly over its parts, which sum to it, and the few parts that explain it."""

from __future__ import annotations

from typing import Any

from dash import html

from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.indicator import MARTS
from components.panels.indicator_query import NEEDS, asked
from components.passport import days_of
from components.records_table import Names, names_of
from geo.regions import UNPLACED, regions_of
from indicators import words
from indicators.declaration import Indicator
from indicators.failure import IndicatorFailed
from indicators.split import Part
from indicators.why import Against, Why, why
from indicators.why_words import AGAINST, DIMENSIONS, amount, name_of, sentence

MOST = 10


def load(view: View) -> Reading:
    """The change against the period before, or a year ago."""
    found = asked(view)
    one, place = found.indicator, found.place
    if one is None or place is None:
        return Reading(data=None, as_of=None, note=found.why or "业务库计数不作分解")
    if place.dated or place.where or place.span not in (None, one.span):
        return Reading(data=None, as_of=None, note="分解按常用期间和全部类别作，请去掉期间与限定")
    against: Against = "year_ago" if view.params.get("against") == "year_ago" else "previous"
    try:
        told = why(view.sources.marts, one.code, place.scope, region=place.region, against=against)
    except IndicatorFailed as failed:
        return Reading(data=None, as_of=None, note=str(failed))
    data = {"why": told, "one": one, "names": names_of(view.sources.marts)}
    return Reading(data=data, as_of=told.as_of, rhythm=one.rhythm, batch=told.batch, nature=told.nature)


def chart(reading: Reading, view: View) -> Drawing:
    told: Why = reading.data["why"]
    one: Indicator = reading.data["one"]

    def named(dim: str, key: str) -> str:
        return _named(dim, key, reading.data["names"], view)

    by = view.params.get("wby", "")
    by = by if by in told.parts else next(iter(told.parts), "")
    against = [_choice("against", "" if key == "previous" else key, f"较{word}", on=key == told.against) for key, word in AGAINST.items()]
    tabs = [_choice("wby", dim, f"按{DIMENSIONS.get(dim, dim)}", on=dim == by) for dim in told.parts]
    said = html.P(sentence(told, one, named), className="whs")
    rows = _bars(told, one, by, named) if by else []
    head = html.Div([html.Div(against, className="seg"), html.Div(tabs, className="seg")], className="whh")
    return Drawing(
        body=[head, said, html.Div(rows, className="whb")], subtitle=f"{days_of(told.like)} → {days_of(told.period)}，各部分之和即变化"
    )


def _named(dim: str, key: str, names: Names, view: View) -> str:
    regions = regions_of(view.scope.province)
    if dim == "city":
        return regions.short(key) if key != view.scope.province else "省级"
    if dim == "region":
        return UNPLACED if key.endswith("00") else regions.short(key)
    return names.value(dim, key)


def _choice(name: str, to: str, word: str, *, on: bool) -> Any:
    told = {"data-set": name, "data-to": to, "aria-pressed": "true" if on else "false", "data-focus": f"{name}-{to}"}
    return html.Button(word, type="button", className="on" if on else "", **told)


def _bars(told: Why, one: Indicator, by: str, named: Any) -> list[Any]:
    """The largest parts, the others as one, and their sum, which is the change."""
    shown, rest = told.parts[by][:MOST], told.parts[by][MOST:]
    parts: list[tuple[str, float, Part | None]] = [(name_of(part, by, named), part.change, part) for part in shown]
    if rest:
        parts.append((f"其他 {len(rest)} 项", float(sum((part.exact for part in rest), start=told.exact * 0)), None))
    ends = [0.0]
    for _, change, _ in parts:
        ends.append(ends[-1] + change)
    scale = (min(ends), (max(ends) - min(ends)) or 1.0)
    rows = [_bar((name, change, part), one, scale, begin) for (name, change, part), begin in zip(parts, ends, strict=False)]
    return [*rows, _bar(("合计（变化）", told.change, None), one, scale, 0.0, total=True)]


def _bar(told: tuple[str, float, Part | None], one: Indicator, scale: tuple[float, float], begin: float, *, total: bool = False) -> Any:
    """One step of the waterfall: it begins where the one before it ended; the last one goes from nothing to their sum."""
    name, change, part = told
    low, wide = scale
    left, width = (min(begin, begin + change) - low) / wide * 100, abs(change) / wide * 100
    zero = html.U(style={"left": f"{-low / wide * 100:.2f}%"})
    bar = html.Span(
        [zero, html.I(style={"left": f"{left:.2f}%", "width": f"{width:.2f}%"}, className="" if change >= 0 else "neg")], className="whbar"
    )
    title = ""
    if part is not None and part.rate is not None and part.volume is not None:
        title = f"自身率变化 {float(part.rate):+.3f}，占比变化 {float(part.volume):+.3f}"
    shown = words.SAME if not change else amount(change, one).removeprefix("使其")
    number = html.Span(shown, className="num", **marks("why.change", change))
    return html.Div([html.Span(name, className="el"), bar, number], className="whr total" if total else "whr", title=title or None)


PANEL = Panel(
    key="indicator-why", title="为什么变", question="变化由谁造成？", owner="信息中心", load=load, chart=chart, reads=MARTS, needs=NEEDS | {"wby", "against"},
)  # fmt: skip
