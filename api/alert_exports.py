"""The export of alerts: what a filter finds, as a file whose words no spreadsheet runs; each export is in the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response, request
from flask_openapi3 import APIBlueprint

from api.alert_intake import AlertServices
from api.alert_models import AlertFilter
from api.alerts import ERRORS, TAG, wanted_by
from api.files import FILE, NATURES, by_whom, leave, moment
from api.sheets import Cell, Sheet
from components.levels import level_of
from components.panels.alert_words import STATES, STATUSES
from data_access.stores import alert_reads
from data_access.stores.alert_reads import MOST

LIMIT = 20_000
"""Rows of one file; who needs more narrows the time, the place or the level."""
NATURE = {**STATUSES, "actual": "实战"}
HEADS = (
    "编号", "等级", "标题", "详情", "区划代码", "区划", "状态", "承办人", "性质", "并案", "来源", "来源编号", "规则", "发生时间", "接收时间", "确认时间", "办结时间",
)  # fmt: skip


def add_routes(blueprint: APIBlueprint, services: AlertServices) -> None:
    """Adds the exports' addresses to the API."""

    @blueprint.get("/alerts/export.csv", tags=[TAG], summary="Alerts as CSV", responses={**FILE, **ERRORS})
    def export_alerts_csv(query: AlertFilter) -> Response:
        return _file(services, query, "csv")

    @blueprint.get("/alerts/export.xlsx", tags=[TAG], summary="Alerts as a workbook", responses={**FILE, **ERRORS})
    def export_alerts_xlsx(query: AlertFilter) -> Response:
        return _file(services, query, "xlsx")


def _file(services: AlertServices, query: AlertFilter, kind: str) -> Response:
    found = _found(services, query)
    cut = len(found) > LIMIT
    rows = [_row(services, row) for row in found[:LIMIT]]
    nature = "demo" if any(row["nature"] == "demo" for row in found) else "production"
    about = [
        ("内容", "告警"), ("条件", request.query_string.decode("latin-1")[:500] or "全部"), ("数据性质", NATURES[nature]),
        ("行数", f"{len(rows):,} 行" + ("，超过上限的较早告警未列出，请缩小范围" if cut else "")), *by_whom(services),
    ]  # fmt: skip
    return leave(services, Sheet(title="告警", about=about, heads=HEADS, rows=rows), kind, f"{query.model_dump_json()} rows={len(rows)}")


def _found(services: AlertServices, query: AlertFilter) -> list[dict[str, Any]]:
    """The newest alerts that a filter finds, one more than a file may hold."""
    scope, wanted, after = services.identity().scope, wanted_by(services, query), None
    found: list[dict[str, Any]] = []
    with services.store().read() as connection:
        while len(found) <= LIMIT:
            rows, following = alert_reads.inbox(connection, scope, wanted, order="newest", after=after, limit=MOST)
            found += rows
            if following is None:
                break
            after = following
    return found


def _row(services: AlertServices, row: dict[str, Any]) -> list[Cell]:
    def at(name: str) -> Cell:
        time: datetime | None = row[name]
        return moment(time) if time else None

    return [
        row["id"], level_of(row["level"]).word, row["title"], row["detail"], row["region"], services.desk().regions.path(row["region"]),
        STATES.get(row["state"], row["state"]), row["owner"], NATURE.get(row["status"], row["status"]), row["merged"], row["source"],
        row["source_id"], row["rule"], at("occurred_at"), at("received_at"), at("acknowledged_at"), at("closed_at"),
    ]  # fmt: skip
