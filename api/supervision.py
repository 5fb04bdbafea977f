"""The API of the electronic supervision and of pushes to departments: what is going, an appeal and its ruling, a recipient's receipt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal

from flask import Response, request
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field

from alerts import recipients
from alerts.clocks import appeals
from alerts.clocks.desk import desk_of
from alerts.clocks.watching import Item, near_rule_of, watched
from alerts.failure import AlertsFailed, Why
from alerts.recipients import Office
from api.alert_acts import ReasonBody
from api.alert_models import Said
from api.asking import Asking
from api.bodies import documented, raw, read
from api.models import Strict
from api.problem import DOCUMENTED, ApiFailed
from settings import settings

TAG = Tag(name="supervision", description="电子监察：计时事项、申辩、审核；多项告知的签收")
ERRORS: dict[str | int, Any] = {400: DOCUMENTED, 403: DOCUMENTED, 404: DOCUMENTED, 409: DOCUMENTED, 415: DOCUMENTED, 503: DOCUMENTED}


class ThingPath(Strict):
    id: str = Field(pattern=r"^[0-9A-Za-z-]{1,26}$", description="Id of the clock, the appeal or the push.")


class VerdictBody(Said):
    """The reviewer's decision."""

    verdict: Literal["upheld", "refused"]
    why: str = Field(min_length=1, max_length=500)


class ReceiptBody(Said):
    """Who confirms."""

    recipient: str = Field(min_length=1, max_length=32, description="One of the push's recipients.")
    note: str = Field("", max_length=500)


class ClockRow(BaseModel):
    """A clock that is going, as the clock engine reads it."""

    id: str
    rule: str
    limit: str
    region: str
    title: str
    mark: str = Field(description="over, near, running or stopped.")
    due_at: datetime | None
    due_on: date | None
    left_days: int | None
    provisional: bool
    appealed: bool
    nature: str


class ClockList(BaseModel):
    count: int
    clocks: list[ClockRow]


class Outcome(BaseModel):
    id: str
    detail: str


def add_routes(blueprint: APIBlueprint, asking: Asking) -> None:
    """Adds these addresses to the API."""

    @blueprint.get("/clocks", tags=[TAG], summary="All clocks that are going", responses={200: ClockList, 403: DOCUMENTED})
    def list_clocks() -> Response:
        home = settings().home
        found = watched(asking.store(), desk_of(settings()), asking.identity().scope, asking.now(), near_rule_of(home))
        return _answer(ClockList(count=len(found), clocks=[_row(item) for item in found]))

    @blueprint.post(
        "/clocks/<id>/appeal", tags=[TAG], summary="Appeal with a reason", openapi_extensions=documented(ReasonBody), responses={200: Outcome, **ERRORS}
    )  # fmt: skip
    def appeal_clock(path: ThingPath) -> Response:
        why = read(ReasonBody, raw()).why
        name = _tried(asking, path.id, lambda office: appeals.appeal(office, path.id, why))
        return _answer(Outcome(id=name, detail="申辩已提交，审核期间标为申辩中"))

    @blueprint.post(
        "/appeals/<id>/decide", tags=[TAG], summary="Decide an appeal", openapi_extensions=documented(VerdictBody), responses={200: Outcome, **ERRORS}
    )  # fmt: skip
    def decide_appeal(path: ThingPath) -> Response:
        body = read(VerdictBody, raw())
        _tried(asking, path.id, lambda office: appeals.decide(office, path.id, body.verdict, body.why))
        return _answer(Outcome(id=path.id, detail=f"已审核：{appeals.VERDICTS[body.verdict]}"))

    @blueprint.post(
        "/pushes/<id>/receipt", tags=[TAG], summary="Confirm a push for one recipient", openapi_extensions=documented(ReceiptBody),
        responses={200: Outcome, **ERRORS},
    )  # fmt: skip
    def confirm_push(path: ThingPath) -> Response:
        body = read(ReceiptBody, raw())
        _tried(asking, path.id, lambda office: recipients.confirm(office, path.id, body.recipient, body.note))
        return _answer(Outcome(id=path.id, detail=f"{body.recipient}已签收"))


def _row(item: Item) -> ClockRow:
    timed, reading = item.timed, item.reading
    return ClockRow(
        id=timed.id, rule=timed.rule, limit=item.limit.worded(), region=timed.region, title=timed.title, mark=item.mark, due_at=reading.due_at,
        due_on=reading.due_on, left_days=reading.left_days, provisional=reading.provisional, appealed=item.appealed, nature=timed.nature,
    )  # fmt: skip


def _tried(asking: Asking, name: str, act: Callable[[Office], Any]) -> Any:
    office = Office(store=asking.store(), identity=asking.identity(), now=asking.now(), address=request.remote_addr or "")
    try:
        return act(office)
    except AlertsFailed as failed:
        if failed.why is Why.UNKNOWN:
            raise asking.refuse(f"unknown or foreign id {name}", str(failed), "id") from failed
        raise ApiFailed(400 if failed.why is Why.WORDS else 409, str(failed)) from failed


def _answer(model: BaseModel) -> Response:
    found = Response(model.model_dump_json(), content_type="application/json")
    found.headers["Cache-Control"] = "private, no-store"
    return found
