"""The answers: never kept by a browser, shut to foreign scripts, and hostile words from the data come out inert."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import dash
import pytest
from flask.testing import FlaskClient

from components.board import answer
from components.panel import View
from components.sources import open_sources
from data_access.cache import AnswerCache
from data_access.scope import Scope
from data_access.stores import alerts, cameras, changes, opinion, orders
from tests.access.conftest import House, ask
from tests.access.foreign import panels
from tests.data_access import test_wall_reads as rows
from tests.demo.conftest import NOON, Stood, copied


class Reader(HTMLParser):
    """The elements and attributes of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.found: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}
        self.found += [(name, value or "") for name, value in attrs]


@pytest.mark.row("Z-01")
def test_every_page_keeps_scripts_to_its_own_and_is_never_stored(clients: Mapping[str, FlaskClient]) -> None:
    pages = [*(page["path"] for page in dash.page_registry.values()), "/login", "/login/wall", "/nowhere", "/cockpit", "/logout"]
    for path in pages:
        for name in ("admin", "nanjing", "anonymous"):
            if path == "/logout" and name != "anonymous":
                continue
            response = clients[name].get(path)
            script = re.search(r"script-src ([^;]*)", response.headers["Content-Security-Policy"])
            assert script is not None and script[1].split()[0] == "'self'"
            assert all(re.fullmatch(r"'self'|'sha256-[\w+/]+=*'", source) for source in script[1].split()), script[1]
            assert "object-src 'none'" in response.headers["Content-Security-Policy"]
            assert "unsafe-eval" not in response.headers["Content-Security-Policy"]
            assert response.headers["Cache-Control"] == "no-store", path
            assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.row("Z-01")
def test_every_inline_script_of_the_wall_is_named_by_its_hash(clients: Mapping[str, FlaskClient]) -> None:
    response = clients["leader"].get("/wall/overview")
    policy = response.headers["Content-Security-Policy"]
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", response.text, re.S):
        if "src=" in attributes or "application/json" in attributes or not body:
            continue
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy, body[:80]
    assert not [name for name in Reader(response.text).names if name.startswith("on")]


@pytest.mark.parametrize(
    "path", ["/_dash-layout", "/_dash-dependencies", "/api/v1/indicators", "/api/v1/indicators/nothing", "/api/v1/openapi.json"]
)
def test_no_machine_answer_is_stored(clients: Mapping[str, FlaskClient], path: str) -> None:
    for name in ("leader", "anonymous"):
        assert "no-store" in clients[name].get(path).headers["Cache-Control"]
    assert "no-store" in ask(clients["leader"], {"page": "overview", "keys": ["duty"]}).headers["Cache-Control"]


KNOWN = frozenset(
    {
        "class",
        "data-lon",
        "data-lat",
        "data-for",
        "data-left",
        "title",
        "data-alert",
        "data-level",
        "data-camera",
        "data-state",
        "data-last-frame",
        "data-ago",
        "data-order",
        "alt",
        "data-age",
    }
)
"""Attributes that a panel may have only when there is something of its kind to show."""
HOSTILE = [
    "</div><script>window.stolen=1</script>",
    '"><img src=x onerror=alert(1)>',
    "'\"` onmouseover=alert(1) x='",
    "<svg/onload=alert(1)>",
    "\u202eافتح\u202c {{7*7}} ${x} %00",
    "a\0b\x1b[31m\ud7ff\ufffe",
    "</script><!--<script>",
    "javascript:alert(1)",
]  # fmt: skip


@pytest.fixture(scope="module")
def hostile(stood: Stood, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stood]:
    """A province whose alerts, opinion items, orders, changes and cameras carry hostile words."""
    own = copied(stood, tmp_path_factory.mktemp("hostile"))
    far = {"occurred_at": NOON, "changed_at": NOON}
    with own.store.write() as connection:
        for i, text in enumerate(HOSTILE):
            place = {"lon": 119.0, "lat": 32.0, "detail": text, "owner": text[:60], "state": "acknowledged", "source_id": f"h{i}"}
            alerts.insert_many(connection, [rows.alert(f"h{i}", "320102", "I", **place, **far) | {"title": text}], [], NOON)
            opinion.insert_many(connection, [rows.item(f"h{i}", "320102", 100) | {"title": text, "topic": text[:32]}], NOON)
            orders.insert_many(connection, [rows.order(f"h{i}", "320102", NOON) | {"title": text, "unit": text, "person": text[:30]}], NOON)
            words = {"name": text, "reading": text[:30], "clue": text, "still": "cold"}
            cameras.insert_many(connection, [rows.camera(f"h{i}", "320102", 1 + i % 2) | words], NOON)
            changes.insert_many(connection, [rows.change(f"h{i}", "320102", 1) | {"text": text, "at": NOON}], NOON)
    yield own
    own.store.close()


def drawn(house: House, where: Stood) -> list[dict[str, Any]]:
    with open_sources(where.marts, where.store) as sources:
        view = View(scope=Scope.whole("320000"), role="leader", now=NOON.astimezone(where.settings.tz), sources=sources)
        return panels(answer(house.app.parts.boards["overview"], view, AnswerCache()))


@pytest.mark.row("Z-01")
def test_hostile_words_of_the_data_are_inert_in_every_panel(house: House, stood: Stood, hostile: Stood) -> None:
    before = {panel["key"]: Reader(panel["html"]) for panel in drawn(house, stood)}
    shown = 0
    for panel in drawn(house, hostile):
        assert panel["state"] != "error", panel["key"]
        found = Reader(panel["html"])
        assert not {"script", "iframe", "object", "style", "link", "base", "form"} & set(found.tags)
        assert not [name for name in found.names if name.startswith("on")]
        assert found.names - before[panel["key"]].names <= KNOWN
        assert [v for n, v in found.found if n == "src" and not v.startswith("/assets/")] == []
        assert not [v for n, v in found.found if n == "href"]
        shown += sum(text.split("\0")[0][:12] in json.dumps(panel, ensure_ascii=False) or "&lt;" in panel["html"] for text in HOSTILE)
    assert shown > 10


@pytest.mark.row("Z-01")
def test_hostile_words_do_not_leave_the_first_answer_in_the_page(house: House, hostile: Stood) -> None:
    """The wall's first answer travels inside the page: no word of the data may end the element that it travels in."""
    client, kept = house.signed_in("leader"), house.app.parts
    house.app.parts = replace(kept, marts=hostile.marts, store=hostile.store, cache=AnswerCache())
    try:
        response = client.get("/wall/overview")
    finally:
        house.app.parts = kept
    assert response.status_code == 200
    assert "<script>window.stolen" not in response.text
    assert not [name for name in Reader(response.text).names if name.startswith("on")]


@pytest.mark.row("K-03")
def test_every_number_of_the_wall_tells_a_machine_what_it_knows(house: House, stood: Stood) -> None:
    """A raw value is a finite number or empty; and never is an unknown number written as one."""
    for panel in drawn(house, stood):
        for name, value in Reader(panel["html"]).found:
            assert name != "data-value" or value == "" or re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", value), (panel["key"], value)
