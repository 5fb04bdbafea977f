"""The application: pages, sign-in, API and live sockets as one ASGI program on one origin.

`build()` wires the rooms; `asgi()` is the factory that a web process runs.
"""

from __future__ import annotations

import gc
import importlib
import logging
import pkgutil
from collections.abc import Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import dash
import flask
from dash import Dash, dcc, html, page_container

import api
import pages
from alerts.desk import desk_of
from components.board import Board, answer
from components.live_answer import connect, stores
from components.panel import View
from components.printer import to_html
from components.sources import open_sources
from data_access.batches import MartsFailed
from data_access.cache import AnswerCache
from data_access.marts import CentreMarts, Marts, marts_of
from data_access.scope import Scope
from data_access.stores.engine import Store, StoreFailed, store_of
from data_access.stores.view_counter import ViewCounter
from data_access.transport import Bus
from layouts import passport, tour, unbuilt
from layouts.assets import WALL_LEAVES_OUT, preloads
from layouts.login import install as install_login
from layouts.shell import Document, document
from live.asgi import build as build_asgi
from security import guard, headers, policy, sessions
from security.roles import Role
from settings import Settings, settings

ROOT = Path(__file__).parent
log = logging.getLogger("yiping.app")
NOTHING: Mapping[str, str] = MappingProxyType({})
SIDE_BY_SIDE = 4
"""Panels of one answer that are read at the same time."""
LONGEST = 200
"""Characters of a parameter."""
IGNORED_ASSETS = r"(vendor/lazy/.*|.*worker\.js|login\.(css|js)|^(passport|doubt)\.(css|js))"


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What one process holds open."""

    settings: Settings
    marts: Marts | CentreMarts
    store: Store
    cache: AnswerCache
    bus: Bus
    pool: Executor
    boards: Mapping[str, Board]
    views: ViewCounter

    def answer(self, board: Board, keys: list[str] | None, params: Mapping[str, str]) -> str | None:
        """The answer for the caller of the present request; None when the caller may not open the board."""
        who = guard.current()
        path = board.address(params)
        verdict = policy.may_open(who, path)
        if not verdict.allowed:
            guard.note_refusal(self.store, who, f"panels of {path}", verdict.why, datetime.now(UTC))
            return None
        if self.refused(board, params) != 200:
            return None
        return self.drawn(board, who.scope, who.role, keys, params)

    def refused(self, board: Board, params: Mapping[str, str]) -> int:
        """Whether the parameters name what exists and what the caller may see: 200, 403 or 404; a refusal is noted."""
        who = guard.current()
        status = board.admits(who.scope, params)
        if status != 200:
            what = f"{board.address(params)} {' '.join(f'{name}={value}' for name, value in sorted(params.items()))}"
            guard.note_refusal(self.store, who, what, "foreign region" if status == 403 else "unknown code or region", datetime.now(UTC))
        return status

    def previewed(self, board: Board, params: dict[str, str]) -> str:
        """The answer of a board that is being made, for the caller of the present request."""
        who = guard.current()
        return self.drawn(board, who.scope, who.role, None, params)

    def drawn(self, board: Board, scope: Scope, role: Role, keys: list[str] | None = None, params: Mapping[str, str] = NOTHING) -> str:
        """The answer for a scope and a role. Raises StoreFailed and MartsFailed when the sources themselves cannot be opened."""
        with open_sources(self.marts, self.store) as sources:
            now = datetime.now(self.settings.tz)
            view = View(scope=scope, role=role, now=now, sources=sources, params=params, boards=self.boards)
            return answer(board, view, self.cache, keys, self.pool)


class Cockpit(Dash):
    """Dash with our document around it: the first answer travels with the page."""

    parts: Parts

    def interpolate_index(self, **kwargs: Any) -> str:
        path = flask.request.path
        board, params = self._asked(path)
        if board and (status := self.parts.refused(board, params)) != 200:
            flask.abort(guard.refusal_page(status))
        if board:
            board = board.of(self.parts.store, params)
            headers.allow_frames(board.frames)
        wall = path.startswith("/wall/")
        now = datetime.now(self.parts.settings.tz)
        first = (self.parts.answer(board, None, params) or "") if board else ""
        if board and first:
            who = guard.current()
            self.parts.views.note(board.counted_as(params), who.user, who.scope, now.date())
        page = Document(
            title=f"{board.title} · 一屏" if board else "一屏",
            page=board.name if board else path.strip("/") or "home",
            kind="wall" if wall else "desk",
            body=to_html(board.layout(board)) if board else "",
            seq=self.parts.bus.newest() or "",
            first=first,
            offset=int((now.utcoffset() or now - now).total_seconds() // 60),
            preload=preloads(ROOT / "assets", first) if first else (),
            leave_out=WALL_LEAVES_OUT,
            demo=self.parts.settings.demo,
            passport=passport.offered(guard.current()),
            tour=tour.offer(self.parts.settings, guard.current(), board),
        )
        return document(page, css=kwargs["css"], scripts=kwargs["scripts"], config=kwargs["config"])

    def _asked(self, path: str) -> tuple[Board | None, dict[str, str]]:
        """The board at an address, and the parameters that the address and its query give: a link shows what its sender saw."""
        for board in sorted(self.parts.boards.values(), key=lambda board: "<" in board.path):  # a fixed address goes before a variable one
            parts = board.parts_of(path)
            if parts is not None:
                query = {name: flask.request.args.get(name, "")[:LONGEST] for name in board.params}
                return board, {**{name: value for name, value in query.items() if value}, **parts}
        return None, {}


def edition() -> str:
    """The edition of this code: the newest of its files."""
    rooms = (path for room in ("components", "data_access", "indicators", "pages") for path in (ROOT / room).rglob("*.py"))
    return str(max(path.stat().st_mtime_ns for path in rooms))


def boards_of_pages() -> dict[str, Board]:
    """Every board that a page module declares, by name."""
    found = (importlib.import_module(f"pages.{module.name}") for module in pkgutil.iter_modules(pages.__path__))
    return {module.BOARD.name: module.BOARD for module in found if hasattr(module, "BOARD")}


def build(config: Settings | None = None) -> Cockpit:
    """The wired Dash application; `.server` is its Flask server."""
    known = config or settings()
    server = flask.Flask("yiping", static_folder=None)
    app = Cockpit(
        "yiping", server=server, use_pages=True, pages_folder=str(ROOT / "pages"), assets_folder=str(ROOT / "assets"), assets_ignore=IGNORED_ASSETS,
        update_title=None, suppress_callback_exceptions=True, serve_locally=True, title="一屏",
    )  # fmt: skip
    bus = Bus(known.redis)
    app.parts = Parts(
        settings=known,
        marts=marts_of(known),
        store=store_of(known),
        cache=AnswerCache(bus, edition=edition()),
        bus=bus,
        pool=ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="panel"),
        boards=boards_of_pages(),
        views=ViewCounter(store_of(known), known.signing_key()),
    )
    guard.install(server, known)
    headers.install(server, app.csp_hashes)
    server.extensions[guard.CALLBACKS] = app.callback_map
    plain = install_login(server, known)
    tour.install(server, known)
    alerting = api.Alerts(
        identity=guard.current,
        store=lambda: app.parts.store,
        desk=lambda: desk_of(known),
        drawn=app.parts.previewed,
        boards=lambda: app.parts.boards,
    )
    api.install(server, identity=guard.current, reader=lambda: app.parts.marts, alerting=alerting)
    app.layout = html.Div([dcc.Location(id="address"), page_container, *stores()])
    unbuilt.install(server, known, plain, {page["path_template"] or page["path"]: page["title"] for page in dash.page_registry.values()})
    connect(app, app.parts.boards, app.parts.answer)
    with server.test_request_context("/"):
        app._generate_scripts_html()  # each process must know the bundles, also the one that has not drawn a page yet
    return app


def warm(parts: Parts) -> None:
    """Draw the wall's boards once, so that no person meets the first compilation of statements; then set what lives as long as the process
    aside from the collector, which would walk through it in the middle of an answer.
    """
    try:
        for board in (board for board in parts.boards.values() if board.path.startswith("/wall/")):
            parts.drawn(board, Scope.whole(parts.settings.province), Role.WALL)
    except (StoreFailed, MartsFailed) as failure:
        log.warning("started without a first drawing: %s", failure)
    gc.collect()
    gc.freeze()


def asgi() -> Any:
    """The ASGI program of a web process."""
    known = settings()
    app = build(known)
    warm(app.parts)
    return build_asgi(app.server, known, identify=sessions.identify_cookie, token_ok=sessions.is_operators_token)
