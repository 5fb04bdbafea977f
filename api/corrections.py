"""The API of corrections: doubt a number, judge the doubt, see what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel

from api.asking import Asking, day, known, place_in
from api.bodies import documented, raw, read
from api.correction_models import (
    ApproveBody,
    ChangeBody,
    ColumnModel,
    CorrectionBody,
    CorrectionDetail,
    CorrectionList,
    CorrectionModel,
    CorrectionPath,
    CorrectionQuery,
    Moved,
    RejectBody,
    RowModel,
    RowsModel,
    RowsQuery,
    StepModel,
    TouchedModel,
)  # fmt: skip
from api.models import CodePath
from api.passport_models import PlaceQuery
from api.problem import DOCUMENTED, ApiFailed
from components.touched import briefings_of, touched
from corrections.filing import Doubt, file
from corrections.item import STATES, CorrectionFailed, Hand, Why
from corrections.review import approve, reject
from corrections.rows import Wanted, offered
from data_access import overrides
from data_access.columns import short_name
from data_access.mart_tables import MARTS
from data_access.stores import corrections as store
from geo.regions import regions_of
from indicators.counted import Counted
from indicators.declaration import Indicator
from indicators.failure import IndicatorFailed
from indicators.registry import registered
from security import guard

TAG = Tag(name="corrections", description="数据查纠：发现、审核、入仓")
ERRORS: dict[str | int, Any] = {400: DOCUMENTED, 403: DOCUMENTED, 404: DOCUMENTED, 409: DOCUMENTED, 415: DOCUMENTED, 503: DOCUMENTED}
PLACE = ("span", "from", "to", "where", "cities")
STATUS = {Why.UNKNOWN: 404, Why.WORDS: 400, Why.STATE: 409, Why.ROLE: 409}


def add_routes(blueprint: APIBlueprint, asking: Asking, boards: Callable[[], Mapping[str, Any]]) -> None:
    """Adds the corrections' addresses to the API. `boards` gives those that a wrong number may stand on."""

    @blueprint.post(
        "/corrections", tags=[TAG], summary="Doubt a number", openapi_extensions=documented(CorrectionBody), responses={201: Moved, **ERRORS}
    )  # fmt: skip
    def file_correction() -> Response:
        id = _filed(asking, read(CorrectionBody, raw()))
        return _answer(Moved(id=id, state=store.FOUND, detail="已记为发现，待审核"), 201)

    @blueprint.get(
        "/corrections", tags=[TAG], summary="Corrections, those that wait first", responses={200: CorrectionList, 400: DOCUMENTED}
    )
    def list_corrections(query: CorrectionQuery) -> Response:
        return _answer(_listed(asking, query))

    @blueprint.get(
        "/indicators/<code>/rows", tags=[TAG], summary="The rows that a doubt may point at", responses={200: RowsModel, **ERRORS}
    )
    def rows_of_indicator(path: CodePath, query: RowsQuery) -> Response:
        return _answer(_rows(asking, path.code, query))

    @blueprint.get(
        "/corrections/<id>", tags=[TAG], summary="One correction with its history", responses={200: CorrectionDetail, 404: DOCUMENTED}
    )
    def show_correction(path: CorrectionPath) -> Response:
        return _answer(_shown(asking, path.id, boards()))

    _add_judgements(blueprint, asking)


def _add_judgements(blueprint: APIBlueprint, asking: Asking) -> None:
    said: dict[str, Any] = {"tags": [TAG], "responses": {200: Moved, **ERRORS}}

    @blueprint.post("/corrections/<id>/approve", summary="Approve it", openapi_extensions=documented(ApproveBody), **said)
    def approve_correction(path: CorrectionPath) -> Response:
        body = read(ApproveBody, raw())
        row = _tried(asking, path.id, lambda hand: approve(hand, path.id, body.why, _wanted(body.change)))
        return _answer(Moved(id=path.id, state=row["state"], detail="审核通过，正在入仓"))

    @blueprint.post("/corrections/<id>/reject", summary="Reject it", openapi_extensions=documented(RejectBody), **said)
    def reject_correction(path: CorrectionPath) -> Response:
        body = read(RejectBody, raw())
        row = _tried(asking, path.id, lambda hand: reject(hand, path.id, body.why))
        return _answer(Moved(id=path.id, state=row["state"], detail="已驳回，数值不变"))


def _indicator(asking: Asking, code: str) -> Indicator:
    one = known(asking, code)
    if isinstance(one, Counted):
        raise ApiFailed(400, f"“{one.name}”是业务库里的计数，请在对应的业务页面更正原记录。", "code")
    return one


