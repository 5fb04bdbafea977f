"""A city's own system of the demonstration: a small server on the loopback that keeps the contract, one part a bureau of the demo."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bureaus import conformance, systems
from data_access.scope import Scope
from data_access.stores import city_systems
from data_access.stores.engine import store_of
from demo.noise import generator
from demo.prepare import bureau_accounts
from geo.regions import regions_of
from settings import Settings

NAME = "食安慧管"
TITLE = "近 24 小时后厨 AI 线索，件/时"
SERIES = "kitchen.clues"
OPENING, CLOSING = 6, 22
HIGHEST = 60
HOURS = 24
PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>
:root{{color-scheme:light dark}}html,body{{height:100%;margin:0}}
body{{font:12px/1.4 "Barlow Semi Condensed","Noto Sans CJK SC",sans-serif;background:#18222C;color:#8B9BA9;padding:8px 10px;box-sizing:border-box}}
svg{{display:block;width:100%;height:calc(100% - 20px)}}rect{{fill:#3C8F83}}line{{stroke:#202C37}}text{{fill:#8B9BA9;font-size:11px}}
@media (prefers-color-scheme:light){{body{{background:#F4F6F8;color:#5B6B78}}rect{{fill:#3E9A8B}}line{{stroke:#DCE2E7}}text{{fill:#5B6B78}}}}
</style></head><body><div>{title}　{name}</div><svg viewBox="0 0 300 160" role="img" aria-label="{title}">{marks}</svg></body></html>"""


def clues(seed: int, adcode: str, hour: datetime) -> int:
    """How many clues an hour brought."""
    busy = 26 if OPENING <= hour.hour < CLOSING else 4
    return int(generator(seed, "clues", adcode, hour.date(), hour.hour).poisson(busy))


def rows(seed: int, adcode: str, now: datetime) -> list[tuple[datetime, int]]:
    """The last day's hours that have ended, each with its clues; an hour is named by its end."""
    last = now.replace(minute=0, second=0, microsecond=0)
    return [(last - timedelta(hours=n), clues(seed, adcode, last - timedelta(hours=n + 1))) for n in range(HOURS - 1, -1, -1)]


def page(seed: int, adcode: str, now: datetime, name: str) -> str:
    """The page that the frame shows: columns by hour. It has no script."""
    marks = [f'<line x1="24" x2="298" y1="{140 - v * 2.2:.1f}" y2="{140 - v * 2.2:.1f}"/>' for v in (0, 20, 40, HIGHEST)]
    marks += [f'<text x="0" y="{144 - v * 2.2:.1f}">{v}</text>' for v in (0, 20, 40, HIGHEST)]
    for place, (at, count) in enumerate(rows(seed, adcode, now)):
        high, left = min(count, HIGHEST) * 2.2, 25 + place * 11.4
        marks.append(f'<rect x="{left:.1f}" y="{140 - high:.1f}" width="8" height="{high:.1f}"/>')
        if at.hour % 6 == 0:
            marks.append(f'<text x="{left - 4:.1f}" y="157">{at.hour}时</text>')
    return PAGE.format(title=TITLE, name=name, marks="".join(marks))


def manifest(adcode: str, name: str, *, whole: bool) -> dict[str, Any]:
    """What the system says of itself. One bureau's leaves its contact out, so that the demonstration shows a check that fails."""
    return {
        "contract": "1", "name": name, "adcode": adcode, "version": "2.3.0", "contact": "ops@example.invalid" if whole else "", "embed": "embed",
        "health": "health", "series": [{"code": SERIES, "name": "后厨 AI 线索", "unit": "件", "rhythm_minutes": 60}],
    }  # fmt: skip


def series(seed: int, adcode: str, now: datetime) -> dict[str, Any]:
    """The rows of the one series."""
    told = [{"region": adcode, "as_of": at.isoformat(), "value": count} for at, count in rows(seed, adcode, now)]
    return {"code": SERIES, "unit": "件", "rows": told}


class Site:
    """The running server of some cities."""

    def __init__(self, settings: Settings, names: Mapping[str, str], port: int = 0) -> None:
        self._settings, self._names = settings, names
        self.server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self.server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, name="city-system", daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path: str) -> tuple[int, str, str]:
        """Status, kind and body of an address `/<adcode>/…`."""
        parts = path.split("?")[0].strip("/").split("/")
        adcode, rest = parts[0], "/".join(parts[1:])
        if adcode not in self._names:
            return 404, "text/plain; charset=utf-8", "not found"
        now, seed, name = datetime.now(self._settings.tz), self._settings.seed, self._names[adcode]
        if rest == "embed":
            return 200, "text/html; charset=utf-8", page(seed, adcode, now, name)
        whole = adcode == min(self._names)
        told: Any = {
            "yiping/manifest.json": manifest(adcode, name, whole=whole), "health": {"status": "ok", "as_of": datetime.now(UTC).isoformat()},
            f"yiping/series/{SERIES}": series(seed, adcode, now),
        }.get(rest)  # fmt: skip
        kind = "application/json; charset=utf-8"
        return (200, kind, json.dumps(told, ensure_ascii=False)) if told else (404, kind, "{}")

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            """One request."""

            def do_GET(self) -> None:  # noqa: N802 - the library's name
                status, kind, text = site.answer(self.path)
                body = text.encode()
                self.send_response(status)
                for head, value in (("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")):
                    self.send_header(head, value)
                self.send_header("X-Content-Type-Options", "nosniff")
                self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Nothing: the demonstration's frame is no news."""

        return Handler


@cache
def _site(settings: Settings) -> Site:
    regions = regions_of(settings.province)
    return Site(settings, {code: f"{regions.short(code)}{NAME}" for code in bureau_accounts(settings.province).values()})


def run(settings: Settings, now: datetime) -> None:
    """The worker's turn: the server runs, its address of today is on the allow-list in the place of yesterday's, and was looked at."""
    site, store = _site(settings), store_of(settings)
    for adcode in bureau_accounts(settings.province).values():
        base = f"{site.origin}/{adcode}/"
        with store.read() as connection:
            known = [one.base for one in city_systems.listed(connection, Scope.whole(settings.province), adcode)]
        if base in known:
            continue
        with store.write() as connection:
            city_systems.forget_demo(connection, adcode, base)
        one = systems.allow(settings, store, systems.Admission(adcode=adcode, base=base, name=NAME, who="demo"), now)
        found, told = systems.looked(one, systems.bounds_of(settings)), conformance.check(base, now, systems.bounds_of(settings), adcode)
        with store.write() as connection:
            city_systems.look(connection, one, found, now)
            city_systems.conformed(connection, one.id, sum(result.passed for result in told), len(told), now)
