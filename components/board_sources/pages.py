"""The product's own pages as boards: taken from the page registry, a page of a region once for each region of the caller's scope."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import dash

from components.board import Board
from components.listing import Level, Listed
from components.panel import View
from geo.regions import regions_of

KINDS = (
    ("/wall/", "大屏场景"), ("/cockpit", "分析决策"), ("/business", "分析决策"), ("/indicators", "指标"), ("/net/", "业务网"), ("/theme/", "专题"), ("/city/", "市局板块"),
    ("/area/", "区域画像"), ("/map", "地图"), ("/platform", "平台架构"), ("/boards", "板块目录"), ("/sources", "数据来源"), ("/alerts", "告警"), ("/system/", "系统"),
)  # fmt: skip
EDITORS = "/edit"
"""Where a board is made: it is none itself."""
OTHER = "综合"
SHARED = frozenset({"duty", "situation"})
"""Panels of a page's head and foot: no part of what it is about, as little as its conditions."""


def boards(view: View) -> Iterable[Listed]:
    """The boards of all registered pages, in the order of their kinds."""
    found = [one for page in dash.page_registry.values() if (one := getattr(sys.modules.get(page["module"]), "BOARD", None)) is not None]
    found = [one for one in found if not one.path.endswith(EDITORS)]
    order = {kind: at for at, (_, kind) in enumerate(KINDS)}
    listed = [entry for board in found for entry in _of(board, view)]
    return sorted(listed, key=lambda one: (order.get(one.kind, len(order)), one.address))


def _of(board: Board, view: View) -> list[Listed]:
    own = [panel for panel in board.panels if panel.key not in SHARED and not panel.key.endswith("-filters")]
    offices = Counter(panel.owner for panel in own)
    kind = next((kind for start, kind in KINDS if board.path.startswith(start)), OTHER)
    one = Listed(
        address=board.path, title=board.title, level=Level.PROVINCE, kind=kind, owner=offices.most_common(1)[0][0] if offices else "",
        panels=len(own), reads=frozenset(name for panel in own for name in panel.reads),
    )  # fmt: skip
    if "<adcode>" not in board.path:
        return [one]
    regions = regions_of(view.scope.province)
    level, codes = (Level.COUNTY, regions.counties) if board.path.startswith("/area/") else (Level.CITY, regions.cities)
    return [
        replace(one, address=board.path.replace("<adcode>", code), title=f"{regions.name(code)}{board.title}", level=level)
        for code in codes
        if view.scope.allows(code)
    ]
