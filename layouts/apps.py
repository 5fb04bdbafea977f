"""The smart applications' place on the desk: their areas in the top bar, and the row of neighbours within one area."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

from geo.regions import regions_of
from layouts.desk import Keys, Place, Tab, opens
from security import guard

GROUP = "智慧应用"
NETS = (
    Tab("/net/registration", "登记注册"), Tab("/net/approval", "行政审批"), Tab("/net/enforcement", "执法办案"), Tab("/net/credit", "信用监管"),
    Tab("/net/platform", "平台经济监管"), Tab("/net/trace", "重要产品追溯"),
)  # fmt: skip
THEMES = (
    Tab("/theme/kitchen", "明厨亮灶"), Tab("/theme/cold-chain", "冷链"), Tab("/theme/infant-formula", "婴幼儿配方乳粉"), Tab("/theme/vaccine", "疫苗"),
    Tab("/theme/equipment", "特种设备"), Tab("/theme/double-random", "双随机"), Tab("/theme/dual-notice", "双告知"), Tab("/theme/supervision", "电子监察"),
)  # fmt: skip
USUAL = (Keys(("Tab",), "逐项"), Keys(("Enter",), "选定"))


def areas() -> tuple[Tab, ...]:
    """The areas, each with the first of its pages that the caller may open."""
    who = guard.current()
    regions = regions_of(who.scope.province)
    city = next((code for code in regions.cities if who.scope.allows(code)), regions.cities[0])
    return (
        Tab(_first(NETS), "业务网"), Tab(_first(THEMES), "专题"), Tab(f"/city/{city}", "市局板块"), Tab("/map", "地图"),
        Tab("/platform", "平台架构"), Tab("/boards", "板块目录"),
    )  # fmt: skip


def _first(tabs: tuple[Tab, ...]) -> str:
    who = guard.current()
    return next((tab.path for tab in tabs if opens(who, tab.path)), tabs[0].path)


def place(title: str, area: str, keys: tuple[Keys, ...] = USUAL) -> Place:
    """Where a page of an area (业务网, 专题, …) stands."""
    tabs = areas()
    return Place(group=GROUP, title=title, here=next(tab.path for tab in tabs if tab.title == area), tabs=tabs, keys=keys)


def neighbours(tabs: Iterable[Tab], here: str, label: str) -> Any:
    """The row of one area's pages; it holds only what exists and what the caller may open."""
    who = guard.current()
    shown = [tab for tab in tabs if tab.path == here or opens(who, tab.path)]
    links = [html.A(tab.title, href=tab.path, className="on" if tab.path == here else "", **_current(tab.path == here)) for tab in shown]
    return html.Nav(links, className="nbr", **{"aria-label": label})


def _current(yes: bool) -> dict[str, str]:
    return {"aria-current": "page"} if yes else {}
