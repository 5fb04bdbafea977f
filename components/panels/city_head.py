"""The head row of a city's board: which version is shown, whose figures they are, who keeps it, and what can be done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from bureaus.boards import Shown, published
from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from data_access.stores import board_views
from data_access.stores.board_views import Seen
from geo.regions import regions_of
from indicators import words
from security.roles import Role

EDITORS = (Role.CITY, Role.DUTY)
DAYS = 30
DOUBTED = "entity.stock"


def load(view: View) -> Reading:
    adcode = view.params.get("adcode", "")
    with view.sources.store.read() as connection:
        found = published(connection, adcode, view.scope)
        seen = board_views.seen(connection, view.scope, view.now.date() - timedelta(days=DAYS - 1)).get(f"/city/{adcode}")
    return Reading(data={"shown": found, "seen": seen}, as_of=None)


def chart(reading: Reading, view: View) -> Drawing:
    found: Shown = reading.data["shown"]
    adcode = view.params.get("adcode", "")
    regions = regions_of(view.scope.province)
    parts = [
        html.Span(_version(found, view), className="chip", **{"data-city-version": str(found.number)}),
        html.Span("口径 省局统一", className="chip", title="指标、分母与期间均用省局指标库的口径，市局只选用和排列"),
        html.Span(f"{regions.short(adcode)}市局 维护" if found.version else "省局统一下发，市局尚未改动", className="cap"),
        _views(reading.data["seen"], adcode),
        html.Span(className="sp"),
        _cities(view, adcode),
        _appeal(adcode),
        _edit(view, adcode),
    ]
    return Drawing(body=html.Div(parts, className="cbh"))


def _version(found: Shown, view: View) -> str:
    if found.version is None or found.version.published_at is None:
        return "统一板块"
    at = found.version.published_at.astimezone(view.now.tzinfo)
    back = f"（回退自 v{found.version.came_from}）" if found.version.came_from else ""
    return f"v{found.number} 已发布 {at:%m-%d}{back}" if at.year == view.now.year else f"v{found.number} 已发布 {at:%Y-%m-%d}{back}"


def _views(seen: Seen | None, adcode: str) -> Any:
    """How often it was opened in thirty days; nothing where nobody is known to have."""
    if seen is None:
        return None
    told = html.B(
        words.number(float(seen.views)), className="num", **marks("board.views", float(seen.views), where=f"address:/city/{adcode}")
    )
    return html.Span(["浏览 30 天 ", told, " 次"], className="cap")


def _cities(view: View, adcode: str) -> Any:
    """The list of cities, for those who see more than one."""
    regions = regions_of(view.scope.province)
    cities = [city for city in regions.cities if view.scope.allows(city)]
    if len(cities) < 2:
        return None
    options = [html.Option(regions.name(city), value=f"/city/{city}", **({"selected": True} if city == adcode else {})) for city in cities]
    return html.Select(options, className="cbs", **{"data-go": "", "aria-label": "切换到另一个市"})


def _appeal(adcode: str) -> Any:
    """The way into the correction of data: it begins with the city's stock of entities; any other number is doubted from its own passport."""
    return html.Button(
        [html.I(className="ic ic-flag", **{"aria-hidden": "true"}), "数据申诉"], type="button", className="btn ghost", title="对在营主体数提出；其他数请点开数字护照后标记",
        **{"data-doubt": DOUBTED, "data-region": adcode},
    )  # fmt: skip


def _edit(view: View, adcode: str) -> Any:
    if view.role not in EDITORS:
        return None
    return html.A([html.I(className="ic ic-edit", **{"aria-hidden": "true"}), "编辑板块"], href=f"/city/{adcode}/edit", className="btn pri")


PANEL = Panel(
    key="city-head", title="板块", question="这是哪一版，谁在维护？", owner="市局", load=load, chart=chart, reads=frozenset({"city_board"}),
    needs=frozenset({"adcode"}),
)  # fmt: skip
