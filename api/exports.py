"""The API of exports: what a page of indicators shows, as a file that says where it comes from; each export is in the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from flask import Response, request
from flask_openapi3 import APIBlueprint
from pydantic import Field

from api.asking import ERRORS, TAG, Asking, known, place_in, tried
from api.files import FILE, NATURES, by_whom, leave, moment
from api.models import CodePath, Strict
from api.passport_models import PlaceQuery
from api.problem import ApiFailed
from api.sheets import Cell, Sheet
from components.panels.registry_query import found_by, traits_of
from components.passport import days_of, place_name
from components.records_table import names_of, table_of, term_name
from data_access.measure_terms import Term
from data_access.records import Slice
from geo.regions import regions_of
from indicators import words
from indicators.counted import Counted
from indicators.declaration import Indicator
from indicators.drill import Drill, Place, drill
from indicators.formula_words import formula
from indicators.many import many
from indicators.read import Ask, Value, ask

MOST = 50_000
"""Rows of one file; who needs more narrows the place or the time."""
ANSWERS = {**FILE, **ERRORS}


class ExportQuery(PlaceQuery):
    """What is exported: the records of one term, or the number split one way. `p` is the page of a list on the screen and plays no part."""

    what: Literal["records", "split"] = "records"
    by: str = Field("", max_length=64, description="The split: city, region or a dimension.")
    term: int = Field(0, ge=0, le=20, description="Which term of the formula.")
    p: int = Field(0, ge=0, le=100_000)


class ListExportQuery(Strict):
    """Which numbers of the registry."""

    q: str = Field("", max_length=100)
    field: str = Field("", max_length=64)
    net: str = Field("", max_length=64)
    office: str = Field("", max_length=64)
    watch: str = Field("", max_length=64)
    family: str = Field("", max_length=64)
    source: str = Field("", max_length=64)


def add_routes(blueprint: APIBlueprint, asking: Asking) -> None:
    """Adds the exports' addresses to the API."""

    @blueprint.get("/indicators/export.csv", tags=[TAG], summary="The registry as CSV", responses=ANSWERS)
    def export_registry_csv(query: ListExportQuery) -> Response:
        return _registry(asking, query, "csv")

    @blueprint.get("/indicators/export.xlsx", tags=[TAG], summary="The registry as a workbook", responses=ANSWERS)
    def export_registry_xlsx(query: ListExportQuery) -> Response:
        return _registry(asking, query, "xlsx")

    @blueprint.get("/indicators/<code>/export.csv", tags=[TAG], summary="The records behind a number as CSV", responses=ANSWERS)
    def export_indicator_csv(path: CodePath, query: ExportQuery) -> Response:
        return _indicator(asking, path.code, query, "csv")

    @blueprint.get("/indicators/<code>/export.xlsx", tags=[TAG], summary="The records behind a number as a workbook", responses=ANSWERS)
    def export_indicator_xlsx(path: CodePath, query: ExportQuery) -> Response:
        return _indicator(asking, path.code, query, "xlsx")


def _indicator(asking: Asking, code: str, query: ExportQuery, kind: str) -> Response:
    one = known(asking, code)
    if isinstance(one, Counted):
        raise ApiFailed(400, f"{one.name}在业务库计数，只有现值，没有可导出的行。", "code")
    with asking.pinned() as marts:
        place = place_in(asking, marts, query)
        make = _records if query.what == "records" else _split
        sheet = tried(lambda: make(asking, marts, one, place, query))
    return leave(asking, sheet, kind, f"{request.query_string.decode('latin-1')[:500]} rows={len(sheet.rows)}")


