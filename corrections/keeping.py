"""The keeping of corrections: an approved value is put into the marts, and held there against a source that sends the old one again (保鲜).

Marts in a data center are read, never written: there an item waits until a newer batch carries its value.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from corrections.item import CorrectionFailed
from data_access import overrides
from data_access.batches import MartsFailed, MartsMoved
from data_access.marts import Marts, marts_of
from data_access.measure import MeasureFailed
from data_access.overrides import RowFailed
from data_access.scope import Scope
from data_access.stores import corrections as store
from data_access.stores import outbox
from data_access.stores.corrections import Step
from data_access.stores.engine import Store, store_of
from indicators.drill import Place, read_value
from indicators.failure import IndicatorFailed
from indicators.passport import same
from indicators.period import Span
from indicators.registry import get
from settings import Settings

KEPT = timedelta(days=90)
TRIES = 3
SYSTEM = ("系统", "system")
AT_CENTRE = "待数据中心入仓：数据中心的下一批带来更正值时办结"


def run(settings: Settings, now: datetime) -> None:
    """One round of the worker."""
    keep(store_of(settings), marts_of(settings), settings.province, now)


def keep(opened: Store, marts: Any, province: str, now: datetime) -> None:
    """Put what is approved into the marts, then hold what was stored. Raises MartsFailed and StoreFailed for what concerns all items."""
    with opened.read() as connection:
        waiting, kept = store.to_store(connection), store.to_keep(connection, now - KEPT)
    for row in waiting:
        _put(opened, marts, row, province, now)
    for row in kept:
        _hold(opened, marts, row, now)


def _standing(marts: Any, change: dict[str, Any]) -> overrides.Found | None:
    with marts.snapshot() as shot:
        return overrides.row_at(shot, change["mart"], change["key"])


def _put(opened: Store, marts: Any, row: dict[str, Any], province: str, now: datetime) -> None:
    change = row["change"]
    try:
        found = _standing(marts, change)
        if found is not None and same(found.values[change["column"]], change["new"]):
            _stored(opened, marts, row, (found.batch, f"第 {found.batch} 批已带来更正值，办结"), province, now)
            return
        if not isinstance(marts, Marts):
            _wait(opened, row, AT_CENTRE, now)
            return
        batch = _published(marts, change)
        _stored(opened, marts, row, (batch, f"以第 {batch} 批入仓，旧值留在第 {change['batch']} 批"), province, now)
    except RowFailed as failed:
        _wait(opened, row, str(failed), now)
    except MartsFailed as failed:
        _wait(opened, row, f"入仓未成，稍后自动重试：{failed}", now)


def _published(marts: Marts, change: dict[str, Any]) -> int:
    """The batch that carries the value; tried again where another batch came in between."""
    for _ in range(TRIES):
        try:
            return overrides.publish(marts, change["mart"], change["key"], change["column"], change["new"]).number
        except MartsMoved:
            continue
    raise MartsFailed("来源正在连续发布")


def _wait(opened: Store, row: dict[str, Any], what: str, now: datetime) -> None:
    with opened.write() as connection:
        store.waits(connection, row["id"], what[:500], now)


def _stored(opened: Store, marts: Any, row: dict[str, Any], told: tuple[int, str], province: str, now: datetime) -> None:
    batch, why = told
    values = {
        "stored_at": now,
        "batch": batch,
        "waits": None,
        "kept": isinstance(marts, Marts),
        "value_after": _number(marts, row, province),
    }
    with opened.write() as connection:
        store.move(connection, row["id"], (store.REVIEWED, store.STORED), values, Step(who=SYSTEM[0], role=SYSTEM[1], why=why), now)
        outbox.put(connection, (row["change"]["mart"],), now)  # open pages read the mart again


def _number(marts: Any, row: dict[str, Any], province: str) -> float | None:
    """The doubted number as it stands now; None where it cannot be asked for any more."""
    try:
        with marts.snapshot() as shot:
            return read_value(shot, get(row["code"]), place_of(row, province))[0].value
    except (IndicatorFailed, MeasureFailed, CorrectionFailed, MartsFailed):
        return None


def place_of(row: dict[str, Any], province: str) -> Place:
    """Where and when the doubted number was asked for, by one who sees it. Raises IndicatorFailed for a place that cannot be."""
    told, scope, region = row["place"], Scope.whole(province), row["region"]
    limits = {
        name: tuple(value.split("|")) for name, _, value in (part.partition(":") for part in told.get("where", "").split(";") if part)
    }
    days: dict[str, Any] = {}
    if told.get("from") and told.get("to"):
        first, last = (datetime.fromisoformat(told[name]).date() for name in ("from", "to"))
        days = {"start": first, "end": last + timedelta(days=1)}
    span = Span(told["span"]) if told.get("span") in set(Span) else None
    return Place(scope=scope, region=None if region == province else region, span=span, where=limits, **days)


def _hold(opened: Store, marts: Any, row: dict[str, Any], now: datetime) -> None:
    """Hold a stored value: the old one is corrected again, a third one ends the keeping, for the source knows better by then."""
    change, states = row["change"], (store.STORED, store.STORED)
    values: dict[str, Any]
    found = _standing(marts, change)
    value = found.values[change["column"]] if found else None
    if found is None or same(value, change["new"]):
        return
    if not same(value, change["old"]):
        why, values = f"来源在第 {found.batch} 批改报为 {_said(value)}，以来源为准，不再保持", {"kept": False}
    else:
        try:
            batch = _published(marts, change)
        except MartsFailed:
            return  # the next round tries again; the item says meanwhile what the marts show
        why, values = f"来源在第 {found.batch} 批重报了旧值，已以第 {batch} 批再次更正", {"batch": batch}
    with opened.write() as connection:
        store.move(connection, row["id"], states, values, Step(who=SYSTEM[0], role=SYSTEM[1], why=why), now)
        outbox.put(connection, (change["mart"],), now)


def _said(value: float | None) -> str:
    return "未知" if value is None else f"{value:,.10g}"
