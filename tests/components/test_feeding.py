"""The tests of the feeding of panels: one source that stops concerns exactly its node and the panels that its marts feed, and returns."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from dash import html

from components.board import Board, answer
from components.feeding import feeds_of
from components.panel import Drawing, Panel, Reading, View
from components.panels import platform_map
from components.panels.platform_words import held
from components.printer import to_html
from components.sources import Sources
from components.touched import touched
from data_access.cache import AnswerCache
from data_access.feeds import feeding, systems
from data_access.mart_tables import REGION, SOURCE_DAILY, SOURCE_SYSTEM
from data_access.scope import Scope
from tests.indicators.small_marts import AS_OF, CITIES, NANJING, PROVINCE, WHOLE, Bench, regions

DAY = date(2026, 11, 20)
SYSTEMS = {"S01": "entity_daily", "S02": "entity_daily,notice_daily", "S07": "notice_daily", "S30": "draw_daily", "S35": "credit_monthly"}
LAST = AS_OF - timedelta(minutes=10)


def bench(**ends: datetime | None) -> Bench:
    """Five systems with a rhythm of an hour; S07 delivers by city. `ends` says when a system delivered last, None: never."""
    made = Bench().put(REGION, regions())
    made.put(
        SOURCE_SYSTEM,
        [
            {"code": code, "name": f"系统{code}", "owner": "处", "bureau": "局", "net": "registration", "rhythm": 60, "tables": tables}
            for code, tables in SYSTEMS.items()
        ],
    )
    rows: list[dict[str, Any]] = []
    for number, code in enumerate(SYSTEMS):
        last = ends.get(code, LAST)
        for place in CITIES if code == "S07" else (PROVINCE,):
            for day in (DAY - timedelta(days=1), DAY):
                came = 4 if last is not None else 0
                rows.append({
                    "day": day, "region": place, "source": code, "due": 4, "arrived": came, "rows_in": 25 * came, "rejected": 0,
                    "rows_total": 3_000_000_007 * (number + 1) if came else None, "last_arrived_at": last,
                })  # fmt: skip
    return made.put(SOURCE_DAILY, rows)


def view(reader: Bench, scope: Scope = WHOLE, **more: Any) -> View:
    return View(scope=scope, role="leader", now=AS_OF, sources=Sources(marts=reader, store=None, changes=1), **more)


def panel(key: str, *reads: str) -> Panel:
    return Panel(
        key=key, title=key, question="?", owner="处", load=lambda view: Reading(data=1, as_of=AS_OF), chart=lambda reading, view: Drawing(body=html.B("1")),
        reads=frozenset(reads),
    )  # fmt: skip


PANELS = (panel("entry", "entity_daily"), panel("notices", "notice_daily"), panel("draws", "draw_daily"), panel("alerts", "alert"))


def stopped_panels(told: dict[str, Any], now: datetime) -> dict[str, tuple[set[str], bool]]:
    """Which panels say which sources stand still, and whether one of their marts is without any: what the browser makes of the answer."""
    gone = {code for code, one in told["systems"].items() if one["from"] is None or now > datetime.fromisoformat(one["from"])}
    found = {}
    for one in PANELS:
        marts = [set(told["marts"].get(mart, ())) for mart in one.reads]
        late = set().union(*marts) & gone
        if late:
            found[one.key] = (late, any(codes and codes <= gone for codes in marts))
    return found


@pytest.mark.row("O-02")
def test_while_every_source_delivers_no_panel_says_anything() -> None:
    assert stopped_panels(feeds_of(PANELS, view(bench())), AS_OF) == {}


@pytest.mark.row("O-02")
def test_a_stopped_source_concerns_exactly_its_node_and_the_panels_fed_by_it_and_returns() -> None:
    usual = {one.code: one.state(AS_OF) for one in systems(bench(), WHOLE)}
    still = bench(S02=AS_OF - timedelta(hours=3))
    states = {one.code: one.state(AS_OF) for one in systems(still, WHOLE)}
    assert {code for code in states if states[code] != usual[code]} == {"S02"}
    assert states["S02"] == "stopped"
    found = stopped_panels(feeds_of(PANELS, view(still)), AS_OF)
    assert found == {"entry": ({"S02"}, False), "notices": ({"S02"}, False)}
    assert stopped_panels(feeds_of(PANELS, view(bench(S02=AS_OF))), AS_OF) == {}


@pytest.mark.row("O-02")
def test_a_mart_without_any_source_that_delivers_is_whole_stale() -> None:
    found = stopped_panels(feeds_of(PANELS, view(bench(S30=AS_OF - timedelta(hours=2)))), AS_OF)
    assert found == {"draws": ({"S30"}, True)}


@pytest.mark.row("O-02")
def test_a_source_stops_by_itself_one_rhythm_and_a_tenth_after_its_last_batch() -> None:
    told = feeds_of(PANELS, view(bench()))
    assert stopped_panels(told, LAST + timedelta(minutes=66)) == {}
    assert set(stopped_panels(told, LAST + timedelta(minutes=66, seconds=1))) == {"entry", "notices", "draws"}


def test_a_source_that_never_delivered_has_no_moment_and_feeds_only_what_reads_its_mart() -> None:
    told = feeds_of((*PANELS, panel("credit", "credit_monthly")), view(bench(S35=None)))
    assert told["systems"]["S35"]["from"] is None
    assert told["marts"]["credit_monthly"] == ["S35"]
    assert "S35" not in feeds_of(PANELS, view(bench(S35=None)))["systems"]


def test_the_answer_of_a_board_tells_the_feeds_also_when_no_panel_is_asked_for() -> None:
    board = Board(name="test", title="test", path="/test", panels=PANELS, layout=lambda board: None)
    told = json.loads(answer(board, view(bench()), AnswerCache(), []))
    assert told["panels"] == [] and set(told["feeds"]["marts"]) == {"entity_daily", "notice_daily", "draw_daily"}


def test_a_city_hears_of_its_own_lines_and_of_those_for_the_province() -> None:
    reader = bench()
    lines = {one.code: one.places for one in feeding(reader, NANJING)}
    assert lines == {"S01": 1, "S02": 1, "S07": 1, "S30": 1, "S35": 1}
    assert {one.code: one.places for one in systems(reader, NANJING)}["S01"] == 0


@pytest.mark.row("O-02")
def test_the_total_is_the_sum_of_its_parts_to_the_last_row() -> None:
    found = held(view(bench()))
    parts = found.parts["source.rows_total"]
    assert len(parts) == len(SYSTEMS) and sum(parts.values()) == found.whole["source.rows_total"].value  # type: ignore[arg-type]
    assert found.whole["source.rows_total"].value == 3_000_000_007 * (1 + 2 + 4 + 5 + 3 * 3)


@pytest.mark.row("O-02")
def test_the_map_draws_every_node_with_its_state_and_draws_unknown_as_unknown() -> None:
    seen = view(bench(S02=AS_OF - timedelta(hours=3), S35=None))
    text = to_html(platform_map.chart(platform_map.load(seen), seen).body)
    for code, state in (("S01", "ok"), ("S02", "stopped"), ("S35", "none")):
        assert f'data-source="{code}" data-source-state="{state}"' in text
    assert 'data-indicator="source.rows_total" data-span="day" data-value="" data-where="source:S35"' in text


def test_the_boards_that_are_touched_are_those_whose_panels_read_the_mart() -> None:
    board = Board(name="platform", title="板", path="/platform", panels=PANELS, layout=lambda board: None)
    hidden = Board(name="x", title="无", path="/nowhere", panels=PANELS, layout=lambda board: None)
    (found,) = touched({"a": board, "b": hidden}, ("notice_daily",), "leader")
    assert [one.key for one in found.panels] == ["notices"] and found.open
    assert touched({"a": board}, ("trace_daily",), "leader") == ()
    assert not touched({"a": board}, ("notice_daily",), "city")[0].open
