"""The parts that the safety themes are made of: the strip of numbers, ranked places, lines over days, and named lists by pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
from dash import html

from components.charts.base import Line
from components.charts.trend import trend
from components.number import figure, marks, number
from components.panel import Drawing, Panel, Reading, View
from components.panels.safety_choice import NEEDS, ROWS, Chosen, Theme, chosen_of
from data_access.buckets import Grain
from data_access.measure import Where
from geo.regions import Regions, regions_of
from indicators import words
from indicators.horizons import Horizons
from indicators.period import Span, months_later
from indicators.read import Value, ask
from indicators.registry import get

DAYS = 45
"""Days that a trend shows."""


def block(name: str, shown: Any, *lines: Any) -> Any:
    """One number of a strip: its name, itself, and what it is made of."""
    return html.Div(
        [html.Div(name, className="cap el"), shown, html.Div([line for line in lines if line], className="d num")], className="sf-b"
    )


def strip(*blocks: Any) -> Any:
    return html.Div([one for one in blocks if one], className="sf-n")


def main(found: Value, unit: str | None = None) -> Any:
    """The large number of a strip."""
    one = get(found.code)
    return number(found, unit=one.unit if unit is None else unit, size="n2", decimals=one.decimals)


def beside(word: str, found: Value, unit: str | None = None) -> Any:
    """A smaller number with its word."""
    one = get(found.code)
    return html.Span([f"{word} ", number(found, unit=one.unit if unit is None else unit, decimals=one.decimals)])


def fraction(found: Value, unit: str) -> Any:
    """Numerator and denominator of a rate, or that nothing is known."""
    return html.Span(words.fraction(found.numerator, found.denominator, unit)) if found.denominator is not None else None


def since(found: Value, view: View) -> Any:
    """As of when a number without value was last known."""
    return html.Span(f"无报送，不等于 0　主题库截至 {words.moment(found.as_of, view.now)}" if found.as_of else "尚无报送，不等于 0")


def counted(code: str, value: float | None, unit: str) -> Any:
    return figure(code, value, unit=unit, size="n2")


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """What places are ranked by: an indicator over a period; `where` limits it by the chosen kind."""

    code: str
    owner: str
    title: str
    question: str
    span: Span | None = None
    where: Callable[[Chosen], Where] = lambda chosen: {}
    falls: bool = True
    """Whether the largest stands first."""
    target: Callable[[Chosen], float | None] = lambda chosen: None
    least: float = 0.0
    """Where the bars begin, for rates that are all near the top."""


def ranking_panel(key: str, theme: Theme, ranked: Ranked) -> Panel:
    """The panel of ranked places: cities, or the counties of the one city that is chosen or may be seen."""
    mart = get(ranked.code).mart

    def load(view: View) -> Reading:
        chosen = chosen_of(view, theme)
        where = ranked.where(chosen)
        found = ask(view.sources.marts, chosen.ask(ranked.code, span=ranked.span, by=(chosen.by,), where=where))
        if found.as_of is None:
            return Reading(data=None, as_of=None, note="主题库尚无批次")
        known = {
            str(code): None if value != value else float(value)
            for code, value in zip(found.frame[chosen.by], found.frame[ranked.code], strict=True)
        }
        data = {"known": known, "chosen": chosen, "where": where, "missing": found.missing}
        return Reading(
            data=data,
            as_of=found.as_of,
            rhythm=get(ranked.code).rhythm,
            batch=found.batch,
            nature=found.nature,
            missing=found.missing,
            of=len(chosen.cities),
        )

    def chart(reading: Reading, view: View) -> Drawing:
        chosen, one = reading.data["chosen"], get(ranked.code)
        target = ranked.target(chosen)
        held = f"，目标 {target:g}%" if target is not None else ""
        places = "各市" if chosen.by == "city" else "各县（市、区）"
        return Drawing(body=_ranked(reading.data, ranked, view), subtitle=f"{one.unit}，{places}{held}")

    return Panel(
        key=key, title=ranked.title, question=ranked.question, owner=ranked.owner, load=load, chart=chart, reads=frozenset({mart}), needs=NEEDS,
    )  # fmt: skip


def _ranked(data: Mapping[str, Any], ranked: Ranked, view: View) -> Any:
    chosen, known, regions = data["chosen"], data["known"], regions_of(view.scope.province)
    places = chosen.cities if chosen.by == "city" else _counties(chosen, regions)
    sign = -1 if ranked.falls else 1
    order = sorted((code for code in places if known.get(code) is not None), key=lambda code: (sign * known[code], code))
    most = max((known[code] for code in order), default=1.0) or 1.0
    one = get(ranked.code)
    reach = max(most - ranked.least, 1e-9)
    rows = []
    for place, code in enumerate(order, 1):
        shown = words.figure(known[code], one.unit, one.decimals)
        told = marks(ranked.code, known[code], **chosen.told(ranked.span, code, data["where"]))
        bar = html.Div(html.I(style={"width": f"{max(known[code] - ranked.least, 0) / reach * 100:.1f}%"}), className="rb")
        rows.append(
            html.Div(
                [
                    html.Span(str(place), className="num t3"),
                    html.Span(regions.short(code), className="el"),
                    bar,
                    html.B(shown.digits, className="num", **told),
                ],
                className="sf-r",
            )
        )
    for code in places:
        if known.get(code) is None:
            why = "迟报，不参与排名" if code in data["missing"] or code[:4] + "00" in data["missing"] else "未知，不参与排名"
            told = marks(ranked.code, None, withheld=why, **chosen.told(ranked.span, code, data["where"]))
            rows.append(
                html.Div(
                    [
                        html.Span("—", className="num t3"),
                        html.Span(regions.short(code), className="el"),
                        html.Div(html.Em(why), className="rb"),
                        html.B("", className="num", **told),
                    ],
                    className="sf-r",
                )
            )
    return html.Div(rows, className="sf-rank", **{"data-places": str(len(rows))})


def _counties(chosen: Chosen, regions: Regions) -> tuple[str, ...]:
    """The counties of the one city, or the one county that is chosen."""
    if chosen.region and not chosen.region.endswith("00"):
        return (chosen.region,)
    return regions.counties_of(chosen.cities[0]) if chosen.cities else ()


@dataclass(frozen=True, kw_only=True)
class Trended:
    """What a trend draws: indicators of one mart with their words over the last days."""

    lines: Mapping[str, str]
    owner: str
    title: str
    question: str
    unit: str
    subtitle: str
    where: Callable[[Chosen], Where] = lambda chosen: {}
    steps: int = DAYS
    grain: Grain = Grain.DAY


def trend_panel(key: str, theme: Theme, drawn: Trended) -> Panel:
    """The panel of lines over the last days; a day that has not ended is left out."""
    codes = tuple(drawn.lines)
    mart = get(codes[0]).mart

    def load(view: View) -> Reading:
        chosen, marts = chosen_of(view, theme), view.sources.marts
        horizons = Horizons(marts)
        last = horizons.last(mart)
        if last is None:
            return Reading(data=None, as_of=None, note="主题库尚无批次")
        first, end = _window(last, drawn, whole=horizons.complete(mart))
        question = replace(chosen.ask(*codes, where=drawn.where(chosen)), grain=drawn.grain, start=first, end=end)
        found = ask(marts, question)
        known = bool(len(found.frame)) and bool(found.frame[list(codes)].notna().any().any())
        frame = _stepped(found.frame, (first, end), drawn.grain) if known else None
        return Reading(
            data=frame, as_of=found.as_of, rhythm=get(codes[0]).rhythm, batch=found.batch, nature=found.nature,
            note="期内没有报送",
        )  # fmt: skip

    def chart(reading: Reading, view: View) -> Drawing:
        series = [Line(column=code, name=word) for code, word in drawn.lines.items()]
        option = trend(reading.data, x="t", series=series, unit=drawn.unit)
        return Drawing(body=html.Div(className="ch", **{"data-chart": "trend"}), charts={"trend": option}, subtitle=drawn.subtitle)

    return Panel(
        key=key, title=drawn.title, question=drawn.question, owner=drawn.owner, load=load, chart=chart, reads=frozenset({mart}), needs=NEEDS
    )


STEPS = {Grain.HOUR: "h", Grain.DAY: "D", Grain.MONTH: "MS"}


def _window(last: date, drawn: Trended, *, whole: bool) -> tuple[date, date]:
    """The steps that are drawn: up to the last one that has ended."""
    if drawn.grain is Grain.MONTH:
        end = (last + timedelta(days=1)).replace(day=1) if whole else last.replace(day=1)
        return months_later(end, -drawn.steps), end
    step = timedelta(days=1) if drawn.grain is Grain.DAY else timedelta(hours=1)
    end = last + step if whole else last
    return end - drawn.steps * step, end


def _stepped(frame: pd.DataFrame, window: tuple[Any, Any], grain: Grain) -> pd.DataFrame:
    """The frame with a row for every step of a window, so that what was not reported is a gap in the line, at its end too."""
    steps = pd.date_range(window[0], window[1], freq=STEPS[grain], inclusive="left")
    return frame.set_index("t").reindex(steps).rename_axis("t").reset_index()


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A page of a named list: its heads (word, class), the rows of the page, and how many there are in all."""

    heads: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Any]]
    count: int
    page: int
    export: str = ""
    """The address of its files without their kind, with its parameters."""
    nothing: str = "没有符合条件的"
    about: str = "名单"


