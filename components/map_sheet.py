"""The map as a sheet: one view as an SVG that stands alone, with legend, source, licence and review number; without the number it is a 样稿."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

import numpy as np

from components.charts.classes import METHODS, STEPS
from components.charts.theme import TOKENS
from components.levels import ALL_LEVELS, level_of
from components.panel import View
from components.panels.map_figures import Figures, figures
from components.panels.map_sites import place_of, sites_of, within
from components.panels.map_stage import label_place, number_text, sides_of, time_words
from components.province import map_of
from components.shapes import level_outline
from geo.areas import Area, areas_of
from geo.credit import Credit, credit_of
from geo.lineage import then
from indicators import words

WIDE, HIGH, SIDE, EDGE = 1400, 1000, 360, 24
INK = TOKENS["print"]
FAMILY = "'Noto Sans CJK SC','Microsoft YaHei',sans-serif"


@dataclass(frozen=True)
class Sheet:
    """The drawing and what it is called."""

    title: str
    svg: str


@dataclass(frozen=True)
class Fit:
    """How degrees become steps of the sheet."""

    west: float
    north: float
    aspect: float
    scale: float
    left: float
    top: float

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return self.left + (lon - self.west) * self.aspect * self.scale, self.top + (self.north - lat) * self.scale


def map_sheet(view: View, taken: str) -> Sheet:
    """One view of the map; `taken` is the line that says who took it and when. Of the layers the alerts are drawn, as shapes with their level."""
    found = figures(view)
    chosen, credit = found.choice, credit_of(view.scope.province)
    areas = [area for area in areas_of(view.scope.province, "cities" if chosen.city is None else "counties") if area.code in found.by]
    focus = [area for area in areas if area.code == chosen.place] or areas
    fit = _fit(focus, map_of(view.scope.province).ground.aspect)
    title = f"{chosen.regions.path(chosen.place)}　{chosen.one.name}{'（每万户在营主体）' if chosen.per == 'stock' else ''}　{time_words(found)}"
    inner = [
        f'<rect width="{WIDE}" height="{HIGH}" fill="{INK["s1"]}"/>', _HATCH, _clipped("".join(_land(area, found, fit) for area in areas)),
        *_labels(found, fit), *_pins(view, found, fit), _text((EDGE, 40), title, 22, weight=600), *_side(view, found, credit, taken), _across(credit),
    ]  # fmt: skip
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{HIGH}" viewBox="0 0 {WIDE} {HIGH}" font-family="{FAMILY}">'
    told = f"<title>{escape(title)}</title><desc>{escape('；'.join((*credit.lines, credit.mark or '已填报审图号')))}</desc>"
    return Sheet(title, f"{head}{told}{''.join(inner)}</svg>")


_HATCH = (
    f'<defs><pattern id="h" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" fill="{INK["s1"]}"/>'
    f'<path d="M0 0V8" stroke="{INK["rule"]}" stroke-width="1.4"/></pattern><clipPath id="c"><rect x="0" y="60" width="{WIDE - SIDE}" height="{HIGH - 60}"/></clipPath></defs>'
)  # fmt: skip


def _clipped(body: str) -> str:
    return f'<g clip-path="url(#c)">{body}</g>'


def _fit(areas: list[Area], aspect: float) -> Fit:
    boxes = np.array([area.box for area in areas])
    west, south, east, north = boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()
    wide, high = WIDE - SIDE - 2 * EDGE, HIGH - 60 - 2 * EDGE
    scale = min(wide / ((east - west) * aspect), high / (north - south))
    left, top = EDGE + (wide - (east - west) * aspect * scale) / 2, 60 + EDGE + (high - (north - south) * scale) / 2
    return Fit(float(west), float(north), aspect, float(scale), float(left), float(top))


def _land(area: Area, found: Figures, fit: Fit) -> str:
    lines = []
    for ring in area.rings:
        x = fit.left + (ring[:, 0] - fit.west) * fit.aspect * fit.scale
        y = fit.top + (fit.north - ring[:, 1]) * fit.scale
        lines.append("M" + " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True)) + "Z")
    step = found.step(area.code)
    fill = INK[f"m{step}"] if step else "url(#h)"
    return f'<path d="{"".join(lines)}" fill="{fill}" stroke="{INK["rule"]}" stroke-width="1" data-region="{area.code}"/>'


def _labels(found: Figures, fit: Fit) -> Iterable[str]:
    for code, one in found.by.items():
        x, y = fit.at(*label_place(found.choice, code))
        if 0 < x < WIDE - SIDE and 60 < y < HIGH:
            yield _text((x, y), found.choice.regions.short(code), 15, anchor="middle", weight=600)
            yield _text((x, y + 17), number_text(found, one), 13, anchor="middle")


def _pins(view: View, found: Figures, fit: Fit) -> Iterable[str]:
    for site in sites_of(view).by.get("alerts", ()):
        placed = place_of(site, found.choice)
        if placed is None or not within(site, found.choice):
            continue
        x, y = fit.at(placed[0], placed[1])
        if 0 < x < WIDE - SIDE and 60 < y < HIGH:
            known = level_of(site.level)
            ink = INK[known.ink]
            dashes = "" if known.number else ' stroke-dasharray="4 3"'
            place = f"translate({x - 11:.1f} {y - 11:.1f}) scale(.92)"
            yield f'<path transform="{place}" d="{level_outline(known)}" fill="{INK["s1"]}" stroke="{ink}" stroke-width="2"{dashes}/>'
            yield _text((x, y + (6 if known.number == 2 else 4)), known.roman or "?", 10, anchor="middle", weight=700, ink=ink)


def _side(view: View, found: Figures, credit: Credit, taken: str) -> Iterable[str]:
    """The legend: steps with their bounds, both sides of the rate, method, days, levels, notes; and at its end the credit."""
    chosen, x, y = found.choice, WIDE - SIDE + 12, 96.0
    edges = ["", *(words.figure(cut, "", 0 if float(cut).is_integer() else 2).text for cut in found.cuts), ""]
    for number, (low, high) in enumerate(zip(edges, edges[1:], strict=False), STEPS - len(found.cuts)):
        yield f'<rect x="{x}" y="{y - 12}" width="28" height="14" fill="{INK[f"m{min(number, STEPS)}"]}" stroke="{INK["rule"]}"/>'
        yield _text((x + 38, y), f"{low} – {high}" if low and high else f"≥ {low}" if low else f"< {high}" if high else "各地相同", 13)
        y += 22
    yield f'<rect x="{x}" y="{y - 12}" width="28" height="14" fill="url(#h)" stroke="{INK["rule"]}"/>'
    yield _text((x + 38, y), "未知或迟报", 13)
    sides = sides_of(found)
    lines = [f"单位：{found.unit or '无'}", *((f"分子：{sides[0]}", f"分母：{sides[1]}") if sides else ("口径：计数，未除以分母",))]
    lines += [
        f"分级：{METHODS[chosen.cls][0]}",
        f"期间：{time_words(found)}",
        f"数据截止：{found.as_of.astimezone(view.now.tzinfo):%Y-%m-%d %H:%M}" if found.as_of else "数据截止：无",
    ]
    lines += ["演示数据，不得作为统计依据"] if found.nature == "demo" else []
    if "alerts" in chosen.layers:
        lines.append("告警：" + "、".join(f"{level_of(code).roman or '?'} {level_of(code).meaning}" for code in ALL_LEVELS))
    lines += [*chosen.faults, *(then(chosen.regions, {*found.by, chosen.place}, chosen.at) if chosen.at else ())]
    y += 20
    for line in (*lines, "", *credit.lines, *taken.split("；")):
        for part in _broken(line):
            y += 20
            yield _text((x, y), part, 13, ink=INK["t2"])


def _broken(line: str, most: float = 25) -> list[str]:
    """A line in pieces that fit beside the map: a Latin letter or digit takes half of what a Chinese one takes."""
    found, wide = [""], 0.0
    for sign in line:
        wide += 0.55 if sign.isascii() else 1
        if wide > most and not sign.isdigit():
            found.append("")
            wide = 1
        found[-1] += sign
    return found


def _across(credit: Credit) -> str:
    """样稿 across the sheet, as long as the map has no review number."""
    if not credit.mark:
        return ""
    places = [(x, y) for x in (240, 700, 1160) for y in (280, 560, 840)]
    marks = "".join(f'<text x="{x}" y="{y}" transform="rotate(-24 {x} {y})" text-anchor="middle">{credit.mark}</text>' for x, y in places)
    return f'<g font-size="64" font-weight="700" fill="{INK["t1"]}" fill-opacity=".16" data-mark="{credit.mark}">{marks}</g>'


def _text(at: tuple[float, float], said: str, size: int, *, anchor: str = "start", weight: int = 400, ink: str = INK["t1"]) -> str:
    return f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" fill="{ink}">{escape(said)}</text>'
