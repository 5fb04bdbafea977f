"""The guided tour of demo mode: whom it is offered to, and the address by which a visitor lets its story begin.

The story is asked for in the store and played by the worker; the page follows it by the live stream (`assets/50-tour.js`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import Flask, Response, jsonify, request

from components.board import Board
from data_access.stores import story_state
from data_access.stores.engine import store_of
from security import audit, guard, policy
from security.guard import utc_now
from security.identity import Identity, Kind
from settings import Settings

ADDRESS = "/api/v1/demo/tour"
STORY = "tour"
HERE, STAGE = "here", "/wall/overview"
WALKED = frozenset({"alerts", "dispatch", "cameras", "changes"})
"""The panels that the tour walks through."""


def offer(settings: Settings, who: Identity, board: Board | None) -> str:
    """What `body[data-tour]` says: `here` where the page shows the chain, else where to go; empty when no tour is offered.

    Outside demo mode there is none, and a wall device is never disturbed.
    """
    if not settings.demo or who.kind is not Kind.PERSON:
        return ""
    if board is not None and {panel.key for panel in board.panels} >= WALKED:
        return HERE
    return STAGE if policy.may_open(who, STAGE).allowed else ""


def install(server: Flask, settings: Settings, clock: Callable[[], datetime] = utc_now) -> None:
    """Serve the tour's address; outside demo mode it does not exist."""
    if settings.demo:
        server.add_url_rule(ADDRESS, "demo-tour", lambda: _begin(settings, clock()), methods=["POST"])


def _begin(settings: Settings, now: datetime) -> Response:
    """Let the tour's story begin, or join it where it is under way. Another running story is not disturbed."""
    who, store = guard.current(), store_of(settings)
    if who.kind is not Kind.PERSON:
        return _refused(403, "导览由人员账号启动")
    if not request.is_json:
        return _refused(415, "请求类型不正确")
    fresh = {"name": STORY, "state": "asked", "speed": 1.0, "run": f"{int(now.timestamp()):08x}"}
    begun = story_state.begin(store, fresh, now)
    with store.read() as connection:
        held = story_state.read(connection)
    if held is None or (held.record["name"] != STORY and not begun):
        name = held.record["name"] if held else ""
        return _refused(409, f"剧本 {name} 正在播放，请待其结束后再开始导览")
    if begun:
        audit.record(store, identity=who, action="demo-tour", object=STORY, result="ok", now=now)
    return jsonify(_marks(held.record, begun))


def _marks(record: Mapping[str, Any], begun: bool) -> dict[str, Any]:
    """What the page looks for: the ids that the story's alert and order have."""
    run = record["run"]
    return {"state": "begun" if begun else "joined", "alert": f"ST{run}-cold", "order": f"SW{run}-cold"}


def _refused(status: int, sentence: str) -> Response:
    answer = jsonify(type="about:blank", title=sentence, status=status)
    answer.status_code, answer.mimetype = status, "application/problem+json"
    return answer
