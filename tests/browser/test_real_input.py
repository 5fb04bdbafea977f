"""Real registrations on the running wall: what an operator loads shows as what it is, old and a sample, and the rest stays as it was."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
import redis
from playwright.sync_api import Browser, Page

from data_access.transport import CACHE
from tests.browser.conftest import accounts, enter, serving, shared
from tests.browser.watching import Witness
from tests.runtime.product import ROOT, Product, command, environment, until

FILE = shared() / "data" / "enterprises" / "dev" / "jiangsu_enterprises.parquet"
CUT_OFF = datetime.fromisoformat("2019-04-30T23:59:59+08:00")
VALUE = "([panel, code]) => document.querySelector(`[data-panel=${panel}] [data-indicator='${code}']`)?.dataset.value"
STATES = "Object.fromEntries([...document.querySelectorAll('[data-panel]')].map(e => [e.dataset.panel, e.dataset.state]))"


def counted(question: str) -> int:
    """A hand count in the file itself."""
    return int(duckdb.sql(f"SELECT count(*) FROM '{FILE}' WHERE {question}").fetchall()[0][0])  # noqa: S608 - words of this file


@pytest.fixture(scope="module")
def loaded(
    province: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[tuple[Product, Page, dict[str, str], str]]:
    """A product of its own with the wall open, before and while the operator loads: product, page, states before, words of the load."""
    if not FILE.exists():
        pytest.skip(f"the real registrations are not beside this checkout: {FILE}")
    product = serving(province, tmp_path_factory.mktemp("real"))
    try:
        product.ready(120)
        page = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1920, "height": 1080}).new_page()
        enter(page, product, "leader", accounts(product)["leader"]["password"])
        page.goto(f"{product.base}/wall/overview")
        watched = Witness.of(page)
        watched.settle()
        states = page.evaluate(STATES)
        words = command("mart", "load", "registrations", str(FILE))
        done = subprocess.run(words, env=environment(product.home), cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        page.wait_for_selector("[data-panel=business][data-state=stale]", timeout=20_000)
        page.wait_for_selector("[data-panel=ranking][data-state=stale]", timeout=20_000)
        assert watched.same
        yield product, page, states, done.stdout
        page.context.close()
    finally:
        product.stop()


Loaded = tuple[Product, Page, dict[str, str], str]
pytestmark = pytest.mark.row("K-01", "K-03")


def test_every_row_is_published_or_rejected_with_its_reason(loaded: Loaded) -> None:
    product, _, _, words = loaded
    rejects = next((product.home / "marts" / "rejects").glob("enterprise-*.csv")).read_text("utf-8-sig").splitlines()[1:]
    rows = len({tuple(line.split(",")[:2]) for line in rejects})
    assert f"读入 {counted('true'):,} 行 = 发布 118,741 行 + 拒收 {rows:,} 行" in words
    assert counted("true") == 118_741 + rows


def test_the_wall_shows_the_numbers_of_the_file_with_their_cut_off(loaded: Loaded) -> None:
    _, page, _, _ = loaded
    april = counted("reg_date BETWEEN '2019-04-01' AND '2019-04-30'")
    assert float(page.evaluate(VALUE, ["business", "entity.opened"])) == april == 1218
    for key in ("business", "ranking"):
        panel = page.locator(f"[data-panel={key}]")
        assert datetime.fromisoformat(panel.get_attribute("data-as-of") or "") == CUT_OFF
        assert panel.get_attribute("data-state") == "stale"
        assert panel.locator(".chip", has_text="样本").is_visible()
        assert panel.locator(".dt.late").inner_text().split() == ["停更", "7年"]
    assert page.locator("[data-oldest]").inner_text() == "2019-04-30 营商环境"
    assert "2019 年 4 月" in page.locator("[data-panel=business] [data-question]").inner_text()


def test_what_the_file_does_not_tell_stays_unknown_and_claims_nothing(loaded: Loaded) -> None:
    _, page, _, _ = loaded
    business = page.locator("[data-panel=business]").inner_text()
    assert page.evaluate(VALUE, ["business", "entity.closed"]) == ""
    assert "注销户数未知" in business
    assert "同比 " not in business
    rows = page.locator("[data-panel=ranking] .rr")
    assert rows.count() == 13
    assert {rows.nth(i).locator("em").inner_text() for i in range(13)} == {"在营户数未知，不参与排名"}
    assert page.locator("[data-panel=ranking] .chip", has_text="/13 市").count() == 0


def test_the_province_counts_those_that_no_county_can_be_found_for(loaded: Loaded) -> None:
    _, page, _, _ = loaded
    ask: Callable[[str], list[dict[str, Any]]] = lambda by: page.evaluate(  # noqa: E731
        f"fetch('/api/v1/indicators/entity.opened/series?{by}from=1970-01-01&to=2019-04-30&grain=year').then(r => r.json()).then(d => d.rows)"
    )
    whole, cities = ask(""), ask("by=city&")
    assert sum(row["value"] for row in whole) == 118_741
    assert sum(row["value"] for row in cities) == 118_741
    counties = page.evaluate(
        "fetch('/api/v1/indicators/entity.opened/series?by=region&from=2019-04-01&to=2019-04-30').then(r => r.json()).then(d => d.rows)"
    )
    assert sum(row["value"] for row in counties) == 1218, json.dumps(counties)[:500]


def test_the_other_panels_stay_as_they_were(loaded: Loaded) -> None:
    _, page, before, _ = loaded
    after = page.evaluate(STATES)
    assert {key for key in before if before[key] != after[key]} <= {"business", "ranking"}
    assert page.locator("[data-demo-mark]").is_visible()
    labels = page.locator("[data-panel=map] .city span")
    known = [labels.nth(i).get_attribute("data-value") for i in range(labels.count())]
    assert [value for value in known if value], "alerts are counted where no stock is known"
    assert "未按户数折算" in page.locator("[data-panel=map] [data-question]").inner_text()


def test_nothing_is_cut_off_in_the_two_panels(loaded: Loaded) -> None:
    _, page, _, _ = loaded
    cut = """[...document.querySelectorAll('[data-panel=business] *, [data-panel=ranking] *')].filter(e => !e.children.length && e.textContent.trim()
      && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflow !== 'visible').map(e => e.textContent)"""
    assert page.evaluate(cut) == []


def told(product: Product, *words: str) -> tuple[int, str]:
    more = {"YIPING_PORT": str(product.port), "YIPING_DEMO": "true"}
    done = subprocess.run(command(*words), env=environment(product.home, **more), cwd=ROOT, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def test_a_damaged_batch_costs_its_own_panels_alone_and_is_named_until_it_is_loaded_again(loaded: Loaded) -> None:
    product, page, _, _ = loaded
    path = max((product.home / "marts").glob("batch-*.duckdb"))
    body = path.read_bytes()
    path.write_bytes(body[:4096] + bytes(255 - byte for byte in body[4096:]))
    for part in ("web-1", "web-2"):  # what was answered before is still served from memory: forget it
        killed = product.kill(part)
        until(lambda part=part, killed=killed: product.parts()[part]["pid"] not in (None, killed), 20, f"{part} started again")  # type: ignore[misc]
    carrier = redis.Redis(unix_socket_path=str(product.home / "valkey.sock"))
    for kept in carrier.scan_iter(f"{CACHE}*"):
        carrier.delete(kept)
    until(lambda: product.health(), 30, "an answer")
    fresh = page.context.new_page()
    fresh.goto(f"{product.base}/wall/overview")
    fresh.wait_for_selector('body[data-ready="true"]', timeout=30_000)
    states = fresh.evaluate(STATES)
    readers = set(fresh.evaluate("yiping.panels().filter(p => p.reads.includes('entity_daily')).map(p => p.key)"))
    assert {key for key, state in states.items() if state == "error"} == readers >= {"business", "ranking"}
    assert "取数失败" in fresh.locator("[data-panel=business]").inner_text()
    for words in (("mart", "verify"), ("doctor",)):
        code, said = told(product, *words)
        assert code == 1
        assert path.name in said
        assert "重新装载" in said
    code, _ = told(product, "mart", "load", "registrations", str(FILE))
    assert code == 0
    for one in (page, fresh):
        one.wait_for_selector("[data-panel=business][data-state=stale]", timeout=30_000)
        assert float(one.evaluate(VALUE, ["business", "entity.opened"])) == 1218
    assert told(product, "mart", "verify")[0] == 0
