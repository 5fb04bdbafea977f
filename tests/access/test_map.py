"""The map within a scope: pages, dots and exports of a city tell nobody of another's; what is hostile is refused with a sentence."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from urllib.parse import quote

import numpy as np
import pytest
from flask.testing import FlaskClient

from data_access.scope import Scope
from data_access.stores import audit
from geo.areas import areas_of
from geo.dots import GRID
from settings import settings
from tests.access.conftest import House, answered, ask
from tests.access.foreign import of_others

OWN = Scope.of("320000", "320100")
EXPORT, DOTS = "/api/v1/map/export.svg", "/api/v1/map/dots"
LAYERS = "alerts|orders|cameras|teams|trace|dots"
HOSTILE = ("'; drop table alert", "<script>alert(1)</script>", "\x00", "../../etc/passwd", "９９９９９９", "x" * 200)


@pytest.mark.row("Z-02")
@pytest.mark.parametrize("place", ["320500", "320583", "320611", "320000"])
def test_a_foreign_place_is_refused_on_page_panel_dots_and_export(house: House, clients: Mapping[str, FlaskClient], place: str) -> None:
    client, before = clients["nanjing"], len(house.denied("nanjing"))
    page = client.get(f"/map?place={place}")
    assert page.status_code == 403 and of_others(page.text.replace(place, ""), OWN) == set()
    assert "panels" not in ask(client, {"page": "map", "keys": None, "params": {"place": place}}).text
    found = [client.get(f"{address}?place={place}") for address in (DOTS, EXPORT)]
    assert [one.status_code for one in found] == [404, 404] and len({one.get_json()["detail"] for one in found}) == 1
    assert len(house.denied("nanjing")) == before + 4


@pytest.mark.row("Z-02")
def test_a_city_finds_no_byte_of_another_in_its_map(clients: Mapping[str, FlaskClient]) -> None:
    client = clients["nanjing"]
    for params in ({}, {"layers": LAYERS}, {"place": "320102", "layers": LAYERS}, {"at": "2026-10-31", "layers": LAYERS}):
        found = answered(ask(client, {"page": "map", "keys": None, "params": params}))
        assert found is not None
        for panel in found["panels"]:
            assert of_others(panel["html"], OWN) == set(), panel["key"]
        query = "&".join(f"{name}={quote(text)}" for name, text in params.items())
        assert of_others(client.get(f"/map?{query}").text, OWN) == set()
        drawing = client.get(f"{EXPORT}?{query}")
        assert drawing.status_code == 200 and of_others(re.sub(r'd="[^"]*"', "", drawing.text), OWN) == set()


@pytest.mark.row("Z-02", "M-02")
def test_dots_lie_in_the_places_that_the_caller_sees(clients: Mapping[str, FlaskClient]) -> None:
    answer = clients["nanjing"].get(DOTS)
    west, south, east, north = map(float, answer.headers["X-Dot-Box"].split())
    points = np.frombuffer(answer.data, "<u2").reshape(-1, 2) / GRID * (east - west, north - south) + (west, south)
    own = sum(area.hold(points).astype(int) for area in areas_of("320000") if area.code.startswith("3201"))
    assert len(points) > 10_000 and np.count_nonzero(own) > 0.998 * len(points)
    whole, city = clients["leader"].get(DOTS), clients["leader"].get(f"{DOTS}?place=320100")
    assert whole.headers["X-Dot-Value"] == city.headers["X-Dot-Value"] and 40_000 < len(whole.data) / 4 <= 100_000
    assert len(city.data) < len(whole.data) / 5 and "no-store" in whole.headers["Cache-Control"]
    assert clients["leader"].get(f"{DOTS}?each=1").status_code == 400


@pytest.mark.row("K-05")
@pytest.mark.parametrize("given", HOSTILE)
def test_hostile_parameters_never_break_the_map(clients: Mapping[str, FlaskClient], given: str) -> None:
    client, text = clients["leader"], quote(given)
    for name in ("code", "per", "cls", "at", "layers", "site", "find"):
        page = client.get(f"/map?{name}={text}")
        drawn = re.sub(r'<script type="application/json".*?</script>', "", page.text, flags=re.S)  # there it is the text of a parameter
        assert page.status_code == 200 and "<script>alert" not in drawn, name
        told = answered(ask(client, {"page": "map", "keys": None, "params": {name: given}}))
        assert told is not None and not any("<script>alert" in panel["html"] for panel in told["panels"]), name
    for name in ("code", "per", "cls", "at", "layers"):
        assert client.get(f"{EXPORT}?{name}={text}").status_code == 200, name
    for address in ("/map", EXPORT, DOTS):
        assert client.get(f"{address}?place={text}").status_code == 404
    assert client.get(f"{DOTS}?each={text}").status_code == 400 and client.get(f"{EXPORT}?nothing={text}").status_code == 400


@pytest.fixture
def reviewed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("YIPING_MAP_REVIEW", "苏S(2026)001号")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.row("M-03")
def test_an_export_carries_source_licence_and_review_and_without_a_number_the_mark(
    clients: Mapping[str, FlaskClient], house: House
) -> None:
    drawing = clients["leader"].get(f"{EXPORT}?code=complaint.received_30_days&cls=quantile")
    told = "".join(ET.fromstring(drawing.text).itertext())
    for words in ("天地图", "许可", "审图号：待填报", "分子", "分母", "分位数", "导出人", "样稿"):
        assert words in told, words
    assert 'data-mark="样稿"' in drawing.text and drawing.mimetype == "image/svg+xml"
    with house.store.read() as connection:
        assert any(
            deed.action == "export" and deed.object.endswith(".svg") for _, deed in audit.entries(connection, limit=1000, who="leader")
        )


@pytest.mark.row("M-03")
def test_a_reviewed_map_is_no_sample(clients: Mapping[str, FlaskClient], reviewed: None) -> None:
    drawing = clients["leader"].get(EXPORT)
    assert "苏S(2026)001号" in drawing.text and "样稿" not in drawing.text and "待填报" not in drawing.text


@pytest.mark.row("M-03")
def test_every_panel_with_a_map_shows_its_source_and_review_number(clients: Mapping[str, FlaskClient], house: House) -> None:
    seen = 0
    for name, board in house.app.parts.boards.items():
        if "<" in board.path:
            continue
        for user in ("leader", "wall", "admin"):
            answer = ask(clients[user], {"page": name, "keys": None})
            for panel in (answered(answer) or {"panels": []})["panels"] if "panels" in answer.text else ():
                if "data-mapstage" in panel["html"] or any("geo" in option for option in (panel.get("charts") or {}).values()):
                    seen += 1
                    assert "data-map-credit" in panel["html"] and "审图号" in panel["html"] and "底图" in panel["html"], (
                        name,
                        panel["key"],
                    )
    assert seen >= 2
    assert "审图号" in house.anonymous().get("/login").text
