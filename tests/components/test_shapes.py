"""Tests of the signs: shape, word and colour always together, well-formed, and spoken."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from components import shapes
from components.levels import LEVELS, SILENT
from components.raw import Raw


@pytest.mark.row("A-01")
def test_each_level_has_its_own_shape_word_and_colour() -> None:
    levels = LEVELS.values()
    assert [level.word for level in levels] == ["Ⅰ级 红", "Ⅱ级 橙", "Ⅲ级 黄", "Ⅳ级 蓝"]
    assert [level.meaning for level in levels] == ["特别重大", "重大", "较大", "一般"]
    for facts in ("code", "number", "shape", "ink"):
        assert len({getattr(level, facts) for level in levels}) == 4
    outlines = {ElementTree.fromstring(shapes.level_shape(level)).find("path").get("d") for level in levels}  # type: ignore[union-attr]
    assert len(outlines) == 4


@pytest.mark.row("A-01")
def test_a_shape_speaks_and_a_mark_writes_its_word() -> None:
    for level in (*LEVELS.values(), SILENT):
        drawing = ElementTree.fromstring(shapes.level_shape(level))
        assert drawing.get("role") == "img" and level.word in str(drawing.get("aria-label"))
        mark = ElementTree.fromstring(shapes.level_mark(level))
        assert "".join(mark.itertext()) == level.word


def test_words_from_outside_are_escaped() -> None:
    assert "<b>" not in shapes.level_mark(LEVELS["I"], "<b>x</b>")


def test_the_numeral_is_counted_in_strokes_and_left_out_when_small() -> None:
    assert [shapes.level_shape(LEVELS[code]).count('class="ink"') for code in ("I", "II", "III", "IV")] == [1, 2, 3, 1]
    assert "ink" not in shapes.level_shape(LEVELS["II"], plain=True)


def test_the_ring_shows_what_is_left_and_is_dashed_when_nothing_is() -> None:
    assert shapes.ring(0.5).count("<circle") == 2
    for spent in (0.0, -1.0, None):
        assert shapes.ring(spent).count("<circle") == 1 and 'stroke-dasharray="2 2"' in shapes.ring(spent)


def test_icons_are_decoration_unless_they_are_given_a_word() -> None:
    for name in shapes.ICONS:
        assert ElementTree.fromstring(shapes.icon(name)).get("aria-hidden") == "true"
    assert ElementTree.fromstring(shapes.icon("lock", "无权查看")).get("aria-label") == "无权查看"
    ElementTree.fromstring(shapes.logo())


def test_a_raw_leaf_keeps_its_markup_and_cannot_be_changed() -> None:
    leaf = Raw("<svg/>")
    with pytest.raises(AttributeError):
        leaf.markup = ""  # type: ignore[misc]
