"""The wall layout: head, grid of frames, foot. Real layout: `--u` is a 1080th of the height, wide walls re-flow by grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html

from components.board import Board
from layouts.centre import centre_name
from layouts.frames import frame
from settings import settings


@dataclass(frozen=True)
class SceneTab:
    """One scene in the head of the wall."""

    name: str
    title: str
    ready: bool = False


def head(board: Board, tabs: tuple[SceneTab, ...], here: str) -> Any:
    """The head: name of the centre, scenes, situation in one sentence (wide walls), duty, oldest data, clock."""
    return html.Header(
        [
            html.Div([html.Img(src="/assets/logo.svg", className="logo", alt=""), html.H1(centre_name())], className="wt"),
            html.Nav([_tab(tab, here) for tab in tabs], className="tabs", **{"aria-label": "场景"}),
            html.Div(frame(board, "summary", bare=True), className="hsum xw"),
            html.Div(
                [
                    html.Button("导览", className="tourbtn", type="button", **{"data-tour-button": "", "aria-haspopup": "dialog"}),
                    html.Div("演示数据", className="chip line demo-mark", hidden=not settings().demo, **{"data-demo-mark": ""}),
                    frame(board, "duty", bare=True),
                    html.Div(
                        [html.Div("全屏最旧数据", className="t3"), html.Div("—", className="num", **{"data-oldest": ""})],
                        className="asof",
                    ),
                    html.Div(
                        [html.Time(["--:--", html.Small(":--")], **{"data-clock": ""}), html.Div("", className="t2", **{"data-date": ""})],
                        className="clock",
                    ),
                    html.Div(
                        [
                            html.Div([html.Span("停更"), html.B("0′00″", className="num", **{"data-lost": ""})]),
                            html.Div("", className="cap", **{"data-lost-why": ""}),
                        ],
                        className="lost",
                        hidden=True,
                        role="status",
                    ),
                ],
                className="wr",
            ),
        ],
        className="whead",
        style={"gridArea": "head"},
    )


def _tab(tab: SceneTab, here: str) -> Any:
    if tab.name == here:
        return html.Span(tab.title, className="on", **{"aria-current": "page"})
    if tab.ready:
        return html.A(tab.title, href=f"/wall/{tab.name}")
    return html.Span(tab.title, className="later", title="建设中")


def wall(board: Board, *, tabs: tuple[SceneTab, ...], here: str) -> Any:
    """The overview wall: four leader blocks, business, ranking, map, alerts, opinion, cameras, dispatch, changes."""
    return html.Main(
        [
            head(board, tabs, here),
            *(frame(board, key, area=area) for key, area in (("risk", "k1"), ("opinion", "k2"), ("progress", "k3"), ("data", "k4"))),
            frame(board, "business", area="trend"),
            frame(board, "ranking", area="rank"),
            frame(board, "map", area="map"),
            html.Div([frame(board, "alerts"), frame(board, "topics")], className="rcol"),
            frame(board, "cameras", area="cams"),
            frame(board, "dispatch", area="disp"),
            frame(board, "changes", area="tick", bare=True),
        ],
        className="wallgrid",
        **{"data-board": board.name},
    )
