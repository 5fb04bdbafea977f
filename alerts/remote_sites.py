"""The state of sites that are watched from afar: how long each stood beyond what its product bears, who was not heard, and what is not bound.

A single reading never counts: minutes and degree-minutes are gathered, and both have to exceed what `alerts/data/products.toml` allows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pandas as pd

from alerts.excursion import Product, products
from data_access.site_reads import Wanted, lots_of, remote_days, remote_sites

LOTS_SINCE = timedelta(days=3 * 365)
"""How far back the lots of an operator are looked for."""
VACCINE = "vaccine"


class State(StrEnum):
    """How a site stands, worst first."""

    BEYOND = "beyond"
    UNHEARD = "unheard"
    BRIEF = "brief"
    PARTIAL = "partial"
    NORMAL = "normal"


STATES: Mapping[str, str] = MappingProxyType(
    {State.BEYOND: "累计超限", State.UNHEARD: "无上报", State.BRIEF: "有波动", State.PARTIAL: "部分失联", State.NORMAL: "正常"}
)
LACKS: Mapping[str, str] = MappingProxyType({"camera": "摄像机", "sensor": "温度探头", "place": "单位或位置", "lot": "批次"})
"""What a site is to be bound to."""


def watched(reader: Any, wanted: Wanted, last: date | None, now: datetime) -> pd.DataFrame:
    """The register with the newest days, a row a site: the columns of `remote_sites` and `remote_days`, `lots` (three years), `state`, `lacks` (tuple
    of `LACKS`) and `burden` (minutes as a part of what the product bears; NaN where unknown). Worst first. `last` is the last day of the daily numbers.
    """
    rows = remote_sites(reader, wanted)
    if last is not None:
        rows = rows.merge(remote_days(reader, wanted.scope, last), on="site", how="left")
    for name in (
        "came",
        "due",
        "reporting",
        "celsius",
        "celsius_high",
        "excursions",
        "minutes",
        "degree_minutes",
        "week_minutes",
        "heard_at",
    ):
        if name not in rows:
            rows[name] = pd.NaT if name == "heard_at" else float("nan")
    lots = lots_of(reader, wanted, now - LOTS_SINCE)
    rows = rows.assign(lots=[lots.get(code, 0) if isinstance(code, str) else 0 for code in rows["uscc"]])
    told = [_told(row) for row in rows.to_dict("records")]
    lacking = pd.Series([one[2] for one in told], dtype="object", index=rows.index)
    rows = rows.assign(state=[str(one[0]) for one in told], burden=[one[1] for one in told], lacks=lacking)
    order = list(State)
    rank = rows["state"].map({state: place for place, state in enumerate(order)})
    return (
        rows.assign(_rank=rank)
        .sort_values(["_rank", "burden", "site"], ascending=[True, False, True], ignore_index=True)
        .drop(columns="_rank")
    )


def _told(row: Mapping[Any, Any]) -> tuple[State, float, tuple[str, ...]]:
    of = products().get(str(row["product"]))
    return state_of(row, of), _burden(row, of), _lacks(row)


def state_of(row: Mapping[Any, Any], of: Product | None) -> State:
    """The state of one site. A site of an unknown product is never beyond its limits, for nobody knows them."""
    if _beyond(row, of):
        return State.BEYOND
    if not _known(row["came"]) or not row["came"] or not _known(row["reporting"]) or not row["reporting"]:
        return State.UNHEARD
    if _known(row["minutes"]) and row["minutes"] > 0:
        return State.BRIEF
    return State.PARTIAL if row["reporting"] < row["due"] else State.NORMAL


def _beyond(row: Mapping[Any, Any], of: Product | None) -> bool:
    known = of is not None and _known(row["minutes"]) and _known(row["degree_minutes"])
    return bool(of and known and row["minutes"] > of.minutes and row["degree_minutes"] > of.degree_minutes)


def _burden(row: Mapping[Any, Any], of: Product | None) -> float:
    return float(row["minutes"]) / of.minutes if of and _known(row["minutes"]) else float("nan")


def _lacks(row: Mapping[Any, Any]) -> tuple[str, ...]:
    """What a site is not bound to. Vaccines are followed by other records than lots in movement."""
    found = []
    if not _given(row["camera"]):
        found.append("camera")
    if not _known(row["sensors"]) or not row["sensors"]:
        found.append("sensor")
    if not _given(row["uscc"]) and not (_known(row["lon"]) and _known(row["lat"])):
        found.append("place")
    if row["kind"] != VACCINE and not row["lots"]:
        found.append("lot")
    return tuple(found)


def _given(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _known(value: Any) -> bool:
    return value is not None and value == value
