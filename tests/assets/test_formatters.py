"""Tests of the named functions and of the resolver in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page

BARE = "<!doctype html><html class=wall><head><meta charset=utf-8></head><body></body></html>"


@pytest.fixture(scope="module")
def page(browser: Browser, origin: str) -> Iterator[Page]:
    opened = browser.new_page()
    opened.route("**/page", lambda route: route.fulfill(body=BARE, content_type="text/html; charset=utf-8"))
    opened.goto(f"{origin}/page")
    opened.add_style_tag(url=f"{origin}/00-tokens.css")
    for script in ("06-formatters.js", "06-resolve.js"):
        opened.add_script_tag(url=f"{origin}/{script}")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("name", "args", "given", "written"),
    [
        ("plain", [], 1286, "1,286"),
        ("plain", [], 36.9, "36.9"),
        ("wan", [], 148_200, "14.82万"),
        ("wan", [], 6_538_000_000, "65.38亿"),
        ("wan", [], 50_000, "5万"),
        ("wan", [1], -148_200, "−14.8万"),
        ("scaled", [10_000, "万", 2], 820, "0.08万"),
        ("scaled", [10_000, "万"], 0, "0"),
        ("absolute", [1, ""], -8.4, "8.4"),
        ("percent", [], 97.6, "97.6%"),
        ("unit", ["户"], {"value": [3, 1286]}, "1,286 户"),
        ("change", [], -1.23, "−1.2%"),
        ("change", [], 0.01, "持平"),
        ("points", [], 0.34, "+0.3"),
        ("month", [], "2026-11", "11月"),
        ("month", [1], "2026-01", "2026年"),
        ("day", [], "2026-11-20", "11-20"),
        ("hour", [], "2026-11-20 10:42", "10:42"),
        ("wan", [], None, "—"),
        ("plain", [], {"value": None}, "—"),
        ("unit", ["户"], "-", "—"),
    ],
)
def test_a_named_function_writes_what_the_design_says(page: Page, name: str, args: list[Any], given: Any, written: str) -> None:
    assert page.evaluate("([name, args, given]) => yiping.formatters[name](...args)(given)", [name, args, given]) == written


def test_tokens_sizes_and_functions_are_resolved_and_other_words_left_alone(page: Page) -> None:
    resolved = page.evaluate(
        """() => {
          const option = { a: "$d1", b: [{ $u: 14 }], c: { formatter: { $fn: "wan" } }, d: "收费 $5", e: "$nosuch", f: null, g: 0 };
          const out = yiping.resolve(option, { u: 1.5, css: yiping.css(document.body) });
          return { ...out, c: out.c.formatter(148200), kept: option.b[0].$u };
        }"""
    )
    assert resolved == {"a": "#5CC4AC", "b": [21], "c": "14.82万", "d": "收费 $5", "e": "$nosuch", "f": None, "g": 0, "kept": 14}


def test_a_hatch_becomes_a_pattern_that_is_made_once(page: Page) -> None:
    same, size = page.evaluate(
        """() => {
          const look = { u: 1, css: { rule: "#000000", s1: "#FFFFFF" } };
          const out = yiping.resolve([{ $hatch: ["rule", "s1"] }, { $hatch: ["rule", "s1"] }], look);
          return [out[0] === out[1] && out[0].image instanceof HTMLCanvasElement, out[0].image.width];
        }"""
    )
    assert same and size >= 6


def test_the_unit_is_a_1080th_of_the_wall(page: Page) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    assert page.evaluate("yiping.unit()") == pytest.approx(1, abs=0.01)
    page.set_viewport_size({"width": 3840, "height": 2160})
    assert page.evaluate("yiping.unit()") == pytest.approx(2, abs=0.01)


def test_a_function_that_nobody_named_is_an_error_that_names_it(page: Page) -> None:
    with pytest.raises(Error, match="nosuch"):
        page.evaluate("yiping.resolve({ $fn: 'nosuch' }, { u: 1, css: {} })")
