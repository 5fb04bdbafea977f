"""The tests of a board's answer: honest states, the moment at which data become old, the hash, and who may see a panel."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from dash import html

from components.board import Board, answer
from components.panel import Drawing, Panel, Reading, View
from data_access.cache import AnswerCache
from data_access.scope import Scope

NOW = datetime(2026, 11, 22, 2, 42, tzinfo=UTC)
AS_OF = NOW - timedelta(minutes=3)


@dataclass(frozen=True)
class Known:
    """Sources whose version the test sets."""

    changes: int = 1
    marts: Any = None

    def version(self, names: Any) -> tuple[object, ...]:
        return tuple((name, self.changes) for name in sorted(names))


@dataclass
class Case:
    """One panel on one board, with a cache that lives as long as the test."""

    reading: Callable[[View], Reading]
    roles: frozenset[str] = frozenset()
    drawing: Callable[[Reading, View], Drawing] = lambda reading, view: Drawing(body=html.B(str(reading.data)))
    cache: AnswerCache = field(default_factory=AnswerCache)

    def asked(self, changes: int = 1, role: str = "leader", now: datetime = NOW) -> dict[str, Any]:
        panel = Panel(
            key="risk", title="风险", subtitle="静", question="?", owner="应急指挥处", load=lambda view: self.reading(view), chart=self.drawing,
            roles=self.roles, reads=frozenset({"alert"}),
        )  # fmt: skip
        board = Board(name="test", title="test", path="/test", panels=(panel,), layout=lambda board: None)
        view = View(scope=Scope.whole("320000"), role=role, now=now, sources=Known(changes))
        found: dict[str, Any] = json.loads(answer(board, view, self.cache))["panels"][0]
        return found


def good(data: Any = 5, **more: Any) -> Callable[[View], Reading]:
    return lambda view: Reading(data=data, as_of=AS_OF, rhythm=timedelta(hours=1), **more)


def failing(view: View) -> Reading:
    raise RuntimeError("password=secret of host db1")


def test_a_panel_with_all_its_data_is_ok() -> None:
    found = Case(good(batch=7, nature="demo")).asked()
    assert (found["state"], found["html"], found["batch"], found["nature"]) == ("ok", "<b>5</b>", 7, "demo")
    assert found["asOf"] == "2026-11-22T02:39:00+00:00"


@pytest.mark.row("K-03")
def test_data_become_late_after_their_rhythm_and_a_tenth() -> None:
    found = Case(good()).asked()
    assert datetime.fromisoformat(found["due"]) == AS_OF + timedelta(minutes=66)
    assert found["rhythm"] == 3600
    assert Case(lambda view: Reading(data=1, as_of=AS_OF)).asked()["due"] is None


@pytest.mark.row("K-03")
def test_a_panel_without_data_says_so_and_draws_nothing() -> None:
    found = Case(lambda view: Reading(data=None, as_of=None, note="预警库尚无记录")).asked()
    assert (found["state"], found["html"], found["charts"], found["asOf"], found["due"]) == ("nodata", "", {}, None, None)
    assert (found["note"], found["subtitle"]) == ("预警库尚无记录", "静")


@pytest.mark.row("K-03")
def test_nothing_to_count_is_data_and_not_its_absence() -> None:
    assert [Case(good(empty)).asked()["state"] for empty in (0, [], {}, False, "")] == ["ok"] * 5


@pytest.mark.row("K-03")
def test_a_panel_with_silent_regions_is_partial_and_names_them() -> None:
    found = Case(good(missing=("320800",), of=13)).asked()
    assert (found["state"], found["missing"], found["of"]) == ("partial", ["320800"], 13)


@pytest.mark.row("K-03")
def test_a_failed_panel_keeps_its_last_good_drawing_with_its_own_time() -> None:
    case = Case(good())
    before = case.asked()
    case.reading = failing
    found = case.asked(changes=2)
    assert (found["state"], found["html"], found["asOf"], found["due"]) == ("error", "<b>5</b>", before["asOf"], before["due"])
    assert (found["failedAt"], found["code"]) == ("2026-11-22T02:42:00+00:00", "RuntimeError")
    assert "secret" not in json.dumps(found)
    case.reading = good(6)
    assert (case.asked(changes=2)["state"], case.asked(changes=2)["html"]) == ("ok", "<b>6</b>")


def test_a_panel_that_never_worked_is_an_empty_error() -> None:
    found = Case(failing).asked()
    assert (found["state"], found["html"], found["title"], found["owner"]) == ("error", "", "风险", "应急指挥处")


def test_a_drawing_that_fails_is_an_error_of_its_panel_alone() -> None:
    case = Case(good(), drawing=lambda reading, view: Drawing(body=html.A("x", href="https://evil.example")))
    assert (case.asked()["state"], case.asked()["code"]) == ("error", "UnprintableError")
    nan = Case(good(), drawing=lambda reading, view: Drawing(body="", charts={"x": {"value": float("nan")}}))
    assert nan.asked()["state"] == "error"


@pytest.mark.row("Z-01")
def test_a_role_that_may_not_see_a_panel_gets_its_frame_and_nothing_of_its_data() -> None:
    case = Case(good("geheim"), roles=frozenset({"leader"}))
    assert case.asked(role="leader")["state"] == "ok"
    found = case.asked(role="briefer")
    assert (found["state"], found["html"], found["note"]) == ("forbidden", "", "应急指挥处")
    assert "asOf" not in found and "geheim" not in json.dumps(found)


def test_the_hash_stands_while_the_panel_stands_and_changes_with_it() -> None:
    case = Case(good())
    first = case.asked()["hash"]
    assert case.asked(now=NOW + timedelta(hours=5))["hash"] == first
    assert case.asked(changes=2)["hash"] == first == Case(good()).asked()["hash"]
    others = [Case(good(6)), Case(good(batch=8)), Case(good(note="x")), Case(good(missing=("320800",)))]
    assert len({first, *(other.asked()["hash"] for other in others)}) == 5
    case.reading = failing
    assert case.asked(changes=3)["hash"] != first


def test_a_panel_is_read_once_for_one_version_of_its_data() -> None:
    read: list[datetime] = []

    def counting(view: View) -> Reading:
        read.append(view.now)
        return good()(view)

    case = Case(counting)
    for changes in (1, 1, 1, 2, 2):
        case.asked(changes)
    assert len(read) == 2


def test_a_subtitle_may_be_a_tree_and_is_escaped() -> None:
    def told(subtitle: Any) -> Mapping[str, Any]:
        return Case(good(), drawing=lambda reading, view: Drawing(body="", subtitle=subtitle)).asked()

    assert told("")["subtitle"] == "静"
    assert told(["在线 ", html.B("8", **{"data-value": "8"}), None, "<i>"])["subtitle"] == '在线 <b data-value="8">8</b>&lt;i&gt;'


def test_only_the_asked_panels_are_answered_in_the_boards_order() -> None:
    made = [
        Panel(key=key, title=key, question="?", owner="?", load=good(), chart=lambda reading, view: Drawing(body="x"))
        for key in ("a", "b", "c")
    ]
    board = Board(name="test", title="", path="/test", panels=tuple(made), layout=lambda board: None)
    view = View(scope=Scope.whole("320000"), role="leader", now=NOW, sources=Known(9))
    for keys, wanted in ((None, ["a", "b", "c"]), (["c", "a", "x"], ["a", "c"]), ([], [])):
        found = json.loads(answer(board, view, AnswerCache(), keys))
        assert [panel["key"] for panel in found["panels"]] == wanted
        assert (found["page"], found["changes"]) == ("test", 9)
    assert json.loads(answer(board, replace(view, now=NOW + timedelta(days=1)), AnswerCache()))["now"].startswith("2026-11-23")


def test_a_panel_sees_only_the_parameters_that_it_needs_and_is_drawn_once_for_all_others() -> None:
    seen: list[dict[str, str]] = []

    def load(view: View) -> Reading:
        seen.append(dict(view.params))
        return Reading(data=1, as_of=AS_OF)

    panel = Panel(
        key="list", title="表", question="?", owner="处", load=load, chart=lambda reading, view: Drawing(body="1"), needs=frozenset({"state"}),
    )  # fmt: skip
    board = Board(name="test", title="test", path="/test", panels=(panel,), layout=lambda board: None, params=frozenset({"state", "id"}))
    cache = AnswerCache()
    for params in ({"state": "open", "id": "1"}, {"state": "open", "id": "2"}, {"state": "closed"}):
        view = View(scope=Scope.whole("320000"), role="leader", now=NOW, sources=Known(), params=params)
        told = json.loads(answer(board, view, cache))
        assert told["params"] == params
        assert told["panels"][0]["needs"] == ["state"]
    assert seen == [{"state": "open"}, {"state": "closed"}]


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("/rules/a1", {"code": "a1"}),
        ("/rules/a1/", {"code": "a1"}),
        ("/rules", None),
        ("/rules/", None),
        ("/rules/a/b", None),
        ("/other/a", None),
    ],
)
def test_a_board_knows_its_own_addresses(path: str, parts: dict[str, str] | None) -> None:
    board = Board(name="rule", title="", path="/rules/<code>", panels=(), layout=lambda board: None, params=frozenset({"code"}))
    assert board.parts_of(path) == parts
    if parts is not None:
        assert board.address(parts) == path.rstrip("/")
    assert board.address({}) == "/rules/~"
