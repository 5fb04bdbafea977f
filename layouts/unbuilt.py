"""The addresses of the plan that have no page yet: they say so, and lead to what can be opened now.

Every page address of the policy table that no Dash page serves gets this page, so that no role signs in to a dead end; building
the page takes the address over without a change here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from flask import Flask

from geo.regions import regions_of
from layouts.login import LoginPages
from security import guard, policy
from security.identity import Identity
from security.policy_table import PAGES
from settings import Settings

TITLES = {
    "/cockpit": "领导驾驶舱", "/duty": "值班台", "/briefings": "专报", "/city/<adcode>": "市局板块", "/area/<adcode>": "区域画像", "/business": "营商环境",
    "/map": "地图", "/opinion": "舆情", "/video": "远程监控", "/alerts": "告警", "/query": "综合查询", "/incident/<id>": "事件室",
    "/enterprise/<uscc>": "一户一档", "/industry/<code>": "行业画像", "/indicators": "指标库", "/sources": "数据来源", "/system/audit": "审计",
    "/system/health": "系统运行",
    "/platform": "平台架构", "/boards": "板块目录",
}  # fmt: skip
FAMILIES = frozenset({"/system/<part>"})
"""Families of which some pages exist: only their members that the table names are served here."""


def install(server: Flask, settings: Settings, pages: LoginPages, built: Mapping[str, str]) -> None:
    """Serve every planned address that is not in `built` (address → title of the pages that exist)."""
    for address in PAGES:
        if address != "/" and address not in built and address not in FAMILIES:
            server.add_url_rule(address, f"unbuilt {address}", _view(address, settings, pages, built))


def _view(address: str, settings: Settings, pages: LoginPages, built: Mapping[str, str]) -> Callable[..., str]:
    title = TITLES.get(address, "此页面" if not address.startswith("/wall/") else "这一场景")

    def show(**_: str) -> str:
        who = guard.current()
        return pages.draw(
            "unbuilt.html",
            name=title,
            person=who.shown_name,
            role=who.role.shown,
            scope=_scope(who, settings),
            links=_links(who, built.items()),
        )

    return show


def _scope(who: Identity, settings: Settings) -> str:
    regions = regions_of(settings.province)
    return "全省" if who.scope.is_whole else "、".join(regions.name(code) for code in sorted(who.scope.cities or ()))


def _links(who: Identity, built: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(address, title) for address, title in built if "<" not in address and policy.may_open(who, address).allowed]
