"""告警: the open alerts, gravest first, then by their clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from components.fit import line
from components.levels import level_of
from components.panel import Drawing, Panel, Reading, View
from components.panels.alert_words import STATES
from components.raw import Raw
from components.shapes import level_shape
from data_access.stores import alerts
from geo.regions import Regions, regions_of

ROWS, ROWS_WIDE = 6, 11
TITLE, FACTS = (20.0, 26.0), (20.5, 28.0)
"""Chinese characters of a line on a usual and on a wide wall; the facts follow the level's word."""


def load(view: View) -> Reading:
    with view.sources.store.read() as connection:
        rows = alerts.feed(connection, view.scope, ROWS_WIDE)
        total = sum(alerts.open_by_level(connection, view.scope).values())
        state = alerts.as_of(connection, view.scope)
    return Reading(
        data={"rows": rows, "total": total} if state.as_of else None,
        as_of=state.as_of,
        rhythm=timedelta(minutes=15),
        nature=state.nature,
        note="预警库尚无记录",
    )


def chart(reading: Reading, view: View) -> Drawing:
    rows = [_row(alert, view, wide=i >= ROWS) for i, alert in enumerate(reading.data["rows"])]
    if not rows:
        rows = [html.Div("当前没有待处置告警", className="cap quiet")]
    total = reading.data["total"]
    hidden = [
        html.Span(f"，另有 {total - shown} 件未列", className=kind) for shown, kind in ((ROWS, "nw"), (ROWS_WIDE, "xw")) if total > shown
    ]
    return Drawing(
        body=html.Div(rows, className="al", role="log", **{"aria-live": "polite"}),
        subtitle=[f"待处置 {total}，按级别与时钟排序", *hidden],
    )


def _row(alert: Any, view: View, *, wide: bool) -> Any:
    known, regions = level_of(alert.level), regions_of(view.scope.province)
    where = regions.path(alert.region)
    title = _unplaced(alert.title, alert.region, regions)
    facts = line(f"　{where}　{alert.detail}", narrow=FACTS[0], wide=FACTS[1])
    fact = html.Div([html.B(known.word, className=f"lvw lv{known.number}"), *facts], className="cap el")
    merged = html.I(f"并 {alert.merged}", className="mg num") if alert.merged > 1 else None
    state = STATES[alert.state] + (f" {alert.owner}" if alert.owner and alert.state == "acknowledged" else "")
    return html.Div(
        [
            html.Span(Raw(level_shape(known)), className=f"sh lv{known.number}"),
            html.Div([html.Div(line(title, narrow=TITLE[0], wide=TITLE[1]), className="at el", title=alert.title), fact], className="am"),
            html.Div([html.Span([merged, state]), _clock(alert)], className="as"),
        ],
        className="ar xw" if wide else "ar",
        **{"data-alert": alert.id, "data-level": alert.level, "data-stage": alert.state},
    )


def _unplaced(title: str, region: str, regions: Regions) -> str:
    """A title without the place that it begins with: that stands in the line below, where a comma would not."""
    city = regions.city_of(region)
    own = regions.name(region)
    for place in (f"{regions.name(city)}{own}" if city and city != region else "", own):
        rest = title.removeprefix(place).strip()
        if place and rest != title and len(rest) > 4:
            return rest
    return title


def _clock(alert: Any) -> Any:
    if alert.state == "open" and alert.due_at is not None:
        left = html.Span(**{"data-left": alert.due_at.isoformat()})
        return html.Span(
            [html.Span("确认剩", **{"data-word": "确认剩", "data-over": "确认超"}), " ", left],
            className="num cap due",
            **{"data-clock-row": ""},
        )
    return html.Span(className="num cap", **{"data-ago": alert.occurred_at.isoformat()})


PANEL = Panel(
    key="alerts", title="告警", subtitle="按级别与时钟排序", question="哪一件最重，谁在办？", owner="应急指挥处",
    load=load, chart=chart, reads=frozenset({"alert", "alert_step"}), frame="pfeed",
)  # fmt: skip
