"""Words from outside on one line: whole where they fit, cut with an ellipsis where not."""

from __future__ import annotations

import pytest

from components.fit import fitted, line, width
from components.panels.alert_feed import _unplaced
from components.printer import to_html
from geo.regions import regions_of


def test_what_fits_is_left_as_it_is() -> None:
    assert fitted("冷库超温", 4) == "冷库超温"
    assert line("冷库超温", narrow=4, wide=9) == ["冷库超温"]


@pytest.mark.row("W-01")
@pytest.mark.parametrize("text", ["同一维保单位 30 日内电梯困人 6 起，限 6 起", "A" * 80, "，" * 30, "压力容器 2 次" * 9])
def test_what_does_not_fit_ends_with_an_ellipsis_and_is_never_wider_than_its_line(text: str) -> None:
    for most in (3, 10, 17.5):
        cut = fitted(text, most)
        assert cut.endswith("…")
        assert width(cut) <= most
        assert text.startswith(cut[:-1])


def test_a_wide_wall_shows_more_of_it() -> None:
    shown = to_html(line("同一维保单位 30 日内电梯困人 6 起，限 6 起，其中同一台重复 1 起", narrow=17, wide=22))
    assert 'class="nw"' in shown
    assert 'class="xw"' in shown


def test_the_place_is_not_said_twice() -> None:
    regions = regions_of("320000")
    assert _unplaced("徐州市云龙区同一维保单位 30 日内电梯困人 6 起", "320303", regions) == "同一维保单位 30 日内电梯困人 6 起"
    assert _unplaced("南通市近 6 小时累计超温 236 分钟", "320600", regions) == "近 6 小时累计超温 236 分钟"
    assert _unplaced("云龙区", "320303", regions) == "云龙区"
    assert _unplaced("如东冷库超温", "320623", regions) == "如东冷库超温"
