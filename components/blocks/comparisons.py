"""The block of a comparison: the city's own numbers beside the median of its like-size group, whose other cities stay unnamed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from bureaus.kinds import LOAD
from components.blocks.place import Spot
from components.number import figure, marks
from components.panel import Drawing, Reading, View
from data_access.arrivals import LATE
from data_access.scope import Scope
from data_access.stores import city_staff
from indicators import words
from indicators.peers import Comparison, compare_all, groups, own, size_classes
from indicators.read import recalled, value
from indicators.registry import get
from indicators.words import NOTHING

DAY = timedelta(days=1)
NARROW_UNITS = {"分钟": "分"}


def load(spot: Spot, view: View) -> Reading:
    marts, codes = view.sources.marts, spot.block.codes
    whole = Scope.whole(view.scope.province)
    found = recalled(marts, f"peers of all {codes!r} {whole.key}", lambda: compare_all(marts, codes, whole))
    if not spot.scope(view).allows(spot.adcode):
        return Reading(data=None, as_of=None, note="不在数据范围内")
    mine = [own(one, spot.adcode) for one in found]
    due = {one.code: one.as_of + (get(one.code).rhythm or DAY) * LATE for one in mine if one.as_of}
    if not due:
        return Reading(data=None, as_of=None, note="主题库尚无批次")
    late = {code for code, at in due.items() if at < view.now}
    told = min((one for one in mine if one.code in due and (one.code not in late or late == set(due))), key=lambda one: due[one.code])
    group = groups(marts, whole).get(spot.adcode)
    return Reading(
        data={"rows": mine, "group": group.name if group else "", "officers": _officers(spot, view), "late": late}, as_of=told.as_of,
        rhythm=get(told.code).rhythm, batch=told.batch, nature=told.nature,
    )  # fmt: skip


def _officers(spot: Spot, view: View) -> dict[str, Any] | None:
    """How many subjects an officer of this city looks after; None where the officers were not told."""
    with view.sources.store.read() as connection:
        staff = city_staff.newest(connection, spot.scope(view)).get(spot.adcode)
    stock = value(view.sources.marts, "entity.stock", spot.scope(view), region=spot.adcode).value if staff else None
    if staff is None or stock is None or not staff.officers:
        return None
    return {"staff": staff, "each": stock / staff.officers}


def chart(spot: Spot, reading: Reading, view: View) -> Drawing:
    head = html.Tr([html.Th("指标"), html.Th("本市", className="num"), html.Th("组中位", className="num"), html.Th("")])
    rows = [_row(one, spot.adcode, late=one.code in reading.data["late"]) for one in reading.data["rows"]]
    least = size_classes().least
    group = reading.data["group"]
    told = f"{group.split('（')[0]}组，中位不指名" if group else "规模未知，无组"
    table = html.Table([head, *rows], className="cbt")
    body = html.Div([table, _foot(reading.data["officers"])], className="cbc")
    return Drawing(body=body, subtitle=html.Span(told, title=f"{group}　分组 {size_classes().version}；组内不足 {least} 市不给中位"))


def _row(found: Comparison, adcode: str, *, late: bool) -> Any:
    """One number. One whose own data are overdue says so in its row: the others stay what they are."""
    one = get(found.code)
    row: dict[Any, Any] = next(
        iter(found.frame.to_dict("records")), {"value": None, "group_median": None, "verdict": "", "reason": "无数据"}
    )
    mine, median = (None if row[name] is None or row[name] != row[name] else float(row[name]) for name in ("value", "group_median"))
    why = str(row["reason"]).split("，")[0]
    cells = [
        html.Td(one.name, className="el", title=f"{one.name}　{row['verdict'] or why}"),
        html.Td(html.B(_shown(mine, one), className="num", **marks(found.code, mine, region=adcode)), className="num"),
        html.Td(html.Span(_shown(median, one), className="num", **marks("peers.median", median, of=found.code)), className="num t2"),
        html.Td(NARROW_UNITS.get(one.unit, one.unit), className="t3"),
    ]
    if late and found.as_of:
        since = f"数据停在 {found.as_of:%m-%d %H:%M}"
        cells[-1] = html.Td(html.Span("停更", className="chip dash", title=since), className="t3")
    return html.Tr(cells, **({"data-row-state": "stale"} if late else {}))


def _shown(number: float | None, one: Any) -> str:
    if number is None:
        return "—"
    text = words.figure(number, "", one.decimals).text
    return text if text != NOTHING else "—"


def _foot(officers: dict[str, Any] | None) -> Any:
    """The load of an officer with the day of its denominator."""
    if officers is None:
        return html.Div(
            [
                html.Div(["人均监管主体 ", html.B("无数据", className="num", **marks(LOAD, None))]),
                html.Div("监管人员数未报送", className="t3"),
            ],
            className="cbf",
        )
    staff = officers["staff"]
    each = html.Div(["人均监管主体 ", figure(LOAD, officers["each"], unit="户")])
    people = html.Div(["监管人员 ", figure("staff.officers", staff.officers, unit="人"), f"，截至 {staff.as_of:%Y-%m-%d}"], className="t3")
    return html.Div([each, people], className="cbf", title=f"人数来源：{staff.source}")
