"""The panels of the business environment over a small province: numbers equal the marts, a late city is unknown, a choice cuts what is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from components.panel import Drawing, Panel, Reading, View
from components.panels import (
    business_after,
    business_filters,
    business_flows,
    business_heat,
    business_numbers,
    business_peers,
    business_stock,
    business_survival,
    business_why,
)
from components.printer import to_html
from components.sources import Sources
from data_access.mart_tables import CREDIT_MONTHLY, ENTERPRISE, ENTERPRISE_EVENT, ENTITY_DAILY, LICENCE_DAILY, REGION
from data_access.scope import Scope
from tests.indicators.small_marts import NANJING, WHOLE, Bench, days, regions

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
FIRST, LAST = date(2024, 11, 1), date(2026, 11, 20)
COUNTIES = ("320102", "320505", "321302")
PANELS = (
    business_filters, business_numbers, business_flows, business_heat, business_why, business_survival, business_peers, business_after,
    business_stock,
)  # fmt: skip


def opened(day: date, region: str, industry: str) -> int:
    """Ten a day, two more in trade F of this year, half as many in Suzhou."""
    grown = 2 if industry == "F" and day.year == 2026 else 0
    return (10 + grown) // (2 if region == "320505" else 1)


def five_years_ago() -> list[dict[str, Any]]:
    """Forty that opened in March 2021, of which ten ended after two years; those of trade C are too few for a curve of their own."""
    firm = {"uscc_kind": "uscc18", "type": "enterprise", "region": "320102", "region_how": "current", "opened_on": date(2021, 3, 1)}
    ended = {"closed_on": date(2023, 3, 1), "status": "closed"}
    return [
        {**firm, "uscc": f"L{n}", "industry": "C" if n < 5 else "F", **(ended if n % 4 == 0 else {"status": "open"})} for n in range(40)
    ]


@pytest.fixture(scope="module")
def bench() -> Bench:
    """Three cities over two years, of which Suqian fell silent on the last day; SQLite, whose tables may have a column named `at`."""
    found = Bench("sqlite://").put(REGION, regions())
    found.put(
        ENTITY_DAILY,
        [
            {
                "day": day, "region": region, "industry": industry, "type": "enterprise", "opened": opened(day, region, industry), "closed": 4,
                "revoked": 1, "stock": 5000,
            }
            for day in days(FIRST, LAST)
            for region in COUNTIES
            for industry in ("C", "F")
            if region != "321302" or day < LAST
        ],
    )  # fmt: skip
    licence = {"kind": "食品经营许可", "accepted": 20, "granted": 18, "refused": 0, "online": 15, "on_time": 18, "minutes": 18 * 1440}
    found.put(LICENCE_DAILY, [{**licence, "day": day, "region": "320102"} for day in days(date(2025, 1, 1), LAST)])
    credit = {"grade": "A", "entities": 100, "listed": 1, "prosperity": 103.0, "prosperity_low": 101.0, "prosperity_high": 105.0}
    found.put(CREDIT_MONTHLY, [{**credit, "month": date(2026, month, 1), "region": "320102"} for month in (9, 10)])
    firm = {"uscc_kind": "uscc18", "type": "enterprise", "region": "320102", "region_how": "current", "status": "open"}
    found.put(
        ENTERPRISE,
        [{**firm, "uscc": f"N{n}", "opened_on": date(2025, 3, 1 + n)} for n in range(10)]
        + [{**firm, "uscc": "O", "opened_on": date(2020, 1, 1)}]
        + five_years_ago(),
    )
    event = {"source": "S21", "region": "320102"}
    return found.put(
        ENTERPRISE_EVENT,
        [
            {**event, "event": "1", "uscc": "N1", "kind": "投诉", "at": datetime(2025, 4, 1, tzinfo=UTC)},
            {**event, "event": "2", "uscc": "N2", "kind": "许可", "at": datetime(2025, 8, 1, tzinfo=UTC)},
            {**event, "event": "3", "uscc": "N3", "kind": "投诉", "at": datetime(2026, 6, 1, tzinfo=UTC)},  # after its twelve months
            {**event, "event": "4", "uscc": "O", "kind": "投诉", "at": datetime(2026, 6, 1, tzinfo=UTC)},
        ],
    )


def drawn(panel: Panel, bench: Bench, scope: Scope = WHOLE, **params: str) -> tuple[Reading, Drawing, str]:
    sources: Any = Sources(marts=bench, store=None, changes=0)
    known: Mapping[str, str] = {name: value for name, value in params.items() if name in panel.needs}
    view = View(scope=scope, role="leader", now=NOW, sources=sources, params=known)
    reading = panel.load(view)
    assert reading.data is not None, reading.note
    drawing = panel.chart(reading, view)
    return reading, drawing, to_html(drawing.body)


def numbers(text: str, code: str) -> list[float]:
    return [float(raw) for raw in re.findall(rf'data-indicator="{re.escape(code)}"[^>]*data-value="([^"]+)"', text)]


@pytest.mark.row("B-01")
def test_the_six_numbers_equal_the_marts(bench: Bench) -> None:
    reading, _, text = drawn(business_numbers.PANEL, bench)
    whole = sum(
        opened(day, region, industry)
        for day in days(date(2026, 1, 1), LAST)
        for region in COUNTIES
        for industry in ("C", "F")
        if region != "321302" or day < LAST
    )
    assert numbers(text, "entity.opened") == [whole]
    assert numbers(text, "licence.average_days") == [1.0] and numbers(text, "credit.prosperity") == [103.0]
    assert reading.missing == ("321300",) and "环比" in text and "持平" in text


@pytest.mark.row("B-01")
def test_entry_less_exit_is_the_net_of_every_month(bench: Bench) -> None:
    _, drawing, _ = drawn(business_flows.PANEL, bench, period="rolling")
    into, out, net = (one["data"] for one in drawing.charts["flows"]["series"][:3])
    shown = [(a, b, c["value"] if isinstance(c, dict) else c) for a, b, c in zip(into, out, net, strict=True) if c is not None]
    assert len(shown) == 24
    assert all(a + b == pytest.approx(c) for a, b, c in shown)


@pytest.mark.row("O-05")
@pytest.mark.parametrize(
    "params", [{}, {"split": "city"}, {"period": "month"}, {"area": "320500"}, {"area": "south"}, {"period": "rolling"}]
)
def test_the_parts_sum_to_the_change_of_the_headline_to_the_last_unit(bench: Bench, params: dict[str, str]) -> None:
    reading, _, text = drawn(business_why.PANEL, bench, **params)
    found = reading.data["split"]
    parts = [float(raw) for raw in re.findall(r'data-part="[^"]*" [^>]*data-value="([^"]+)"', text)]
    assert parts and sum(parts) == found.now - found.before
    assert f'data-value="{found.now - found.before:.0f}"' in text.split('class="wr1 all"')[1]


@pytest.mark.row("K-03")
def test_a_late_city_is_left_out_of_the_split_and_said(bench: Bench) -> None:
    _, _, text = drawn(business_why.PANEL, bench, split="city")
    assert "未含迟报的 宿迁" in text and 'class="el">宿迁' not in text


@pytest.mark.row("K-03")
def test_the_column_of_a_late_city_is_unknown_and_not_nought(bench: Bench) -> None:
    _, _, text = drawn(business_heat.PANEL, bench)
    assert text.count('class="hu"') >= 2 and "宿迁 迟报，同比未知" in text
    known = re.findall(r'data-region="320100" data-span="year" data-value="([^"]+)" data-where="industry:(\w)"', text)
    assert {trade: round(float(value)) for value, trade in known} == {"C": 0, "F": 20}


@pytest.mark.row("B-01")
def test_the_survival_is_that_of_a_hand_count_and_small_trades_have_no_stair(bench: Bench) -> None:
    reading, drawing, text = drawn(business_survival.PANEL, bench, zombies="with")
    assert reading.data.trades == ("F",)
    whole = reading.data.whole.set_index("months")["survival"]
    assert (whole[23], whole[24], whole[60]) == (1.0, 0.75, 0.75)
    assert numbers(text, "survival.share") == [75.0] and numbers(text, "survival.entities") == [40.0]
    assert [one["name"] for one in drawing.charts["survival"]["series"]] == ["批发零售"]


@pytest.mark.row("B-01")
def test_quiet_entities_leave_the_curve_and_the_stock_unless_they_are_wanted(bench: Bench) -> None:
    assert not _known(business_survival.PANEL, bench)  # all that stand have been quiet for three years: too few remain to tell
    _, _, text = drawn(business_numbers.PANEL, bench)
    share = numbers(drawn(business_numbers.PANEL, bench, zombies="with")[2], "zombie.share")[0]
    stock = numbers(text, "entity.stock")[0]
    assert 0 < share < 100
    assert numbers(text, "environment.stock_active")[0] == pytest.approx(stock * (1 - share / 100))


def _known(panel: Panel, bench: Bench) -> bool:
    sources: Any = Sources(marts=bench, store=None, changes=0)
    return panel.load(View(scope=WHOLE, role="leader", now=NOW, sources=sources)).data is not None


@pytest.mark.row("B-04")
def test_a_late_city_is_not_compared_and_says_why(bench: Bench) -> None:
    reading, _, text = drawn(business_peers.PANEL, bench)
    assert reading.missing == ("321300",)
    assert re.search(r'data-indicator="entity.opened_per_thousand" data-region="321300"[^>]*data-value=""', text)
    assert "迟报，不参与比较" in text and "不足 3 市，无中位" in text


@pytest.mark.row("B-03")
def test_what_follows_an_opening_is_joined_by_code_over_twelve_months(bench: Bench) -> None:
    reading, drawing, text = drawn(business_after.PANEL, bench)
    after = reading.data["after"]
    assert (after.members, after.met["许可"], after.met["投诉"], after.early) == (10, 1, 1, 1)
    assert after.times == pytest.approx(0.1 / (1 / 31))  # of 31 older ones one had a complaint in its last twelve months
    assert "关联规则 GL-01" in text and "未匹配" in text and "各满 12 个月" in to_html(drawing.subtitle)


@pytest.mark.row("B-01")
def test_the_stock_by_section_and_by_place_adds_up(bench: Bench) -> None:
    _, drawing, text = drawn(business_stock.PANEL, bench)
    found = numbers(text, "entity.stock")
    total = numbers(to_html(drawing.subtitle), "entity.stock")[0]
    assert sum(found) == 2 * total == 2 * 20_000
    assert "迟报，存量未知" in text


@pytest.mark.row("Z-02")
@pytest.mark.parametrize("module", PANELS, ids=lambda module: module.PANEL.key)
def test_a_city_that_asks_for_another_gets_its_own_and_no_foreign_code(bench: Bench, module: Any) -> None:
    reading, drawing, text = drawn(module.PANEL, bench, NANJING, area="320500", zombies="with")
    whole = text + to_html(drawing.subtitle) + repr(drawing.charts) + reading.note
    assert "320505" not in whole and "苏州" not in whole
    assert set(re.findall(r'data-region="(\d+)"', whole)) <= {"320100", "320102"}


@pytest.mark.row("K-05")
def test_a_choice_that_means_nothing_is_said_once_at_the_conditions(bench: Bench) -> None:
    _, _, text = drawn(business_filters.PANEL, bench, period="decade")
    assert "没有“decade”这种期间，按本年累计显示。" in text
    assert 'aria-pressed="true"' in text and text.count('class="on"') == 4


@pytest.mark.row("K-03")
@pytest.mark.parametrize("module", [one for one in PANELS if one is not business_filters], ids=lambda module: module.PANEL.key)
def test_without_any_batch_a_panel_says_why(module: Any) -> None:
    sources: Any = Sources(marts=Bench("sqlite://"), store=None, changes=0)
    view = View(scope=WHOLE, role="leader", now=NOW, sources=sources)
    reading = module.PANEL.load(view)
    assert reading.data is None and "尚无批次" in reading.note
