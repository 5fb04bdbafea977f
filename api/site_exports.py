"""The API of site lists: kitchens that are not connected, sites watched from afar, devices past their inspection; as files, each in the audit trail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response, request
from flask_openapi3 import APIBlueprint, Tag
from pydantic import Field

from alerts.remote_sites import LACKS, STATES
from api.asking import ERRORS, Asking, tried
from api.files import FILE, NATURES, by_whom, leave, moment
from api.models import Strict
from api.problem import ApiFailed
from api.sheets import Cell, Sheet
from components.panel import View
from components.panels import cold_chain, equipment_blocks, formula, kitchen, vaccine
from components.panels.remote_watch import KINDS, SHOWS, pick, watch_of
from components.panels.safety_choice import ALL, Chosen, Theme, chosen_of
from components.sources import Sources
from data_access.site_reads import Slice, missing_kitchens, overdue_devices
from geo.regions import regions_of
from indicators.horizons import Horizons
from settings import settings

TAG = Tag(name="sites", description="点位名单：明厨亮灶未接入、非现场监管点位、超期未检设备")
MOST = 50_000
"""Rows of one file; who needs more narrows the place."""
ANSWERS: dict[str | int, Any] = {**FILE, **ERRORS}
REMOTE: dict[str, tuple[Theme, tuple[str, ...]]] = {
    "cold-chain": (cold_chain.THEME, cold_chain.KINDS), "vaccine": (vaccine.THEME, vaccine.KINDS), "infant-formula": (formula.THEME, ("formula",)),
}  # fmt: skip
Rows = list[Sequence[Cell]]
Make = Callable[[View, Chosen], tuple[str, tuple[str, ...], Rows, str]]
"""Title, heads and rows of a list, and the mart that says as of when."""


class SiteQuery(Strict):
    """Whose sites. `show` and `p` are what a page shows; `p` plays no part."""

    area: str = Field("", max_length=16, description="City, county or group of cities; empty: all that you may see.")
    kind: str = Field("", max_length=32)
    show: str = Field("", max_length=16)
    p: str = Field("", max_length=8)
    theme: str = Field("cold-chain", max_length=32, description="For watched sites: cold-chain, vaccine or infant-formula.")


def add_routes(blueprint: APIBlueprint, asking: Asking) -> None:
    """Adds the lists' addresses to the API."""

    @blueprint.get("/sites/kitchen/export.csv", tags=[TAG], summary="Kitchens that are not connected as CSV", responses=ANSWERS)
    def export_kitchens_csv(query: SiteQuery) -> Response:
        return _left(asking, query, (kitchen.THEME, _kitchens), "csv")

    @blueprint.get("/sites/kitchen/export.xlsx", tags=[TAG], summary="Kitchens that are not connected as a workbook", responses=ANSWERS)
    def export_kitchens_xlsx(query: SiteQuery) -> Response:
        return _left(asking, query, (kitchen.THEME, _kitchens), "xlsx")

    @blueprint.get("/sites/remote/export.csv", tags=[TAG], summary="Watched sites as CSV", responses=ANSWERS)
    def export_remote_csv(query: SiteQuery) -> Response:
        return _left(asking, query, _remote(query), "csv")

    @blueprint.get("/sites/remote/export.xlsx", tags=[TAG], summary="Watched sites as a workbook", responses=ANSWERS)
    def export_remote_xlsx(query: SiteQuery) -> Response:
        return _left(asking, query, _remote(query), "xlsx")

    @blueprint.get("/sites/devices/export.csv", tags=[TAG], summary="Devices past their inspection as CSV", responses=ANSWERS)
    def export_devices_csv(query: SiteQuery) -> Response:
        return _left(asking, query, (equipment_blocks.THEME, _devices), "csv")

    @blueprint.get("/sites/devices/export.xlsx", tags=[TAG], summary="Devices past their inspection as a workbook", responses=ANSWERS)
    def export_devices_xlsx(query: SiteQuery) -> Response:
        return _left(asking, query, (equipment_blocks.THEME, _devices), "xlsx")


