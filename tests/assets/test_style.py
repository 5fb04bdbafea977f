"""Tests of the style sheets and stills: calm, unscaled, small."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.assets.conftest import ASSETS

SHEETS = [path for path in sorted(ASSETS.glob("0*.css")) if path.name != "00-fonts.css"]


@pytest.mark.row("W-02")
@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_nothing_blinks_spins_or_is_scaled(sheet: Path) -> None:
    rules = sheet.read_text("utf-8")
    assert "infinite" not in rules and not re.search(r"\bscale[XY3]?d?\(|\bzoom:", rules)


@pytest.mark.parametrize("sheet", [ASSETS / "02-charts.css"], ids=lambda path: path.name)
def test_colours_come_from_tokens_alone(sheet: Path) -> None:
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", sheet.read_text("utf-8"))


def test_every_style_variable_that_is_used_is_declared() -> None:
    declared = set(re.findall(r"--([\w-]+):", (ASSETS / "00-tokens.css").read_text("utf-8")))
    for sheet in SHEETS:
        assert set(re.findall(r"var\(--([\w-]+)", sheet.read_text("utf-8"))) <= declared, sheet.name


def test_stills_are_small_pictures_said_to_be_rendered() -> None:
    stills = sorted((ASSETS / "stills").glob("*.webp"))
    assert [path.stem for path in stills] == ["cold", "cold2", "kitchen", "kitchen2", "market", "yard"]
    for path in stills:
        assert path.read_bytes().startswith(b"RIFF") and path.stat().st_size < 60_000
        assert path.name in (ASSETS / "stills" / "ORIGIN.md").read_text("utf-8")
    assert "not real cameras" in (ASSETS / "stills" / "ORIGIN.md").read_text("utf-8")


def test_no_two_pages_give_one_class_a_look_of_their_own() -> None:
    """The sheets of pages are loaded on every desk: a bare class that two of them dress would change the other's page."""
    dressed: dict[str, set[str]] = {}
    for sheet in [*sorted(ASSETS.glob("[3-6]*.css")), ASSETS / "passport.css"]:
        rules = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        for selectors in re.findall(r"([^{}]+)\{", rules):
            for selector in selectors.split(","):
                bare = re.fullmatch(r"\s*\.([a-zA-Z][\w-]*)\s*", selector)
                if bare:
                    dressed.setdefault(bare[1], set()).add(sheet.name)
    assert {name: sheets for name, sheets in dressed.items() if len(sheets) > 1} == {}
