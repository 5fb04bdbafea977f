"""The ASGI application: live routes, health and static files here, everything else from the pages' WSGI application."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from a2wsgi import WSGIMiddleware
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data_access import catalogue
from data_access.stores.engine import store_of
from data_access.transport import Bus, Feed
from live import probes
from live.doorman import Doorman, Identify
from live.health import Health, NamedProbe
from live.hub import Hub
from live.metrics import Metrics, TokenOk
from live.socket import EventSocket
from live.static import Assets, Shelf, Suites
from settings import Settings, settings

ROOT = Path(__file__).resolve().parents[1]
SHELF_BYTES = 24_000_000
MARTS_LATE = timedelta(hours=26)
"""A daily batch is late after a day and two hours of grace."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def nobody(token: str) -> bool:
    """No token opens anything."""
    return False


@dataclass(frozen=True, kw_only=True)
class Wiring:
    """What the application brings along; all but the settings and `identify` may be left out."""

    settings: Settings
    identify: Identify
    wsgi: Callable[..., Any] | None = None
    """The pages and the API. None: live routes and health only."""
    token_ok: TokenOk = nobody
    assets: Path = ROOT / "assets"
    now: Callable[[], datetime] = utc_now


class Whole:
    """The bridge's answer put together: one message with its length where the pages gave one piece.

    The bridge sends each piece as if more followed, which makes even a tiny answer chunked and compressed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        missing: int | None = None
        held: list[bytes] = []

        async def join(message: Message) -> None:
            nonlocal missing
            if message["type"] == "http.response.start":
                length = Headers(raw=message["headers"]).get("content-length")
                missing = int(length) if length and length.isdigit() and int(length) <= 4_000_000 else None
                await send(message)
            elif missing is None:
                await send(message)
            elif missing >= 0:
                held.append(message.get("body", b""))
                missing -= len(held[-1])
                if missing <= 0 or not message.get("more_body", False):
                    missing = -1  # nothing may follow
                    await send({"type": "http.response.body", "body": b"".join(held)})

        await self._app(scope, receive, join)


def build(wsgi: Callable[..., Any] | None, chosen: Settings, *, identify: Identify, token_ok: TokenOk = nobody) -> Starlette:
    """The application of the web role around the pages' WSGI application; without one, of the live role."""
    return assemble(Wiring(settings=chosen, identify=identify, wsgi=wsgi, token_ok=token_ok))


def alone() -> Starlette:
    """The application of the live role."""
    from security.sessions import identify  # here, because the web role brings its own

    return build(None, settings(), identify=lambda cookie: identify(cookie, utc_now(), active=False))


def assemble(wiring: Wiring) -> Starlette:
    """The application of this wiring."""
    hub = Hub(Feed(wiring.settings.redis), wiring.now)
    doorman = Doorman(wiring.identify)
    health = Health(_probes(wiring, hub), doorman, wiring.now)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(work) for work in (hub.run(), hub.beat(), doorman.watch())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            doorman.close()
            health.close()

    routes = [*_live(hub, doorman, health, wiring), *_pages(wiring)]
    packing = Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    return Starlette(routes=routes, middleware=[packing], lifespan=lifespan)


def _live(hub: Hub, doorman: Doorman, health: Health, wiring: Wiring) -> list[BaseRoute]:
    return [
        WebSocketRoute("/live/ws", EventSocket(hub, doorman).endpoint),
        Route("/live/parts", health.seen),
        Route("/healthz", health.alive),
        Route("/readyz", health.ready),
        Route("/metrics", Metrics(health, hub, wiring.token_ok).endpoint),
    ]


def _pages(wiring: Wiring) -> list[BaseRoute]:
    """Static files and the pages, when this role has pages."""
    if wiring.wsgi is None:
        return []
    shelf = Shelf(SHELF_BYTES)
    bridge = WSGIMiddleware(wiring.wsgi, workers=wiring.settings.threads)
    pages: ASGIApp = Suites(Whole(bridge), shelf)  # type: ignore[arg-type]
    return [Route("/assets/{path:path}", Assets(wiring.assets, shelf).endpoint), Mount("/", pages)]


def _probes(wiring: Wiring, hub: Hub) -> list[NamedProbe]:
    chosen = wiring.settings
    late = timedelta(seconds=chosen.demo_every * 5) if chosen.demo else MARTS_LATE
    return [
        probes.processes(chosen.home / "run"),
        probes.live(hub),
        probes.valkey(Bus(chosen.redis)),
        probes.store(store_of(chosen)),
        probes.marts(lambda: newest_batch(chosen), late),
    ]


def newest_batch(chosen: Settings) -> datetime | None:
    """When the newest batch that stands was published; None before the first. Raises MartsFailed."""
    if chosen.marts_url:
        from data_access.centre.marts import centre_of  # only here: it brings pandas and the database's client along

        return centre_of(chosen.marts_url).newest()
    return max((batch.loaded_at for batch in catalogue.read(chosen.marts_folder).live_batches), default=None)
