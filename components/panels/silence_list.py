"""静默: what is held back now, by whom, why and until when, and what lately ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from dash import html

from components.panel import Drawing, Panel, Reading, View
from components.panels.alert_words import covered, local
from data_access.stores import alert_reads, alerts, silences
from geo.regions import regions_of
from security import policy_table

PAST = timedelta(days=30)
MAY_LIFT = policy_table.API[("POST", "/api/v1/silences/<id>/lift")]
Row = Mapping[str, Any]


def _loaded(view: View, keep: Callable[[Row], bool]) -> Reading:
    with view.sources.store.read() as connection:
        rows = [row for row in silences.listed(connection, view.scope, ended_since=view.now - PAST) if keep(row)]
        state = alerts.as_of(connection, view.scope)
        named = {str(row["matcher"]["alert"]) for row in rows if "alert" in row["matcher"]}
        titles = {name: row["title"] for name in sorted(named) if (row := alert_reads.one(connection, view.scope, name))}
    return Reading(data={"rows": rows, "titles": titles}, as_of=state.as_of or view.now, nature=state.nature)


def load(view: View) -> Reading:
    """What holds now."""
    return _loaded(view, lambda row: row["ended_at"] is None and row["ends_at"] > view.now)


def load_past(view: View) -> Reading:
    """What ended."""
    return _loaded(view, lambda row: row["ended_at"] is not None or row["ends_at"] <= view.now)


def chart(reading: Reading, view: View) -> Drawing:
    return _table(reading.data, view, standing=True)


def chart_past(reading: Reading, view: View) -> Drawing:
    return _table(reading.data, view, standing=False)


def _table(data: Mapping[str, Any], view: View, *, standing: bool) -> Drawing:
    rows: Sequence[Row] = data["rows"]
    if not rows:
        text = "当前没有静默，全部告警照常通知" if standing else f"近 {PAST.days} 天没有结束的静默"
        return Drawing(body=html.Div(html.Span(text, className="t2"), className="none1"))
    may = standing and view.role in MAY_LIFT
    heads = ("范围", "理由", "设置人", "起", "止", "扣下通知") + (("",) if may else ())
    head = html.Tr([html.Th(name, className="num" if name == "扣下通知" else "") for name in heads])
    body = [_row(row, data["titles"], view, may=may) for row in rows]
    return Drawing(body=html.Table([html.Thead(head), html.Tbody(body)], className="wide"), subtitle=f"{len(rows)} 条")


def _row(row: Row, titles: Mapping[str, str], view: View, *, may: bool) -> Any:
    what = covered(row["matcher"], regions_of(view.scope.province), titles)
    cells = [
        _cell("范围", what), _cell("理由", row["why"]), _cell("设置人", row["who"]), _cell("起", html.Span(local(view, row["starts_at"]), className="num")),
        _cell("止", _until(row, view)), html.Td(f"{row['held_back']:,}", className="num", **{"data-h": "扣下通知"}),
    ]  # fmt: skip
    if may:
        said = {"data-call": f"/api/v1/silences/{row['id']}/lift", "data-ask": "解除静默", "data-reason": "", "data-about": what}
        cells.append(html.Td(html.Button("解除", className="btn", **said), className="num"))
    return html.Tr(cells, **{"data-silence": row["id"]})


def _cell(head: str, content: Any) -> Any:
    return html.Td(content, className="nw1" if head in ("设置人", "起", "止") else "", **{"data-h": head})


def _until(row: Row, view: View) -> Any:
    if row["ended_at"] is not None:
        return html.Span(local(view, row["ended_at"]), className="num")
    left = html.Span(className="num", **{"data-left": row["ends_at"].isoformat()})
    return [html.Span(local(view, row["ends_at"]), className="num"), html.Div(["剩 ", left], className="cap")]


PAST_PANEL = Panel(
    key="silences-past", title="已结束", subtitle="近 30 天", question="静默结束后怎样？", owner="应急指挥处", load=load_past, chart=chart_past,
    reads=frozenset({"silence", "alert"}), renew=timedelta(minutes=5),
)  # fmt: skip
PANEL = Panel(
    key="silences", title="正在静默", question="哪些通知被扣下，谁定的，到何时？", owner="应急指挥处", load=load, chart=chart,
    reads=frozenset({"silence", "alert"}), renew=timedelta(minutes=5),
)  # fmt: skip
