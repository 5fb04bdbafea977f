"""The blocks of lists: the open alerts, and the orders that the province has given, each with the time that is left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from components.blocks.place import Spot
from components.levels import level_of
from components.number import figure
from components.panel import Drawing, Reading, View
from components.raw import Raw
from components.shapes import level_shape
from data_access.stores import alerts, orders
from geo.regions import regions_of

STEPS = ("派单", "签收", "到场", "反馈", "核查", "办结")
HALF_HOUR = timedelta(minutes=30)


def load_alerts(spot: Spot, view: View) -> Reading:
    scope = spot.scope(view)
    with view.sources.store.read() as connection:
        rows = alerts.feed(connection, scope, int(spot.block.settings["rows"]))
        count = sum(alerts.open_by_level(connection, scope).values())
        state = alerts.as_of(connection, scope)
    data = {"rows": rows, "count": count} if state.as_of else None
    return Reading(data=data, as_of=state.as_of, rhythm=HALF_HOUR, nature=state.nature, note="预警库尚无记录")


def chart_alerts(spot: Spot, reading: Reading, view: View) -> Drawing:
    regions = regions_of(view.scope.province)
    rows = [_alert(one, regions) for one in reading.data["rows"]]
    said = html.Span(["共 ", figure("alert.open", reading.data["count"], unit="件", region=spot.adcode)])
    return Drawing(body=html.Div(rows or [html.Div("当前没有待处置预警", className="cap quiet")], className="cbl"), subtitle=said)


def _alert(one: Any, regions: Any) -> Any:
    known = level_of(one.level)
    where = regions.short(one.region)
    title = html.A(one.title, href=f"/alerts?id={one.id}", className="el")
    about = [html.B(known.word, className=f"lv{known.number}"), f"　{where}"]
    return _line(Raw(level_shape(known)), (title, about), _left(one.due_at, "剩"), {"data-alert": one.id, "data-level": one.level})


def load_orders(spot: Spot, view: View) -> Reading:
    scope = spot.scope(view)
    with view.sources.store.read() as connection:
        rows = orders.lane(connection, scope, view.now, int(spot.block.settings["rows"]))
        counts = orders.counts(connection, scope, view.now)
        state = orders.as_of(connection, scope)
    data = {"rows": rows, "counts": counts} if state.as_of else None
    return Reading(data=data, as_of=state.as_of, rhythm=HALF_HOUR, nature=state.nature, note="尚无派单")


def chart_orders(spot: Spot, reading: Reading, view: View) -> Drawing:
    counts = reading.data["counts"]
    rows = [_order(one) for one in reading.data["rows"]]
    said = f"{counts.open} 项在办" + (f"，{counts.overdue} 项超时" if counts.overdue else "")
    return Drawing(body=html.Div(rows or [html.Div("当前没有在办派单", className="cap quiet")], className="cbl"), subtitle=said)


def _order(one: Any) -> Any:
    known, step = level_of(one.level), STEPS[min(one.step, len(STEPS) - 1)]
    about = [html.B(known.word, className=f"lv{known.number}"), f"　{one.number}　{one.person or one.unit}　待{step}"]
    marks = {"data-order": one.id, "data-level": one.level, "data-step": str(one.step)}
    return _line(Raw(level_shape(known)), (html.B(one.title, className="el"), about), _left(one.due_at, f"{step}剩"), marks)


def _line(shape: Any, said: tuple[Any, Any], clock: Any, marks: dict[str, str]) -> Any:
    title, about = said
    return html.Div(
        [
            html.Span(shape, className=f"sh lv{level_of(marks['data-level']).number}"),
            html.Div([title, html.Span(about, className="cap el num")], className="tx"),
            clock,
        ],
        **marks,
    )


def _left(due: Any, word: str) -> Any:
    """The time left; the browser counts it and turns it over when it is gone."""
    if due is None:
        return html.Div("无时限", className="cbck t3")
    return html.Div(
        [
            html.Span(word, **{"data-word": word, "data-over": word.replace("剩", "超")}),
            html.B(className="num", **{"data-left": due.isoformat()}),
        ],
        className="cbck", **{"data-clock-row": ""},
    )  # fmt: skip
