"""指标: one number in full: what it is now and was before, where and when, by which definition, and the ways to narrow it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from dash import html

from components.number import change_of, limits, marks, number
from components.panel import Drawing, Panel, Reading, View
from components.panels.indicator_query import NEEDS, SPANS, Asked, asked, spans_of
from components.panels.registry_words import band_bar, band_words, judged, sign
from components.passport import days_of, place_name
from components.raw import Raw
from data_access.columns import short_name
from data_access.mart_tables import FACTS
from data_access.measure_query import mart_table
from geo.regions import regions_of
from indicators import words
from indicators.counted import Counted
from indicators.declaration import Indicator
from indicators.drill import Place, read_value
from indicators.fields import FIELDS, family_name, field_of
from indicators.formula_words import formula, sum_of
from indicators.read import Value
from indicators.recount import Counting, recount

MARTS = frozenset(table.name for table in FACTS) | {
    "enterprise",
    "equipment",
    "product_batch",
    "enterprise_event",
    "industry",
    "source_system",
}
EXPORTERS = frozenset({"leader", "duty", "briefer", "city"})


def load(view: View) -> Reading:
    """The number with those before it."""
    found = asked(view)
    if found.place is None or found.one is None:
        return Reading(data=None, as_of=None, note=found.why)
    if isinstance(found.one, Counted):
        counting = Counting(
            store=view.sources.store, marts=view.sources.marts, scope=found.place.scope, now=view.now, region=found.place.region
        )
        return Reading(data={"asked": found, "counted": recount(found.one.code, counting)}, as_of=view.now)
    value, window = read_value(view.sources.marts, found.one, found.place)
    if value.as_of is None:
        return Reading(data=None, as_of=None, note="所读主题库尚无批次")
    return Reading(
        data={"asked": found, "value": value, "window": window}, as_of=value.as_of, rhythm=found.one.rhythm, batch=value.batch, nature=value.nature
    )  # fmt: skip


def chart(reading: Reading, view: View) -> Drawing:
    found: Asked = reading.data["asked"]
    assert found.one is not None and found.place is not None  # noqa: S101 - load gave data
    if isinstance(found.one, Counted):
        return _counted(found.one, reading.data["counted"], found.place, view)
    one, value = found.one, reading.data["value"]
    hero = html.Div(
        [
            html.H3(one.name),
            html.Div([_crumbs(found.place, view), html.Span(days_of(reading.data["window"]), className="cap num")], className="ihp"),
            html.Div(
                [
                    number(value, size="n1", unit=one.unit, decimals=one.decimals, days=_days(found.place)),
                    _stand(one, value, found.place, view),
                ],
                className="ihv",
            ),
            html.Div(_sum(one, value), className="cap num"),
            html.Div(_changes(one, value), className="ihc"),
        ],
        className="ihd",
    )
    return Drawing(
        body=[hero, _controls(one, found.place, view), _facts(one, found.place)],
        subtitle=html.Span(f"{one.code}　{one.owner}", className="num"),
    )


def _days(place: Place) -> tuple[str, str] | None:
    """The first and last day of a place that is asked for by days."""
    return (place.start.isoformat(), (place.end - timedelta(days=1)).isoformat()) if place.start and place.end else None


def _sum(one: Indicator, value: Value) -> str:
    """The sum with its numbers, where there are two sides."""
    return sum_of(one, value.value, value.numerator, value.denominator) if one.is_fraction else ""


def _stand(one: Indicator, value: Value, place: Place, view: View) -> Any:
    where = judged(one, value, view) if place.is_usual(one) else None
    if where is None or one.band is None:
        return None
    return html.Span(
        [sign(where), band_bar(one.band, value.value), html.Span(f"常态 {band_words(one.band, one)}", className="cap num")],
        className="ihs bnd",
    )


def _changes(one: Indicator, value: Value) -> list[Any]:
    """How it changed, of like with like."""
    said = []
    yearly = value.period is not None and value.period.previous == value.period.year_ago  # the time before is a year ago: said once
    for word, before in (("较上期", None if yearly else value.previous), ("同比", value.year_ago)):
        if value.like is None or before is None:
            continue
        text = words.points(value.like, before) if one.is_rate else words.change(value.like, before)
        said.append(html.Span([f"{word} ", html.B(text, className="num", **change_of(one.code))]))
    return said or [html.Span("没有可比的往期", className="cap")]


def _crumbs(place: Place, view: View) -> Any:
    """The way from the province down to here; each step leads back up."""
    regions = regions_of(view.scope.province)
    steps: list[tuple[str, str]] = []
    city = regions.city_of(place.region) if place.region else None
    if view.scope.is_whole or len(view.scope.cities or ()) != 1:
        steps.append(("", place_name(replace(place, region=None), view.scope.province)))
    elif city is None or city != place.region:
        steps.append(("", place_name(replace(place, region=None), view.scope.province)))
        city = None
    if city:
        steps.append((city, regions.short(city)))
    if place.region and place.region not in (city, view.scope.province):
        steps.append((place.region, regions.short(place.region)))
    last = len(steps) - 1
    shown = [_crumb(code, name, here=at == last, up=at == last - 1) for at, (code, name) in enumerate(steps)]
    return html.Nav(shown, className="crumbs", **{"aria-label": "区划"})


def _crumb(code: str, name: str, *, here: bool, up: bool) -> Any:
    if here:
        return html.B(name, **{"aria-current": "location"})
    told = {"data-set": "region", "data-to": code, "data-focus": f"crumb-{code}", **({"data-up": ""} if up else {})}
    return html.Span([html.Button(name, type="button", **told), html.Span("›", **{"aria-hidden": "true"})])


def _controls(one: Indicator, place: Place, view: View) -> Any:
    chosen = str(place.span or one.span or "")
    options = [html.Option(SPANS[span], value=str(span), selected=str(span) == chosen) for span in spans_of(one)]
    picked = html.Select(options, name="span", disabled=place.dated, **{"data-param": "span", "data-focus": "span", "aria-label": "期间"})
    first, last = _days(place) or ("", "")
    days = [_date("from", "起", first), _date("to", "止", last)]
    chips = [_chip(one, name, place) for name in place.where]
    asked_for = urlencode({name: value for name, value in view.params.items() if name in NEEDS | {"by", "term"} and name != "code"})
    tail = f"?{asked_for}" if asked_for else ""
    exports = []
    if view.role in EXPORTERS:
        exports = [
            html.A(word, href=f"/api/v1/indicators/{one.code}/export.{ending}{tail}", className="btn", **{"data-export": ending})
            for ending, word in (("csv", "导出 CSV"), ("xlsx", "导出 Excel"))
        ]
    ask = html.Button("护照", className="btn", type="button", **{"data-here-passport": ""})
    return html.Div([html.Div([picked, *days, *chips], className="icl"), html.Div([ask, *exports], className="icr")], className="ictl")


def _date(name: str, word: str, value: str) -> Any:
    filled = f' value="{value}"' if value else ""
    return Raw(
        f'<label class="dl"><span>{word}</span><input type="date" name="{name}" data-param="{name}" data-focus="{name}"{filled}></label>'
    )


def _chip(one: Indicator, name: str, place: Place) -> Any:
    left = limits({key: value for key, value in place.where.items() if key != name})
    value = place.where[name]
    text = f"{short_name(mart_table(one.mart).c[name])}＝{value if isinstance(value, str) else '、'.join(value)}"
    told = {"data-set": "where", "data-to": left, "data-focus": f"where-{name}", "aria-label": f"去掉 {text}"}
    return html.Button([text, html.Span("×", **{"aria-hidden": "true"})], className="lim", type="button", **told)


def _facts(one: Indicator, place: Place) -> Any:
    mart = mart_table(one.mart).info["zh"]
    base = f"{one.band.source}" if one.band else "未定"
    facts = {
        "定义": place.wording(one), "算式": formula(one).text, "数据": f"{mart}（{one.mart}），{FIELDS[field_of(one)]}　{family_name(one.family)}",
        "常态": f"{band_words(one.band, one)}　{base}" if one.band else base, "责任": one.owner,
    }  # fmt: skip
    return html.Dl([part for name, text in facts.items() for part in (html.Dt(name), html.Dd(text))], className="flds")


def _counted(one: Counted, value: float | None, place: Place, view: View) -> Drawing:
    shown = words.figure(value, one.unit, one.decimals)
    told = marks(one.code, value, **({"region": place.region} if place.region else {}))
    figure = html.B([shown.digits, html.Span(shown.unit, className="unit") if shown.unit else None], className="num n1", **told)
    hero = html.Div(
        [
            html.Div([html.B(place_name(place, view.scope.province)), html.Span("现状", className="cap")], className="ihp"),
            html.Div(figure, className="ihv"),
        ],
        className="ihd",
    )
    facts = {"定义": one.wording, "计数": "、".join(one.counted_in), "责任": one.owner}
    listed = html.Dl([part for name, text in facts.items() for part in (html.Dt(name), html.Dd(text))], className="flds")
    return Drawing(body=[hero, listed], subtitle=html.Span(f"{one.code}　{one.owner}", className="num"))


PANEL = Panel(
    key="indicator", title="指标", question="这个数是多少，怎么算的？", owner="信息中心", load=load, chart=chart, reads=MARTS, needs=NEEDS | {"by", "term"},
)  # fmt: skip
