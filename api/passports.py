"""The API of number passports: what a number says of itself, and the number computed again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import Response, request
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field

from api.alert_models import Said
from api.bodies import documented, raw, read
from api.models import DATE, CodePath, Strict
from api.problem import DOCUMENTED, ApiFailed
from components.passport import Look, days_of, drawn, drawn_counted, place_name
from components.printer import to_html
from data_access.horizon import region_known
from data_access.measure import ForeignRegion, MeasureFailed
from data_access.stores.engine import Store
from indicators import words
from indicators.counted import Counted
from indicators.declaration import Indicator
from indicators.drill import Place
from indicators.failure import IndicatorFailed, UnknownIndicator
from indicators.passport import Passport, Recomputed, passport, recompute, same
from indicators.period import Span
from indicators.recount import COUNTS, Counting, heard_of, recount
from indicators.registry import find
from security import guard, policy
from security.identity import Identity
from settings import settings

TAG = Tag(name="indicators", description="指标：目录、口径、序列、护照、导出")
REGION = r"^[0-9]{6}$"
WHERE = r"^[a-z_]+:[^;:\x00]{1,160}(;[a-z_]+:[^;:\x00]{1,160}){0,3}$"
ERRORS: dict[str | int, Any] = {400: DOCUMENTED, 403: DOCUMENTED, 404: DOCUMENTED, 503: DOCUMENTED}


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What these addresses need: who calls, the marts, the store and the time."""

    identity: Callable[[], Identity]
    marts: Callable[[], Any]
    store: Callable[[], Store]
    now: Callable[[], datetime]

    @contextmanager
    def pinned(self) -> Iterator[Any]:
        """One version of the marts for one answer."""
        marts = self.marts()
        if not hasattr(marts, "snapshot"):
            yield marts
            return
        with marts.snapshot() as shot:
            yield shot

    def refuse(self, why: str, sentence: str, parameter: str) -> ApiFailed:
        """The one answer to what is unknown and what is foreign; it is written into the audit trail."""
        guard.note_refusal(self.store(), self.identity(), f"{request.method} {request.path}", why, self.now())
        return ApiFailed(404, sentence, parameter)


class PlaceQuery(Strict):
    """Where and when a number is asked for."""

    region: str | None = Field(
        None, pattern=REGION, description="Adcode of the province, a city or a county. Left out: all that the caller may see."
    )
    span: Span | None = Field(None, description="Another kind of period than the indicator's usual one.")
    since: str | None = Field(None, alias="from", pattern=DATE, description="First day, with `to`.")
    until: str | None = Field(None, alias="to", pattern=DATE, description="Last day, with `from`.")
    where: str | None = Field(None, max_length=400, pattern=WHERE, description="Limits as dimension:value;dimension:value|value.")


class PassportQuery(PlaceQuery):
    drawn: bool = Field(False, description="Whether the answer holds the passport as a page draws it.")


class RecomputeBody(Said):
    """Where and when, and what was seen."""

    region: str | None = Field(None, pattern=REGION)
    span: str | None = Field(None, max_length=20)
    since: str | None = Field(None, alias="from", pattern=DATE)
    until: str | None = Field(None, alias="to", pattern=DATE)
    where: str | None = Field(None, max_length=400, pattern=WHERE)
    seen: float | None = Field(None, description="The value that was seen; null where 无数据 was.")
    told: bool = Field(False, description="Whether `seen` is told at all.")


class IssuedModel(BaseModel):
    number: int
    mart: str
    source: str
    as_of: datetime
    loaded_at: datetime
    rows: int | None = Field(description="Rows of the mart that the batch still owns; told to those who see the whole province.")
    rejected: int | None
    digest: str = Field(description="The first sixteen digits of the SHA-256 of the batch's file.")


class PassportModel(BaseModel):
    """A number's passport. What does not apply to a counted number is null."""

    code: str
    kind: str
    name: str
    unit: str
    region: str | None
    place: str
    period: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    formula: str | None = None
    sum: str = ""
    definition: str
    edition: str | None = None
    owner: str
    sources: list[str] = []
    as_of: datetime | None
    rhythm_minutes: int
    next_due: datetime | None = None
    state: str | None = None
    stand: str | None = None
    missing: list[str] = []
    timely: float | None = None
    sound: float | None = None
    rejected: float | None = None
    rows: int | None = None
    batches: list[IssuedModel] = []
    trend: list[tuple[date, float | None]] = []
    html: str | None = None


class RecomputedModel(BaseModel):
    """The number computed again. `agrees` compares with what was seen, where that was told, else with what is kept."""

    code: str
    value: float | None
    kept: float | None
    agrees: bool
    sum: str
    seconds: float
    batch: int | None
    detail: str


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


def known(asking: Asking, code: str) -> Indicator | Counted:
    """The registered number of a code, or 404."""
    try:
        return find(code)
    except UnknownIndicator as failed:
        raise asking.refuse("unknown indicator", str(failed), "code") from failed