def listed(found: Listed, *above: Any) -> Any:
    """The list with what stands above it, its pages and its files."""
    head = html.Tr([html.Th(word, className=name or None, scope="col") for word, name in found.heads])
    rows = [
        html.Tr([html.Td(cell, className=name or None) for cell, (_, name) in zip(row, found.heads, strict=True)]) for row in found.rows
    ]
    table = (
        html.Div(
            html.Table([html.Thead(head), html.Tbody(rows)], className="sf-t"), className="sf-tw", tabIndex="0", role="region",
            **{"aria-label": found.about, "data-focus": "list"},
        )
        if rows
        else html.Div(found.nothing, className="cap sf-none")
    )  # fmt: skip
    return html.Div(
        [html.Div([*above, _files(found)], className="sf-lh"), table, _pages(found)], className="sf-l", **{"data-listed": str(found.count)}
    )


def _files(found: Listed) -> Any:
    if not found.export:
        return None
    address, _, query = found.export.partition("?")
    kinds = (("csv", "导出 CSV"), ("xlsx", "导出 Excel"))
    links = [
        html.A(word, href=f"{address}.{kind}" + (f"?{query}" if query else ""), className="btn", **{"data-export": kind})
        for kind, word in kinds
    ]
    return html.Span(links, className="sf-x")


def _pages(found: Listed) -> Any:
    if found.count <= ROWS:
        return None
    last = -(-found.count // ROWS) - 1
    page = min(found.page, last)
    first, until = page * ROWS + 1, min((page + 1) * ROWS, found.count)
    back = _turn("上一页", page - 1, usable=page > 0)
    further = _turn("下一页", page + 1, usable=page < last)
    return html.Div([back, html.Span(f"第 {first:,}–{until:,} 行，共 {found.count:,} 行", className="cap num"), further], className="sf-pg")


def _turn(word: str, page: int, *, usable: bool) -> Any:
    told = {"data-choose": "p", "data-value": str(page) if page > 0 else "", "data-focus": word}
    return html.Span(html.Button(word, type="button", className="btn", disabled=not usable, **told))
