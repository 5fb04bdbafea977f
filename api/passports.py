"""The API of number passports: what a number says of itself, and the number computed again."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Response
from flask_openapi3 import APIBlueprint
from pydantic import BaseModel

from api.asking import ERRORS, TAG, Asking, known, place_in, tried
from api.bodies import documented, raw, read
from api.models import CodePath
from api.passport_models import IssuedModel, PassportModel, PassportQuery, RecomputeBody, RecomputedModel
from api.problem import DOCUMENTED, ApiFailed
from components import doubts
from components.passport import Look, days_of, drawn, drawn_counted, place_name
from components.printer import to_html
from data_access.stores import corrections
from indicators import words
from indicators.counted import Counted
from indicators.declaration import Indicator
from indicators.drill import Place
from indicators.passport import Passport, Recomputed, passport, recompute, same
from indicators.provenance import marts_of
from indicators.recount import BY_COUNTY, COUNTS, WITH_PANEL, Counting, heard_of, recount
from security import policy
from settings import settings


def add_routes(blueprint: APIBlueprint, asking: Asking) -> None:
    """Adds the passports' addresses to the API."""

    @blueprint.get("/indicators/<code>/passport", tags=[TAG], summary="The passport of a number", responses={200: PassportModel, **ERRORS})
    def passport_of_indicator(path: CodePath, query: PassportQuery) -> Response:
        with asking.pinned() as marts:
            one = known(asking, path.code)
            return _answer(_issued(asking, marts, one, query))

    @blueprint.post(
        "/indicators/<code>/recompute", tags=[TAG], summary="The number computed again", openapi_extensions=documented(RecomputeBody),
        responses={200: RecomputedModel, **ERRORS, 415: DOCUMENTED},
    )  # fmt: skip
    def recompute_indicator(path: CodePath) -> Response:
        body = read(RecomputeBody, raw())
        with asking.pinned() as marts:
            one = known(asking, path.code)
            return _answer(_again(asking, marts, one, body))


def _answer(model: BaseModel) -> Response:
    found = Response(model.model_dump_json(), content_type="application/json")
    found.headers["Cache-Control"] = "private, no-store"
    return found


def _look(asking: Asking, code: str) -> Look:
    who = asking.identity()
    lists = policy.may_open(who, f"/indicators/{code}").allowed
    return Look(now=asking.now().astimezone(settings().tz), province=who.scope.province, lists=lists)


def _doubted(asking: Asking, look: Look, found: Passport) -> Look:
    """The look with what the corrections of this number say to this caller."""
    who = asking.identity()
    marts = marts_of(found.indicator)
    with asking.store().read() as connection:
        waiting = corrections.listed(connection, who.scope, states=corrections.OPEN, code=found.indicator.code)
        stored = corrections.of_mart(connection, who.scope, marts)
    region = found.place.region
    inside = [row for row in stored if region in (None, who.scope.province) or doubts.within(row["change"]["key"].get("region"), region)]
    may = policy.may_ask(who, "POST", "/api/v1/corrections").allowed
    links = policy.may_open(who, "/sources/corrections").allowed
    return replace(look, may_doubt=may, doubts=doubts.drawn_line(waiting, inside, look, links=links))


def _issued(asking: Asking, marts: Any, one: Indicator | Counted, query: PassportQuery) -> PassportModel:
    place = place_in(asking, marts, query)
    if isinstance(one, Counted):
        return _counted(asking, marts, one, place, query)
    found: Passport = tried(lambda: passport(marts, one, place, asking.now()))
    look = _doubted(asking, _look(asking, one.code), found)
    quality = found.quality
    return PassportModel(
        code=one.code, kind="measured", name=one.name, unit=one.unit, region=place.region, place=place_name(place, look.province),
        period=days_of(found.window), value=found.value.value, numerator=found.value.numerator, denominator=found.value.denominator,
        formula=found.formula.text, sum=found.sum, definition=found.place.wording(one), edition=found.edition, owner=one.owner,
        sources=[code for code, _ in found.sources], as_of=found.value.as_of, rhythm_minutes=_minutes(one.rhythm), next_due=found.next_due,
        state=found.state, stand=str(found.stand) if found.stand else None, missing=list(found.missing),
        timely=quality.timely if quality else None, sound=quality.sound if quality else None, rejected=quality.rejected if quality else None,
        rows=found.rows, batches=[IssuedModel(**vars(issue)) for issue in found.batches], trend=list(found.trend),
        html=to_html(drawn(found, look)) if query.drawn else None,
    )  # fmt: skip


