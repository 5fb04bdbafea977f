"""The API of alerts: take one in, list them, show one in full, acknowledge, silence, dismiss."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Response, request
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel

from alerts import life
from alerts.detail import detail
from alerts.failure import AlertsFailed, Why
from alerts.life import Hand, Wish
from api.alert_intake import AlertServices, busy, take_native
from api.alert_models import (
    Accepted,
    AckBody,
    Acted,
    AlertDetail,
    AlertFilter,
    AlertList,
    AlertPath,
    AlertQuery,
    AlertRow,
    DismissBody,
    NewAlert,
    NoticeRow,
    SilenceBody,
    SilenceRow,
    StepRow,
)
from api.bodies import documented, raw, read
from api.problem import DOCUMENTED, ApiFailed
from data_access.stores import alert_reads
from data_access.stores.alert_reads import Filter, Place
from data_access.stores.engine import StoreFailed
from security import guard

TAG = Tag(name="alerts", description="告警：接收、查询、确认、静默、结论")
NOT_HERE = "there is no such alert among those that you may see."
ERRORS: dict[str | int, Any] = {
    400: DOCUMENTED,
    403: DOCUMENTED,
    404: DOCUMENTED,
    409: DOCUMENTED,
    413: DOCUMENTED,
    415: DOCUMENTED,
    503: DOCUMENTED,
}
STATES = frozenset({"open", "acknowledged", "dispatched", "transferred", "closed"})
STATUSES = frozenset({"actual", "exercise", "test"})
Body = TypeVar("Body", bound=BaseModel)


def add_routes(blueprint: APIBlueprint, services: AlertServices) -> None:
    """Adds the alerts' addresses to the API."""

    @blueprint.post(
        "/alerts", tags=[TAG], summary="Take an alert in", openapi_extensions=documented(NewAlert),
        responses={202: Accepted, 429: DOCUMENTED, **ERRORS},
    )  # fmt: skip
    def take_alert() -> Response:
        return take_native(services)

    @blueprint.get("/alerts", tags=[TAG], summary="Alerts, newest first", responses={200: AlertList, 400: DOCUMENTED, 404: DOCUMENTED})
    def list_alerts(query: AlertQuery) -> Response:
        return _answer(_list(services, query))

    @blueprint.get("/alerts/<id>", tags=[TAG], summary="One alert in full", responses={200: AlertDetail, 404: DOCUMENTED})
    def show_alert(path: AlertPath) -> Response:
        return _answer(_show(services, path.id))

    blueprint.register_error_handler(StoreFailed, from_store)
    _add_acts(blueprint, services)


def _add_acts(blueprint: APIBlueprint, services: AlertServices) -> None:
    said: dict[str, Any] = {"tags": [TAG], "responses": {200: Acted, **ERRORS}}

    @blueprint.post("/alerts/<id>/ack", summary="Take its group in hand", openapi_extensions=documented(AckBody), **said)
    def acknowledge_alert(path: AlertPath) -> Response:
        body = _body(AckBody, optional=True)
        hold = timedelta(minutes=body.minutes) if body.minutes else None
        return _act(services, path.id, lambda hand: life.acknowledge(hand, path.id, owner=body.owner, why=body.why, hold=hold))

    @blueprint.post("/alerts/<id>/dismiss", summary="Judge and close its group", openapi_extensions=documented(DismissBody), **said)
    def dismiss_alert(path: AlertPath) -> Response:
        body = _body(DismissBody)
        return _act(services, path.id, lambda hand: life.dismiss(hand, path.id, body.disposition, body.why))

    @blueprint.post("/alerts/<id>/silence", summary="Hold back its group's notices", openapi_extensions=documented(SilenceBody), **said)
    def silence_alert(path: AlertPath) -> Response:
        body = _body(SilenceBody)
        return _act(services, path.id, lambda hand: _silence(hand, path.id, body))


def from_store(failed: StoreFailed) -> Response:
    """The answer while the store cannot be asked; its sentence names its own address and so stays in the log."""
    return busy(503, "业务库暂时不可用，什么都没有写入，请稍后重发。", 1.0 if failed.retry else 5.0)


def _body(model: type[Body], *, optional: bool = False) -> Body:
    body = raw()
    return model() if optional and not body else read(model, body)


def _silence(hand: Hand, alert: str, body: SilenceBody) -> Acted:
    until = hand.now + timedelta(minutes=body.minutes)
    name = life.silence(hand, Wish(matcher={"alert": alert}, until=until, why=body.why))
    with hand.store.read() as connection:
        row = alert_reads.one(connection, hand.identity.scope, alert) or {}
    return Acted(id=row.get("head") or alert, state=row.get("state", ""), detail=f"静默至 {until.isoformat()}", silence=name)


