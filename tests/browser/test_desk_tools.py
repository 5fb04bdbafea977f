"""The tools of every desk: light and dark, paper, the table of keys, charts without a pointer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open

LOOK = "document.documentElement.dataset.theme"
INK = "getComputedStyle(document.body).color"
CANVAS = """() => { const c = document.querySelector('[data-panel="business-flows"] canvas'), g = c.getContext('2d');
  return [...g.getImageData(0, 0, c.width, c.height).data].reduce((sum, v, i) => (sum * 31 + v * (i % 7)) % 1000003, 7); }"""


def business(open_page: Open) -> Page:
    page = open_page("/business", "leader", (1440, 900))
    page.wait_for_selector("#yiping-page", state="detached")  # Dash has taken the frames over
    return page


@pytest.mark.row("W-02")
def test_a_press_turns_the_desk_light_with_its_charts_and_the_next_page_remembers(open_page: Open) -> None:
    page = business(open_page)
    dark = (page.evaluate(LOOK), page.evaluate(INK), page.evaluate(CANVAS))
    page.click("[data-theme-button]")
    light = (page.evaluate(LOOK), page.evaluate(INK), page.evaluate(CANVAS))
    assert (dark[0], light[0]) == ("dark", "light") and dark[1] != light[1] and dark[2] != light[2]
    following = open_page("/indicators", "leader", (1440, 900))
    assert following.evaluate(LOOK) == "light"
    page.click("[data-theme-button]")
    assert page.evaluate(LOOK) == "dark" and page.evaluate(CANVAS) == dark[2]
    following.wait_for_function(f"{LOOK} === 'dark'")  # another open page follows


@pytest.mark.row("W-02")
def test_a_wall_stays_dark_whatever_a_person_chose(open_page: Open) -> None:
    page = open_page("/wall/overview", "leader")
    page.evaluate("window.yiping.theme.choose('light')")
    assert page.evaluate(LOOK) == "dark"
    page.evaluate("localStorage.removeItem('yiping.theme')")


@pytest.mark.row("F-05")
def test_a_page_on_paper_is_light_and_says_whose_when_and_under_which_conditions(open_page: Open) -> None:
    page = business(open_page)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    said = page.locator(".paper").text_content() or ""
    assert page.evaluate(LOOK) == "light" and "打印 20" in said and "条件：" in said and "全省" in said and "省局领导" in said
    page.emulate_media(media="print")
    assert page.locator(".rail").is_hidden() and page.locator(".keys").is_hidden() and page.locator(".paper").is_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert wide <= 0 and page.evaluate(LOOK) == "dark" and page.locator(".paper").count() == 0


def test_the_table_of_keys_tells_the_keys_of_the_page_and_letters_can_be_switched_off(open_page: Open) -> None:
    page = open_page("/alerts", "duty", (1440, 900))
    page.keyboard.press("?")
    told = page.locator("dialog").inner_text()
    assert "误报，必填理由" in told and "G 1 … G 5" in told and "图表转表格" in told
    page.locator("dialog input[type=checkbox]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("1")
    assert page.url.endswith("/alerts")
    page.keyboard.press("?")
    page.locator("dialog input[type=checkbox]").check()
    page.keyboard.press("Escape")


def test_g_and_a_digit_lead_to_a_group(open_page: Open) -> None:
    page = open_page("/alerts", "duty", (1440, 900))
    page.keyboard.press("g")
    page.keyboard.press("1")
    page.wait_for_url(lambda url: not url.endswith("/alerts"))


@pytest.mark.row("W-02")
def test_a_chart_is_read_point_by_point_and_turned_into_a_table(open_page: Open) -> None:
    page = business(open_page)
    slot = page.locator('[data-panel="business-flows"] [data-chart]')
    slot.focus()
    page.keyboard.press("ArrowRight")
    said = page.locator("div.vh[role=status]").text_content() or ""
    assert "新设" in said and "净增" in said
    page.keyboard.press("t")
    rows = page.locator('[data-panel="business-flows"] .ctab tbody tr')
    assert rows.count() >= 3 and rows.first.locator("th").text_content() and rows.first.locator("td").count() == 3
    page.keyboard.press("Escape")
    assert page.locator(".ctab").count() == 0
