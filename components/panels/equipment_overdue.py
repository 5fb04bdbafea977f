"""超期设备: the devices of the register that stand in use past their inspection, each by its code with user and maintainer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from dash import html

from components.number import marks, number
from components.panel import Drawing, Panel, Reading, View
from components.panels.equipment_blocks import OFFICE, THEME, where_of
from components.panels.kitchen_missing import query_of
from components.panels.safety_choice import LIST_NEEDS, ROWS, chosen_of
from components.panels.safety_parts import Listed, listed
from data_access.site_reads import Slice, overdue_counts, overdue_devices
from geo.regions import Regions, regions_of
from indicators import words
from indicators.horizons import Horizons
from indicators.period import Span
from indicators.read import current, recalled

EXPORT = "/api/v1/sites/devices/export"
CODE, DAILY = "device.overdue_in_use", "equipment.overdue"


def load(view: View) -> Reading:
    chosen, marts = chosen_of(view, THEME), view.sources.marts
    state, day = marts.tables().get("equipment"), Horizons(marts).last("equipment")
    if state is None or day is None:
        return Reading(data=None, as_of=None, note="特种设备台账尚未报送，名单未知，不等于没有")
    wanted = chosen.wanted()
    counts = recalled(marts, f"overdue counts {wanted!r} {day}", lambda: overdue_counts(marts, wanted, day))
    count = int(counts["overdue"].fillna(0).sum()) if len(counts) else 0
    page = min(chosen.page, max(0, -(-count // ROWS) - 1))
    data = {
        "listing": overdue_devices(marts, wanted, day, Slice(page * ROWS, ROWS)), "devices": int(counts["devices"].sum()) if len(counts) else 0, "day": day,
        "daily": current(marts, (DAILY,), chosen.ask(span=Span.DAY, where=where_of(chosen)))[DAILY], "chosen": replace(chosen, page=page),
    }  # fmt: skip
    return Reading(data=data, as_of=state.as_of, rhythm=timedelta(days=1), batch=state.batch, nature=state.nature)


def chart(reading: Reading, view: View) -> Drawing:
    data, chosen, regions = reading.data, reading.data["chosen"], regions_of(view.scope.province)
    rows = _rows(data, regions)
    heads = (
        ("设备代码", "num"),
        ("种类", ""),
        ("型号", "nm"),
        ("区划", ""),
        ("使用单位", "nm"),
        ("维保单位", "nm"),
        ("检验到期", "num"),
        ("超期", "num"),
    )
    given = query_of(chosen)
    count = data["listing"].count
    found = Listed(
        heads=heads,
        rows=rows,
        count=count,
        page=chosen.page,
        export=f"{EXPORT}?{urlencode(given)}" if given else EXPORT,
        about="超期未检设备名单",
        nothing="台账中没有超期仍在用的设备",
    )
    total = html.B(
        [f"{count:,}", html.Span("台", className="unit")], className="num n3", **marks(CODE, count, **chosen.told(where=where_of(chosen)))
    )
    told = html.Span(
        [
            f"台账在用 {words.number(data['devices'], '台')}中；日报超期 ",
            number(data["daily"], unit="台"),
            "　台账与日报口径不同：台账逐台列名，日报为各地汇总",
        ],
        className="cap",
    )
    return Drawing(
        body=listed(found, html.Span(["共 ", total], **{"data-overdue": str(count)}), told), subtitle="检验到期仍在用，超期久的在前"
    )


def _rows(data: dict[str, Any], regions: Regions) -> list[tuple[Any, ...]]:
    return [
        (
            html.Span(row["device"], className="num"), row["kind"], row["model"] or "—", regions.path(str(row["region"])), _text(row["user"]), _text(row["maintainer"]),
            f"{row['due_on']:%Y-%m-%d}", f"{(data['day'] - row['due_on'].date()).days} 天",
        )
        for row in data["listing"].rows.to_dict("records")
    ]  # fmt: skip


def _text(value: object) -> str:
    return value if isinstance(value, str) and value else "—"


PANEL = Panel(
    key="equipment-overdue", title="超期未检名单", question="是哪几台，谁在用、谁维保？", owner=OFFICE, load=load, chart=chart,
    reads=frozenset({"equipment", "equipment_daily", "enterprise"}), needs=LIST_NEEDS,
)  # fmt: skip