def _place_query(body: CorrectionBody) -> PlaceQuery:
    told = {"region": body.region, "span": body.span, "from": body.since, "to": body.until, "where": body.where, "cities": body.cities}
    try:
        return PlaceQuery.model_validate({name: value for name, value in told.items() if value is not None})
    except ValueError as failed:
        raise ApiFailed(400, f"there is no period {body.span!r:.40}.", "span") from failed


def _filed(asking: Asking, body: CorrectionBody) -> str:
    one, query = _indicator(asking, body.code), _place_query(body)
    told = {name: value for name, value in query.model_dump(mode="json", by_alias=True, exclude_none=True).items() if name in PLACE}

    def act(hand: Hand) -> str:
        place = place_in(asking, hand.marts, query)
        doubt = Doubt(
            indicator=one, place=place, kind=body.kind, text=body.text, evidence=body.evidence, panel=body.panel, seen=body.seen, told=told,
            wanted=_wanted(body.change),
        )  # fmt: skip
        return file(hand, doubt)

    found: str = _tried(asking, body.code, act)
    return found


def _wanted(change: ChangeBody | None) -> Wanted | None:
    return Wanted(mart=change.mart, key=change.key, column=change.column, value=change.value) if change else None


def _tried(asking: Asking, name: str, act: Callable[[Hand], Any]) -> Any:
    with asking.pinned() as marts:
        hand = Hand(store=asking.store(), marts=marts, identity=asking.identity(), now=asking.now(), address=request.remote_addr or "")
        try:
            return act(hand)
        except CorrectionFailed as failed:
            if failed.why is Why.UNKNOWN:
                what = f"{request.method} {request.path}"
                guard.note_refusal(asking.store(), asking.identity(), what, f"unknown or foreign {name}", asking.now())
            raise ApiFailed(STATUS[failed.why], str(failed)) from failed
        except IndicatorFailed as failed:
            raise ApiFailed(400, str(failed)) from failed


def _listed(asking: Asking, query: CorrectionQuery) -> CorrectionList:
    scope = asking.identity().scope
    states = store.OPEN if query.state == "open" else (query.state,) if query.state else ()
    with asking.store().read() as connection:
        rows = store.listed(connection, scope, states=states, code=query.code, limit=query.limit)
        return CorrectionList(
            counts=store.counts(connection, scope), oldest=store.oldest_open(connection, scope), rows=[CorrectionModel(**told(row)) for row in rows]
        )  # fmt: skip


def _shown(asking: Asking, id: str, boards: Mapping[str, Any]) -> CorrectionDetail:
    who = asking.identity()
    with asking.store().read() as connection:
        row = store.one(connection, id, who.scope)
        if row is None:
            raise asking.refuse(f"unknown or foreign correction {id}", "没有这件查纠，或它不在您的数据范围内。", "id")
        history = [StepModel(**{name: step[name] for name in StepModel.model_fields}) for step in store.steps(connection, id)]
    places = touched(boards, (row["mart"],), who.role.value)
    models = [TouchedModel(board=one.name, title=one.title, path=one.path, panels=[panel.title for panel in one.panels]) for one in places]
    return CorrectionDetail(**told(row), history=history, touched=models, briefings=list(briefings_of((row["mart"],))))


def told(row: Mapping[str, Any]) -> dict[str, Any]:
    """An item's row for an answer."""
    one = registered().get(row["code"])
    kept = {name: row[name] for name in CorrectionModel.model_fields if name not in ("word", "name")}
    return kept | {"word": STATES.get(row["state"], row["state"]), "name": one.name if one else row["code"]}


def _rows(asking: Asking, code: str, query: RowsQuery) -> RowsModel:
    one = _indicator(asking, code)
    with asking.pinned() as marts:
        place = place_in(asking, marts, query)
        try:
            found = offered(marts, one, place, day("day", query.day))
        except IndicatorFailed as failed:
            raise ApiFailed(400, str(failed)) from failed
    columns = [ColumnModel(name=name, word=word, unit=unit) for name, (word, unit) in found.columns.items()]
    rows = [RowModel(key=dict(row.key), words=_words(one.mart, row.key, asking), values=dict(row.values)) for row in found.rows]
    return RowsModel(
        mart=one.mart, word=str(MARTS.tables[one.mart].info["zh"]), day=found.day.isoformat() if found.day else None, columns=columns, rows=rows,
        more=len(rows) >= overrides.MOST,
    )  # fmt: skip


def _words(mart: str, key: Mapping[str, str], asking: Asking) -> dict[str, str]:
    regions, table = regions_of(asking.identity().scope.province), MARTS.tables[mart]
    return {short_name(table.c[name]): regions.path(text) if name == "region" else text for name, text in key.items()}


def _answer(model: BaseModel, status: int = 200) -> Response:
    found = Response(model.model_dump_json(), status=status, content_type="application/json")
    found.headers["Cache-Control"] = "private, no-store"
    return found
