"""The skeleton boards: the six blocks of the six business nets over the demo province, and over small marts where a city is late."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from alerts.clocks import desk as clock_desk
from alerts.clocks.counting import Kind
from alerts.clocks.desk import Deed
from alerts.clocks.desk import Subject as Timed
from components.board import Board, answer
from components.panel import View
from components.panels.skeleton import BLOCKS, Subject, skeleton
from components.printer import to_html
from components.sources import Sources, open_sources
from data_access.cache import AnswerCache
from data_access.mart_tables import CASE_DAILY, ENTITY_DAILY, REGION
from data_access.scope import Scope
from data_access.stores.engine import Store
from indicators.failure import IndicatorFailed
from indicators.period import Span
from indicators.read import Ask, ask, values
from indicators.registry import get, registered
from settings import settings
from tests.access.foreign import of_others
from tests.components.test_business_panels import NOW, drawn
from tests.demo.conftest import NOON, Stood
from tests.indicators.small_marts import NANJING, WHOLE, Bench, days, regions

NETS = ("registration", "approval", "enforcement", "credit", "platform", "trace")
CITY = Scope.of("320000", "320100")


def board_of(net: str) -> tuple[Board, Subject]:
    return importlib.import_module(f"pages.net_{net}").BOARD, importlib.import_module(f"components.panels.net_{net}").SUBJECT


@pytest.fixture(scope="module", autouse=True)
def pages() -> Iterator[None]:
    """Pages can be read without an application while none is being made."""
    import dash

    before = dict(dash.page_registry)
    dash.Dash("yiping", pages_folder="", use_pages=True)
    yield
    dash.page_registry.clear()
    dash.page_registry.update(before)


def panels_of(board: Board, stood: Stood, scope: Scope = WHOLE, **params: str) -> dict[str, dict[str, Any]]:
    with open_sources(stood.marts, stood.store) as sources:
        role = "leader" if scope.is_whole else "city"
        view = View(scope=scope, role=role, now=NOON.astimezone(stood.settings.tz), sources=sources, params=params)
        return {panel["key"]: panel for panel in json.loads(answer(board, view, AnswerCache()))["panels"]}


def told(html: str, code: str, **marks: str) -> list[str]:
    """The raw values of a number's marks that carry these further ones."""
    tags = re.findall(rf'<[^>]*data-indicator="{re.escape(code)}"[^>]*>', html)
    chosen = [tag for tag in tags if all(f'data-{name}="{value}"' in tag for name, value in marks.items())]
    return [found[1] for tag in chosen if (found := re.search(r'data-value="([^"]*)"', tag))]


@pytest.mark.row("O-02")
@pytest.mark.parametrize("net", NETS)
def test_a_net_shows_all_six_blocks_with_the_numbers_of_its_marts(stood: Stood, net: str) -> None:
    board, subject = board_of(net)
    assert board.path == f"/net/{net}"
    found = panels_of(board, stood)
    for block in BLOCKS:
        panel = found[f"{net}-{block}"]
        assert panel["state"] in ("ok", "partial") and panel["asOf"] and (panel["html"] or panel["charts"]), block
    with stood.marts.snapshot() as shot:
        for block, codes in (
            ("volume", subject.volume),
            ("progress", subject.progress),
            ("deadline", subject.deadline),
            ("risk", subject.risk),
        ):
            for code in codes:
                span = None if block == "risk" or get(code).time == "stock" else Span.YEAR
                known = values(shot, (code,), Ask(codes=(code,), scope=WHOLE, span=span))[code]
                assert told(found[f"{net}-{block}"]["html"], code) == ["" if known.value is None else repr(known.value)], code


@pytest.mark.row("O-02")
@pytest.mark.parametrize("net", NETS)
def test_a_ranking_ranks_every_city_that_reported_and_says_why_another_is_not(stood: Stood, net: str) -> None:
    board, subject = board_of(net)
    panel = panels_of(board, stood)[f"{net}-ranking"]
    with stood.marts.snapshot() as shot:
        known = ask(shot, Ask(codes=(subject.ranking,), scope=WHOLE, by=("city",), span=Span.YEAR))
    rates = {city: rate for city, rate in zip(known.frame["city"], known.frame[subject.ranking], strict=True) if city not in known.missing}
    for city, rate in rates.items():
        if city != "320000":
            assert told(panel["html"], subject.ranking, region=city) == [repr(float(rate))]
    for city in known.missing:
        assert told(panel["html"], subject.ranking, region=city) == [""] and "迟报，不参与排名" in panel["html"]
    shown = [float(rate) for rate in told(panel["html"], subject.ranking, span="year") if rate]
    ranked = shown[: len([city for city in rates if city != "320000"])]
    assert ranked == sorted(ranked, reverse=get(subject.ranking).better != "down")


