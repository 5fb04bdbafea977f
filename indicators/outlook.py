"""The outlook of a headline number: what the next months are expected to bring, with the method's own track record, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from data_access.measure_query import check_region
from data_access.scope import Scope
from data_access.stores import forecasts
from data_access.stores.forecasts import Kept
from indicators import words
from indicators.declaration import Indicator
from indicators.registry import get

HEADLINES = (
    "entity.opened", "entity.closed", "entity.stock", "entity.opened_enterprises", "entity.opened_individuals", "entity.exit_ratio",
    "complaint.received", "complaint.closed", "complaint.on_time_rate", "complaint.received_12315", "complaint.food_received", "complaint.prepaid_received",
    "licence.accepted", "licence.finished", "licence.on_time_rate", "notice.pushed", "notice.claimed_rate",
    "inspection.done", "inspection.found_rate", "enforcement.filed", "enforcement.closed", "enforcement.fined", "enforcement.on_time_rate",
    "sampling.sampled", "sampling.failed_rate", "equipment.in_use", "equipment.inspected", "equipment.trapped", "platform.clues", "trace.batches",
    "trace.complete_rate", "kitchen.findings", "credit.prosperity", "credit.high_risk_share", "credit.listed",
)  # fmt: skip
"""The indicators whose months are forecast every night, for the province and each of its cities."""
MONTHS_AHEAD, SEASON, LEVEL = 6, 12, 95
SHOWN_BACK = 120
"""Months of history that are kept with a forecast, so that both are drawn from one cut-off and the error can be recomputed."""


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """One forecast as pages show it.

    `rows`: `t` (first day of the month), `value`, `low`, `high` in the indicator's unit; `history`: `t`, `value` (NaN unknown) up to
    `history_end`. `error` and `naive_error` are sMAPE in % over `windows` origins of the series' own past, None where not known.
    `failed` says why there are no rows.
    """

    code: str
    region: str
    method: str
    reason: str
    note: str
    made_at: datetime
    history_end: date
    level: float
    rows: pd.DataFrame
    history: pd.DataFrame
    error: float | None = None
    naive_error: float | None = None
    mase: float | None = None
    windows: int = 0
    beats_naive: bool | None = None
    failed: str = ""
    batch: int | None = None
    nature: str = "production"
    sentence: str = ""


def outlook(connection: Connection, code: str, scope: Scope, region: str | None = None) -> Outlook | None:
    """The newest outlook of an indicator for a region that the caller may see; without a region, for the caller's own.

    `connection` is a read of the store. None where nothing has been forecast yet, or where a caller of several cities names none.
    Raises ForeignRegion and UnknownIndicator.
    """
    indicator = get(code)
    place = region or own_region(scope)
    if place is None:
        return None
    check_region(scope, place)
    kept = forecasts.latest(connection, code, place, scope)
    return None if kept is None else _told(indicator, kept)


def own_region(scope: Scope) -> str | None:
    """The one region that a scope is about: the province, or its only city; None for several cities or none."""
    if scope.is_whole:
        return scope.province
    return next(iter(scope.cities)) if scope.cities and len(scope.cities) == 1 else None


def _frame(rows: list[dict[str, Any]], columns: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=columns)
    frame["t"] = pd.to_datetime(frame["t"])
    return frame.astype(dict.fromkeys(columns[1:], "float64"))


def _told(indicator: Indicator, kept: Kept) -> Outlook:
    body, track = kept.body, kept.body.get("track") or {}
    rows = _frame(body["rows"], ["t", "value", "low", "high"])
    history = _frame(body["history"], ["t", "value"])
    error, naive = track.get("smape"), track.get("naive_smape")
    found = Outlook(
        code=kept.code, region=kept.region, method=body["method"], reason=body["reason"], note=body["note"], made_at=kept.made_at,
        history_end=kept.history_end, level=body["level"], rows=rows, history=history, error=error, naive_error=naive, mase=track.get("mase"),
        windows=track.get("windows", 0), beats_naive=error < naive if error is not None and naive is not None else None,
        failed=body.get("failed", ""), batch=kept.batch, nature=kept.nature,
    )  # fmt: skip
    return replace(found, sentence=sentence(indicator, found))


def sentence(indicator: Indicator, found: Outlook) -> str:
    """The outlook in words: the next month with its interval and change on the year, the method and its error."""
    if found.failed or found.rows.empty:
        return found.failed or "无法预测：没有结果。"
    first = found.rows.iloc[0]
    number, low, high = (words.number(first[name], indicator.unit, indicator.decimals) for name in ("value", "low", "high"))
    told = f"预计{first['t'].year}年{first['t'].month}月{indicator.name} {number}，{found.level:g}% 区间 {low} 至 {high}"
    if found.beats_naive is False:  # a line that repeats the year before says nothing of a change on it
        return f"{told}。{_record(found)}" + (f"{found.note}。" if found.note else "")
    before = found.history.loc[found.history["t"] == first["t"] - pd.DateOffset(years=1), "value"]
    moved = words.moved(first["value"], before.iloc[0], rate=indicator.is_rate) if len(before) else words.NOTHING
    told += f"，同比{moved}。" if moved != words.NOTHING else "。"
    return told + _record(found) + (f"{found.note}。" if found.note else "")


def _record(found: Outlook) -> str:
    told = f"方法：{found.method}"
    if found.error is None or not found.windows:
        return told + "，未作回测。"
    if found.naive_error is None:
        return told + f"，回测误差 {found.error:.1f}%。"
    if found.beats_naive:
        return told + f"，{found.windows} 个起点回测误差 {found.error:.1f}%，季节朴素法为 {found.naive_error:.1f}%。"
    return told + f"；模型回测误差 {found.error:.1f}%，未优于季节朴素法的 {found.naive_error:.1f}%，故以后者为准。"
