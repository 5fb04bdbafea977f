"""The inbox in a real browser: acts by key end in the store, a reason is asked for, and what is chosen stays chosen while alerts pour in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from alerts.desk import desk_of
from alerts.intake import accept
from alerts.message import Message
from data_access.scope import Scope
from data_access.stores import alert_reads, silences
from data_access.stores.engine import Store, open_store
from settings import Settings
from tests.browser.conftest import Open
from tests.browser.watching import LIVE
from tests.runtime.product import Product

WHOLE = "320000"
READY = "() => window.dash_clientside && window.dash_clientside.set_props && document.querySelector('#_pages_content')"
STORM = 500


@contextmanager
def opened(product: Product) -> Iterator[Store]:
    store = open_store(f"sqlite:///{product.home / 'store.sqlite'}")
    try:
        yield store
    finally:
        store.close()


def told(product: Product, *titles: str, level: str = "III", region: str = "320102", together: bool = False) -> list[str]:
    """Alerts that come in as those of any source do; each a group of its own, or all `together` one."""
    now, mark = datetime.now(UTC), uuid4().hex[:8]
    messages = [
        Message(
            source="测温平台", source_id=f"{mark}-{place}", level=level, title=title, region=region, occurred_at=now - timedelta(seconds=1),
            detail="现场待核", cause=mark if together else f"{mark}-{place}", family="食品安全", nature="demo",
        )
        for place, title in enumerate(titles)
    ]  # fmt: skip
    with opened(product) as store:
        found = accept(store, messages, desk_of(Settings(home=product.home, demo=True)), now)
    assert {str(one.fate) for one in found} == {"accepted"}, found[0].reason
    return [one.id or "" for one in found]


def stored(product: Product, alert: str) -> dict[str, Any]:
    with opened(product) as store, store.read() as connection:
        return alert_reads.one(connection, Scope.whole(WHOLE), alert) or {}


def inbox(open_page: Open, alert: str = "", user: str = "duty", size: tuple[int, int] = (1440, 900)) -> Page:
    """The inbox, live and ready for keys."""
    page = open_page(f"/alerts?id={alert}" if alert else "/alerts", user, size)
    page.wait_for_selector(LIVE, timeout=30_000)
    page.wait_for_function(READY)
    return page


def row(page: Page, alert: str) -> Any:
    return page.locator(f'[data-panel=inbox] [data-row="{alert}"]')


@pytest.mark.row("A-03")
def test_the_key_of_acknowledgement_ends_in_the_store_and_shows_the_owner_with_the_age(open_page: Open, product: Product) -> None:
    (alert,) = told(product, "冷库一号测点越限")
    page = inbox(open_page, alert)
    page.wait_for_selector(f'[data-panel=alert] [data-open="{alert}"]')
    page.keyboard.press("a")
    expect(row(page, alert)).to_have_count(0, timeout=15_000)
    held = stored(product, alert)
    assert (held["state"], held["owner"]) == ("acknowledged", "值班员")
    page.click("[data-set=state][data-to=doing]")
    expect(row(page, alert)).to_contain_text("值班员 已确认", timeout=15_000)
    assert row(page, alert).locator("[data-age]").inner_text()


@pytest.mark.row("A-03")
def test_a_key_right_after_another_row_was_marked_acts_on_the_marked_one(open_page: Open, product: Product) -> None:
    told(product, "连按键甲", "连按键乙", level="II")
    page = inbox(open_page)
    page.fill("[data-param=q]", "连按键")
    rows = page.locator("[data-panel=inbox] [data-row]")
    expect(rows).to_have_count(2, timeout=20_000)
    first, second = (str(rows.nth(place).get_attribute("data-row")) for place in (0, 1))
    page.wait_for_selector(f'[data-panel=alert] [data-open="{first}"]')
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(row(page, second)).to_have_count(0, timeout=20_000)
    assert (stored(product, first)["state"], stored(product, second)["state"]) == ("open", "acknowledged")


@pytest.mark.row("A-03")
def test_a_false_alarm_needs_a_reason_and_closes_with_it(open_page: Open, product: Product) -> None:
    (alert,) = told(product, "后厨明火检测")
    page = inbox(open_page, alert)
    page.wait_for_selector(f'[data-panel=alert] [data-open="{alert}"]')
    page.keyboard.press("x")
    page.click("dialog button.pri")
    expect(page.locator("dialog [role=alert]")).to_have_text("请填写理由。")
    assert stored(product, alert)["state"] == "open"
    page.fill("dialog textarea", "灶具正常用火，镜头误判")
    page.click("dialog button.pri")
    expect(page.locator("dialog")).to_have_count(0, timeout=10_000)
    held = stored(product, alert)
    assert (held["state"], held["disposition"]) == ("closed", "false")


@pytest.mark.row("A-03")
def test_a_silence_needs_its_length_and_its_reason(open_page: Open, product: Product) -> None:
    (alert,) = told(product, "冷藏车温度漂移")
    page = inbox(open_page, alert)
    page.wait_for_selector(f'[data-panel=alert] [data-open="{alert}"]')
    page.keyboard.press("s")
    page.fill("dialog textarea", "检修中")
    page.click("dialog button.pri")
    expect(page.locator("dialog [role=alert]")).to_have_text("请填写时长。")
    page.check("dialog input[value='60']")
    page.click("dialog button.pri")
    expect(row(page, alert).locator(".tg", has_text="静默")).to_be_visible(timeout=15_000)
    with opened(product) as store, store.read() as connection:
        assert [one["why"] for one in silences.standing(connection) if one["matcher"] == {"alert": alert}] == ["检修中"]


@pytest.mark.row("A-03")
def test_many_are_chosen_by_space_and_shift_and_acknowledged_together(open_page: Open, product: Product) -> None:
    three = told(product, "成批一", "成批二", "成批三", level="II")
    page = inbox(open_page)
    page.click('[data-set=level][data-to="II"]')
    page.fill("[data-param=q]", "成批")
    expect(page.locator("[data-panel=inbox] [data-row]")).to_have_count(3, timeout=15_000)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(page.locator("[data-panel=inbox] [data-row]").nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Space")
    page.locator("[data-panel=inbox] [data-row]").nth(2).click(modifiers=["Shift"])
    page.click("text=确认所选 3 件")
    expect(page.locator("[data-panel=inbox] [data-row]")).to_have_count(0, timeout=15_000)
    assert {stored(product, one)["state"] for one in three} == {"acknowledged"}


@pytest.mark.row("A-02")
def test_a_storm_of_one_cause_is_one_row_with_its_count_and_the_choice_stays(open_page: Open, product: Product) -> None:
    (alert,) = told(product, "留在手下的一件", level="IV")
    page = inbox(open_page, alert)
    expect(row(page, alert)).to_have_attribute("aria-selected", "true")
    before = page.locator("[data-panel=inbox] [data-row]").count()
    storm = told(product, *(f"洋口冷链 3 号库超温 {number}" for number in range(STORM)), level="II", region="320623", together=True)
    expect(row(page, storm[0])).to_contain_text(f"并 {STORM}", timeout=20_000)
    assert page.locator("[data-panel=inbox] [data-row]").count() == before + 1
    expect(row(page, alert)).to_have_attribute("aria-selected", "true")
    assert page.locator("[data-panel=alert] h2").inner_text() == "留在手下的一件"
    page.click(f'[data-row="{storm[0]}"] .ti')
    expect(page.locator("[data-panel=alert] .oth li")).to_have_count(21, timeout=10_000)
    wall = open_page("/wall/overview", "wall")
    expect(wall.locator(f'[data-panel=alerts] [data-alert="{storm[0]}"]')).to_contain_text(f"并 {STORM}")
    assert wall.locator("[data-panel=alerts] [data-alert]").filter(has_text="洋口冷链 3 号库超温").count() == 1


@pytest.mark.row("A-02")
def test_a_graver_newcomer_does_not_move_what_is_read_further_down(open_page: Open, product: Product) -> None:
    many = told(product, *(f"第 {number} 件" for number in range(14)), level="IV")
    page = inbox(open_page, many[0], size=(1440, 700))
    page.evaluate("scrollTo(0, document.scrollingElement.scrollHeight)")
    here = "id => document.querySelector(`[data-row='${id}']`).getBoundingClientRect().top"
    before = page.evaluate(here, many[0])
    (grave,) = told(product, "新到的重大告警", level="I")
    expect(row(page, grave)).to_have_count(1, timeout=15_000)
    assert abs(page.evaluate(here, many[0]) - before) < 3
    expect(page.locator("[data-new]")).to_contain_text("新到")


@pytest.mark.row("Z-02")
def test_a_city_sees_its_own_alerts_alone_and_may_not_act(open_page: Open, product: Product) -> None:
    own, foreign = told(product, "本市的一件")[0], told(product, "他市的一件", region="320505")[0]
    page = inbox(open_page, foreign, user="nanjing")
    expect(page.locator("[data-panel=alert]")).to_contain_text("没有这条告警")
    expect(row(page, own)).to_have_count(1)
    expect(row(page, foreign)).to_have_count(0)
    assert "苏州" not in page.inner_text("body")
    row(page, own).click()
    expect(page.locator("[data-panel=alert] .act")).to_contain_text("只读", timeout=10_000)
    page.keyboard.press("a")
    refused = page.evaluate(
        "id => fetch(`/api/v1/alerts/${id}/ack`, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{}'}).then(r => r.status)",
        own,
    )
    assert refused == 403
    assert stored(product, own)["state"] == "open"


@pytest.mark.row("Z-01")
def test_a_hostile_title_is_nothing_but_text(open_page: Open, product: Product) -> None:
    words = "</div><script>window.stolen=1</script><img src=x onerror='window.stolen=2'>"
    (alert,) = told(product, words)
    page = inbox(open_page, alert)
    expect(row(page, alert).locator(".ti")).to_have_text(words)
    expect(page.locator("[data-panel=alert] h2")).to_have_text(words)
    assert page.evaluate("window.stolen === undefined")


def test_a_link_shows_what_its_sender_saw(open_page: Open, product: Product) -> None:
    shown = told(product, "只有这一件讲蒸汽锅炉", level="II")[0]
    page = open_page("/alerts?q=蒸汽锅炉&level=II", "leader", (1440, 900))
    assert page.locator("[data-panel=inbox] [data-row]").count() == 1
    assert row(page, shown).count() == 1
    assert page.input_value("[data-param=q]") == "蒸汽锅炉"


def test_single_letter_keys_can_be_switched_off(open_page: Open, product: Product) -> None:
    (alert,) = told(product, "单键关闭时不动")
    page = inbox(open_page, alert)
    page.wait_for_selector(f'[data-panel=alert] [data-open="{alert}"]')
    page.keyboard.press("?")
    page.uncheck("dialog input[type=checkbox]")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.press("ArrowDown")
    assert stored(product, alert)["state"] == "open"
    page.evaluate("localStorage.clear()")


def test_a_phone_shows_the_list_then_the_detail_then_the_list_again(open_page: Open, product: Product) -> None:
    (alert,) = told(product, "手机上看的一件")
    page = inbox(open_page, size=(390, 844))
    expect(page.locator("[data-panel=alert]")).to_be_hidden()
    row(page, alert).click()
    expect(page.locator("[data-panel=alert] h2")).to_have_text("手机上看的一件", timeout=10_000)
    expect(page.locator("[data-panel=inbox]")).to_be_hidden()
    page.click("[data-back]")
    expect(row(page, alert)).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


@pytest.mark.row("A-01")
def test_levels_are_told_by_shape_and_word_beside_the_colour(open_page: Open, product: Product) -> None:
    for level, word, outline in (
        ("I", "Ⅰ级 红", "M7.4 1.5"),
        ("II", "Ⅱ级 橙", "M12 1.2"),
        ("III", "Ⅲ级 黄", "M12 .6"),
        ("IV", "Ⅳ级 蓝", "M12 1.6"),
    ):
        (alert,) = told(product, f"等级 {level}", level=level)
        page = inbox(open_page, alert)
        shape = row(page, alert).locator("svg path.sp").get_attribute("d")
        assert shape is not None
        assert shape.startswith(outline)
        expect(row(page, alert).locator(".lvw")).to_have_text(word)
        page.close()
