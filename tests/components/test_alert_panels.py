"""The alerts' panels over a real store: what a row and a detail tell, how a storm and a silence read, and how a rule is judged by its report card."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from alerts import life, quarantine
from alerts.intake import accept
from alerts.life import Wish
from alerts.message import Message
from alerts.rulebook import edition
from components.panel import Drawing, Panel, Reading, View
from components.panels import alert_detail, alert_side, inbox, inbox_head, quarantine_list, rule_card, rule_list, silence_list
from components.printer import to_html
from components.sources import Sources
from data_access.scope import Scope
from data_access.stores import rulings
from data_access.stores.engine import Store
from tests.alerts.making import NANJING, NOW, SUZHOU, WHOLE, desk, hand, later, message

SERIES = [[f"2026-11-20T{hour:02d}:00:00", None if hour == 4 else float(hour * 10)] for hour in range(10)]
INPUTS = {
    "rule": "food_cold_chain", "name": "冷链累计超温", "citation": "GB 31605-2020 第 3 条", "limit": "6 小时 180 分钟", "example": "示例", "value": 236.0,
    "threshold": 50.0, "unit": "分钟", "window": "近 6 小时", "indicator_name": "超温时长", "series": SERIES,
}  # fmt: skip


def view(store: Store, scope: Scope = WHOLE, role: str = "duty", at: datetime = NOW, **params: str) -> View:
    sources = Sources(marts=None, store=store, changes=0)
    return View(scope=scope, role=role, now=at.astimezone(desk().zone), sources=sources, params=params)


def drawn(panel: Panel, seen: View) -> Drawing:
    reading: Reading = panel.load(seen)
    assert reading.data is not None, reading.note
    return panel.chart(reading, seen)


def html_of(panel: Panel, seen: View) -> str:
    return to_html(drawn(panel, seen).body)


def taken(store: Store, *messages: Message) -> list[str]:
    return [one.group or "" for one in accept(store, messages, desk(), NOW)]


@pytest.mark.row("A-01")
def test_an_alert_shows_its_inputs_its_threshold_its_rule_and_its_owner(any_store: Store) -> None:
    (alert,) = taken(any_store, message(source="rule", rule="food_cold_chain", inputs=INPUTS))
    life.acknowledge(hand(any_store, desk()), alert)
    found = drawn(alert_detail.PANEL, view(any_store, id=alert))
    text = to_html(found.body)
    for words in ("冷链累计超温", "GB 31605-2020 第 3 条", "6 小时 180 分钟", "示例", "236 分钟", "限 50 分钟", "近 6 小时", "王建国"):
        assert words in text, words
    option = found.charts["series"]
    assert option["series"][0]["markLine"]["data"] == [{"yAxis": 50.0}]
    assert len(option["xAxis"]["data"]) == len(SERIES)
    values = [point["value"] if isinstance(point, dict) else point for point in option["series"][0]["data"]]
    assert values[4] is None, "an unknown value is a gap, not nought"


@pytest.mark.row("A-01")
def test_a_row_tells_its_level_by_shape_and_word_and_its_remaining_time(any_store: Store) -> None:
    taken(any_store, message(level="II"))
    row = html_of(inbox.PANEL, view(any_store))
    assert 'data-level="II"' in row
    assert "Ⅱ级 橙" in row
    assert 'aria-label="Ⅱ级 橙，重大"' in row
    assert 'data-over="确认超"' in row


def test_a_missing_report_is_a_state_of_its_own(any_store: Store) -> None:
    taken(any_store, message(source="rule", level="0", title="宿迁市局无报送"))
    row = html_of(inbox.PANEL, view(any_store))
    assert "报送异常" in row
    assert "级 灰" not in row


@pytest.mark.row("A-02")
def test_a_storm_is_one_row_that_counts_and_lists_its_first_members(any_store: Store) -> None:
    groups = taken(any_store, *(message(str(number), cause="同源") for number in range(60)))
    assert len(set(groups)) == 1
    row = html_of(inbox.PANEL, view(any_store))
    assert row.count("data-row") == 1
    assert "并 <b>60</b>" in row
    text = html_of(alert_detail.PANEL, view(any_store, id=groups[0]))
    assert "共 60 件，列出首件与最近 20 件" in text
    assert text.count('class="ot"') == 21
    head = html_of(inbox_head.PANEL, view(any_store))
    assert 'aria-label="Ⅲ级 黄 1 件"' in head


@pytest.mark.row("A-02")
def test_what_a_graver_alert_holds_down_is_left_out_and_counted(any_store: Store) -> None:
    thing = {"device": "T-1"}
    grave = taken(any_store, message("1", level="I", entity=thing, cause="a"))[0]
    small = taken(any_store, message("2", level="IV", entity=thing, cause="b"))[0]
    listed = html_of(inbox.PANEL, view(any_store))
    assert grave in listed
    assert small not in listed
    assert "扣下 <b>1</b>" in listed
    assert "被抑制" in html_of(inbox.PANEL, view(any_store, all="1"))
    assert "1 件因本件而起" in html_of(alert_detail.PANEL, view(any_store, id=grave))


@pytest.mark.row("A-03")
def test_an_acknowledgement_shows_who_and_since_when_and_when_it_reopens(any_store: Store) -> None:
    (alert,) = taken(any_store, message())
    life.acknowledge(hand(any_store, desk(), later(3)), alert)
    row = html_of(inbox.PANEL, view(any_store, state="doing"))
    assert "王建国 已确认" in row
    told = re.search(r'data-age="([^"]+)"', row)
    assert told is not None
    assert datetime.fromisoformat(told[1]) == later(3)
    assert "重开剩" in row
    assert "当前没有待确认告警" in html_of(inbox.PANEL, view(any_store))


@pytest.mark.row("A-03")
def test_a_silence_is_marked_listed_and_lifted_only_by_those_who_may(any_store: Store) -> None:
    (alert,) = taken(any_store, message())
    life.silence(hand(any_store, desk()), alert_wish(alert))
    assert "静默" in html_of(inbox.PANEL, view(any_store))
    assert alert in html_of(inbox.PANEL, view(any_store, state="silent"))
    assert "检修" in html_of(alert_side.PANEL, view(any_store, id=alert))
    page = html_of(silence_list.PANEL, view(any_store))
    for words in ("单件 冷库超温", "检修", "王建国", "解除"):
        assert words in page, words
    assert "data-call" not in html_of(silence_list.PANEL, view(any_store, role="briefer"))
    later_on = view(any_store, at=later(90))
    assert "当前没有静默" in html_of(silence_list.PANEL, later_on)
    assert "检修" in html_of(silence_list.PAST_PANEL, later_on)


def alert_wish(alert: str) -> Wish:
    return Wish(matcher={"alert": alert}, until=later(60), why="检修")


def test_a_foreign_alert_and_an_unknown_one_read_alike(any_store: Store) -> None:
    alert, _ = taken(any_store, message(region="320505", title="他市的事"), message("2", title="本市的事", cause="b"))
    seen = [html_of(alert_detail.PANEL, view(any_store, NANJING, "city", id=name)) for name in (alert, "nothing")]
    assert seen[0] == seen[1]
    assert "他市的事" not in html_of(inbox.PANEL, view(any_store, NANJING, "city"))
    assert "他市的事" in html_of(inbox.PANEL, view(any_store, SUZHOU, "city"))


def test_who_may_not_act_gets_no_button(any_store: Store) -> None:
    (alert,) = taken(any_store, message())
    assert "data-act" in html_of(alert_detail.PANEL, view(any_store, id=alert))
    for role in ("city", "briefer", "auditor"):
        assert "data-act" not in html_of(alert_detail.PANEL, view(any_store, role=role, id=alert))


@pytest.mark.parametrize(
    "asked", [{"state": "' or 1"}, {"level": "V"}, {"city": "999999"}, {"n": "-5"}, {"n": "9²"}, {"q": "%_\\'\""}, {"status": "x"}]
)
def test_what_cannot_be_meant_is_left_out(any_store: Store, asked: dict[str, str]) -> None:
    taken(any_store, message())
    text = html_of(inbox.PANEL, view(any_store, **asked))
    assert ("data-row" in text) is ("q" not in asked)


@pytest.mark.row("A-07")
def test_the_report_card_counts_what_people_found_out(any_store: Store) -> None:
    code, family = "food_cold_chain", "食品安全"
    ours = [message(str(n), source="rule", rule=code, family=family, cause=str(n), title=f"第 {n} 件") for n in range(5)]
    groups = taken(any_store, *ours, message("x", family=family, region="320505", cause="x"))
    at = hand(any_store, desk(), later(1))
    for group, judged in zip(groups, ("confirmed", "confirmed", "confirmed", "false"), strict=False):
        life.dismiss(at, group, judged, "现场核查")
    life.dismiss(at, groups[5], "confirmed", "投诉属实")
    seen = view(any_store, at=later(2), code=code)
    reading = rule_card.CARD.load(seen)
    card = reading.data
    assert (card.hits, card.confirmed, card.false, card.undecided, card.missed) == (5, 3, 1, 1, 1)
    assert card.precision == 0.75
    text = to_html(rule_card.CARD.chart(reading, seen).body)
    assert "75.0%" in text
    assert "分母 4" in text
    listed = html_of(rule_list.PANEL, seen)
    assert "75%" in listed


@pytest.mark.row("A-07")
def test_an_untested_rule_says_that_it_may_not_raise_the_two_gravest_levels(any_store: Store) -> None:
    taken(any_store, message())
    seen = view(any_store, code="food_cold_chain")
    assert "未经 90 天回测，现限Ⅲ级 黄" in html_of(rule_card.PANEL, seen)
    nothing = rule_card.BACKTEST.load(seen)
    assert nothing.data is None
    assert "尚未回测" in nothing.note
    row = backtest_row()
    with any_store.write() as connection:
        rulings.save_backtest(connection, row, NOW)
    assert "未经 90 天" not in html_of(rule_card.PANEL, seen)
    text = html_of(rule_card.BACKTEST, seen)
    assert "可判 91 天（满足 90 天）" in text
    assert "南通 如东" in text
    assert "南通" not in html_of(rule_card.BACKTEST, replace(seen, scope=NANJING))


def backtest_row() -> dict[str, Any]:
    report = {
        "alarms": 2, "per_week": 0.2, "false_at_most": 1, "examples": [{"day": "2026-10-01", "region": "320623", "level": "III", "title": "如东县冷库超温"}],
    }  # fmt: skip
    first, last = (NOW - timedelta(days=92)).date(), (NOW - timedelta(days=1)).date()
    name = "food_cold_chain"
    return {"id": "b1", "rule": name, "edition": edition(name), "first": first, "last": last, "days": 91, "report": report, "who": "cli"}


def test_a_rule_that_does_not_exist_is_no_page_of_numbers(any_store: Store) -> None:
    for panel in (rule_card.PANEL, rule_card.CARD, rule_card.BACKTEST):
        reading = panel.load(view(any_store, code="../nothing"))
        assert reading.data is None
        assert reading.note == "没有这条规则"


def test_the_quarantine_shows_hostile_bytes_as_text(any_store: Store) -> None:
    body = b"<script>alert(1)</script>\xff\x00\xe9"
    with any_store.write() as connection:
        said = {"way": "json", "sender": "<b>x</b>", "content_type": "text/html"}
        quarantine.put(connection, **said, body=body, reason="<img onerror=1>", now=NOW)
    text = html_of(quarantine_list.PANEL, view(any_store))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\\xff\\x00\\xe9" in text
    assert "<script" not in text
    assert "<img" not in text
    assert "data-call" in text
    assert "data-call" not in html_of(quarantine_list.PANEL, view(any_store, role="auditor"))


def test_an_empty_store_says_so(any_store: Store) -> None:
    for panel in (inbox.PANEL, inbox_head.PANEL, alert_detail.PANEL, alert_side.PANEL):
        reading = panel.load(view(any_store))
        assert reading.data is None
        assert reading.note
