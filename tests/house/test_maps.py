"""The house rule of maps: no view and no export of a map without its source, its licence and its review number."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GROUND = ("choropleth(", "map_of(", "areas_of(", "data-mapstage", "outline.svg")
"""What draws a map."""
CREDIT = ("credit(", "credit_of(", "_told(")
NO_VIEW = {"components/province.py", "components/charts/choropleth.py"}
"""Where the ground itself is declared: nothing is shown there."""
ROOMS = ("components", "layouts", "pages", "api")
pytestmark = pytest.mark.row("M-03")


def _code(path: Path) -> str:
    """The code of a file without its words: comments and docstrings draw nothing."""
    tree = ast.parse(path.read_text("utf-8"))
    return ast.unparse(tree)


@pytest.mark.parametrize("room", ROOMS)
def test_whoever_draws_a_map_shows_its_credit(room: str) -> None:
    bare = []
    for path in sorted((ROOT / room).rglob("*.py")):
        code = _code(path)
        if str(path.relative_to(ROOT)) not in NO_VIEW and any(word in code for word in GROUND) and not any(word in code for word in CREDIT):
            bare.append(str(path.relative_to(ROOT)))
    assert not bare, f"views of a map without source and review number: {bare}"


def test_every_map_names_source_and_licence() -> None:
    for path in sorted((ROOT / "assets" / "maps").glob("*/map.json")):
        words = json.loads(path.read_text("utf-8"))
        assert words.get("source", "").strip() and words.get("licence", "").strip(), path
