"""The API of the ways in: CAP, Alertmanager and CloudEvents; and an alert as a CAP message."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import Response, json, request
from flask_openapi3 import APIBlueprint, Tag
from pydantic import Field

from alerts import gate, quarantine
from alerts.detail import detail
from alerts.gate import Taken
from alerts.message import Fate, Outcome
from alerts.ways import cap_out, cloudevents
from alerts.ways.part import Delivery
from api.alert_intake import AlertServices as Services
from api.models import Strict
from api.problem import DOCUMENTED, ApiFailed, Problem, response
from security.audit import neutral
from settings import settings

TAG = Tag(name="alerts", description="告警：受理、查询、处置")
LOG = logging.getLogger("yiping.api")
LARGEST = 1_048_576
STATUS: Mapping[Fate, int] = MappingProxyType({Fate.REFUSED: 400, Fate.CONFLICT: 409, Fate.BUSY: 429})
TITLES = {400: "Refused", 409: "Conflict", 413: "Too large", 415: "Unsupported media type", 429: "Too many requests"}
XML = ("application/cap+xml", "application/xml", "text/xml")
TYPES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "cap": XML, "alertmanager": ("application/json",), "cloudevents": (cloudevents.STRUCTURED, cloudevents.BATCH, "application/json"),
})  # fmt: skip
ACCEPTED: dict[Any, Any] = {
    202: {"description": "All that is accepted is durable."},
    **dict.fromkeys((400, 409, 413, 415, 429, 503), DOCUMENTED),
}


class AlertPath(Strict):
    id: str = Field(max_length=32, pattern=r"^[0-9A-Za-z_-]+$", description="Number of the alert.")


class Refusal(Exception):
    """A delivery that is refused before it is read: the status and the reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


def add_routes(blueprint: APIBlueprint, services: Services) -> None:
    """Adds the addresses of the ways in and of the way out."""

    @blueprint.post("/alerts/cap", tags=[TAG], summary="Alerts in: CAP 1.2", responses=ACCEPTED)
    def cap_in() -> Response:
        return delivered(services, "cap")

    @blueprint.post("/alerts/alertmanager", tags=[TAG], summary="Alerts in: Alertmanager webhook, version 4", responses=ACCEPTED)
    def alertmanager_in() -> Response:
        return delivered(services, "alertmanager")

    @blueprint.post("/alerts/cloudevents", tags=[TAG], summary="Alerts in: CloudEvents 1.0", responses=ACCEPTED)
    def cloudevents_in() -> Response:
        return delivered(services, "cloudevents")

    @blueprint.get("/alerts/<id>.cap", tags=[TAG], summary="One alert as CAP 1.2", responses={404: DOCUMENTED})
    def cap_of_alert(path: AlertPath) -> Response:
        return as_cap(services, path.id)


def delivered(services: Services, way: str) -> Response:
    """Take the body of this request in by a way and say what became of it."""
    kind, body = request.headers.get("Content-Type", ""), _body()
    try:
        _refuse_unreadable(way, kind, body)
        if way == "cloudevents" and _essence(kind) == "application/json":
            body = cloudevents.structured(dict(request.headers), kind, body)
            kind = cloudevents.STRUCTURED
    except Refusal as refusal:
        kept = _keep(services, way, kind, body, refusal.reason)
        return refused(refusal.status, refusal.reason, (kept,))
    delivery = Delivery(way=way, body=body, sender=services.identity().user, content_type=kind, scope=services.identity().scope)
    return told(gate.take(services.store(), delivery, services.desk(), services.now()), delivery)


def told(taken: Taken, delivery: Delivery) -> Response:
    """The answer: 202 when anything was accepted, else the status of the first refusal; 429 whenever there was no room."""
    for outcome in taken.outcomes:
        if outcome.fate in (Fate.REFUSED, Fate.CONFLICT):
            LOG.warning("refused by %s from %s: %s", delivery.way, neutral(delivery.sender), neutral(outcome.reason))
    if taken.busy is not None:
        answer = refused(429, taken.busy.reason, ())
        answer.headers["Retry-After"] = str(max(1, math.ceil(taken.busy.retry_after or 1)))
        return answer
    if all(outcome.fate in STATUS for outcome in taken.outcomes):
        return refused(STATUS[taken.outcomes[0].fate], taken.outcomes[0].reason, taken.kept)
    first = next(outcome for outcome in taken.outcomes if outcome.fate not in STATUS)
    said = {**_said(first), "outcomes": [_said(outcome) for outcome in taken.outcomes], "quarantine": list(taken.kept)}
    answer = Response(json.dumps(said, ensure_ascii=False), status=202, content_type="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def refused(status: int, reason: str, kept: tuple[str, ...]) -> Response:
    """A refusal as problem+json, with the quarantine's rows."""
    where = f"；原文存入隔离区 {'、'.join(kept[:5])}" if kept else ""
    return response(Problem(title=TITLES[status], status=status, detail=neutral(reason) + where))


def as_cap(services: Services, id: str) -> Response:
    """The present CAP message of an alert that the caller may see, else 404."""
    with services.store().read() as connection:
        found = detail(connection, services.identity().scope, id, services.now())
    if found is None:
        raise ApiFailed(404, "没有这件告警，或不在您的范围内。", "id")
    answer = Response(
        cap_out.write(found.row, found.history, cap_out.office_of(settings())), content_type="application/cap+xml; charset=utf-8"
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _said(outcome: Outcome) -> dict[str, Any]:
    return {"id": outcome.id, "state": str(outcome.fate), "group": outcome.group, "reason": outcome.reason}


def _body() -> bytes:
    """At most one byte more than may be: what is too large shows without being read whole."""
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        request.environ.setdefault("wsgi.input_terminated", True)
    return request.stream.read(LARGEST + 1)


def _refuse_unreadable(way: str, kind: str, body: bytes) -> None:
    if len(body) > LARGEST:
        raise Refusal(413, f"正文超过 {LARGEST // 1_048_576} MB")
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise Refusal(415, f"不收压缩的正文（Content-Encoding: {coding[:40]}）")
    if _essence(kind) not in TYPES[way]:
        raise Refusal(415, f"Content-Type 应为 {'、'.join(TYPES[way])} 之一，不是 {kind[:80] or '空'}")
    if way == "cloudevents" and _essence(kind) == "application/json" and "Ce-Specversion" not in request.headers:
        raise Refusal(415, f"二进制模式要有 ce-specversion 等请求头；结构化模式的 Content-Type 应为 {cloudevents.STRUCTURED}")


def _essence(kind: str) -> str:
    return kind.split(";")[0].strip().lower()


def _keep(services: Services, way: str, kind: str, body: bytes, reason: str) -> str:
    with services.store().write() as connection:
        return quarantine.put(
            connection, way=way, sender=services.identity().user, content_type=kind, body=body, reason=reason, now=services.now()
        )