def _act(services: AlertServices, alert: str, act: Callable[[Hand], Any]) -> Response:
    identity, now = services.identity(), services.now()
    hand = Hand(store=services.store(), desk=services.desk(), identity=identity, now=now, address=request.remote_addr or "")
    try:
        done = act(hand)
    except AlertsFailed as failed:
        if failed.why is Why.UNKNOWN:
            raise _unknown(services, alert) from failed
        raise ApiFailed(400 if failed.why is Why.WORDS else 409, str(failed)) from failed
    return _answer(done if isinstance(done, Acted) else Acted(id=done.id, state=done.state, detail=done.reason))


def _unknown(services: AlertServices, alert: str, parameter: str = "id") -> ApiFailed:
    """An unknown and a foreign alert are one answer, and one refusal in the audit trail."""
    guard.note_refusal(
        services.store(), services.identity(), f"{request.method} {request.path}", f"unknown or foreign {parameter} {alert}", services.now()
    )
    return ApiFailed(404, NOT_HERE if parameter == "id" else f"there is no region {alert} among those that you may see.", parameter)


def wanted_by(services: AlertServices, query: AlertFilter) -> Filter:
    """The filter that a query asks for; 404 for a foreign or unknown region, 400 for a state that there is not."""
    scope, regions = services.identity().scope, services.desk().regions
    if query.region is not None and not (query.region in regions.all and (scope.allows(query.region) or query.region == scope.province)):
        raise _unknown(services, query.region, "region")
    return Filter(
        states=_choice("state", query.state, STATES), levels=_choice("level", query.level), statuses=_choice("status", query.status, STATUSES),
        families=_choice("family", query.family), sources=_choice("source", query.source), rules=_choice("rule", query.rule), text=query.q,
        region=query.region, since=query.since, members=not query.heads, inhibited="without" if query.heads else "with",
    )  # fmt: skip


def _list(services: AlertServices, query: AlertQuery) -> AlertList:
    scope, wanted = services.identity().scope, wanted_by(services, query)
    after = _place(query.cursor) if query.cursor else None
    with services.store().read() as connection:
        rows, following = alert_reads.inbox(
            connection, scope, wanted, order="changed" if query.since else "newest", after=after, limit=query.limit
        )
    return AlertList(count=len(rows), alerts=[AlertRow(**_row(row)) for row in rows], next=_cursor(following) if following else None)


def _choice(name: str, text: str, known: frozenset[str] | None = None) -> tuple[str, ...]:
    values = tuple(value for value in text.split(",") if value)
    for value in values:
        if known is not None and value not in known:
            raise ApiFailed(400, f"{value!r} is none of {', '.join(sorted(known))}.", name)
    return values


def _show(services: AlertServices, alert: str) -> AlertDetail:
    with services.store().read() as connection:
        found = detail(connection, services.identity().scope, alert, services.now())
    if found is None:
        raise _unknown(services, alert)
    return AlertDetail(
        **_row(found.row),
        inputs=found.row["inputs"],
        evidence=found.row["evidence"],
        history=[StepRow(**{name: step[name] for name in StepRow.model_fields}) for step in found.history],
        members=[row["id"] for row in (found.head, *found.members) if row["id"] != found.row["id"]],
        inhibits=[row["id"] for row in found.inhibits],
        notices=[NoticeRow(**{name: row[name] for name in NoticeRow.model_fields}) for row in found.notices],
        silences=[SilenceRow(**{name: row[name] for name in SilenceRow.model_fields}) for row in found.silences],
    )


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in AlertRow.model_fields if name != "group"} | {"group": row["head"] or row["id"]}


def _cursor(place: Place) -> str:
    return base64.urlsafe_b64encode(json.dumps([place.rank, place.at.isoformat(), place.id]).encode()).decode().rstrip("=")


def _place(text: str) -> Place:
    try:
        rank, at, name = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        moment = datetime.fromisoformat(at)
        if isinstance(rank, int) and isinstance(name, str) and moment.tzinfo is not None and "\x00" not in name:
            return Place(rank, moment, name)
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise ApiFailed(400, "the cursor is none that this address gave.", "cursor") from error
    raise ApiFailed(400, "the cursor is none that this address gave.", "cursor")


def _answer(model: BaseModel) -> Response:
    found = Response(model.model_dump_json(), content_type="application/json")
    found.headers["Cache-Control"] = "private, no-store"
    return found
