"""The acts on alerts that a desk needs besides the single ones: acknowledge many, open again, lift a silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, request
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field

from alerts import life
from alerts.failure import AlertsFailed, Why
from alerts.life import Hand
from api.alert_intake import AlertServices
from api.alert_models import Acted, AlertPath, Said
from api.bodies import documented, raw, read
from api.models import Strict
from api.problem import DOCUMENTED, ApiFailed
from security import guard

TAG = Tag(name="alerts", description="告警：接收、查询、确认、静默、结论")
ERRORS: dict[str | int, Any] = {400: DOCUMENTED, 403: DOCUMENTED, 404: DOCUMENTED, 409: DOCUMENTED, 415: DOCUMENTED, 503: DOCUMENTED}
MOST = 500


class AckAllBody(Said):
    """Which alerts are taken in hand."""

    ids: list[str] = Field(min_length=1, max_length=MOST)
    owner: str = Field("", max_length=64, description="Left out: the caller.")
    why: str = Field("", max_length=500)


class ReasonBody(Said):
    """Why it is done."""

    why: str = Field(min_length=1, max_length=500)


class ActedAll(BaseModel):
    """What came of each: those that were refused say why."""

    done: list[Acted]
    refused: list[Acted]
    detail: str


class SilencePath(Strict):
    id: str = Field(pattern=r"^[0-9A-Za-z]{1,26}$", description="Id of the silence.")


def add_routes(blueprint: APIBlueprint, services: AlertServices) -> None:
    """Adds these addresses to the API."""

    @blueprint.post(
        "/alerts/ack", tags=[TAG], summary="Take many groups in hand", openapi_extensions=documented(AckAllBody), responses={200: ActedAll, **ERRORS}
    )  # fmt: skip
    def acknowledge_alerts() -> Response:
        return _answer(_all(services, read(AckAllBody, raw())))

    @blueprint.post(
        "/alerts/<id>/reopen", tags=[TAG], summary="Open its group again", openapi_extensions=documented(ReasonBody), responses={200: Acted, **ERRORS}
    )  # fmt: skip
    def reopen_alert(path: AlertPath) -> Response:
        why = read(ReasonBody, raw()).why
        done = _tried(services, path.id, lambda hand: life.reopen(hand, path.id, why))
        return _answer(Acted(id=done.id, state=done.state, detail=done.reason))

    @blueprint.post(
        "/silences/<id>/lift", tags=[TAG], summary="End a silence now", openapi_extensions=documented(ReasonBody), responses={200: Acted, **ERRORS}
    )  # fmt: skip
    def lift_silence(path: SilencePath) -> Response:
        why = read(ReasonBody, raw()).why
        _tried(services, path.id, lambda hand: life.lift(hand, path.id, why))
        return _answer(Acted(id=path.id, state="ended", detail="静默已解除，仍在报的告警会立即再通知", silence=path.id))


def _hand(services: AlertServices) -> Hand:
    return Hand(
        store=services.store(), desk=services.desk(), identity=services.identity(), now=services.now(), address=request.remote_addr or ""
    )


def _tried(services: AlertServices, name: str, act: Callable[[Hand], Any]) -> Any:
    try:
        return act(_hand(services))
    except AlertsFailed as failed:
        if failed.why is Why.UNKNOWN:
            _note(services, name)
            raise ApiFailed(404, str(failed), "id") from failed
        raise ApiFailed(400 if failed.why is Why.WORDS else 409, str(failed)) from failed


def _note(services: AlertServices, name: str) -> None:
    """An unknown and a foreign one are one answer, and one refusal in the audit trail."""
    what = f"{request.method} {request.path}"
    guard.note_refusal(services.store(), services.identity(), what, f"unknown or foreign id {name}", services.now())


def _all(services: AlertServices, body: AckAllBody) -> ActedAll:
    try:
        found = life.acknowledge_all(_hand(services), body.ids, owner=body.owner, why=body.why)
    except AlertsFailed as failed:
        raise ApiFailed(400, str(failed)) from failed
    for one in found:
        if one.why is Why.UNKNOWN:
            _note(services, one.id)
    done = [Acted(id=one.id, state=one.state, detail=one.reason) for one in found if one.ok]
    refused = [Acted(id=one.id, state=one.state, detail=one.reason) for one in found if not one.ok]
    return ActedAll(done=done, refused=refused, detail=f"已确认 {len(done)} 件" + (f"，{len(refused)} 件未成" if refused else ""))


def _answer(model: BaseModel) -> Response:
    found = Response(model.model_dump_json(), content_type="application/json")
    found.headers["Cache-Control"] = "private, no-store"
    return found
