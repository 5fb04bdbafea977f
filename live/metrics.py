"""The metrics: `/metrics` in Prometheus' text form, for the machine itself or the bearer of a token."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.process_collector import ProcessCollector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from live.health import Condition, Health, PartHealth
from live.hub import Hub

TokenOk = Callable[[str], bool]
LEVEL = {Condition.OK: 0, Condition.LATE: 1, Condition.DOWN: 2}


class _Snapshot:
    """The metrics of one moment."""

    def __init__(self, parts: list[PartHealth], hub: Hub) -> None:
        self._parts = parts
        self._hub = hub

    def collect(self) -> Iterator[GaugeMetricFamily]:
        state = GaugeMetricFamily("yiping_part_state", "State of a part: 0 ok, 1 late, 2 down", labels=["part"])
        restarts = GaugeMetricFamily("yiping_part_restarts", "Restarts of a part since the supervisor started", labels=["part"])
        for part in self._parts:
            state.add_metric([part.part], LEVEL[part.state])
            if "restarts" in part.facts:
                restarts.add_metric([part.part], part.facts["restarts"])
        yield state
        yield restarts
        facts = {name: value for part in self._parts for name, value in part.facts.items()}
        if "heartbeat_seconds" in facts:
            yield GaugeMetricFamily(
                "yiping_worker_heartbeat_age_seconds", "Time since the worker's last heartbeat", facts["heartbeat_seconds"]
            )
        if "age_seconds" in facts:
            yield GaugeMetricFamily("yiping_marts_newest_batch_age_seconds", "Age of the newest mart batch", facts["age_seconds"])
        yield GaugeMetricFamily("yiping_live_sockets", "Event sockets held by the answering process", self._hub.readers)


class Metrics:
    """The endpoint."""

    def __init__(self, health: Health, hub: Hub, token_ok: TokenOk) -> None:
        self._health = health
        self._hub = hub
        self._token_ok = token_ok

    async def endpoint(self, request: Request) -> Response:
        if not _from_here(request) and not self._bearer(request):
            return PlainTextResponse("only from this machine or with a token", 403)
        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        registry.register(_Snapshot(await self._health.parts(), self._hub))
        return Response(generate_latest(registry), media_type="text/plain; version=0.0.4; charset=utf-8")

    def _bearer(self, request: Request) -> bool:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and bool(token) and self._token_ok(token.strip())


def _from_here(request: Request) -> bool:
    """Whether the asker is on this machine. Behind a proxy everybody seems to be, so a forwarded request never is."""
    if request.client is None or {"x-forwarded-for", "forwarded", "x-real-ip"} & set(request.headers.keys()):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
