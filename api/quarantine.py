"""The API of the quarantine: what was refused, as it came; replay it or set it aside."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from flask import Response
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field

from alerts import replay
from alerts.failure import AlertsFailed, Why
from api.alert_intake import AlertServices
from api.bodies import documented, raw, read
from api.models import Strict
from api.problem import DOCUMENTED, ApiFailed
from data_access.stores import quarantine
from data_access.stores.quarantine import Kept
from security import audit

TAG = Tag(name="quarantine", description="隔离区：被拒收的来文，可查看、重放、搁置")
SHOWN = 2_000
"""Bytes of a body that the list shows; `GET …/{id}` shows all."""
ERRORS: dict[str | int, Any] = {400: DOCUMENTED, 404: DOCUMENTED, 409: DOCUMENTED}


class KeptPath(Strict):
    id: str = Field(pattern=r"^[0-9A-Za-z]{1,26}$", description="Number of the row.")


class KeptQuery(Strict):
    state: Literal["waiting", "replayed", "dismissed", "all"] = Field("waiting", description="Only rows in this state.")
    limit: int = Field(50, ge=1, le=200, description="Rows at most, newest first.")


class DismissBody(Strict):
    why: str = Field(min_length=1, max_length=500, description="Why it is set aside.")


class KeptRow(BaseModel):
    id: str
    at: datetime
    way: str
    sender: str
    content_type: str
    reason: str
    body: str = Field(description="The bytes as text; what is no UTF-8 is written as \\xNN.")
    bytes: int
    times: int = Field(description="How often the same bytes came.")
    state: str
    handled_by: str | None
    handled_at: datetime | None
    outcome: str | None


class KeptList(BaseModel):
    count: int = Field(description="Rows that wait, whatever the list shows.")
    rows: list[KeptRow]


def add_routes(blueprint: APIBlueprint, services: AlertServices) -> None:
    """Adds the quarantine's addresses to the API."""

    @blueprint.get("/quarantine", tags=[TAG], summary="What was refused", responses={200: KeptList, 400: DOCUMENTED})
    def list_quarantine(query: KeptQuery) -> Response:
        scope = services.identity().scope
        with services.store().read() as connection:
            rows = quarantine.listed(connection, scope, state=None if query.state == "all" else query.state, limit=query.limit)
            waiting = quarantine.count(connection, scope)
        return _answer(KeptList(count=waiting, rows=[model(row, SHOWN) for row in rows]))

    @blueprint.get("/quarantine/<id>", tags=[TAG], summary="One refused delivery in full", responses={200: KeptRow, 404: DOCUMENTED})
    def show_quarantine(path: KeptPath) -> Response:
        with services.store().read() as connection:
            row = quarantine.one(connection, path.id, services.identity().scope)
        if row is None:
            raise ApiFailed(404, "隔离区没有这一条，或不在您的范围内。", "id")
        return _answer(model(row))

    @blueprint.post("/quarantine/<id>/replay", tags=[TAG], summary="Send it the same way again", responses={200: KeptRow, **ERRORS})
    def replay_quarantine(path: KeptPath) -> Response:
        who, now = services.identity(), services.now()
        return _done(
            services,
            "quarantine.replay",
            path.id,
            lambda: replay.replay(services.store(), services.desk(), who.scope, path.id, who.user, now),
        )

    @blueprint.post(
        "/quarantine/<id>/dismiss", tags=[TAG], summary="Set it aside", openapi_extensions=documented(DismissBody), responses={200: KeptRow, **ERRORS}
    )  # fmt: skip
    def dismiss_quarantine(path: KeptPath) -> Response:
        who, now, why = services.identity(), services.now(), read(DismissBody, raw()).why
        return _done(
            services, "quarantine.dismiss", path.id, lambda: replay.dismiss(services.store(), who.scope, path.id, who.user, why, now)
        )


def model(row: Kept, most: int | None = None) -> KeptRow:
    """A row for the answer; bytes that are no text are written out."""
    body = row.body if most is None else row.body[:most]
    return KeptRow(
        id=row.id, at=row.at, way=row.way, sender=row.sender, content_type=row.content_type, reason=row.reason,
        body=body.decode("utf-8", "backslashreplace"), bytes=len(row.body), times=row.times, state=row.state, handled_by=row.handled_by,
        handled_at=row.handled_at, outcome=row.outcome,
    )  # fmt: skip


def _done(services: AlertServices, action: str, id: str, act: Any) -> Response:
    try:
        row = act()
    except AlertsFailed as failed:
        raise ApiFailed(404 if failed.why is Why.UNKNOWN else 409, str(failed), "id") from failed
    result = "ok" if row.state != quarantine.WAITING else "fail"
    audit.record(
        services.store(),
        identity=services.identity(),
        action=action,
        object=id,
        result=result,
        now=services.now(),
        detail=row.outcome or "",
    )
    return _answer(model(row, SHOWN))


def _answer(found: BaseModel) -> Response:
    answer = Response(found.model_dump_json(), content_type="application/json")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
