"""The API of random draws (双随机抽取): prepare, draw once, reckon again, read and take out; all within the caller's scope."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Response, request
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field

from api.alert_models import Said
from api.asking import Asking
from api.bodies import documented, raw, read
from api.files import FILE, NATURES, by_whom, leave, moment
from api.models import Strict
from api.problem import DOCUMENTED, ApiFailed
from api.sheets import Cell, Sheet
from data_access.stores import draws, inspectors
from enterprises import drawing
from enterprises.drawing import Drawer, Wish
from enterprises.failure import EnterprisesFailed, Why
from enterprises.inspectors import masked
from geo.regions import regions_of

TAG = Tag(name="draws", description="双随机抽取：名录、种子、结果与复核")
ERRORS: dict[str | int, Any] = {400: DOCUMENTED, 403: DOCUMENTED, 404: DOCUMENTED, 409: DOCUMENTED, 415: DOCUMENTED, 503: DOCUMENTED}
HEADS = ("序号", "主体代码", "主体名称", "区划", "检查人员证号", "检查人员", "所在单位")


class DrawPath(Strict):
    id: str = Field(pattern=r"^[0-9A-Za-z]{1,26}$", description="Id of the draw.")


class DrawBody(Said):
    """What is to be drawn: a share in percent, or a number."""

    plan: str = Field(max_length=200, description="Name of the plan.")
    kind: str = Field(max_length=32, description="部门联合抽查, 定向抽查 or 不定向抽查.")
    region: str = Field(max_length=32, description="Adcode of the province, a city or a county.")
    why: str = Field(max_length=1000)
    percent: str = Field("", max_length=16, description="Share of the roster, such as 3 or 0.5.")
    number: int | None = Field(None, description="Number of entities, in place of a share.")
    industry: str = Field("", pattern=r"^[A-T]?$")
    type: str = Field("", pattern=r"^[a-z]{0,16}$")
    each: int = Field(2, description="Inspectors for one entity.")
    apart: bool = Field(True, description="The inspectors of one entity come from different units.")


class NumberBody(Said):
    """The public number; it may be empty."""

    public_number: str = Field("", max_length=200)


class RosterRow(BaseModel):
    """A version of a roster."""

    hash: str
    count: int
    made_at: datetime


class DrawRow(BaseModel):
    """A draw. `secret`, `seed` and `result_hash` are null until it is done."""

    id: str
    state: str
    plan: str
    kind: str
    region: str
    size: int
    each: int
    algorithm: str
    conditions: dict[str, Any]
    commitment: str
    secret: str | None
    public_number: str | None
    seed: str | None
    result_hash: str | None
    subjects: RosterRow
    inspectors: RosterRow
    why: str
    who: str
    prepared_at: datetime
    drawn_at: datetime | None
    nature: str
    detail: str = ""


class DrawList(BaseModel):
    count: int
    draws: list[DrawRow]


class Checked(BaseModel):
    """What the second reckoning found."""

    equal: bool
    steps: dict[str, bool]
    roster_now: int | None = Field(description="Entities that the same conditions give now; null where the register cannot be read.")
    roster_same: bool | None
    detail: str


def add_routes(blueprint: APIBlueprint, asking: Asking) -> None:
    """Adds the draws' addresses to the API."""

    @blueprint.get("/draws", tags=[TAG], summary="The newest draws", responses={200: DrawList, 403: DOCUMENTED})
    def list_draws() -> Response:
        with asking.store().read() as connection:
            found = [_row(connection, one) for one in draws.listed(connection, asking.identity().scope, limit=100)]
        return _answer(DrawList(count=len(found), draws=found))

    @blueprint.post(
        "/draws", tags=[TAG], summary="Prepare a draw", openapi_extensions=documented(DrawBody), responses={200: DrawRow, **ERRORS}
    )
    def prepare_draw() -> Response:
        wish = Wish(**read(DrawBody, raw()).model_dump())
        return _told(asking, wish.region, lambda drawer: drawing.prepare(drawer, wish), "名录和承诺已封存，可以抽取")

    @blueprint.get("/draws/<id>", tags=[TAG], summary="One draw", responses={200: DrawRow, **ERRORS})
    def show_draw(path: DrawPath) -> Response:
        return _told(asking, path.id, lambda drawer: _known(drawer, path.id), "")

    @blueprint.post(
        "/draws/<id>/draw", tags=[TAG], summary="Draw, once", openapi_extensions=documented(NumberBody), responses={200: DrawRow, **ERRORS}
    )
    def finish_draw(path: DrawPath) -> Response:
        number = read(NumberBody, raw()).public_number
        return _told(asking, path.id, lambda drawer: drawing.finish(drawer, path.id, number), "抽取完成，结果已封存")

    @blueprint.post("/draws/<id>/verify", tags=[TAG], summary="Reckon it again", responses={200: Checked, **ERRORS})
    def verify_draw(path: DrawPath) -> Response:
        found = _tried(asking, path.id, lambda drawer: drawing.check(drawer, path.id))
        return _answer(
            Checked(
                equal=found.equal, steps=dict(found.steps), roster_now=found.roster_now, roster_same=found.roster_same, detail=said(found)
            )
        )

    _add_export_routes(blueprint, asking)


