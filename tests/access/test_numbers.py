"""The tests of rendered numbers: none without a registered code, and one indicator reads the same on every surface."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from typer.testing import CliRunner

import api
from cli.indicator import app as commands
from components.board import Board, answer
from components.panel import View
from components.sources import open_sources
from data_access.cache import AnswerCache
from data_access.scope import Scope
from indicators.read import value
from indicators.registry import get, registered
from settings import settings
from tests.access.conftest import House
from tests.access.foreign import panels
from tests.demo.conftest import NOON, Stood

CLOCKS = {"data-left", "data-ago", "data-oldest", "data-lost", "data-pager", "data-since", "data-due"}
"""What the browser's own clock writes: no numbers of an indicator."""
CODES = ("entity.opened", "entity.closed", "complaint.on_time_rate", "complaint.overdue", "opinion.items", "source.rows_total")


class Numbers(HTMLParser):
    """The elements of the number class: tag, attributes, and the text in them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str], list[str]]] = []
        self.found: list[tuple[str, dict[str, str], str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "img", "input", "path", "circle", "rect", "polygon", "line"):
            self.open.append((tag, {name: text or "" for name, text in attrs}, []))

    def handle_data(self, data: str) -> None:
        for _, _, texts in self.open:
            texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            name, attributes, texts = self.open.pop()
            if "num" in attributes.get("class", "").split() or "data-indicator" in attributes:
                self.found.append((name, attributes, "".join(texts)))
            if name == tag:
                return


def boards(house: House) -> Iterator[Board]:
    yield from house.app.parts.boards.values()


def drawn(board: Board, stood: Stood) -> list[dict[str, Any]]:
    with open_sources(stood.marts, stood.store) as sources:
        view = View(scope=Scope.whole(stood.settings.province), role="leader", now=NOON, sources=sources)
        return panels(answer(board, view, AnswerCache()))


@pytest.mark.row("O-03")
def test_no_board_renders_an_unregistered_number(house: House, stood: Stood) -> None:
    seen = set()
    for board in boards(house):
        for panel in drawn(board, stood):
            for _, attributes, _ in Numbers(f"<div>{panel['html']}</div>").found:
                codes = {attributes[name] for name in ("data-indicator", "data-change") if name in attributes}
                assert codes <= set(registered()), (board.name, panel["key"], codes)
                seen |= codes
    assert len(seen) > 20


@pytest.mark.row("O-03")
def test_every_figure_says_whose_number_it_is(house: House, stood: Stood) -> None:
    """A bold element of the number class is a figure: it carries the code of its number, or of the number whose change it is."""
    bare = []
    for board in boards(house):
        for panel in drawn(board, stood):
            for tag, attributes, text in Numbers(f"<div>{panel['html']}</div>").found:
                named = {"data-indicator", "data-change"} & set(attributes) or CLOCKS & set(attributes)
                if tag == "b" and any(letter.isdigit() for letter in text) and not named:
                    bare.append((board.name, panel["key"], text))
    assert bare == []


@pytest.mark.row("K-05")
def test_one_indicator_reads_the_same_in_panel_board_and_api(house: House, stood: Stood) -> None:
    scope = Scope.whole(stood.settings.province)
    shown = {}
    for panel in drawn(house.app.parts.boards["overview"], stood):
        for _, attributes, _ in Numbers(f"<div>{panel['html']}</div>").found:
            if "region" not in "".join(attributes):
                shown.setdefault(attributes.get("data-indicator"), attributes.get("data-value"))
    with stood.marts.snapshot() as shot:
        known = {code: value(shot, code, scope) for code in CODES}
    server = Flask("server")
    api.install(server, lambda: type("Someone", (), {"scope": scope})(), lambda: stood.marts, now=lambda: NOON)
    client = server.test_client()
    for code, found in known.items():
        assert found.value is not None and found.period
        assert float(shown[code]) == found.value, code
        first, after = found.period.window
        last = after - (timedelta(hours=1) if isinstance(after, datetime) else timedelta(days=1))
        grain = "day" if (after - first) <= timedelta(days=1) else "month"
        rows = client.get(f"/api/v1/indicators/{code}/series?grain={grain}&from={first:%Y-%m-%d}&to={last:%Y-%m-%d}").get_json()
        assert [row["value"] for row in rows["rows"]] == [found.value], code


@pytest.mark.row("K-05")
def test_the_command_line_prints_the_raw_value_that_the_api_gives(stood: Stood, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIPING_HOME", str(stood.settings.home))
    settings.cache_clear()
    try:
        with stood.marts.snapshot() as shot:
            for code in CODES:
                printed = json.loads(CliRunner().invoke(commands, ["value", code, "--json"]).stdout)
                found = value(shot, code, Scope.whole(stood.settings.province))
                assert (printed["value"], printed["batch"]) == (found.value, found.batch)
                assert get(code).unit == printed["unit"]
    finally:
        settings.cache_clear()
