"""The export of corrections: the items of a scope as a file whose words no spreadsheet runs."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_openapi3 import APIBlueprint

from api.asking import Asking
from api.correction_models import CorrectionQuery
from api.corrections import ERRORS, TAG
from api.files import FILE, NATURES, by_whom, leave, moment
from api.sheets import Cell, Sheet
from components.doubts import change_words
from corrections.item import KINDS, STATES
from data_access.stores import corrections as store
from geo.regions import regions_of
from indicators.registry import registered

HEADS = (
    "编号",
    "状态",
    "指标",
    "代码",
    "区划代码",
    "区划",
    "类型",
    "问题",
    "依据",
    "更正",
    "提出人",
    "提出时间",
    "审核人",
    "审核时间",
    "入仓时间",
    "批次",
    "等待",
)


def add_routes(blueprint: APIBlueprint, asking: Asking) -> None:
    """Adds the exports' addresses to the API."""

    @blueprint.get("/corrections/export.csv", tags=[TAG], summary="Corrections as CSV", responses={**FILE, **ERRORS})
    def export_corrections_csv(query: CorrectionQuery) -> Response:
        return _file(asking, query, "csv")

    @blueprint.get("/corrections/export.xlsx", tags=[TAG], summary="Corrections as a workbook", responses={**FILE, **ERRORS})
    def export_corrections_xlsx(query: CorrectionQuery) -> Response:
        return _file(asking, query, "xlsx")


def _file(asking: Asking, query: CorrectionQuery, kind: str) -> Response:
    scope = asking.identity().scope
    states = store.OPEN if query.state == "open" else (query.state,) if query.state else ()
    with asking.store().read() as connection:
        rows = store.listed(connection, scope, states=states, code=query.code, limit=store.MOST)
    nature = "demo" if any(row["nature"] == "demo" for row in rows) else "production"
    about = [("内容", "数据查纠"), ("数据性质", NATURES[nature]), ("行数", f"{len(rows):,} 行"), *by_whom(asking)]
    return leave(
        asking,
        Sheet(title="数据查纠", about=about, heads=HEADS, rows=[_row(row, scope.province) for row in rows]),
        kind,
        f"{query.model_dump_json()} rows={len(rows)}",
    )


def _row(row: dict[str, Any], province: str) -> list[Cell]:
    one = registered().get(row["code"])
    place = "全省" if row["region"] == province else regions_of(province).path(row["region"])
    return [
        row["id"], STATES[row["state"]], one.name if one else row["code"], row["code"], row["region"], place, KINDS.get(row["kind"], row["kind"]), row["text"],
        row["evidence"], change_words(row["change"], province) if row["change"] else None, row["reporter_name"], moment(row["reported_at"]), row["reviewer_name"],
        moment(row["reviewed_at"]) if row["reviewed_at"] else None, moment(row["stored_at"]) if row["stored_at"] else None, row["batch"], row["waits"],
    ]  # fmt: skip
