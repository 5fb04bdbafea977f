"""A wrong number from the flag to the new value, by two persons' own clicks; and a source that stops on the wall and returns."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open

DESK = (1440, 900)
NUMBER = '[data-panel=indicator-head] [data-indicator="notice.pushed"], [data-panel] [data-indicator="notice.pushed"]'
ONE = "/indicators/notice.pushed?region=320102"


def shown(page: Page) -> float:
    return float(page.locator(NUMBER).first.get_attribute("data-value") or "nan")


@pytest.mark.row("K-04")
def test_a_number_is_flagged_on_its_panel_judged_by_another_and_corrected_on_the_screen(open_page: Open) -> None:
    page = open_page(ONE, user="nanjing", size=DESK)
    before = shown(page)
    page.locator(NUMBER).first.click()
    page.click("[data-passport-doubt]")
    page.wait_for_selector("dialog.doubt .dqr option:nth-child(2)", state="attached")
    page.fill("dialog.doubt textarea[name=text]", "现场核查少报 5 件")
    page.fill("dialog.doubt textarea[name=evidence]", "<b>核查单</b>")
    page.select_option("dialog.doubt .dqr select >> nth=0", index=1)
    page.select_option("dialog.doubt .dqr select >> nth=1", "pushed")
    now = page.locator("dialog.doubt .dqr [role=status]").inner_text()
    old = float(now.replace("现值", "").replace("件", "").replace(",", "").strip())
    page.fill("dialog.doubt .dqr input[inputmode=decimal]", str(int(old) + 5))
    with page.expect_response(lambda answer: answer.url.endswith("/api/v1/corrections") and answer.status == 201) as heard:
        page.click("dialog.doubt button[type=submit]")
    id = heard.value.json()["id"]
    page.wait_for_selector("[data-flagged]", timeout=20_000)

    duty = open_page(f"/sources/corrections?id={id}", user="duty", size=DESK)
    duty.wait_for_selector(f'[data-correction="{id}"]')
    assert duty.locator("[data-touched]").count() > 0
    assert "尚无专报" in duty.inner_text("[data-panel=correction-detail]")
    assert "<b>核查单</b>" in duty.inner_text("[data-panel=correction-detail]")
    duty.click("[data-review=approve]")
    duty.wait_for_selector("dialog.doubt .dqr option:nth-child(2)", state="attached")
    duty.wait_for_function("document.querySelector('dialog.doubt .dqr input[inputmode=decimal]').value !== ''")
    duty.fill("dialog.doubt textarea[name=why]", "属实")
    duty.click("dialog.doubt button[type=submit]")
    duty.wait_for_selector(f'[data-correction="{id}"][data-state-of=stored]', timeout=30_000)

    page.wait_for_function(
        "([selector, value]) => Number(document.querySelector(selector).dataset.value) === value", arg=[NUMBER, before + 5], timeout=30_000
    )
    page.wait_for_selector("[data-flagged]", state="detached", timeout=20_000)
    page.locator(NUMBER).first.click()
    page.wait_for_selector(f'.pp [data-corrected="{id}"]')
    assert f"{int(old):,} → {int(old) + 5:,}" in page.inner_text(".pp")


def states(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        page.evaluate(
            "JSON.stringify(Object.fromEntries([...document.querySelectorAll('[data-panel]')].map(f => [f.dataset.panel, [f.dataset.state, f.dataset.stopped || '']])))"
        )
    )
    return found


ALL_DELIVER = """() => {
  for (const one of Object.values(yiping.feeds.systems)) one.from = new Date(yiping.now() + 3600000).toISOString();
  yiping.tick();
}"""
STOP = """(code) => {
  window.kept = structuredClone(yiping.feeds);
  yiping.feeds.systems[code].from = new Date(yiping.now() - 1000).toISOString();
  yiping.tick();
}"""


@pytest.mark.row("O-02")
def test_on_the_wall_a_source_that_stops_turns_exactly_the_panels_that_its_marts_feed_and_they_return(open_page: Open) -> None:
    page = open_page("/wall/overview", user="wall")
    page.evaluate(ALL_DELIVER)  # the province stands still while it is tested: its quickest sources count as stopped before long
    before = states(page)
    fed = page.evaluate(
        "[...yiping.panels()].filter(p => !p.reads.includes('source_system') && p.reads.some(r => (yiping.feeds.marts[r] || []).includes('S41'))).map(p => p.key)"
    )
    assert fed
    page.evaluate(STOP, "S41")
    after = states(page)
    assert sorted(key for key in after if after[key] != before[key]) == sorted(fed)
    assert all("S41" in after[key][1].split() for key in fed)
    page.evaluate("yiping.feeds = window.kept; yiping.tick()")
    assert states(page) == before
