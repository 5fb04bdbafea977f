"""The scopes under warm caches: in whatever order callers ask, nobody meets another's rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from dash import html
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.board import Board, answer
from components.number import figure
from components.panel import Drawing, Panel, Reading, View
from components.sources import open_sources
from data_access.cache import AnswerCache
from data_access.marts import Marts, Part
from data_access.scope import Scope
from data_access.stores import alerts
from data_access.stores.engine import Store, ensure_schema, open_store
from geo.regions import regions_of
from indicators.period import Span
from indicators.read import Ask, ask, value
from tests.access.conftest import House
from tests.access.foreign import of_others, panels
from tests.data_access.test_wall_reads import alert
from tests.demo.conftest import NOON, Stood

PROVINCE, NANJING, SUZHOU = "320000", "320100", "320500"
SCOPES = {
    "province": Scope.whole(PROVINCE),
    "nanjing": Scope.of(PROVINCE, NANJING),
    "suzhou": Scope.of(PROVINCE, SUZHOU),
    "both": Scope.of(PROVINCE, NANJING, SUZHOU),
    "nothing": Scope.nothing(PROVINCE),
}
COUNTY = {NANJING: "320102", SUZHOU: "320505"}
BASE = {NANJING: 1_100_000, SUZHOU: 2_200_000}
DAY = date(2026, 11, 20)


def _total(view: View) -> Reading:
    found = value(view.sources.marts, "complaint.received", view.scope, span=Span.DAY)
    return Reading(data=found, as_of=found.as_of, batch=found.batch, rhythm=timedelta(days=1))


def _by_city(view: View) -> Reading:
    found = ask(view.sources.marts, Ask(codes=("complaint.received",), scope=view.scope, by=("city",), span=Span.DAY))
    return Reading(
        data=dict(zip(found.frame["city"], found.frame["complaint.received"], strict=True)), as_of=found.as_of, missing=found.missing
    )


def _alerts(view: View) -> Reading:
    with view.sources.store.read() as connection:
        return Reading(data=alerts.feed(connection, view.scope, 50), as_of=view.now)


def _draw_total(reading: Reading, view: View) -> Drawing:
    return Drawing(body=figure("complaint.received", reading.data.value), subtitle=f"{reading.data.value}")


def _draw_cities(reading: Reading, view: View) -> Drawing:
    names = regions_of(view.scope.province)
    rows = [
        html.Li([names.short(city), " ", figure("complaint.received", number)], **{"data-region": city})
        for city, number in reading.data.items()
    ]
    return Drawing(body=html.Ul(rows), charts={"bars": {"series": [{"data": list(reading.data.items())}]}})


def _draw_alerts(reading: Reading, view: View) -> Drawing:
    names = regions_of(view.scope.province)
    return Drawing(body=[html.P([a.title, names.path(a.region)], **{"data-alert": a.id}) for a in reading.data])


def _panel(key: str, load: Any, chart: Any, reads: str) -> Panel:
    return Panel(key=key, title=key, question="?", owner="?", load=load, chart=chart, reads=frozenset({reads}))


BOARD = Board(
    name="markers", title="markers", path="/markers", layout=lambda board: None,
    panels=(
        _panel("total", _total, _draw_total, "complaint_daily"),
        _panel("cities", _by_city, _draw_cities, "complaint_daily"),
        _panel("alerts", _alerts, _draw_alerts, "alert"),
    ),
)  # fmt: skip


@dataclass
class Two:
    """Two cities in real stores, whose figures name their city and the generation of the data."""

    marts: Marts
    store: Store
    generation: int = 0
    alerts: dict[str, list[str]] = field(default_factory=lambda: {NANJING: [], SUZHOU: []})

    def figures(self, scope: Scope) -> dict[str, int]:
        return {city: BASE[city] + self.generation for city in BASE if scope.allows(city)}

    def publish(self) -> None:
        self.generation += 1
        rows = [{"region": COUNTY[city], "received": BASE[city] + self.generation} for city in BASE]
        more = dict.fromkeys(("accepted", "closed", "on_time", "overdue", "recovered"), 0)
        frame = pd.DataFrame([{"day": DAY, "topic": "食品", "channel": "12315", **row, **more} for row in rows])
        at = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
        self.marts.publish([Part(table="complaint_daily", data=frame)], source="test", nature="demo", as_of=at)

    def raise_alert(self, city: str) -> None:
        name = f"M{city}N{len(self.alerts[city])}"
        with self.store.write() as connection:
            alerts.insert_many(connection, [alert(name, COUNTY[city])], [], NOON)
        self.alerts[city].append(name)

    def asked(self, who: str, cache: AnswerCache, keys: list[str] | None = None) -> str:
        with open_sources(self.marts, self.store) as sources:
            return answer(BOARD, View(scope=SCOPES[who], role="city", now=NOON, sources=sources), cache, keys)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    home = tmp_path_factory.mktemp("two")
    store = open_store(f"sqlite:///{home / 'store.sqlite'}")
    ensure_schema(store)
    found = Two(Marts(home / "marts"), store)
    found.publish()
    yield found
    store.close()


def check(two: Two, who: str, text: str) -> None:
    """An answer holds what its scope may see, all of it, and nothing else."""
    scope, own = SCOPES[who], two.figures(SCOPES[who])
    assert of_others(text, scope) == set()
    for city, base in BASE.items():
        seen = [a for a in two.alerts[city] if a in text]
        if scope.allows(city):
            assert str(base + two.generation) in text
        else:
            assert str(base)[:2] + "0000" not in text and not seen
            assert str(base + two.generation) not in text
    if len(own) == 2 and who == "both":
        assert str(sum(own.values())) in text
    elif not SCOPES[who].is_whole:
        assert str(sum(two.figures(Scope.whole(PROVINCE)).values())) not in text


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.sampled_from(sorted(SCOPES)), st.sampled_from([None, ("total",), ("cities", "alerts"), ("alerts",)])),
        st.tuples(st.just("publish"), st.none(), st.none()),
        st.tuples(st.just("alert"), st.sampled_from([NANJING, SUZHOU]), st.none()),
    ),
    min_size=4,
    max_size=10,
)  # fmt: skip


@pytest.mark.row("Z-02")
@given(steps=STEPS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_asked_before_a_city_sees_its_own_alone(two: Two, steps: list[tuple[str, Any, Any]]) -> None:
    cache = AnswerCache()
    for kind, what, keys in [*steps, *(("ask", who, None) for who in SCOPES)]:
        if kind == "publish":
            two.publish()
        elif kind == "alert":
            two.raise_alert(what)
        else:
            warm = two.asked(what, cache, list(keys) if keys else None)
            assert warm == two.asked(what, AnswerCache(), list(keys) if keys else None)
            if keys is None:
                check(two, what, warm)


def _broken(view: View) -> Reading:
    raise RuntimeError(f"the database says: row of 苏州市 {SUZHOU}")


@pytest.mark.row("Z-02")
def test_a_failure_shows_the_scopes_own_last_answer_and_no_text_of_the_failure(two: Two) -> None:
    cache = AnswerCache()
    for who in SCOPES:
        two.asked(who, cache)
    two.publish()
    broken = Board(
        name="markers", title="", path="/markers", layout=lambda board: None,
        panels=tuple(_panel(p.key, _broken, p.chart, next(iter(p.reads))) for p in BOARD.panels),
    )  # fmt: skip
    with open_sources(two.marts, two.store) as sources:
        for who, scope in SCOPES.items():
            text = answer(broken, View(scope=scope, role="city", now=NOON, sources=sources), cache)
            assert of_others(text, scope) == set()
            assert {panel["state"] for panel in panels(text) if panel["key"] != "alerts"} == {"error"}
            for city, base in BASE.items():
                assert (str(base + two.generation - 1) in text) is (scope.allows(city) and who != "nothing")


@pytest.mark.row("Z-02")
@pytest.mark.parametrize("order", [("province", "nanjing", "suzhou"), ("nanjing", "suzhou", "province"), ("suzhou", "nothing", "nanjing")])
def test_the_real_boards_hold_nothing_foreign_for_a_city(house: House, stood: Stood, order: tuple[str, ...]) -> None:
    cache = AnswerCache()
    now = NOON.astimezone(stood.settings.tz)
    with open_sources(stood.marts, stood.store) as sources:
        for who in (*order, *order):
            for board in house.app.parts.boards.values():
                if board.path.startswith("/system/"):
                    continue
                text = answer(board, View(scope=SCOPES[who], role="city", now=now, sources=sources), cache)
                assert not [p["key"] for p in panels(text) if p["state"] == "error" and who != "nothing"]
                for panel in panels(text):
                    assert of_others(str(panel), SCOPES[who]) == set(), (who, panel["key"])