@pytest.mark.row("O-02")
@pytest.mark.parametrize("net", NETS)
def test_every_code_of_a_net_is_registered_and_its_name_says_no_other_period(net: str) -> None:
    """Numbers over the chosen period may not be called 本年 or 近 30 日."""
    subject = board_of(net)[1]
    assert set(subject.timed) | set(subject.risk) | set(subject.lines) <= set(registered())
    assert [code for code in subject.timed if re.search(r"本年|近 \d+|当日", get(code).name)] == []


@pytest.mark.row("Z-02")
@pytest.mark.parametrize("net", NETS)
def test_a_city_sees_its_counties_and_an_unnamed_median_and_nothing_foreign(stood: Stood, net: str) -> None:
    board, subject = board_of(net)
    for params in ({}, {"area": "320500"}, {"area": "320505", "cut": "safety"}, {"area": "320102", "period": "month"}):
        found = panels_of(board, stood, CITY, **params)
        assert of_others(json.dumps(found, ensure_ascii=False), CITY) - {params.get("area", "")} == set()
        assert {panel["state"] for panel in found.values()} <= {"ok", "partial", "nodata"}
        assert told(found[f"{net}-ranking"]["html"], subject.ranking, region="320102")
    assert told(panels_of(board, stood, CITY)[f"{net}-ranking"]["html"], "peers.median")


@pytest.mark.row("O-02")
def test_a_choice_of_field_period_and_place_changes_the_numbers_and_is_said(stood: Stood) -> None:
    board, _ = board_of("enforcement")
    found = panels_of(board, stood, cut="competition", period="month", area="320100")
    html = found["enforcement-volume"]["html"]
    question = Ask(
        codes=("enforcement.filed",), scope=WHOLE, region="320100", span=Span.MONTH, where={"field": ("反不正当竞争", "广告", "价格")}
    )
    with stood.marts.snapshot() as shot:
        known = values(shot, ("enforcement.filed",), question)["enforcement.filed"]
    assert told(html, "enforcement.filed", region="320100", where="field:反不正当竞争|广告|价格") == [repr(known.value)]
    assert "不分领域" in html and "竞争" in found["enforcement-trend"]["subtitle"] and "环比" in html


@pytest.mark.row("K-05")
@pytest.mark.parametrize("net", NETS)
@pytest.mark.parametrize("given", ["<script>alert(1)</script>", "'; drop table entity_daily; --", "999999", "本月"])
def test_hostile_choices_are_said_and_break_nothing(stood: Stood, net: str, given: str) -> None:
    found = panels_of(board_of(net)[0], stood, area=given, period=given, cut=given)
    assert not [key for key, panel in found.items() if panel["state"] in ("error", "nodata")]
    assert "<script>" not in json.dumps(found) and 'class="bzf-said"' in found[f"{net}-filters"]["html"]


# ---- small marts: late cities, empty marts, clocks --------------------------------------------------------------------


def case(day: date, region: str) -> Mapping[str, Any]:
    slow = 2 if region == "320505" else 0
    return {"day": day, "region": region, "field": "广告", "filed": 10, "closed": 8, "on_time": 8 - slow, "overdue": 1, "fined": 100_000}


SUBJECT = Subject(
    key="cases", name="案件", owner="执法稽查局", volume=("enforcement.filed", "enforcement.overdue"), progress=("enforcement.on_time_rate",),
    risk=("enforcement.close_rate_30_days",), deadline=("enforcement.late",), trend=(("enforcement.filed", "立案"),), ranking="enforcement.on_time_rate",
    clocks=("penalty.decide", "coercion.hold"), remark="逐案到期日不在主题库中。",
)  # fmt: skip
PANELS = {panel.key.split("-", 1)[1]: panel for panel in skeleton(SUBJECT)}


