"""What the tests of the bureaus make: blocks, hands, and servers that behave as cities' systems may."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bureaus.boards import Hand
from bureaus.fetching import Bounds, networks_of
from data_access.scope import Scope
from data_access.stores.engine import Store
from security.identity import Identity, Kind
from security.roles import Role

NOW = datetime(2026, 11, 20, 2, 42, tzinfo=UTC)
CITY, OTHER, PROVINCE = "320600", "320500", "320000"
HERE = Bounds(seconds=2.0, bytes=200_000, private=networks_of(["127.0.0.0/8"]))
Answer = tuple[int, Mapping[str, str], bytes]


def number(id: str = "a", code: str = "entity.stock", title: str = "", **more: Any) -> dict[str, Any]:
    return {"id": id, "kind": "number", "title": title, "codes": [code], "span": "", **more}


def trend(id: str = "t") -> dict[str, Any]:
    return {"id": id, "kind": "trend", "title": "新设", "size": "2", "codes": ["entity.opened"], "months": "12"}


def hand(store: Store, name: str = "nantong", minutes: float = 0, city: str = CITY) -> Hand:
    who = Identity(name, f"{name}的人", Role.CITY, Scope.of(PROVINCE, city), Kind.PERSON)
    return Hand(store=store, identity=who, adcode=city, now=NOW + timedelta(minutes=minutes))


def manifest(**more: Any) -> dict[str, Any]:
    """The manifest of a system that keeps the contract."""
    series = [{"code": "food.clues", "name": "线索", "unit": "件", "rhythm_minutes": 60}]
    told = {
        "contract": "1",
        "name": "食安慧管",
        "adcode": CITY,
        "version": "1.0",
        "contact": "ops@example.invalid",
        "embed": "embed",
        "health": "health",
    }
    return {**told, "series": series, **more}


def as_json(told: Any) -> Answer:
    return 200, {"Content-Type": "application/json; charset=utf-8"}, json.dumps(told, ensure_ascii=False).encode()


def page(text: str = "<!doctype html><meta charset=utf-8><title>x</title>", **headers: str) -> Answer:
    return (
        200,
        {"Content-Type": "text/html; charset=utf-8", **{name.replace("_", "-"): value for name, value in headers.items()}},
        text.encode(),
    )


def rows(*told: Any) -> Answer:
    made = told or ({"region": "320602", "as_of": "2026-11-20T08:00:00+08:00", "value": 3},)
    return as_json({"code": "food.clues", "unit": "件", "rows": list(made)})


def sound() -> dict[str, Answer | Callable[[Any], None]]:
    """The answers of a system that keeps the contract, by path."""
    return {
        "/yiping/manifest.json": as_json(manifest()), "/health": as_json({"status": "ok", "as_of": "2026-11-20T10:40:00+08:00"}), "/embed": page(),
        "/yiping/series/food.clues": rows(),
    }  # fmt: skip


@contextmanager
def served(answers: Mapping[str, Answer | Callable[[Any], None]]) -> Iterator[str]:
    """A server with these answers; gives its base address. An answer may be a function that is handed the request."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 - the library's name
            found = answers.get(self.path.split("?")[0], (404, {}, b""))
            if callable(found):
                found(self)
                return
            status, headers, body = found
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def dripping(request: Any) -> None:
    """A server that sends a byte now and then and never ends."""
    request.send_response(200)
    request.send_header("Content-Type", "application/json")
    request.end_headers()
    until = time.monotonic() + 20
    try:
        while time.monotonic() < until:
            request.wfile.write(b" ")
            request.wfile.flush()
            threading.Event().wait(0.1)
    except OSError:
        return


def endless(request: Any) -> None:
    """A server that sends more than anybody wants."""
    request.send_response(200)
    request.send_header("Content-Type", "application/json")
    request.end_headers()
    try:
        for _ in range(10_000):
            request.wfile.write(b"x" * 65_536)
    except OSError:
        return


def sent_to(address: str) -> Answer:
    return 302, {"Location": address}, b""
