"""The block of one number: the number, how it was before or of what it is a part, and its own data time; unknown says since when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from dash import html

from alerts.clocks.working_days import calendar_of
from bureaus.kinds import LOAD, OPEN_ALERTS, WAITING
from components.blocks.place import Spot
from components.levels import LEVELS, SILENT, level_of
from components.number import change_of, figure, marks, number
from components.panel import Drawing, Reading, View
from components.raw import Raw
from components.shapes import level_shape
from data_access.stores import alerts, city_staff
from data_access.stores.city_counts import clocks_as_of, clocks_by_due
from indicators import words
from indicators.read import Value, value
from indicators.registry import get

LIVE = timedelta(minutes=15)
ACCEPT = "complaint.accept"
STOCK = "entity.stock"
YEAR = timedelta(days=366)


def load(spot: Spot, view: View) -> Reading:
    code = spot.block.codes[0]
    if code in COUNTS:
        return COUNTS[code](spot, view)
    one = get(code)
    found = value(view.sources.marts, code, spot.scope(view), region=spot.adcode, span=spot.span)
    known = found.value is not None
    note = f"{one.owner}　本市尚未报送，非零" if found.as_of else "主题库尚无批次"
    return Reading(
        data={"value": found} if known else None, as_of=found.as_of, rhythm=one.rhythm, batch=found.batch, nature=found.nature, note=note,
    )  # fmt: skip


def _open_alerts(spot: Spot, view: View) -> Reading:
    scope = spot.scope(view)
    with view.sources.store.read() as connection:
        levels, state = alerts.open_by_level(connection, scope), alerts.as_of(connection, scope)
    return Reading(
        data={"levels": levels} if state.as_of else None, as_of=state.as_of, rhythm=LIVE, nature=state.nature, note="预警库尚无记录"
    )


def _waiting(spot: Spot, view: View) -> Reading:
    scope = spot.scope(view)
    with view.sources.store.read() as connection:
        due = clocks_by_due(connection, scope, (ACCEPT,))
        as_of, nature = clocks_as_of(connection, scope, (ACCEPT,))
    return Reading(
        data={"due": due} if as_of else None, as_of=as_of, rhythm=timedelta(days=1), nature=nature, note="12315 平台尚未接入时限"
    )


def _load_of_officers(spot: Spot, view: View) -> Reading:
    with view.sources.store.read() as connection:
        staff = city_staff.newest(connection, spot.scope(view)).get(spot.adcode)
    stock = value(view.sources.marts, STOCK, spot.scope(view), region=spot.adcode)
    known = staff is not None and staff.officers > 0 and stock.value is not None
    return Reading(
        data={"staff": staff, "stock": stock} if known else None, as_of=stock.as_of, rhythm=timedelta(days=1), batch=stock.batch, nature=stock.nature,
        note="尚未报送监管人员数" if stock.value is not None else "在营主体未知",
    )  # fmt: skip


def chart(spot: Spot, reading: Reading, view: View) -> Drawing:
    code = spot.block.codes[0]
    if code in DRAWINGS:
        shown, said = DRAWINGS[code](spot, reading, view)
    else:
        found: Value = reading.data["value"]
        one = get(code)
        shown, said = number(found, unit=one.unit, size="n2", decimals=one.decimals), _beside(found)
    return Drawing(body=html.Div([shown, html.Div(said, className="d num")], className="cbnb"))


def _beside(found: Value) -> Any:
    """What stands below a number: of what it is a part, else how it was a year ago."""
    one = get(found.code)
    if one.is_fraction and one.is_rate and found.numerator is not None and found.denominator is not None:
        return html.Span(words.fraction(found.numerator, found.denominator), className="el")
    if found.nature == "sample":
        return "样本不作同比"
    if found.year_ago is None or found.like is None:
        return "上年同期未知"
    told = words.points(found.like, found.year_ago) if one.is_rate else words.change(found.like, found.year_ago)
    return html.Span(["同比 ", html.Span(told, **change_of(found.code))])


def _draw_alerts(spot: Spot, reading: Reading, view: View) -> tuple[Any, Any]:
    levels: dict[str, int] = reading.data["levels"]
    whole = sum(levels.values())
    shown = figure(OPEN_ALERTS, whole, unit="件", size="n2", region=spot.adcode)
    parts = [_level(spot, code, count) for code in (*LEVELS, SILENT.code) if (count := levels.get(code, 0))]
    return shown, parts or "当前没有待处置预警"


def _level(spot: Spot, code: str, count: int) -> Any:
    known = level_of(code)
    return html.Span(
        [Raw(level_shape(known)), html.B(str(count), className="num", **marks(f"alert.open.{code}", count, region=spot.adcode))],
        className=f"lv lv{known.number}", title=known.word,
    )  # fmt: skip


def _draw_waiting(spot: Spot, reading: Reading, view: View) -> tuple[Any, Any]:
    due: dict[datetime | None, int] = reading.data["due"]
    nearest = min((at for at in due if at is not None), default=None)
    shown = figure(WAITING, sum(due.values()), unit="件", size="n2", region=spot.adcode)
    if nearest is None:
        return shown, "没有在走的时限" if not due else "时限均已中止"
    if nearest < view.now:
        late = sum(count for at, count in due.items() if at is not None and at < view.now)
        return shown, html.Span(f"超期 {late} 件", className="chip inv")
    days = calendar_of().worked_between(view.now.date(), nearest.astimezone(view.now.tzinfo).date())
    return shown, f"最近时限 {days} 工作日" if days else "最近时限今日届满"


def _draw_load(spot: Spot, reading: Reading, view: View) -> tuple[Any, Any]:
    staff, stock = reading.data["staff"], reading.data["stock"]
    shown = figure(LOAD, stock.value / staff.officers, unit="户", size="n2")
    people = html.Span([figure("staff.officers", staff.officers, unit="人"), f"，截至 {staff.as_of:%Y-%m-%d}"], title=staff.source)
    return shown, people


COUNTS: dict[str, Callable[[Spot, View], Reading]] = {OPEN_ALERTS: _open_alerts, WAITING: _waiting, LOAD: _load_of_officers}
DRAWINGS: dict[str, Callable[[Spot, Reading, View], tuple[Any, Any]]] = {
    OPEN_ALERTS: _draw_alerts,
    WAITING: _draw_waiting,
    LOAD: _draw_load,
}
READS: dict[str, frozenset[str]] = {
    OPEN_ALERTS: frozenset({"alert"}), WAITING: frozenset({"clock"}), LOAD: frozenset({"city_staff", "entity_daily"}),
}  # fmt: skip
"""The tables that the counted numbers are counted in."""
