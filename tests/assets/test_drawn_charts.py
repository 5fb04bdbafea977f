"""Tests of the charts as drawn: every type, in both looks, from whole, broken, unknown and empty data, in a bare page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.components.samples import CASES, drawn

HEAD = """<!doctype html><html lang="zh-CN" class="wall" data-theme="{theme}"><head><meta charset="utf-8">
<link rel="stylesheet" href="/00-fonts.css"><link rel="stylesheet" href="/00-tokens.css"><link rel="stylesheet" href="/01-kit.css">
<link rel="stylesheet" href="/02-charts.css"><script src="/05-topo.js"></script><script src="/06-formatters.js"></script>
<script src="/06-resolve.js"></script><script src="/07-maps.js"></script><script src="/vendor/echarts.min.js"></script>
<style>main{{height:100vh;display:grid;grid-template-columns:repeat(3,1fr);grid-template-rows:repeat(3,1fr);gap:10px;padding:10px}}</style>
</head><body><main>{panels}</main></body></html>"""
PANEL = """<section class="panel"><header class="ph"><h2>{key}</h2><span class="q">{case}</span></header>
<div class="pb"><div class="chart" id="{key}"></div></div></section>"""
DRAW = """async (options) => {
  await yiping.fonts();
  window.charts = {};
  for (const [key, option] of Object.entries(options)) {
    const box = document.getElementById(key);
    if (option.geo) await yiping.map(option.geo.map, "/maps/");
    const resolved = yiping.resolve(option, { u: yiping.unit(box), css: yiping.css(box) });
    const chart = echarts.init(box, null, { renderer: "canvas", devicePixelRatio: window.devicePixelRatio });
    const done = new Promise((ready) => chart.on("finished", ready));
    chart.setOption(resolved);
    await done;
    window.charts[key] = chart;
  }
}"""


@pytest.fixture(params=["dark", "light"])
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def page_of(browser: Browser, origin: str, theme: str, case: str) -> tuple[Page, list[str]]:
    options = drawn(CASES[case]())
    panels = "".join(PANEL.format(key=key, case=case) for key in options)
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("request", lambda request: None if request.url.startswith(origin) else problems.append(f"outside: {request.url}"))
    page.route(
        "**/page", lambda route: route.fulfill(body=HEAD.format(theme=theme, panels=panels), content_type="text/html; charset=utf-8")
    )
    page.goto(f"{origin}/page")
    page.evaluate(DRAW, json.loads(json.dumps(options, allow_nan=False)))
    return page, problems


@pytest.mark.row("K-03")
@pytest.mark.parametrize("case", CASES)
def test_every_chart_type_is_drawn_without_a_complaint(browser: Browser, origin: str, theme: str, case: str, shots: Path) -> None:
    page, problems = page_of(browser, origin, theme, case)
    page.screenshot(path=shots / f"charts-{case}-{theme}.png")
    page.close()
    assert problems == []


@pytest.mark.row("K-03")
def test_a_broken_line_leaves_its_gap_empty(browser: Browser, origin: str) -> None:
    """Between two points around a gap the canvas holds no pixel of the line's colour."""
    page, _ = page_of(browser, origin, "dark", "broken")
    painted = page.evaluate(
        """() => {
          const chart = charts["trend-band"], canvas = chart.getDom().querySelector("canvas"), ratio = window.devicePixelRatio;
          const colour = [0x5c, 0xc4, 0xac], box = (i) => Math.round(chart.convertToPixel({ xAxisIndex: 0 }, i) * ratio);
          const near = (data, at) => colour.every((part, k) => Math.abs(data[at + k] - part) < 24);
          const count = (from, to) => {
            const image = canvas.getContext("2d").getImageData(box(from) + 8, 0, box(to) - box(from) - 16, canvas.height).data;
            let hits = 0;
            for (let at = 0; at < image.length; at += 4) hits += near(image, at);
            return hits;
          };
          return { gap: count(4, 7), line: count(12, 14) };
        }"""
    )
    page.close()
    assert painted["line"] > 50 and painted["gap"] == 0
