"""下钻: the same number split by city, by county, or by a dimension; each row leads one step further down."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from dash import html

from components.number import limits, marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.indicator import MARTS
from components.panels.indicator_query import NEEDS, asked, split_of, splits_of, with_limit
from components.records_table import Names, names_of
from data_access.columns import short_name
from data_access.measure_query import PLACES, mart_table
from geo.regions import UNPLACED, regions_of
from indicators import words
from indicators.declaration import Indicator
from indicators.drill import Place
from indicators.read import ask

MOST = 60
WORDS = {"city": "按市", "region": "按县（市、区）"}


def load(view: View) -> Reading:
    """The parts, the greatest first; unknown ones last."""
    found = asked(view)
    one, place = found.indicator, found.place
    if one is None or place is None:
        return Reading(data=None, as_of=None, note=found.why or "业务库计数不下钻")
    by = split_of(found, view.params)
    if not by:
        return Reading(data={"one": one, "place": place, "by": "", "rows": []}, as_of=view.now)
    question = place.ask(one.code)
    answer = ask(view.sources.marts, replace(question, by=(by,), who_is_missing=by == "city"))
    rows = [
        (str(key), None if value != value else float(value)) for key, value in zip(answer.frame[by], answer.frame[one.code], strict=True)
    ]
    rows += [(city, None) for city in answer.missing if by == "city" and city not in dict(rows)]
    rows.sort(key=lambda row: (row[1] is None, -(row[1] or 0), row[0]))
    data = {
        "one": one,
        "place": place,
        "by": by,
        "rows": rows,
        "splits": splits_of(found),
        "late": set(answer.missing),
        "names": names_of(view.sources.marts),
    }
    return Reading(data=data, as_of=answer.as_of, rhythm=one.rhythm, batch=answer.batch, nature=answer.nature)


def chart(reading: Reading, view: View) -> Drawing:
    data = reading.data
    one, by = data["one"], data["by"]
    if not by:
        return Drawing(body=html.Div("已到最末一级，记录列在下方", className="cap none1"))
    tabs = [_tab(name, one, on=name == by) for name in data["splits"]]
    known = [value for _, value in data["rows"] if value is not None]
    most = max((abs(value) for value in known), default=1) or 1
    level = "" if one.is_rate else words.level(known)
    rows = [_row(key, value, data, (most, level), view) for key, value in data["rows"][:MOST]]
    left = len(data["rows"]) - MOST
    tail = html.Div(f"另有 {left} 项较小的未列", className="cap none1") if left > 0 else None
    unit = f"{level}{one.unit}" or "数值"
    return Drawing(
        body=[html.Div(tabs, className="seg", role="group", **{"aria-label": "拆分方式"}), html.Div(rows, className="spl"), tail],
        subtitle=f"{len(data['rows'])} 项，单位 {unit}",
    )


def _tab(name: str, one: Indicator, *, on: bool) -> Any:
    word = WORDS.get(name) or f"按{short_name(mart_table(one.mart).c[name])}"
    told = {"data-set": "by", "data-to": name, "aria-pressed": "true" if on else "false", "data-focus": f"by-{name}"}
    return html.Button(word, type="button", className="on" if on else "", **told)


def _row(key: str, value: float | None, data: Any, scale: tuple[float, str], view: View) -> Any:
    one, by, place = data["one"], data["by"], data["place"]
    most, level = scale
    place_told = (
        {"region": key}
        if by in PLACES
        else {"region": place.region or "", "where": with_limit(place, by, key), "cities": "|".join(place.cities)}
    )
    told = {**{k: v for k, v in place_told.items() if v}, **_when(place)}
    shown = words.figure(value, one.unit, one.decimals, None if one.is_rate else level).digits
    number = html.B(shown, className="num" if value is not None else "num unknown", **marks(one.code, value, **told))
    bar = (
        html.Span(html.I(style={"width": f"{abs(value) / most * 100:.1f}%"}), className="rb2")
        if value is not None
        else html.Span(html.Em("迟报，不参与排名" if key in data["late"] else "未知"), className="rb2")
    )
    name = _name(key, by, data["names"], view)
    further = _further(key, by, place, one)
    label = (
        html.Button([html.Span(name, className="el"), html.Span("›", **{"aria-hidden": "true"})], type="button", className="spn", **further)
        if further
        else html.Span(name, className="spn el")
    )
    return html.Div([label, bar, number], className="sprow", **{"data-row": f"{by}:{key}", "data-part": key})


def _when(place: Place) -> dict[str, str]:
    """The time of a number as marks."""
    found = {"span": str(place.span) if place.span and not place.dated else ""}
    if place.start and place.end:
        found |= {"from": place.start.isoformat(), "to": (place.end - timedelta(days=1)).isoformat()}
    return {name: value for name, value in found.items() if value} | ({"where": limits(place.where)} if place.where else {})


def _name(key: str, by: str, names: Names, view: View) -> str:
    regions = regions_of(view.scope.province)
    if by == "region":
        return UNPLACED if key.endswith("00") else regions.name(key)
    return regions.name(key) if by == "city" and key != view.scope.province else "省级" if by == "city" else names.value(by, key)


def _further(key: str, by: str, place: Place, one: Indicator) -> dict[str, str]:
    """Where a row leads; nowhere for what is only known to lie in the province or the city that is shown."""
    if by in PLACES:
        if key in (place.region, place.scope.province) or (by == "region" and key.endswith("00")):
            return {}
        return {"data-set": "region", "data-to": key, "data-with": json.dumps({"by": "", "cities": ""}), "data-focus": f"part-{key}"}
    return {"data-set": "where", "data-to": with_limit(place, by, key), "data-with": json.dumps({"by": ""}), "data-focus": f"part-{key}"}


PANEL = Panel(
    key="indicator-split", title="下钻", question="由哪些部分组成，哪一块最大？", owner="信息中心", load=load, chart=chart, reads=MARTS, needs=NEEDS | {"by"}, frame="isp",
)  # fmt: skip
