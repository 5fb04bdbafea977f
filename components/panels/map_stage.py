"""地图: the chosen number by region, with the layers over it, its legend, and the credit without which no map is shown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from dash import html

from components.charts.classes import METHODS, STEPS
from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from components.panels import map_figures
from components.panels.map_choice import NEEDS, NO_LAYERS, Choice
from components.panels.map_figures import Figure, Figures, figures, stock_name
from components.panels.map_pins import pins
from components.panels.map_sites import LINES, READS, Sites, sites_of
from components.province import credit, map_of
from geo.lineage import then
from indicators import words
from indicators.formula_words import formula


def load(view: View) -> Reading:
    found = figures(view)
    day = timedelta(days=1)
    return Reading(
        data={"figures": found, "sites": sites_of(view)} if found.as_of else None, as_of=found.as_of, batch=found.batch, nature=found.nature,
        rhythm=found.choice.one.rhythm or day if found.choice.at is None else None, missing=tuple(code for code, one in found.by.items() if one.late),
        of=len(found.by), note=f"“{found.choice.one.name}”所在主题库尚无批次",
    )  # fmt: skip


def chart(reading: Reading, view: View) -> Drawing:
    found: Figures = reading.data["figures"]
    sites: Sites = reading.data["sites"]
    chosen = found.choice
    stage = html.Div(
        [html.Div(className="mp-plane", **{"data-chart": "map-plane", "data-pending": "1"}), html.Div([*_labels(found), *pins(sites, chosen)], className="mp-over")],
        className="mp-stage", tabIndex=0, role="group", **{
            "aria-label": f"地图：{chosen.regions.path(chosen.place)}。方向键平移，加减号缩放，Esc 上一级，Tab 逐区，Enter 下钻",
            "data-mapstage": json.dumps(_told(found, sites), ensure_ascii=False, separators=(",", ":")), "data-focus": "map-stage",
        },
    )  # fmt: skip
    early = found.choice.at is not None and found.period is None
    notes = [
        *chosen.faults,
        *([f"{chosen.at} 没有本指标的数据（数据自 {found.first} 起），各地为未知。"] if early and found.first else []),
        *sites.said,
        *(then(chosen.regions, {*found.by, chosen.place}, chosen.at) if chosen.at else ()),
    ]
    body = [stage, _tools(found), _notes(notes), _legend(found, sites, view)]
    return Drawing(body=html.Div(body, className="mp"), subtitle=_subtitle(found))


def _subtitle(found: Figures) -> str:
    basis = f"每万户在营主体，{found.choice.one.unit}" if found.choice.per == "stock" else found.choice.one.unit
    return "　".join(filter(None, (found.choice.one.name, basis, time_words(found))))


def time_words(found: Figures) -> str:
    """The days that the numbers cover."""
    if found.period is None:
        return f"截至 {found.last}" if found.last else ""
    first, after = found.period.window
    last = (after - timedelta(days=1)).isoformat()[:10]
    start = first.isoformat()[:10]
    return f"截至 {last}" if start == last else f"{start} 至 {last}"


def _told(found: Figures, sites: Sites) -> dict[str, Any]:
    """What the browser draws with: steps by region (0: unknown), where to look, ways of goods, and where the dots come from."""
    chosen = found.choice
    told: dict[str, Any] = {
        "map": chosen.scope.province, "level": chosen.level, "place": chosen.place, "city": chosen.city or "",
        "steps": {code: found.step(code) or 0 for code in found.by}, "up": _up(chosen),
    }  # fmt: skip
    if sites.ways is not None:
        told["ways"] = _ways(sites, chosen)
    if "dots" in chosen.layers:
        query = {"place": chosen.place, **({"at": chosen.at.isoformat()} if chosen.at else {})}
        told["dots"] = f"/api/v1/map/dots?{urlencode(query)}"
    return told


def _up(chosen: Choice) -> str:
    """The place one level above, where the caller may see it."""
    if chosen.level == "county":
        return chosen.city or ""
    above = chosen.level == "city" and (chosen.scope.is_whole or len(chosen.scope.cities or ()) > 1)
    return chosen.scope.province if above else ""


def _ways(sites: Sites, chosen: Choice) -> list[list[float]]:
    known = chosen.regions.all
    found = []
    for giver, taker, times in sites.ways.itertuples(index=False, name=None) if sites.ways is not None else ():
        if giver in known and taker in known and chosen.level in ("province", "city") or chosen.place in (giver, taker):
            found.append([known[giver].lon, known[giver].lat, known[taker].lon, known[taker].lat, int(times)])
    return found[:LINES]


def label_place(chosen: Choice, code: str) -> tuple[float, float]:
    """Where a region's label stands."""
    placed = map_of(chosen.scope.province).labels.get(code)
    region = chosen.regions.all[code]
    return (placed["at"][0], placed["at"][1]) if placed else (region.lon, region.lat)


def number_text(found: Figures, one: Figure) -> str:
    """A coloured number as the map writes it."""
    if one.shown is None:
        return "迟报" if one.late else "未知"
    unit = "%" if found.choice.one.unit == "%" and found.choice.per == "count" else ""
    return words.figure(one.shown, unit, found.decimals if abs(one.shown) < 1000 else 0).text