def _add_export_routes(blueprint: APIBlueprint, asking: Asking) -> None:
    @blueprint.get("/draws/<id>/export.csv", tags=[TAG], summary="What was drawn, as CSV", responses={**FILE, **ERRORS})
    def export_draw_csv(path: DrawPath) -> Response:
        return _file(asking, path.id, "csv")

    @blueprint.get("/draws/<id>/export.xlsx", tags=[TAG], summary="What was drawn, as a workbook", responses={**FILE, **ERRORS})
    def export_draw_xlsx(path: DrawPath) -> Response:
        return _file(asking, path.id, "xlsx")


def said(found: drawing.Check) -> str:
    """The outcome of a check in a sentence."""
    unlike = [name for name, same in found.steps if not same]
    head = "复核一致：用封存的名录和种子重算，结果逐户相同" if found.equal else f"复核不一致：{'、'.join(unlike)}与封存的不同"
    if found.roster_now is None:
        return f"{head}；现在的名录未知"
    return f"{head}；" + (
        "现在的名录与抽取时相同" if found.roster_same else f"现在的名录已有变化（{found.roster_now:,} 户），复核用的是封存的名录"
    )


def _drawer(asking: Asking) -> Drawer:
    return Drawer(
        store=asking.store(), reader=asking.marts(), identity=asking.identity(), now=asking.now(), address=request.remote_addr or ""
    )


def _tried(asking: Asking, name: str, act: Callable[[Drawer], Any]) -> Any:
    try:
        return act(_drawer(asking))
    except EnterprisesFailed as failed:
        if failed.why is Why.UNKNOWN:
            raise asking.refuse(f"unknown or foreign draw or region {name:.40}", str(failed), "id") from failed
        raise ApiFailed(409 if failed.why is Why.STATE else 400, str(failed)) from failed


def _told(asking: Asking, name: str, act: Callable[[Drawer], draws.Draw], detail: str) -> Response:
    found = _tried(asking, name, act)
    with asking.store().read() as connection:
        return _answer(_row(connection, found).model_copy(update={"detail": detail}))


def _known(drawer: Drawer, name: str) -> draws.Draw:
    with drawer.store.read() as connection:
        found = draws.one(connection, name, drawer.identity.scope)
    if found is None:
        raise EnterprisesFailed(drawing.NOT_HERE, why=Why.UNKNOWN)
    return found


def _row(connection: Any, one: draws.Draw) -> DrawRow:
    done = one.state == draws.DRAWN
    rosters = {name: draws.roster(connection, number) for name, number in (("subjects", one.subjects), ("inspectors", one.inspectors))}
    plain = {name: getattr(one, name) for name in DrawRow.model_fields if name not in ("subjects", "inspectors", "detail", "secret")}
    versions = {name: RosterRow(hash=found.hash, count=found.count, made_at=found.made_at) for name, found in rosters.items()}
    return DrawRow(**plain, **versions, secret=one.secret if done else None)


def _file(asking: Asking, name: str, kind: str) -> Response:
    one = _tried(asking, name, lambda drawer: _known(drawer, name))
    if one.state != draws.DRAWN:
        raise ApiFailed(409, "这次抽取还没有完成，没有名单可以导出。")
    with asking.store().read() as connection:
        items = draws.items(connection, name)
        people = inspectors.named(connection, {code for item in items for code in item.inspectors})
        row = _row(connection, one)
    regions = regions_of(asking.identity().scope.province)
    rows: list[list[Cell]] = []
    for item in items:
        known = [people.get(code) for code in item.inspectors]
        names, units = (
            "、".join(masked(one.name) if one else "已注销" for one in known),
            "、".join(one.unit if one else "" for one in known),
        )
        rows.append([item.place, item.code, item.name, regions.path(item.region), "、".join(item.inspectors), names, units])
    about = [
        ("内容", f"双随机抽取名单　{one.plan}"), ("抽查类型", one.kind), ("地区", regions.name(one.region)), ("抽取时间", moment(one.drawn_at)), ("算法", one.algorithm),
        ("市场主体名录", f"{row.subjects.count} 户　{row.subjects.hash}"), ("检查人员名录", f"{row.inspectors.count} 人　{row.inspectors.hash}"),
        ("承诺", one.commitment), ("秘密数", one.secret), ("公开数", one.public_number or "未填"), ("种子", one.seed or ""), ("结果摘要", one.result_hash or ""),
        ("数据性质", NATURES.get(one.nature, one.nature)), *by_whom(asking),
    ]  # fmt: skip
    return leave(asking, Sheet(title="双随机抽取名单", about=about, heads=HEADS, rows=rows), kind, f"draw={name} rows={len(rows)}")


def _answer(model: BaseModel) -> Response:
    found = Response(model.model_dump_json(), content_type="application/json")
    found.headers["Cache-Control"] = "private, no-store"
    return found
