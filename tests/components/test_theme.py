"""Tests of the theme: one set of tokens, and contrast that carries from six metres."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from components.charts import theme
from components.levels import LEVELS

CSS = (Path(__file__).resolve().parents[2] / "assets" / "00-tokens.css").read_text("utf-8")
# The second column of the design's table: contrast of the token against a panel (s1), dark and light.
DESIGNED = {
    "rule": (3.47, 3.81), "t1": (15.57, 16.35), "t2": (9.73, 8.09), "t3": (6.33, 5.50), "d1": (8.55, 5.46), "d2": (8.08, 4.99),
    "d3": (7.21, 5.58), "d4": (14.17, 13.51), "d5": (3.72, 3.15), "d6": (4.68, 3.39), "l1": (6.03, 5.83), "l2": (8.73, 6.14),
    "l3": (12.32, 6.00), "l4": (7.92, 6.41),
}  # fmt: skip
INK_ON_SHAPE = {"dark": (6.70, 9.22, 12.37, 8.40), "light": (4.84, 7.65, 10.67, 5.44)}


def tokens(mode: str) -> dict[str, str]:
    """The tokens of the style sheet for one look."""
    blocks = dict(re.findall(r"(:root|html\[data-theme=light\])\{(.*?)\n\}", CSS, re.DOTALL))
    found = dict(re.findall(r"--([\w-]+):([^;]+);", blocks[":root"]))
    return found if mode == "dark" else {**found, **dict(re.findall(r"--([\w-]+):([^;]+);", blocks["html[data-theme=light]"]))}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, success criterion 1.4.3."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["dark", "light"])
def test_the_mapping_in_code_equals_the_style_sheet(mode: str) -> None:
    sheet = tokens(mode)
    assert dict(theme.TOKENS[mode]) == {name: sheet[name] for name in theme.TOKENS[mode]}


def test_paper_knows_every_token_of_the_screen() -> None:
    assert set(theme.TOKENS["print"]) == set(theme.TOKENS["light"]) == set(theme.TOKENS["dark"])


@pytest.mark.row("W-02")
@pytest.mark.parametrize(("index", "mode"), [(0, "dark"), (1, "light")])
def test_contrast_is_what_the_design_measured(index: int, mode: str) -> None:
    look = tokens(mode)
    for name, numbers in DESIGNED.items():
        assert contrast(look[name], look["s1"]) == pytest.approx(numbers[index], abs=0.01), name


@pytest.mark.row("W-02")
@pytest.mark.parametrize("mode", ["dark", "light", "print"])
def test_text_reaches_four_and_a_half_and_marks_reach_three(mode: str) -> None:
    look = theme.TOKENS[mode]
    for ground in ("s1", "s2", "s3", "bg"):
        for name in ("t1", "t2", "t3"):
            assert contrast(look[name], look[ground]) >= 4.5, (name, ground)
    for name in ("d1", "d2", "d3", "d4", "l1", "l2", "l3", "l4"):
        assert contrast(look[name], look["s1"]) >= 4.5, name
    for name in ("d5", "d6", "rule"):
        assert contrast(look[name], look["s1"]) >= 3, name
    for step in ("m0", "m1", "m2", "m3", "m4", "m5", "line2"):
        assert contrast(look["t1"], look[step]) >= 4.5, f"text on {step}"


@pytest.mark.row("W-02")
@pytest.mark.parametrize("mode", ["dark", "light"])
def test_the_numeral_in_a_shape_can_be_read(mode: str) -> None:
    look = tokens(mode)
    measured = [contrast(look[f"{level.ink}i"], look[f"{level.ink}f"]) for level in LEVELS.values()]
    assert measured == pytest.approx(INK_ON_SHAPE[mode], abs=0.01)
    assert min(measured) >= 4.5


@pytest.mark.row("A-01")
def test_only_alerts_take_the_alert_colours() -> None:
    alert = {tokens(mode)[f"l{n}"] for mode in ("dark", "light") for n in (1, 2, 3, 4)}
    data = {theme.TOKENS[mode][name] for mode in ("dark", "light") for name in (*theme.SERIES, "d5", "d6", *theme.RAMP, "ac")}
    assert not alert & data


def test_the_wall_text_is_never_smaller_than_the_least() -> None:
    sheet = tokens("dark")
    assert sheet["f-cap"] == "calc(14*var(--u))"
    assert theme.text()["fontSize"] == {"$u": 14}
