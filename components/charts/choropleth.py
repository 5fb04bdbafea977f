"""The choropleth: regions by adcode in five quiet steps; a region without a report is hatched and says 未知."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from pyecharts.charts import Scatter

from components.charts import base, theme
from components.charts.heat import Steps
from components.charts.theme import Option
from indicators import words

UNKNOWN = "未知"


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The map underneath: its registered name, and of its ``map.json`` the view box and labels by adcode (word, longitude, latitude)."""

    name: str
    box: tuple[tuple[float, float], tuple[float, float]]
    aspect: float = 0.84
    centre: tuple[str, str] = ("50%", "50%")
    labels: Mapping[str, tuple[str, float, float]] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    """Adcodes that the map must show, reported or not."""

    @classmethod
    def of(cls, name: str, content: Mapping[str, Any]) -> Ground:
        """From the content of a ``map.json``."""
        (west, north), (east, south) = content["box"]
        labels = {code: (label["text"], *label["at"]) for code, label in content["labels"].items()}
        centre = (content["centre"][0], content["centre"][1])
        return cls(
            name=name, box=((west, north), (east, south)), aspect=content["aspect"], centre=centre, labels=labels, regions=tuple(labels)
        )


def choropleth(frame: pd.DataFrame, *, region: str, value: str, ramp: Steps, unit: str, map: Ground) -> Option:
    """The map `map` with `value` by adcode `region`. Every region of the map that the frame does not name is unknown, not zero."""
    base.needs(frame, region, value)
    told = dict(zip(map_codes(frame[region]), base.numbers(frame[value]), strict=True))
    values = {code: told.get(code) for code in dict.fromkeys([*map.regions, *told])}
    points = [(map.labels[code][1], map.labels[code][2]) for code in values if code in map.labels]
    names = [_words(map.labels[code][0], number, unit) for code, number in values.items() if code in map.labels]
    chart = Scatter()
    chart.add_xaxis([x for x, _ in points]).add_yaxis("", [y for _, y in points])
    label = {
        "show": True,
        "position": "inside",
        "formatter": theme.fn("lookup", names),
        "textBorderColor": "$bg",
        "textBorderWidth": theme.u(2),
        "rich": {"name": theme.text(17, "t1", weight=600), "value": {**theme.text(14, "t1", family="num"), "lineHeight": theme.u(20)}},
    }
    made = base.option(
        chart,
        [
            {
                "coordinateSystem": "geo",
                "data": [list(point) for point in points],
                "symbolSize": 1,
                "label": label,
                "silent": True,
                "z": 4,
                "labelLayout": {"hideOverlap": True},
            }
        ],
        geo={**_ground(map), "regions": [_region(code, number, ramp) for code, number in values.items()]},
        tooltip={"show": False},
        **({} if map.regions or told else base.nothing()),
    )
    made["series"].insert(0, _border(map.name))
    return made


def map_codes(column: pd.Series) -> list[str]:
    """Adcodes as the six digits that the map knows."""
    return [f"{int(code):06d}" if not isinstance(code, str) else code for code in column.tolist()]


def _words(name: str, number: float | None, unit: str) -> str:
    shown = UNKNOWN if number is None else "".join(words.figure(number, "%" if unit == "%" else "", 2 if abs(number) < 10 else 0))
    return f"{{name|{name}}}\n{{value|{shown}}}"


def _ground(map: Ground) -> Option:
    return {
        "map": map.name,
        "nameProperty": "adcode",
        "silent": True,
        "roam": False,
        "aspectScale": map.aspect,
        "boundingCoords": [list(corner) for corner in map.box],
        "layoutCenter": list(map.centre),
        "layoutSize": "100%",
        "label": {"show": False},
        "itemStyle": {"areaColor": "$land", "borderColor": "$landline", "borderWidth": theme.u(1)},
    }


def _region(code: str, number: float | None, ramp: Steps) -> Option:
    token = ramp.token(number)
    fill: Any = theme.hatch() if token is None else f"${token}"
    return {"name": code, "itemStyle": {"areaColor": fill, "borderColor": "$city", "borderWidth": theme.u(1.6)}}


def _border(name: str) -> Option:
    """The outer border over the regions; the lines come from the loaded map."""
    return {
        "type": "lines",
        "coordinateSystem": "geo",
        "polyline": True,
        "silent": True,
        "z": 3,
        "lineStyle": {"color": "$prov", "width": theme.u(1.4), "opacity": 0.9},
        "data": {"$outline": name},
    }
