"""The desk layout: rail of the product's groups, top bar, a page's own content, and the bar of keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import dash
from dash import html

from components.board import Board
from geo.regions import regions_of
from layouts.frames import frame
from security import guard, policy
from security.identity import Identity
from settings import settings


@dataclass(frozen=True)
class Group:
    """One group of the product in the rail; it leads to the first of its pages that exists and that the role may open."""

    name: str
    icon: str
    pages: tuple[str, ...]


GROUPS = (
    Group("分析决策", "chart", ("/cockpit", "/wall/overview", "/business", "/indicators")),
    Group("智慧应用", "apps", ("/net/registration", "/theme/kitchen", "/city/<adcode>", "/map", "/boards", "/query")),
    Group("远程监控", "cam", ("/video", "/wall/video")),
    Group("远程指挥", "cmd", ("/duty", "/alerts")),
)
SYSTEM = Group("系统", "sys", ("/system/health", "/sources", "/sources/corrections", "/system/quarantine", "/system/audit"))
TOOLS = (("look", "换浅色"), ("print", "打印"), ("keys", "键位表"))
PART = re.compile(r"<\w+>")


@dataclass(frozen=True)
class Tab:
    """One page of a group in the top bar."""

    path: str
    title: str


@dataclass(frozen=True)
class Keys:
    """One entry of the bar of keys: the keys and what they do."""

    keys: tuple[str, ...]
    does: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a page stands: its group in the rail, its title, its neighbours, and its keys."""

    group: str
    title: str
    here: str
    tabs: tuple[Tab, ...] = ()
    keys: tuple[Keys, ...] = ()


def desk(board: Board, place: Place, *content: Any) -> Any:
    """The page: rail, top bar, content, bar of keys. Links lead only to what exists and to what the caller may open."""
    who = guard.current()
    return html.Div(
        [
            html.A("跳到内容", href="#content", className="skip"),
            _rail(who, place),
            _top(board, who, place),
            html.Main(list(content), className="dk", id="content"),
            _keys(place),
        ],
        className="shell",
        **{"data-board": board.name},
    )


def opens(who: Identity, path: str) -> bool:
    """Whether a page exists and this caller may open it."""
    return any(_serves(page, path) for page in dash.page_registry.values()) and policy.may_open(who, path).allowed


def _serves(page: Mapping[str, Any], path: str) -> bool:
    template = page.get("path_template") or page["path"]
    return bool(re.fullmatch(PART.sub("[^/]+", template), path))


def _rail(who: Identity, place: Place) -> Any:
    home = html.A(html.Img(src="/assets/logo.svg", alt=""), href="/", className="home", title="首页", **{"aria-label": "首页"})
    groups = [_group(who, group, place) for group in GROUPS]
    return html.Nav([home, *groups, html.Span(className="sp"), _group(who, SYSTEM, place)], className="rail", **{"aria-label": "板块"})


def _group(who: Identity, group: Group, place: Place) -> Any:
    here = group.name == place.group
    to = place.here if here else next((path for path in _paths(who, group) if opens(who, path)), None)
    content = [html.I(className=f"ic ic-{group.icon}"), html.Span(group.name)]
    if to is None:
        return html.Span(content, className="ri later", title=f"{group.name}：建设中或无权")
    current = {"aria-current": "page"} if here else {}
    return html.A(content, href=to, className="ri on" if here else "ri", **current)


def _paths(who: Identity, group: Group) -> list[str]:
    """The addresses of a group's pages; a page of a city is the caller's own city's."""
    cities = regions_of(who.scope.province).cities
    own = next((city for city in cities if who.scope.allows(city)), cities[0])
    return [path.replace("<adcode>", own) for path in group.pages]


def _top(board: Board, who: Identity, place: Place) -> Any:
    tabs = [_tab(tab, place) for tab in place.tabs if tab.path == place.here or opens(who, tab.path)]
    known = [
        frame(board, "duty", bare=True) if any(panel.key == "duty" for panel in board.panels) else None,
        html.Span("演示数据", className="chip line", hidden=not settings().demo, **{"data-demo-mark": ""}),
        _lost(),
        html.Button("导览", className="tourbtn", type="button", **{"data-tour-button": "", "aria-haspopup": "dialog"}),
        html.Span([_tool(kind, word) for kind, word in TOOLS], className="tbs"),
    ]
    seg = html.Nav(tabs, className="seg", **{"aria-label": "同组页面"}) if len(tabs) > 1 else None
    return html.Header([html.H1(place.title), seg, html.Div(known, className="tm"), _person(who)], className="top")


def _tool(kind: str, word: str) -> Any:
    mark = html.I(className=f"ic ic-{kind}", **{"aria-hidden": "true"})
    return html.Button(mark, type="button", title=word, **{f"data-{'theme' if kind == 'look' else kind}-button": "", "aria-label": word})


def _lost() -> Any:
    since = html.Div([html.Span("停更 "), html.B("", className="num", **{"data-lost": ""})])
    return html.Div([since, html.Div("", className="cap", **{"data-lost-why": ""})], className="lost", hidden=True, role="status")


def _person(who: Identity) -> Any:
    initial = html.I(who.shown_name[:1], **{"aria-hidden": "true"})
    name = html.Span([html.B(who.shown_name), html.Span(_role(who), className="t3")], className="mn")
    leave = html.A([html.I(className="ic ic-out"), html.Span("退出")], href="/logout", className="btn ghost leave", title="退出登录")
    return html.Div([initial, name, leave], className="me")


def _tab(tab: Tab, place: Place) -> Any:
    current = {"aria-current": "page"} if tab.path == place.here else {}
    return html.A(tab.title, href=tab.path, className="on" if current else "", **current)


def _role(who: Identity) -> str:
    if who.scope.is_whole:
        return who.role.shown
    regions = regions_of(who.scope.province)
    return f"{who.role.shown}　{'、'.join(regions.short(code) for code in sorted(who.scope.cities or ()))}"


def _keys(place: Place) -> Any:
    shown = [html.Span([*(html.Kbd(key) for key in one.keys), one.does]) for one in place.keys]
    link = html.Span([html.Span("", **{"data-link-word": ""}), html.Time("", **{"data-link-at": ""})], className="r t3", role="status")
    return html.Footer([*shown, link], className="keys")
