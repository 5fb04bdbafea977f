"""The extending page, followed: one of each is added in one file to a copy of the tree, and the product has it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PANEL = '''"""办结: a panel added in one file."""

from datetime import timedelta

from components.number import number
from components.panel import Drawing, Panel, Reading
from indicators.period import Span
from indicators.read import Ask, current

CODE = "complaint.closing_rate"


def load(view):
    found = current(view.sources.marts, (CODE,), Ask(codes=(), scope=view.scope, span=Span.MONTH))[CODE]
    return Reading(data=found if found.as_of else None, as_of=found.as_of, rhythm=timedelta(days=1), nature=found.nature, note="尚无批次")


def chart(reading, view):
    return Drawing(body=number(reading.data, size="n1", unit="%"))


'''
BOARD = '''"""The closing board: added in one file."""

import dash
from dash import html

from components.board import Board
from components.panels import closing
from layouts.frames import frame

BOARD = Board(
    name="closing", title="办结", path="/closing", panels=(closing.PANEL,),
    layout=lambda board: html.Main(frame(board, "closing"), **{"data-board": board.name}),
)


def layout(**_):
    return BOARD.layout(BOARD)


dash.register_page(__name__, path=BOARD.path, title=BOARD.title, layout=layout)
'''
SOURCE = '''"""The listing source of the closing board: added in one file."""

from components.listing import Level, Listed


def boards(view):
    return [Listed(address="/closing", title="办结板块", level=Level.PROVINCE, kind="专题", owner="消费者权益保护处", version="v2")]
'''
LOOK = """
import json
import app
from alerts.rulebook import rulebook
from datetime import UTC, datetime
from components.board import answer
from components.panel import View
from components.sources import open_sources
from data_access.scope import Scope
from data_access.stores.engine import ensure_schema
from indicators.registry import catalogue
from security.policy import unpolicied
built = app.build()
parts = built.parts
ensure_schema(parts.store)
board = parts.boards["closing"]
with open_sources(parts.marts, parts.store) as sources:
    view = View(scope=Scope.whole(parts.settings.province), role="leader", now=datetime.now(UTC), sources=sources)
    drawn = json.loads(answer(board, view, parts.cache))
unknown = unpolicied([], built.server.url_map, pages=[b.path for b in parts.boards.values()])
from components.listing import listing
entries = {one.address: one.title for one in listing(view).boards}
print(json.dumps({"listed": entries, "indicator": catalogue()["complaint.closing_rate"].name, "panel": drawn["panels"][0], "unpolicied": unknown, "rule": rulebook()["notice_overdue"].name}))
"""


def _blocks() -> list[str]:
    return re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "extending.md").read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    tree = tmp_path_factory.mktemp("tree")
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    for name in (n for n in listed if n and not n.startswith(("tests/", "assets/", "docs/pictures/")) and (ROOT / n).is_file()):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tree / name)
    (tree / "assets").symlink_to(ROOT / "assets")
    indicator, panel, rule = _blocks()[:3]
    (tree / "indicators/catalogue/closing.py").write_text(f'"""Added."""\n\n{indicator}')
    (tree / "alerts/rules/notice_overdue.py").write_text(f'"""Added."""\n\n{rule}')
    (tree / "components/panels/closing.py").write_text(PANEL + panel)
    (tree / "pages/closing.py").write_text(BOARD)
    (tree / "components/board_sources/closing.py").write_text(SOURCE)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("YIPING_")} | {
        "YIPING_HOME": str(tree / "var"),
        "PYTHONPATH": str(tree),
    }
    done = subprocess.run([sys.executable, "-c", LOOK], cwd=tree, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def test_an_indicator_is_one_declaration(found: dict[str, object]) -> None:
    assert found["indicator"] == "投诉举报办结率"


def test_a_rule_is_one_file(found: dict[str, object]) -> None:
    assert found["rule"] == "双告知超期"


def test_a_panel_is_one_file_and_a_board_is_one_file(found: dict[str, object]) -> None:
    panel = found["panel"]
    assert isinstance(panel, dict)
    assert (panel["key"], panel["title"], panel["state"]) == ("closing", "办结", "nodata")


def test_a_source_of_the_board_listing_is_one_file_and_knows_more_than_the_page_registry(found: dict[str, object]) -> None:
    listed = found["listed"]
    assert isinstance(listed, dict) and listed["/closing"] == "办结板块" and listed["/net/credit"] == "信用监管"


def test_a_board_without_its_policy_line_is_named(found: dict[str, object]) -> None:
    assert any("/closing" in str(line) for line in found["unpolicied"])  # type: ignore[attr-defined]


def test_the_page_names_what_can_be_added() -> None:
    headings = re.findall(r"^## (.*)$", (ROOT / "docs" / "extending.md").read_text("utf-8"), re.M)
    assert headings[:6] == ["An indicator", "A panel", "A board", "An import profile", "A job", "A rule of alerts"]
