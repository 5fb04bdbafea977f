"""The API of the map: the dots of the stock of entities, and the view of a map as a drawing that carries its source and review number."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Response
from flask_openapi3 import APIBlueprint, Tag
from pydantic import Field

from api.asking import ERRORS, Asking
from api.files import by_whom
from api.models import Strict
from api.problem import ApiFailed
from components.map_sheet import map_sheet
from components.panel import View
from components.panels.map_choice import STOCK, admits, choice_of
from components.sources import open_sources
from geo.dots import MOST, scattered, value_of_dot
from indicators.read import Ask, ask
from security import audit
from settings import settings

TAG = Tag(name="map", description="地图：点值、导出")
DOTS: dict[str | int, Any] = {
    200: {"description": "Pairs of unsigned 16-bit numbers, little-endian.", "content": {"application/octet-stream": {}}}
}
DRAWING: dict[str | int, Any] = {200: {"description": "The drawing.", "content": {"image/svg+xml": {}}}}
OVER = 1.2
"""How much above the usual most a caller may ask for."""


class MapQuery(Strict):
    """A view of the map, as its page's address tells it. What cannot be meant is replaced by what is usual and told in the drawing."""

    place: str = Field("", max_length=200)
    code: str = Field("", max_length=200)
    per: str = Field("", max_length=200)
    cls: str = Field("", max_length=200)
    at: str = Field("", max_length=200)
    layers: str = Field("", max_length=200)


class DotQuery(Strict):
    """Which dots: of a place, on a day; `each` is how many entities one stands for."""

    place: str = Field("", max_length=200)
    at: str = Field("", max_length=200)
    each: int = Field(0, ge=0, le=1_000_000)


def add_routes(blueprint: APIBlueprint, asking: Asking) -> None:
    """Adds the map's addresses to the API."""

    @blueprint.get("/map/dots", tags=[TAG], summary="The dots of the stock of entities", responses={**DOTS, **ERRORS})
    def map_dots(query: DotQuery) -> Response:
        return _dots(asking, query)

    @blueprint.get("/map/export.svg", tags=[TAG], summary="A view of the map as SVG", responses={**DRAWING, **ERRORS})
    def export_map_svg(query: MapQuery) -> Response:
        return _export(asking, query)


def _view(asking: Asking, sources: Any, params: dict[str, str]) -> View:
    who = asking.identity()
    given = {name: text for name, text in params.items() if text}
    status = admits(who.scope, given)
    if status != 200:
        raise asking.refuse(
            f"foreign or unknown region {given.get('place', '')[:40]}", "there is no such region among those that you may see.", "place"
        )
    return View(scope=who.scope, role=who.role, now=asking.now().astimezone(settings().tz), sources=sources, params=given)


def _dots(asking: Asking, query: DotQuery) -> Response:
    with open_sources(asking.marts(), asking.store()) as sources:
        chosen = choice_of(_view(asking, sources, {"place": query.place, "at": query.at}))
        frame = ask(sources.marts, Ask(codes=(STOCK,), scope=chosen.scope, by=("region",), at=chosen.at, who_is_missing=False)).frame
    stock = {str(code): float(number) for code, number in zip(frame["region"], frame[STOCK], strict=True) if number == number}
    # one dot stands for as much in every place that its reader looks at, so that places can be compared; a city has fewer of them
    value = query.each or value_of_dot(sum(stock.values()), MOST if chosen.scope.is_whole else MOST // 4)
    stock = {
        code: number
        for code, number in stock.items()
        if chosen.level == "province" or code == chosen.place or chosen.city == chosen.place == code[:4] + "00"
    }
    total = sum(stock.values())
    if total / value > MOST * OVER:
        raise ApiFailed(400, f"each={value} would be more than {MOST * OVER:,.0f} dots: ask for a larger value of a dot.", "each")
    found = scattered(chosen.scope.province, stock, value)
    answer = Response(found.places.tobytes(), content_type="application/octet-stream")
    answer.headers["X-Dot-Value"] = str(value)
    answer.headers["X-Dot-Box"] = " ".join(f"{edge:.6f}" for edge in found.box)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _export(asking: Asking, query: MapQuery) -> Response:
    with open_sources(asking.marts(), asking.store()) as sources:
        view = _view(asking, sources, query.model_dump())
        drawing = map_sheet(view, "；".join(f"{word}：{text}" for word, text in by_whom(asking)))
    name = f"{drawing.title}.svg"
    who = asking.identity()
    audit.record(asking.store(), identity=who, action="export", object=name, result="ok", now=asking.now(), detail=query.model_dump_json())
    answer = Response(drawing.svg, content_type="image/svg+xml; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename=\"map.svg\"; filename*=UTF-8''{quote(name)}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