def _about(asking: Asking, one: Indicator, place: Place, found: tuple[Value, Any], rows: str) -> list[tuple[str, str]]:
    """The lines above a table: what it is, where and when, from which data, and who took it."""
    value, window = found
    limits = "；".join(f"{name}＝{'、'.join(wanted) if isinstance(wanted, tuple) else wanted}" for name, wanted in place.where.items())
    lines = [
        ("指标", one.name), ("代码", one.code), ("区划", place_name(place, place.scope.province)), ("期间", days_of(window)), ("限定", limits or "无"),
        ("数值", words.number(value.value, one.unit, one.decimals, "")), ("算式", formula(one).text), ("口径", place.wording(one)),
        ("数据截止", moment(value.as_of)), ("批次", "" if value.batch is None else f"第 {value.batch} 批"), ("数据性质", NATURES.get(value.nature, value.nature)),
        ("责任处室", one.owner), ("行数", rows),
    ]  # fmt: skip
    return lines + by_whom(asking)


def _records(asking: Asking, marts: Any, one: Indicator, place: Place, query: ExportQuery) -> Sheet:
    found: Drill = drill(marts, one, place, query.term, Slice(0, MOST))
    term: Term | None = found.term
    if term is None:
        raise ApiFailed(400, "这一指标没有可导出的行。", "term")
    table = table_of(found.listing.rows, term, names_of(marts), regions_of(place.scope.province))
    count = found.listing.count
    said = f"{count:,} 行" if count <= MOST else f"共 {count:,} 行，只导出最新的 {MOST:,} 行，请缩小区划或期间"
    about = _about(asking, one, place, (found.value, found.window), f"{said}；值为 0 的行不列")
    about.insert(3, ("所列", term_name(term, one.mart, alone=False)))
    total = "" if found.listing.total is None else repr(found.listing.total)
    return Sheet(title=one.name, about=[*about, ("合计", total)], heads=table.heads, rows=table.rows)


def _split(asking: Asking, marts: Any, one: Indicator, place: Place, query: ExportQuery) -> Sheet:
    by = query.by or "city"
    question: Ask = place.ask(one.code)
    answer = ask(marts, Ask(**{**vars(question), "by": (by,), "limit": MOST}))
    regions, names = regions_of(place.scope.province), names_of(marts)
    rows: list[Sequence[Cell]] = []
    for key, value in zip(answer.frame[by], answer.frame[one.code], strict=True):
        name = regions.path(str(key)) if by in ("city", "region") else names.value(by, key)
        rows.append((str(key), name, None if value != value else float(value)))
    found = drill(marts, one, place)
    about = _about(asking, one, place, (found.value, found.window), f"{len(rows):,} 行")
    return Sheet(title=f"{one.name}-{by}", about=about, heads=("代码", "名称", f"数值（{one.unit or '无单位'}）"), rows=rows)


def _registry(asking: Asking, query: ListExportQuery, kind: str) -> Response:
    scope, asked = asking.identity().scope, {name: value for name, value in query.model_dump().items() if value}
    with asking.pinned() as marts:
        found = found_by(asked, traits_of(marts))
        codes = [one.code for one in found if isinstance(one, Indicator)]
        values = many(marts, codes, Ask(codes=(), scope=scope))
    rows: list[Sequence[Cell]] = []
    for one in found:
        value = values.get(one.code)
        where = one.mart if isinstance(one, Indicator) else "、".join(one.counted_in)
        number = value.value if value else None
        rows.append((one.code, one.name, number, one.unit, moment(value.as_of) if value else "现状", one.wording, one.owner, where))
    nature = max((value.nature for value in values.values()), key=lambda n: list(NATURES)[::-1].index(n), default="production")
    about = [
        ("内容", "指标目录"), ("条件", "；".join(f"{name}={value}" for name, value in asked.items()) or "全部"), ("区划", place_name(Place(scope=scope), scope.province)),
        ("数据性质", NATURES.get(nature, nature)),
        ("行数", f"{len(rows):,} 行"), *by_whom(asking),
    ]  # fmt: skip
    heads = ("代码", "指标", "现值", "单位", "数据截止", "口径", "责任处室", "数据表")
    return leave(asking, Sheet(title="指标目录", about=about, heads=heads, rows=rows), kind, f"{asked} rows={len(rows)}")
