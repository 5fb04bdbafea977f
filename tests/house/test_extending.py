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
unknown = unpolicied([], built.server.url_map, pages=[*(b.path for b in parts.boards.values()), "/never-named"])
from components.listing import listing
entries = {one.address: one.title for one in listing(view).boards}
print(json.dumps({"listed": entries, "indicator": catalogue()["closing.rate"].name, "panel": drawn["panels"][0], "unpolicied": unknown, "rule": rulebook()["notice_overdue"].name}))
"""


def _blocks() -> dict[str, str]:
    """The page's blocks by the file that the sentence before each names last."""
    text = (ROOT / "docs" / "extending.md").read_text("utf-8")
    return dict(re.findall(r"`([\w/]+\.py)`:\n\n```python\n(.*?)```", text, re.DOTALL))


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
    for path, block in _blocks().items():
        if path == "security/policy_table.py":
            table = (tree / path).read_text("utf-8")
            (tree / path).write_text(table.replace("PAGES: dict[str, Roles] = {\n", "PAGES: dict[str, Roles] = {\n" + block, 1), "utf-8")
        else:
            assert not (tree / path).exists(), f"the page would overwrite {path}"
            (tree / path).write_text(block, "utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("YIPING_")} | {
        "YIPING_HOME": str(tree / "var"),
        "PYTHONPATH": str(tree),
    }
    done = subprocess.run([sys.executable, "-c", LOOK], cwd=tree, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def test_the_page_tells_whole_files() -> None:
    assert set(_blocks()) == {
        "indicators/catalogue/closing.py", "components/panels/closing.py", "pages/closing.py", "security/policy_table.py",
        "alerts/rules/notice_overdue.py", "components/board_sources/closing.py",
    }  # fmt: skip


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
    said = [str(line) for line in found["unpolicied"]]  # type: ignore[attr-defined]
    assert any("/never-named" in line for line in said) and not any("/closing" in line for line in said)


def test_the_page_names_what_can_be_added() -> None:
    headings = re.findall(r"^## (.*)$", (ROOT / "docs" / "extending.md").read_text("utf-8"), re.M)
    assert headings[:6] == ["An indicator", "A panel", "A board", "An import profile", "A job", "A rule of alerts"]