def _left(asking: Asking, query: SiteQuery, of: tuple[Theme, Make], kind: str) -> Response:
    theme, make = of
    who = asking.identity()
    params = {name: value for name, value in query.model_dump().items() if value and name in ("area", "kind", "show")}
    with asking.pinned() as marts:
        sources = Sources(marts=marts, store=asking.store(), changes=0)
        view = View(scope=who.scope, role=str(who.role), now=asking.now().astimezone(settings().tz), sources=sources, params=params)
        chosen = chosen_of(view, theme)
        if chosen.faults:
            raise asking.refuse(
                "foreign or unknown place, kind or list", "".join(chosen.faults).replace("显示。", "显示；导出请先改正。"), "area"
            )
        title, heads, rows, mart = tried(lambda: make(view, chosen))
        state = marts.tables().get(mart)
    about = [
        ("内容", title), ("区划", chosen.place or ("全省" if who.scope.is_whole else "本级")), ("类别", theme.kinds[chosen.kind][1] if chosen.kind != ALL else "全部"),
        ("数据截止", moment(state.as_of if state else None)), ("批次", f"第 {state.batch} 批" if state and state.batch is not None else ""),
        ("数据性质", NATURES.get(str(state.nature), str(state.nature)) if state else "未报送"), ("行数", f"{len(rows):,} 行" + ("，已到上限" if len(rows) >= MOST else "")),
        *by_whom(asking),
    ]  # fmt: skip
    sheet = Sheet(title=title, about=about, heads=heads, rows=rows)
    return leave(asking, sheet, kind, f"{request.query_string.decode('latin-1')[:300]} rows={len(rows)}")


def _kitchens(view: View, chosen: Chosen) -> tuple[str, tuple[str, ...], Rows, str]:
    marts, regions = view.sources.marts, regions_of(view.scope.province)
    found = missing_kitchens(marts, chosen.wanted(), Slice(0, MOST)).rows.to_dict("records") if "kitchen_site" in marts.tables() else []
    rows: Rows = [
        (
            row["site"],
            _text(row["name"]),
            row["kind"],
            str(row["region"]),
            regions.path(str(row["region"])),
            _text(row["uscc"]),
            _day(row["listed_on"]),
        )
        for row in found
    ]
    return "明厨亮灶未接入名单", ("台账编号", "单位", "类别", "区划代码", "区划", "主体代码", "列入台账"), rows, "kitchen_site"


def _remote(query: SiteQuery) -> tuple[Theme, Make]:
    if query.theme not in REMOTE:
        raise ApiFailed(404, f"没有“{query.theme[:20]}”这个专题。", "theme")
    theme, kinds = REMOTE[query.theme]

    def make(view: View, chosen: Chosen) -> tuple[str, tuple[str, ...], Rows, str]:
        marts, regions = view.sources.marts, regions_of(view.scope.province)
        heads = (
            "点位编号", "点位", "类别", "区划代码", "区划", "主体代码", "品种", "状态", "应报探头", "在线探头", "最近温度 ℃", "昨日以来最高 ℃", "昨日以来超温（分钟）", "超温度分（度·分）",
            "近 7 日超温（分钟）", "最近上报", "摄像机", "批次（近三年）", "未绑定项",
        )  # fmt: skip
        if "remote_site" not in marts.tables():
            return "非现场监管点位名单", heads, [], "remote_site"
        found = pick(watch_of(marts, chosen.scope, chosen.region, (chosen.value,) if chosen.value else kinds, view.now), chosen.show)
        rows: Rows = []
        for row in found.head(MOST).to_dict("records"):
            numbers = [_number(row[name]) for name in ("celsius", "celsius_high", "minutes", "degree_minutes", "week_minutes")]
            due = row["due"] if _number(row["due"]) is not None else row["sensors"]
            place = (str(row["region"]), regions.path(str(row["region"])), _text(row["uscc"]), _text(row["product"]), STATES[row["state"]])
            heard = None if _number(row["heard_at"]) is None else moment(row["heard_at"].to_pydatetime())
            rows.append(
                (row["site"], _text(row["name"]), KINDS.get(row["kind"], row["kind"]), *place, _number(due), _number(row["reporting"]), *numbers, heard,
                 _text(row["camera"]), int(row["lots"]), "、".join(LACKS[name] for name in row["lacks"]))
            )  # fmt: skip
        word = "" if chosen.show == ALL else f"-{SHOWS[chosen.show]}"
        return f"非现场监管点位名单{word}", heads, rows, "remote_site"

    return theme, make


def _devices(view: View, chosen: Chosen) -> tuple[str, tuple[str, ...], Rows, str]:
    marts, regions = view.sources.marts, regions_of(view.scope.province)
    day = Horizons(marts).last("equipment")
    found = overdue_devices(marts, chosen.wanted(), day, Slice(0, MOST)).rows.to_dict("records") if day else []
    rows: Rows = [
        (
            row["device"], row["kind"], _text(row["model"]), str(row["region"]), regions.path(str(row["region"])), _text(row["user"]), _text(row["maintainer"]), _day(row["due_on"]),
            (day - row["due_on"].date()).days if day else None,
        )
        for row in found
    ]  # fmt: skip
    return (
        "特种设备超期未检名单",
        ("设备代码", "种类", "型号", "区划代码", "区划", "使用单位", "维保单位", "检验到期", "超期天数"),
        rows,
        "equipment",
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: Any) -> Any:
    return None if value is None or value != value else value if not isinstance(value, float | int) else float(value)


def _day(value: Any) -> str | None:
    return None if value is None or value != value else f"{value:%Y-%m-%d}"