def place_in(asking: Asking, marts: Any, asked: PlaceQuery | RecomputeBody) -> Place:
    """Where and when is asked, cut to the caller. 404 for a foreign or unknown region, 400 for days and limits that cannot be."""
    scope = asking.identity().scope
    if asked.region is not None and not (scope.allows(asked.region) and region_known(marts, asked.region)):
        sentence = f"there is no region {asked.region} among those that you may see."
        raise asking.refuse(f"foreign or unknown region {asked.region}", sentence, "region")
    try:
        span = Span(asked.span) if asked.span else None
    except ValueError as failed:
        raise ApiFailed(400, f"there is no period {asked.span!r:.40}; there are {', '.join(Span)}.", "span") from failed
    first, last = day("from", asked.since), day("to", asked.until)
    try:
        end = last + timedelta(days=1) if last else None
        return Place(scope=scope, region=asked.region, span=span, start=first, end=end, where=limits_in(asked.where))
    except (IndicatorFailed, OverflowError) as failed:
        raise ApiFailed(400, str(failed), "from") from failed


def day(name: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as failed:
        raise ApiFailed(400, f"{text!r} is no day of the calendar: write 2026-11-20.", name) from failed


def limits_in(text: str | None) -> dict[str, tuple[str, ...]]:
    """The limits that a text tells, see `components.number.limits`."""
    pairs = (part.partition(":") for part in (text or "").split(";") if part)
    return {name: tuple(value.split("|")) for name, _, value in pairs}


def tried(make: Callable[[], Any]) -> Any:
    """What is made, or 400 with the sentence of what could not be."""
    try:
        return make()
    except ForeignRegion as failed:
        raise ApiFailed(404, str(failed), "region") from failed
    except (MeasureFailed, IndicatorFailed) as failed:
        raise ApiFailed(400, str(failed)) from failed


def _answer(model: BaseModel) -> Response:
    found = Response(model.model_dump_json(), content_type="application/json")
    found.headers["Cache-Control"] = "private, no-store"
    return found


def _look(asking: Asking, code: str) -> Look:
    who = asking.identity()
    lists = policy.may_open(who, f"/indicators/{code}").allowed
    return Look(now=asking.now().astimezone(settings().tz), province=who.scope.province, lists=lists)


def _issued(asking: Asking, marts: Any, one: Indicator | Counted, query: PassportQuery) -> PassportModel:
    place = place_in(asking, marts, query)
    if isinstance(one, Counted):
        return _counted(asking, marts, one, place, query.drawn)
    found: Passport = tried(lambda: passport(marts, one, place, asking.now()))
    look = _look(asking, one.code)
    quality = found.quality
    return PassportModel(
        code=one.code, kind="measured", name=one.name, unit=one.unit, region=place.region, place=place_name(place, look.province),
        period=days_of(found.window), value=found.value.value, numerator=found.value.numerator, denominator=found.value.denominator,
        formula=found.formula.text, sum=found.sum, definition=one.wording, edition=found.edition, owner=one.owner,
        sources=[code for code, _ in found.sources], as_of=found.value.as_of, rhythm_minutes=_minutes(one.rhythm), next_due=found.next_due,
        state=found.state, stand=str(found.stand) if found.stand else None, missing=list(found.missing),
        timely=quality.timely if quality else None, sound=quality.sound if quality else None, rejected=quality.rejected if quality else None,
        rows=found.rows, batches=[IssuedModel(**vars(issue)) for issue in found.batches], trend=list(found.trend),
        html=to_html(drawn(found, look)) if query.drawn else None,
    )  # fmt: skip


def _minutes(length: timedelta | None) -> int:
    return int(length.total_seconds() // 60) if length else 0


def _counting(asking: Asking, marts: Any, place: Place) -> Counting:
    if place.region is not None and place.region != place.scope.province and not place.region.endswith("00"):
        raise ApiFailed(400, "这一数字只按市计数，请给出市的区划代码。", "region")
    region = None if place.region == place.scope.province else place.region
    return Counting(store=asking.store(), marts=marts, scope=place.scope, now=asking.now(), region=region)


def _counted(asking: Asking, marts: Any, one: Counted, place: Place, is_drawn: bool) -> PassportModel:
    counting, look = _counting(asking, marts, place), _look(asking, one.code)
    value = recount(one.code, counting)
    heard = heard_of(one.code, counting)
    as_of = heard.as_of if heard else None
    return PassportModel(
        code=one.code, kind="counted", name=one.name, unit=one.unit, region=place.region, place=place_name(place, look.province), period="现状",
        value=value, definition=one.definition, owner=one.owner, as_of=as_of, rhythm_minutes=_minutes(one.rhythm),
        html=to_html(drawn_counted(one, value, place, look, as_of)) if is_drawn else None,
    )  # fmt: skip


def _again(asking: Asking, marts: Any, one: Indicator | Counted, body: RecomputeBody) -> RecomputedModel:
    place = place_in(asking, marts, body)
    now = asking.now().astimezone(settings().tz)
    if isinstance(one, Counted):
        begun = time.perf_counter()
        value = recount(one.code, _counting(asking, marts, place))
        took = time.perf_counter() - begun
        agrees = not body.told or same(value, body.seen)
        shown = words.number(value, one.unit, one.decimals)
        detail = (
            "单条记录的数值由来源给出，无从重算。"
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
