"""A city's board in a real browser: a block added, ordered, configured, published and gone back from, by hand and by key; the frame in its sandbox."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Open
from tests.runtime.product import Product

DESK = (1440, 900)
CITY = "320500"
LONGEST = 180
"""Seconds in which a bureau's clerk has changed the board and gone back: three minutes."""


def editor(open_page: Open) -> Page:
    page = open_page(f"/city/{CITY}/edit", "suzhou", DESK)
    page.wait_for_selector("body[data-editor=ready]")
    page.wait_for_selector("[data-city-preview] [data-state=ok]")
    return page


def listed(page: Page) -> list[str]:
    return page.eval_on_selector_all(".ced-list li .el", "rows => rows.map(r => r.textContent)")


def shown(open_page: Open) -> list[str]:
    page = open_page(f"/city/{CITY}", "suzhou", DESK)
    return page.eval_on_selector_all(".cbd [data-panel^=block-] h2", "heads => heads.map(h => h.textContent)")


def answer(page: Page, text: str) -> None:
    page.fill("dialog textarea", text)
    page.click("dialog button[type=submit]")
    expect(page.locator("dialog")).to_have_count(0)


@pytest.mark.row("T-02")
def test_a_block_is_added_ordered_configured_published_and_gone_back_from_in_less_than_three_minutes(open_page: Open) -> None:
    before = shown(open_page)
    page = editor(open_page)
    began = time.monotonic()
    page.click("#ced-add")
    page.click("dialog [data-kind=ranking]")
    page.fill(".ced-form input[type=text]", "各县区投诉")
    page.fill(".ced-codes input", "投诉举报按期办结率")
    page.locator(".ced-found [data-code='complaint.on_time_rate']").click()
    page.select_option(".ced-form select[id$=-span]", "days_30")
    page.click("#ced-up")
    page.wait_for_function("() => document.querySelector('[data-city-preview] .cb-ranking')?.dataset.state?.match(/^(ok|partial)$/)")
    assert page.locator(".cb-ranking [data-indicator='complaint.on_time_rate']").count() >= 9
    place = listed(page).index("各县区投诉")
    page.click("#ced-publish")
    answer(page, "市长来访")
    now = shown(open_page)
    assert now[place] == "各县区投诉" and len(now) == len(before) + 1
    page.click("#ced-versions")
    page.click("dialog [data-version='0'] .btn")
    page.fill("dialog textarea", "展示结束")
    page.click("dialog button[type=submit]")
    page.wait_for_function("() => ![...document.querySelectorAll('.ced-list .el')].some(e => e.textContent === '各县区投诉')")
    assert time.monotonic() - began < LONGEST
    assert shown(open_page) == before


@pytest.mark.row("T-02", "X-02")
def test_all_of_it_works_by_key_alone(open_page: Open) -> None:
    page = editor(open_page)
    page.keyboard.press("n")
    page.locator("dialog [data-kind=note]").focus()
    page.keyboard.press("Enter")
    page.locator(".ced-form textarea").focus()
    page.keyboard.type("本周专项检查")
    page.keyboard.press("Escape")
    place = len(listed(page))
    rows = listed(page)
    at = rows.index("文字说明")
    page.locator(".ced-list li.on").focus()
    page.keyboard.press("Alt+ArrowDown")
    assert listed(page).index("文字说明") == at + 1
    page.keyboard.press("Alt+ArrowUp")
    assert listed(page).index("文字说明") == at
    page.keyboard.press("Control+s")
    page.wait_for_function("() => /草稿 v\\d+ 尚未发布/.test(document.getElementById('ced-said').textContent)")
    page.locator(".ced-list li.on").focus()
    page.keyboard.press("Delete")
    assert len(listed(page)) == place - 1
    page.keyboard.press("Control+s")
    page.wait_for_function("() => document.getElementById('ced-save').disabled")


@pytest.mark.row("T-02")
def test_the_second_editor_is_told_who_was_first(open_page: Open) -> None:
    first, second = editor(open_page), editor(open_page)
    for page, title in ((first, "先改"), (second, "后改")):
        page.fill(".ced-form input[type=text]", title)
    first.keyboard.press("Control+s")
    first.wait_for_function("() => document.getElementById('ced-save').disabled")
    second.keyboard.press("Control+s")
    expect(second.locator("dialog")).to_contain_text("改过")
    second.locator("dialog .btn.pri").click()
    second.wait_for_function("() => document.querySelector('.ced-list .el').textContent === '先改'")


@pytest.mark.row("T-03")
def test_the_citys_own_system_is_in_a_sandbox_and_the_only_request_that_leaves_the_origin(
    contexts: Callable[[str], BrowserContext], product: Product
) -> None:
    page, asked = contexts("suzhou").new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{product.base}/city/{CITY}")
    page.wait_for_selector("body[data-ready=true]")
    frame = page.wait_for_selector("[data-city-frame] iframe", timeout=60_000)
    marks: dict[str, Any] = page.evaluate(
        "f => ({sandbox: f.getAttribute('sandbox'), referrer: f.referrerPolicy, loading: f.loading})", frame
    )
    assert marks == {"sandbox": "allow-scripts", "referrer": "no-referrer", "loading": "lazy"}
    content = frame.content_frame()
    assert content
    content.wait_for_selector("svg rect")
    out = [url for url in asked if urlsplit(url).scheme.startswith("http") and not url.startswith(product.base)]
    assert out and all(urlsplit(url).hostname == "127.0.0.1" and url.endswith(f"/{CITY}/embed") for url in out)
    assert content.evaluate("() => { try { return String(top.location.href) } catch { return 'refused' } }") == "refused"
    assert content.evaluate("() => { try { return document.cookie } catch { return 'refused' } }") == "refused"
    page.close()
