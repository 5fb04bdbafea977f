"""The sample frames and options: each chart type with whole, broken, empty and all-unknown data."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pandas as pd

from components.charts.base import Line
from components.charts.choropleth import Ground, choropleth
from components.charts.donut import donut
from components.charts.heat import Steps, heat
from components.charts.ranking import ranking
from components.charts.sparkline import sparkline
from components.charts.stacked import stacked
from components.charts.trend import trend

MAPS = Path(__file__).resolve().parents[2] / "assets" / "maps"
RATE = Steps(bounds=(0.4, 0.8, 1.2, 1.6))
LINES = (Line(column="opened", name="新设"), Line(column="closed", name="注销"))
FLOWS = (Line(column="opened", name="新设"), Line(column="closed", name="注销", below=True))


def months(count: int = 24, *, gap: bool = False) -> pd.DataFrame:
    opened = [149_000 + 21_000 * math.sin(i / 2.3) + 900 * i for i in range(count)]
    closed = [82_000 + 6_000 * math.cos(i / 1.7) for i in range(count)]
    frame = pd.DataFrame({"month": pd.date_range("2024-11-01", periods=count, freq="MS"), "opened": opened, "closed": closed}).round(
        {"opened": 0, "closed": 0}
    )
    if gap and count > 12:
        frame.loc[[5, 6, 8, 9], "opened"] = math.nan  # month 7 stands alone between two gaps
    return frame


def cities(*, gap: bool = False) -> pd.DataFrame:
    words = ground().labels
    values = [41.2, 36.9, 29.4, 33.1, 38.6, 35.8, 24.6, 25.2, 27.5, 31.7, 28.8, 30.9, 26.0][: len(words)]
    frame = pd.DataFrame({"adcode": list(words), "city": [label[0] for label in words.values()], "value": values})
    if gap:
        frame.loc[len(frame) - 1, "value"] = math.nan
    return frame


def table(*, gap: bool = False) -> pd.DataFrame:
    industries = ["制造", "批零", "餐饮", "信息", "科研", "商务", "建筑", "居民", "农林"]
    names = cities()["city"].tolist()
    rows = [
        (city, trade, round(14 * math.sin(i * 1.7 + j * 2.3) + j, 1)) for j, trade in enumerate(industries) for i, city in enumerate(names)
    ]
    frame = pd.DataFrame(rows, columns=["city", "trade", "value"])
    if gap:
        frame["city"] = pd.Categorical(frame["city"], categories=names)
        frame.loc[frame["city"] == names[-1], "value"] = math.nan
        frame = frame.drop(index=[3, 30])
    return frame


def shares(*, gap: bool = False) -> pd.DataFrame:
    frame = pd.DataFrame({"name": ["食品", "特种设备", "药品", "工业产品", "计量", "广告"], "value": [420.0, 250, 160, 90, 40, 12]})
    if gap:
        frame.loc[2, "value"] = math.nan
    return frame


def ground() -> Ground:
    folder = sorted(path for path in MAPS.iterdir() if path.is_dir())[0]
    return Ground.of(f"{folder.name}/cities", json.loads((folder / "map.json").read_text("utf-8")))


def drawn(frames: dict[str, pd.DataFrame]) -> dict[str, dict[str, Any]]:
    """Every chart type's option from the frames named month, city, table and share."""
    rates = frames["city"].assign(value=frames["city"]["value"].astype(float) / 20)
    return {
        "trend": trend(frames["month"], x="month", series=LINES, unit="户"),
        "trend-band": trend(frames["month"], x="month", series=LINES[:1], unit="户", band=(140_000, 165_000)),
        "ranking": ranking(frames["city"], name="city", value="value", unit="户"),
        "stacked": stacked(frames["month"], x="month", series=LINES, unit="户"),
        "flows": stacked(frames["month"], x="month", series=FLOWS, unit="户"),
        "heat": heat(frames["table"], x="city", y="trade", value="value"),
        "donut": donut(frames["share"], name="name", value="value"),
        "sparkline": sparkline(frames["month"], x="month", value="opened", band=(140_000, 165_000)),
        "choropleth": choropleth(rates, region="adcode", value="value", ramp=RATE, unit="件", map=ground()),
    }


def whole() -> dict[str, pd.DataFrame]:
    return {"month": months(), "city": cities(), "table": table(), "share": shares()}


def broken() -> dict[str, pd.DataFrame]:
    return {"month": months(gap=True), "city": cities(gap=True), "table": table(gap=True), "share": shares(gap=True)}


def unknown() -> dict[str, pd.DataFrame]:
    numbers = {"opened", "closed", "value"}
    return {key: frame.assign(**dict.fromkeys(numbers & set(frame.columns), math.nan)) for key, frame in whole().items()}


def empty() -> dict[str, pd.DataFrame]:
    return {key: frame.iloc[0:0] for key, frame in whole().items()}


CASES = {"whole": whole, "broken": broken, "unknown": unknown, "empty": empty}
