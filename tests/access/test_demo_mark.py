"""The mark of invented data: no page, answer, export or picture of the demo goes without it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import dash
import pytest
from flask.testing import FlaskClient
from typer.testing import CliRunner

import cli
from layouts.shell import Document, document
from security.policy_table import PAGES
from settings import settings
from tests.access.conftest import CALLERS, House
from tests.access.test_matrix import address, own

pytestmark = pytest.mark.row("I-04")
RUN = CliRunner()
MARK = "演示数据"


@pytest.fixture(autouse=True)
def demo_mode(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The environment of a product that runs as a demo on the house's home."""
    monkeypatch.setenv("YIPING_DEMO", "true")
    monkeypatch.setenv("YIPING_HOME", str(house.settings.home))
    settings.cache_clear()
    yield
    settings.cache_clear()


def shown_mark(page: str) -> bool:
    """Whether a document shows the mark before any script has run."""
    tags = re.findall(rf"<\w+([^>]*data-demo-mark[^>]*)>{MARK}", page)
    return any(not re.search(r"\bhidden\b", tag) for tag in tags)


@pytest.mark.parametrize("name", ["anonymous", *CALLERS])
def test_every_page_of_everybody_is_marked(clients: dict[str, FlaskClient], name: str) -> None:
    built = {page["path_template"] or page["path"] for page in dash.page_registry.values()}
    seen = 0
    for pattern in sorted({*PAGES, *built, "/login", "/nowhere", "/system/nothing"}):
        answer = clients[name].get(address(pattern, own(name)))
        if answer.status_code in (301, 302, 303):
            continue  # it leads to a page of this list
        if answer.mimetype == "text/html":
            seen += 1
            assert shown_mark(answer.text), f"{pattern} ({answer.status_code}) goes without the mark"
    assert seen >= 1


def test_the_panels_of_the_wall_say_that_they_hold_demo_data(clients: dict[str, FlaskClient]) -> None:
    page = clients["wall"].get("/wall/overview").text
    first = json.loads(page.split('id="yiping-first">')[1].split("</script>")[0].replace("<\\/", "</"))
    held = [panel for panel in first["panels"] if panel["state"] not in ("nodata", "forbidden", "error")]
    assert len(held) > 5
    assert {panel["nature"] for panel in held if panel["asOf"]} == {"demo"}


def test_every_series_of_the_api_says_what_it_is(clients: dict[str, FlaskClient]) -> None:
    client = clients["leader"]
    found = client.get("/api/v1/indicators").get_json()["indicators"]
    measured = [one for one in found if one["kind"] == "measured" and one["as_of"]]
    assert len(measured) > 50 and {one["nature"] for one in measured} == {"demo"}
    for one in measured[::12]:
        series = client.get(f"/api/v1/indicators/{one['code']}/series").get_json()
        assert series["nature"] == "demo", one["code"]


def test_every_export_of_the_command_line_is_marked(tmp_path: Path) -> None:
    verbs = cli.build()
    for name in ("catalogue.csv", "catalogue.json"):
        assert RUN.invoke(verbs, ["indicator", "export", "-o", str(tmp_path / name)]).exit_code == 0
    with (tmp_path / "catalogue.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "measured"]
    filled = [row for row in rows if row["nature"]]
    assert len(filled) > 50 and {row["nature"] for row in filled} == {MARK}
    records = json.loads((tmp_path / "catalogue.json").read_text("utf-8"))
    assert {one["nature"] for one in records if one["kind"] == "measured" and one["nature"]} == {MARK}
    assert f"性质\t{MARK}" in RUN.invoke(verbs, ["indicator", "value", "complaint.received"]).stdout
    assert "演示" in RUN.invoke(verbs, ["mart", "list"]).stdout


def test_every_picture_of_the_demo_in_the_documentation_is_marked() -> None:
    pictures = sorted((Path(__file__).resolve().parents[2] / "docs" / "pictures").glob("demo-*.svg"))
    assert len(pictures) >= 6
    assert all(MARK in picture.read_text("utf-8") for picture in pictures)


def test_a_product_that_is_no_demo_shows_no_mark() -> None:
    for demo in (False, True):
        page = document(Document(title="t", page="p", demo=demo), css="", scripts="", config="")
        assert shown_mark(page) is demo