def _minutes(length: timedelta | None) -> int:
    return int(length.total_seconds() // 60) if length else 0


def _counting(asking: Asking, marts: Any, place: Place, code: str) -> Counting:
    of_city = code in COUNTS and code not in BY_COUNTY  # what stands in a single record has its own place
    if of_city and place.region is not None and not place.region.endswith("00"):
        raise ApiFailed(400, "这一数字只按市计数，请给出市的区划代码。", "region")
    region = None if place.region == place.scope.province else place.region
    return Counting(store=asking.store(), marts=marts, scope=place.scope, now=asking.now(), region=region)


def _counted(asking: Asking, marts: Any, one: Counted, place: Place, query: PassportQuery) -> PassportModel:
    counting, look = _counting(asking, marts, place, one.code), _look(asking, one.code)
    value = recount(one.code, counting) if one.code in COUNTS else query.seen
    heard = heard_of(one.code, counting)
    as_of = heard.as_of if heard else None
    return PassportModel(
        code=one.code, kind="counted", name=one.name, unit=one.unit, region=place.region, place=place_name(place, look.province), period="现状",
        value=value, definition=one.definition, owner=one.owner, as_of=as_of, rhythm_minutes=_minutes(one.rhythm),
        html=to_html(drawn_counted(one, value, place, look, as_of)) if query.drawn else None,
    )  # fmt: skip


def _again(asking: Asking, marts: Any, one: Indicator | Counted, body: RecomputeBody) -> RecomputedModel:
    place = place_in(asking, marts, body)
    now = asking.now().astimezone(settings().tz)
    if isinstance(one, Counted):
        begun = time.perf_counter()
        value = recount(one.code, _counting(asking, marts, place, one.code))
        took = time.perf_counter() - begun
        agrees = not body.told or same(value, body.seen)
        shown = words.number(value, one.unit, one.decimals)
        detail = (
            (
                "这一数字按所在面板的条件计数，随面板一起重算，不单独重算。"
                if one.family in WITH_PANEL
                else "单条记录的数值由来源给出，无从重算。"
            )
            if one.code not in COUNTS
            else _said(agrees, body, f"{now:%H:%M:%S} 重新计数，{took:.2f} 秒", "")
        )
        return RecomputedModel(code=one.code, value=value, kept=value, agrees=agrees, sum=shown, seconds=took, batch=None, detail=detail)
    found: Recomputed = tried(lambda: recompute(marts, one, place, time.perf_counter))
    agrees = found.agrees(body.seen if body.told else found.kept)
    since = ""
    if not agrees and found.since is not None:
        since = f"第 {found.since.number} 批于 {words.moment(found.since.loaded_at, now)} 发布，此前的数值由此改变"
    how = f"{now:%H:%M:%S} 用第 {found.batch} 批逐行重算，{found.seconds:.2f} 秒"
    return RecomputedModel(
        code=one.code, value=found.value.value, kept=found.kept, agrees=agrees, sum=found.sum or words.NOTHING, seconds=found.seconds,
        batch=found.batch, detail=_said(agrees, body, how, since),
    )  # fmt: skip


def _said(agrees: bool, body: RecomputeBody, how: str, since: str) -> str:
    if agrees:
        return how
    before = words.NOTHING if body.seen is None else f"{body.seen:,.10g}"
    return f"{how}；所见为 {before}" + (f"。{since}" if since else "，其后已有变化")
