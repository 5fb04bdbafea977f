"""未接入名单: the units that should show their kitchen and do not, each by name, held against the daily number of the same place and day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from dash import html

from components.number import marks, number
from components.panel import Drawing, Panel, Reading, View
from components.panels.kitchen import MISSING, OFFICE, THEME, where_of
from components.panels.safety_choice import LIST_NEEDS, ROWS, Chosen, chosen_of
from components.panels.safety_parts import Listed, listed
from data_access.site_reads import Slice, missing_by_city, missing_kitchens
from geo.regions import regions_of
from indicators import words
from indicators.period import Span
from indicators.read import ask, current, recalled

REGISTER = "kitchen_site.missing"
EXPORT = "/api/v1/sites/kitchen/export"


def load(view: View) -> Reading:
    chosen, marts = chosen_of(view, THEME), view.sources.marts
    state = marts.tables().get("kitchen_site")
    if state is None or state.as_of is None:
        return Reading(data=None, as_of=None, note="明厨亮灶单位台账尚未报送，名单未知，不等于没有")
    wanted, where = chosen.wanted(), where_of(chosen)
    by_city = recalled(marts, f"missing kitchens {wanted!r}", lambda: missing_by_city(marts, wanted))
    count = sum(by_city.values())
    page = min(chosen.page, max(0, -(-count // ROWS) - 1))
    listing = missing_kitchens(marts, wanted, Slice(page * ROWS, ROWS))
    daily = ask(marts, chosen.ask(MISSING, span=Span.DAY, by=("city",), where=where))
    told = {str(city): float(value) for city, value in zip(daily.frame["city"], daily.frame[MISSING], strict=True) if value == value}
    register = current(marts, (REGISTER,), chosen.ask(where=where))[REGISTER]
    data = {
        "listing": listing,
        "by_city": by_city,
        "daily": told,
        "missing": daily.missing,
        "register": register,
        "chosen": replace(chosen, page=page),
    }
    return Reading(data=data, as_of=state.as_of, rhythm=timedelta(days=1), batch=state.batch, nature=state.nature)


def chart(reading: Reading, view: View) -> Drawing:
    data, chosen, regions = reading.data, reading.data["chosen"], regions_of(view.scope.province)
    rows = [
        (
            row["name"] or "名称不明", regions.path(str(row["region"])), row["kind"], row["uscc"] if isinstance(row["uscc"], str) else "—",
            "—" if row["listed_on"] != row["listed_on"] else f"{row['listed_on']:%Y-%m-%d}", html.Span(row["site"], className="num"),
        )
        for row in data["listing"].rows.to_dict("records")
    ]  # fmt: skip
    heads = (("单位", "nm"), ("区划", ""), ("类别", ""), ("主体代码", "num"), ("列入台账", "num"), ("台账编号", "num"))
    export = f"{EXPORT}?{urlencode(given)}" if (given := query_of(chosen)) else EXPORT
    found = Listed(
        heads=heads,
        rows=rows,
        count=data["listing"].count,
        page=chosen.page,
        export=export,
        about="未接入名单",
        nothing="台账中没有未接入的单位",
    )
    head = html.Span(["共 ", number(data["register"], unit="户", size="n3")], **{"data-missing": str(data["listing"].count)})
    return Drawing(body=listed(found, head, _agreement(data, view)), subtitle="应接入而未接入，逐户列名")


def query_of(chosen: Chosen) -> dict[str, str]:
    """What of the choice an export of the whole list needs."""
    return {name: value for name, value in (("area", chosen.area), ("kind", chosen.kind)) if value != "all"}


def _agreement(data: dict[str, Any], view: View) -> Any:
    """Whether the register says what the daily number says, city by city; who has not reported today is told apart."""
    regions, daily, by_city = regions_of(view.scope.province), data["daily"], data["by_city"]
    mine = sum(number for city, number in by_city.items() if city in daily)
    theirs = sum(daily.values())
    late = {city: by_city[city] for city in by_city if city not in daily}
    day = html.Span(
        [
            "当日日报 应接入 − 已接入 ＝ ",
            html.B(
                words.figure(theirs if daily else None, "户").text,
                className="num",
                **marks(MISSING, theirs if daily else None, **_told(data)),
            ),
        ]
    )
    apart = [city for city in daily if by_city.get(city, 0) != daily[city]]
    if not daily:
        word = "当日日报未到，无从核对"
    elif apart:
        named = "、".join(f"{regions.short(city)} 台账 {by_city.get(city, 0)}、日报 {daily[city]:g}" for city in apart[:4])
        word = f"台账与日报不一致：{named}{'等' if len(apart) > 4 else ''}，请核对"
    else:
        word = "与台账逐市一致"
    tail = f"；{'、'.join(regions.short(city) for city in late)}当日未报，台账 {sum(late.values())} 户不在其内" if late else ""
    return html.Span(
        [day, f"，{word}{tail}"], className="cap", **{"data-agrees": str(not apart and bool(daily)).lower(), "data-register": str(mine)}
    )


def _told(data: dict[str, Any]) -> dict[str, str]:
    chosen: Chosen = data["chosen"]
    return chosen.told(Span.DAY, where=where_of(chosen))


PANEL = Panel(
    key="kitchen-missing", title="未接入名单", question="到底是哪几户没有接？", owner=OFFICE, load=load, chart=chart, reads=frozenset({"kitchen_site", "kitchen_daily"}),
    needs=LIST_NEEDS,
)  # fmt: skip
