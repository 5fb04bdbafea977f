"""远程监控: the watched cameras. Until live video is connected these are stills, and say so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from components.number import figure
from components.panel import Drawing, Panel, Reading, View
from data_access.stores import cameras
from geo.regions import regions_of

TILES, TILES_WIDE = 4, 6
DEAD = {"stale": "停更", "offline": "离线", "frozen": "画面冻结", "dark": "黑屏", "registered": "已注册，无画面"}
PICTURED = frozenset({"live", "stale", "frozen"})


def load(view: View) -> Reading:
    with view.sources.store.read() as connection:
        rows = cameras.strip(connection, view.scope, TILES_WIDE)
        live, total = cameras.counts(connection, view.scope)
        dead = cameras.not_live(connection, view.scope)
        state = cameras.as_of(connection, view.scope)
    return Reading(
        data={"rows": rows, "live": live, "total": total, "dead": dead} if total else None,
        as_of=state.as_of,
        rhythm=timedelta(minutes=15),
        nature=state.nature,
        note="尚未登记摄像机",
    )


def chart(reading: Reading, view: View) -> Drawing:
    data = reading.data
    tiles = [_tile(camera, view, wide=i >= TILES) for i, camera in enumerate(data["rows"])]
    head = [
        "在线 ",
        figure("camera.live", data["live"]),
        " / ",
        figure("camera.registered", data["total"]),
        " 路，静态示意画面　",
        *_longest(data["dead"], view),
    ]
    return Drawing(body=html.Div(tiles, className="cg"), subtitle=head)


def _longest(dead: list[Any], view: View) -> list[Any]:
    """The camera that has been without a picture longest, and since when."""
    if not dead:
        return ["全部在线"]
    seen = [camera for camera in dead if camera.last_frame] or dead  # one that never had a picture tells no loss
    first = min(seen, key=lambda camera: camera.last_frame or camera.changed_at)
    since = first.last_frame or first.changed_at
    return [
        html.Span(
            [f"最久不在线：{_city(first, view)} {first.name}，{DEAD[first.state]} ", html.Span(**{"data-age": since.isoformat()})],
            **{"data-dead": first.id},
        )
    ]


def _city(camera: Any, view: View) -> str:
    regions = regions_of(view.scope.province)
    return regions.short(regions.city_of(camera.region) or camera.region)


def _tile(camera: Any, view: View, *, wide: bool) -> Any:
    dead = camera.state != "live"
    picture = (
        html.Img(src=f"/assets/stills/{camera.still}.webp", alt=f"{camera.name} 静态画面")
        if camera.still and camera.state in PICTURED
        else None
    )
    stamp = camera.last_frame.astimezone(view.now.tzinfo) if camera.last_frame else None
    over = html.Div(
        [html.Span(f"{stamp:%H:%M:%S}" if stamp and not dead else ""), html.Span(camera.reading or "" if not dead else "")], className="osd"
    )
    mask = None
    if dead:
        since = [" ", html.Span(**{"data-age": camera.last_frame.isoformat()})] if camera.last_frame else []
        mask = html.Div(
            [html.B([DEAD[camera.state], *since]), html.Span(f"末帧 {stamp:%m-%d %H:%M:%S}" if stamp else "从未有画面")], className="mask"
        )
    clue = html.Span(f"{camera.clue} · 待核", className="clue") if camera.clue and not dead else None
    marks = {
        "data-camera": camera.id,
        "data-state": camera.state,
        "data-last-frame": camera.last_frame.isoformat() if camera.last_frame else "",
    }
    return html.Div(
        [html.Div([picture, over, mask, clue], className="v"), html.Div(html.B(f"{_city(camera, view)} {camera.name}"), className="c1")],
        className="cam" + (" dead" if dead else "") + (" xw" if wide else ""), **marks,
    )  # fmt: skip


PANEL = Panel(
    key="cameras", title="远程监控", subtitle="值守画面", question="看得见现场吗，哪一路断了、断了多久？", owner="信息中心",
    load=load, chart=chart, reads=frozenset({"camera"}),
)  # fmt: skip
