"""A receiver of webhooks for the tests: a real HTTP server that notes what comes and when, and can refuse, delay or go away."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE = 20.0
"""Seconds until a test gives up waiting; what it waits for comes much sooner."""


@dataclass(frozen=True)
class Arrival:
    """One POST."""

    at: float
    """Seconds of the monotonic clock."""
    key: str
    body: dict[str, Any]
    headers: dict[str, str]
    raw: bytes

    @property
    def occasion(self) -> str:
        return str(self.body["occasion"])

    @property
    def alert(self) -> str:
        return str(self.body["alert"]["id"])


@dataclass
class Collector:
    """What has come. `answer` decides the status of each POST; it may block."""

    answer: Callable[[Collector], int] = lambda _: 200
    arrivals: list[Arrival] = field(default_factory=list)
    tried: list[float] = field(default_factory=list)
    port: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def wait(self, wanted: Callable[[list[Arrival]], bool]) -> list[Arrival]:
        """Wait until what has come fits."""
        with self.changed:
            assert self.changed.wait_for(lambda: wanted(self.arrivals), PATIENCE), [arrival.key for arrival in self.arrivals]
            return list(self.arrivals)

    def occasions(self) -> list[str]:
        return [arrival.occasion for arrival in self.arrivals]


@contextmanager
def collector(answer: Callable[[Collector], int] = lambda _: 200) -> Iterator[Collector]:
    """A running collector."""
    found = Collector(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            found.tried.append(time.monotonic())
            status = found.answer(found)
            if status < 300:
                with found.changed:
                    headers = {name.lower(): value for name, value in self.headers.items()}
                    body = json.loads(raw) if "json" in headers.get("content-type", "") else {}
                    found.arrivals.append(Arrival(time.monotonic(), headers.get("idempotency-key", ""), body, headers, raw))
                    found.changed.notify_all()
            try:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(b"noted")
            except OSError:
                return  # the sender has gone

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
