"""The block of a city's own system: its state in words, and the frame that shows it while it is well."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from dash import html

from components.blocks.place import Spot
from components.panel import Drawing, Reading, View
from data_access.stores import city_systems
from data_access.stores.city_systems import System
from indicators import words

STATES = {
    "ok": "运行 正常", "slow": "运行 缓慢", "down": "不可达", "redirected": "跳转被拒", "unframeable": "不允许嵌入", "unchecked": "待检查",
}  # fmt: skip
FRAMED = ("ok", "slow")
CHECKED_EVERY = timedelta(minutes=3)


def load(spot: Spot, view: View) -> Reading:
    with view.sources.store.read() as connection:
        found = city_systems.listed(connection, spot.scope(view), spot.adcode)
    wanted = spot.block.settings["system"]
    one = next((system for system in found if wanted in ("", system.id)), None)
    if one is None:
        note = "所选系统已不在允许清单内" if wanted else "尚未接入市自建系统，由省局管理员列入允许清单后显示"
        return Reading(data=None, as_of=None, note=note)
    return Reading(data=one, as_of=one.checked_at, rhythm=CHECKED_EVERY, nature=one.nature, note="尚未检查")


def chart(spot: Spot, reading: Reading, view: View) -> Drawing:
    one: System = reading.data
    said = html.Span(
        [html.Span(one.name, className="el"), html.Span(STATES.get(one.state, one.state), className=_chip(one))], className="cbse"
    )
    passed = f"符合性 {one.passed}/{one.total}" if one.total else "符合性 未检测"
    head = html.Div(
        [
            html.I(className="ic ic-lock", **{"aria-hidden": "true"}),
            html.Span(urlsplit(one.origin).netloc, className="el"),
            html.Span(passed),
        ],
        className="eh",
    )
    body = html.Div(
        [head, _frame(one) if one.state in FRAMED else _stopped(one, view)], className="cbe", **{"data-system-state": one.state}
    )
    return Drawing(body=body, subtitle=said)


def _chip(one: System) -> str:
    return "chip" if one.state == "ok" else "chip dash"


def _frame(one: System) -> Any:
    """The place of the frame; the browser makes it, in a sandbox and only for an origin that this page's policy names."""
    return html.Div(className="fr", **{"data-city-frame": one.embed, "data-frame-title": one.name})


def _stopped(one: System, view: View) -> Any:
    since = f"自 {words.moment(one.since, view.now)} 起"
    return html.Div(
        [html.B(STATES.get(one.state, one.state)), html.Span(since), html.Span(one.detail), html.Span("恢复后自动显示")], className="said"
    )
