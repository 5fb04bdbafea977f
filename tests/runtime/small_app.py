"""A small application for the tests: a page, and sessions named in a file, behind the real ASGI side."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from typing import Any

import flask

from live.asgi import Wiring, assemble
from settings import settings

BARE = """<!doctype html><meta charset=utf-8><title>bare</title><body data-page=bare data-seq="%s">
<script src="/bare.js"></script><script src="/assets/20-live.js?m=1" defer></script></body>"""
BARE_JS = "window.born = Math.random(); window.refreshed = []; window.yiping = {refresh: (tables) => window.refreshed.push(tables)};"


@dataclass(frozen=True)
class Person:
    """Somebody with a role."""

    role: str


def asgi() -> Any:
    """The factory that `serve --app` runs."""
    chosen = settings()
    pages = flask.Flask("small", static_folder=None)
    sessions = chosen.home / "sessions.json"

    @pages.get("/page")
    def page() -> str:
        return f"<!doctype html><meta charset=utf-8><title>page</title><body data-page=small><p>{'一屏' * 600}</body>"

    @pages.get("/bare")
    @pages.get("/wall/bare")
    def bare() -> str:
        return BARE % html.escape(flask.request.args.get("seq", ""))

    @pages.get("/bare.js")
    def bare_js() -> flask.Response:
        return flask.Response(BARE_JS, mimetype="text/javascript")

    @pages.after_request
    def strict(answer: flask.Response) -> flask.Response:
        answer.headers["Content-Security-Policy"] = "default-src 'self'"
        return answer

    @pages.get("/login")
    def login() -> str:
        return "login"

    @pages.get("/tiny")
    def tiny() -> str:
        return "tiny"

    def identify(cookie: str | None) -> Person | None:
        known = json.loads(sessions.read_text()) if sessions.exists() else {}
        return Person(known[cookie]) if cookie in known else None

    return assemble(Wiring(settings=chosen, identify=identify, wsgi=pages))
