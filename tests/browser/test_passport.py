"""The passport of a number and the way down from it, by a person's own clicks and keys."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open


@pytest.mark.row("K-02")
def test_the_passport_of_a_wall_number_shows_its_value_and_recomputes_to_it(open_page: Open) -> None:
    page = open_page("/wall/overview", user="leader")
    for code in ("entity.opened", "complaint.on_time_rate", "alert.open"):
        number = page.locator(f'[data-indicator="{code}"]').first
        shown = number.get_attribute("data-value")
        number.click()
        page.wait_for_selector(f'.pp[data-passport="{code}"]')
        assert page.get_attribute(".pp .ppn", "data-value") == shown
        page.click("[data-passport-again]")
        page.wait_for_selector(".pp[data-agrees]")
        assert page.get_attribute(".pp", "data-agrees") == "true"
        assert "重算一致" in page.inner_text("[data-passport-said]")
        page.keyboard.press("Escape")
        page.wait_for_selector(".pp", state="detached")
        assert page.evaluate("document.activeElement.dataset.indicator") == code


@pytest.mark.row("K-02")
def test_the_popover_keeps_the_focus_and_opens_by_key(open_page: Open) -> None:
    page = open_page("/indicators", user="leader", size=(1440, 900))
    page.keyboard.press("j")
    page.keyboard.press("i")
    page.wait_for_selector(".pp[data-passport]")
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('.pp').contains(document.activeElement)")
    small = page.evaluate("[...document.querySelectorAll('.pp button, .pp a')].filter(e => e.offsetHeight < 24).length")
    assert small == 0
    page.keyboard.press("Escape")
    page.wait_for_selector(".pp", state="detached")


@pytest.mark.row("O-04")
def test_four_clicks_lead_from_the_wall_to_records_that_make_the_number(open_page: Open) -> None:
    page = open_page("/wall/overview", user="leader")
    page.locator('[data-indicator="entity.opened"]').first.click()
    page.click("[data-passport-rows]")
    page.wait_for_selector("body[data-page=indicator] [data-part]")
    page.locator("[data-panel=indicator-split] [data-part] button").first.click()
    page.wait_for_selector("[data-panel=indicator-split] [data-row^='region:'] button")
    page.locator("[data-panel=indicator-split] [data-row^='region:'] button").first.click()
    page.wait_for_function(
        "() => document.querySelectorAll('.crumbs [aria-current]').length === 1 && document.querySelectorAll('.crumbs button').length === 2"
    )
    page.wait_for_selector("[data-records-total]")
    total, shown = (
        page.get_attribute("[data-records-total]", "data-records-total"),
        page.get_attribute(".ihd [data-indicator]", "data-value"),
    )
    assert total and shown and float(total) == float(shown)
    assert page.locator("[data-panel=indicator-records] tbody tr").count() > 0
    page.keyboard.press("Backspace")
    page.wait_for_function("() => document.querySelectorAll('.crumbs button').length === 1")


@pytest.mark.row("O-03")
def test_what_is_typed_narrows_the_registry_and_enter_goes_to_the_first(open_page: Open) -> None:
    page = open_page("/indicators", user="duty", size=(1440, 900))
    assert int(page.get_attribute("[data-registered]", "data-registered") or 0) >= 488
    page.keyboard.press("/")
    page.keyboard.type("按期结案率")
    page.wait_for_function(
        "() => { const e = document.querySelector('[data-registry-count]'); return e && Number(e.dataset.registryCount) < 12 }"
    )
    assert page.locator("[data-panel=registry] [data-row]").first.get_attribute("data-row") == "enforcement.on_time_rate"
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.closest('[data-row]')")
    page.keyboard.press("Enter")
    page.wait_for_selector("body[data-page=indicator][data-ready=true]")
    assert page.url.split("?")[0].endswith("/indicators/enforcement.on_time_rate")


ASK_ALL = """async () => {
  const asked = new Map(), bad = [];
  for (const e of document.querySelectorAll('[data-indicator]:not([data-withheld])')) {
    const place = Object.fromEntries(['region', 'span', 'from', 'to', 'where', 'cities'].filter(k => e.dataset[k]).map(k => [k, e.dataset[k]]));
    asked.set(JSON.stringify([e.dataset.indicator, place, e.dataset.value]), [e.dataset.indicator, place, e.dataset.value, e.closest('[data-panel]')?.dataset.panel]);
  }
  for (const [code, place, value, panel] of asked.values()) {
    const query = new URLSearchParams(value ? { ...place, seen: value } : place);
    const answer = await fetch(`/api/v1/indicators/${code}/passport?${query}`);
    const body = await answer.json();
    const shown = value === '' ? null : Number(value);
    const same = answer.ok && (body.value === shown || (shown !== null && body.value !== null && Math.abs(body.value - shown) <= 1e-9 * Math.max(1, Math.abs(shown))));
    if (!same) bad.push([panel, code, JSON.stringify(place), value, answer.ok ? body.value : body.detail]);
  }
  return [asked.size, bad];
}"""


@pytest.mark.row("K-02", "K-05")
@pytest.mark.parametrize(
    "path",
    [
        "/wall/overview",
        "/business",
        "/business?area=south&kind=enterprise&period=month",
        "/business/indices",
        "/indicators/run",
        "/platform",
        "/net/registration",
        "/theme/equipment",
        "/theme/supervision",
        "/city/320100",
        "/map",
        "/sources",
        "/sources/corrections",
    ],
)
def test_every_number_of_a_page_is_the_number_of_its_passport(open_page: Open, path: str) -> None:
    page = open_page(path, user="leader", size=(1920, 1080))
    number, bad = page.evaluate(ASK_ALL)
    assert number >= (4 if path == "/sources/corrections" else 10)
    assert bad == []