@pytest.fixture(scope="module")
def bench() -> Bench:
    """Three cities over 25 months, of which Suqian fell silent on the last day."""
    found = Bench("sqlite://").put(REGION, regions())
    known = [(day, region) for day in days(date(2024, 11, 1), date(2026, 11, 20)) for region in ("320102", "320104", "320505", "321302")]
    late = [(day, region) for day, region in known if region != "321302" or day < date(2026, 11, 20)]
    stock = [
        {"day": day, "region": region, "industry": "C", "type": "enterprise", "opened": 1, "closed": 1, "revoked": 0, "stock": 5000}
        for day, region in late
    ]
    return found.put(CASE_DAILY, [case(*one) for one in late]).put(ENTITY_DAILY, stock)


@pytest.mark.row("O-02")
def test_a_late_city_is_left_unranked_with_its_reason_and_named_in_the_sums(bench: Bench) -> None:
    reading, drawing, text = drawn(PANELS["ranking"], bench)
    assert reading.missing == ("321300",) and text.count("迟报，不参与排名") >= 1
    order = [region for region in re.findall(r'data-region="(\d+)"', text) if region != "321300"]
    assert (
        order[:2] == ["320100", "320500"]
        and "无数据，不参与排名" in text
        and told(text, "enforcement.on_time_rate", region="320500") == ["75.0"]
    )
    assert "全省" in to_html(drawing.subtitle)
    assert "缺宿迁" in drawn(PANELS["volume"], bench, period="month")[2]


@pytest.mark.row("O-02")
def test_a_rate_stands_with_its_parts_its_target_and_its_change_in_points(bench: Bench) -> None:
    _, _, text = drawn(PANELS["progress"], bench, area="320500")
    assert "目标 ≥ 95%" in text and 'data-stand="below"' in text and "持平" in text
    assert re.search(r"[\d,]+ / [\d,]+", text) and "率的差" not in text


@pytest.mark.row("O-02")
def test_the_months_of_a_trend_follow_the_period_and_end_with_a_whole_month(bench: Bench) -> None:
    for period, most in (("month", 13), ("year", 24)):
        _, drawing, _ = drawn(PANELS["trend"], bench, period=period)
        labels = drawing.charts["course"]["xAxis"]["data"]
        assert len(labels) == most and labels[-1] == "2026-10"


@pytest.mark.row("O-02")
@pytest.mark.parametrize("block", BLOCKS)
def test_without_any_batch_a_block_says_why(block: str, any_store: Store) -> None:
    sources: Any = Sources(marts=Bench("sqlite://"), store=any_store, changes=0)
    reading = PANELS[block].load(View(scope=WHOLE, role="leader", now=NOW, sources=sources))
    assert reading.data is None and "尚无批次" in reading.note


@pytest.mark.row("O-02")
def test_statutory_clocks_are_counted_by_limit_within_the_scope(bench: Bench, any_store: Store) -> None:
    desk = clock_desk.desk_of(settings())
    for number, (region, age) in enumerate((("320102", 10), ("320102", 90), ("320505", 200))):
        begun = Deed(kind=Kind.START, at=NOW - timedelta(days=age), who="赵", why="立案")
        clock_desk.start(any_store, desk, "penalty.decide", Timed(kind="case", id=str(number), region=region, title="案件"), begun)

    def shown(scope: Scope, **params: str) -> str:
        sources: Any = Sources(marts=bench, store=any_store, changes=0)
        view = View(scope=scope, role="leader", now=NOW, sources=sources, params=params)
        return to_html(PANELS["deadline"].chart(PANELS["deadline"].load(view), view).body)

    whole = shown(WHOLE)
    assert [told(whole, f"clock.{name}") for name in ("running", "soon", "overdue")] == [["3.0"], ["1.0"], ["1.0"]]
    assert [told(shown(NANJING), f"clock.{name}") for name in ("running", "overdue")] == [["2.0"], ["0.0"]]
    assert told(shown(WHOLE, area="320505"), "clock.running") == ["1.0"]
    assert "查封扣押 30 日" in whole and "尚无计时登记" in whole and "逐案到期日不在主题库中" in whole


@pytest.mark.row("O-02")
def test_a_subject_that_cannot_be_drawn_is_refused_when_it_is_declared() -> None:
    fields = {
        name: getattr(SUBJECT, name) for name in ("key", "name", "owner", "volume", "progress", "risk", "deadline", "trend", "ranking")
    }
    for wrong in ({"risk": ()}, {"ranking": "enforcement.filed"}, {"trend": (("enforcement.filed", "立案"), ("entity.opened", "新设"))}):
        with pytest.raises(IndicatorFailed, match="cases"):
            Subject(**{**fields, **wrong})