def number_marks(found: Figures, region: str, one: Figure) -> dict[str, str]:
    """What a coloured number tells a machine; one that looks back tells its days."""
    more = {"region": region} if region != found.choice.scope.province else {}
    if found.choice.per == "count" and found.days:
        more |= {"from": found.days[0], "to": found.days[1]}
    if one.shown is None and one.late:
        more["withheld"] = "迟报"
    return marks(found.code, one.shown, **more)


def _labels(found: Figures) -> Iterable[Any]:
    chosen = found.choice
    for code, one in found.by.items():
        lon, lat = label_place(chosen, code)
        name, shown = chosen.regions.short(code), number_text(found, one)
        told = {
            "data-lon": lon,
            "data-lat": lat,
            "data-go": code,
            "data-focus": f"map-{code}",
            "aria-label": f"{name}，{shown}{found.unit}，下钻",
        }
        number = html.Span(shown, className="num", **number_marks(found, code, one))
        yield html.Button([html.B(name), number], type="button", className="mp-label on" if code == chosen.place else "mp-label", **told)


def _tools(found: Figures) -> Any:
    told = (("in", "＋", "放大"), ("out", "－", "缩小"), ("whole", "全", "回到全图"))
    buttons = [html.Button(sign, type="button", title=word, **{"data-map-tool": tool, "aria-label": word}) for tool, sign, word in told]
    link = html.A(
        "SVG", href=_sheet(found.choice), className="w", title="导出当前视图（SVG，附底图来源与审图号）", **{"data-map-export": "svg"}
    )
    picture = html.Button(
        "PNG",
        type="button",
        className="w",
        title="导出当前视图（PNG，附底图来源与审图号）",
        **{"data-map-export": "png", "data-to": _sheet(found.choice)},
    )
    return html.Div([*buttons, link, picture], className="mp-tools", role="group", **{"aria-label": "缩放"})


def _sheet(chosen: Choice) -> str:
    """The address of the view as a drawing."""
    told = {
        "place": chosen.place, "code": chosen.one.code, "per": chosen.per, "cls": chosen.cls, "at": chosen.at.isoformat() if chosen.at else "",
        "layers": "|".join(chosen.layers) or NO_LAYERS,
    }  # fmt: skip
    return f"/api/v1/map/export.svg?{urlencode({name: text for name, text in told.items() if text})}"


def _notes(notes: list[str]) -> Any:
    return html.Div([html.Div(note) for note in notes], className="mp-notes", role="status") if notes else None


def _legend(found: Figures, sites: Sites, view: View) -> Any:
    chosen = found.choice
    steps = range(STEPS - len(found.cuts), STEPS + 1) if found.cuts else (STEPS - 2,)
    ramp = html.Div([html.I(className=f"mp-m{step}") for step in steps], className="mp-ramp")
    cuts = html.Div([html.Span(words.figure(cut, "", _places(cut)).text) for cut in found.cuts], className="mp-cuts num cap")
    sides = sides_of(found)
    rows: list[tuple[str, Any]] = [("分子", sides[0]), ("分母", sides[1])] if sides else [("口径", "计数，未除以分母")]
    rows += [
        ("分级", f"{METHODS[chosen.cls][0]}，{len(found.cuts) + 1} 级；斜纹为未知或迟报"),
        ("期间", time_words(found) or words.NOTHING),
    ]
    if sites.ways is not None:
        rows.append(("流向", f"至所选时刻 30 天，最多 {LINES} 条，线宽表示次数" if len(sites.ways) else "30 天内无县际流转"))
    if "dots" in chosen.layers:
        rows.append(("点值", html.Span("一点代表若干户；点在县内随机布置，不是真实位置", **{"data-map-dots": ""})))
    listed = [html.Div([html.Dt(word), html.Dd(text)]) for word, text in rows]
    return html.Div(
        [ramp, cuts, html.Dl(listed, className="mp-facts"), credit(view.scope.province)], className="mp-legend", **{"data-map-legend": ""}
    )


def _places(cut: float) -> int:
    return 0 if float(cut).is_integer() or abs(cut) >= 1000 else 2


def sides_of(found: Figures) -> tuple[str, str] | None:
    """Numerator and denominator of the place in words and numbers; None for a plain count."""
    one, whole = found.choice.one, found.all
    if found.choice.per == "stock":
        return f"{one.name} {words.number(whole.value, one.unit)}", f"{stock_name()} {words.number(whole.whole, '户')}，× 10,000"
    told = formula(one)
    if not told.part:
        return None
    scale = "" if told.scale in (0, 1) or one.unit == "%" else f"，× {told.scale:,.0f}"
    return f"{told.part} {words.number(whole.part)}", f"{told.whole} {words.number(whole.whole)}{scale}"


PANEL = Panel(
    key="map", title="地图", question="哪里多，哪里少，哪里有事？", owner="信息中心", load=load, chart=chart, needs=NEEDS, frame="mp-panel",
    reads=READS | map_figures.READS,
)  # fmt: skip
