"""The intake on both engines: each message judged by itself, nothing lost, nothing twice, one matter one group."""

from __future__ import annotations

import itertools
import threading
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from alerts.desk import Gate
from alerts.intake import accept, accept_one
from alerts.message import Fate, Message, Status
from data_access.stores import alerts
from data_access.stores.alert_tables import ALERT, ALERT_STEP
from data_access.stores.engine import Store, ensure_schema, open_store
from data_access.stores.tables import CHANGE, OUTBOX
from tests.alerts.making import NOW, WHOLE, Ears, desk, heads, later, message, rows, steps

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"source": ""}, "来源必填"), ({"source_id": " "}, "来源编号必填"), ({"source_id": "a\nb"}, "控制字符"), ({"source": "x" * 65}, "64"),
    ({"source_id": "x" * 129}, "128"), ({"title": ""}, "标题必填"), ({"title": "\u200f\x00 "}, "标题必填"), ({"title": "长" * 201}, "200"),
    ({"title": "\ud800"}, "不完整"), ({"detail": "长" * 8001}, "8000"), ({"level": "V"}, "级别"), ({"level": "0"}, "报送异常"), ({"level": ""}, "级别"),
    ({"region": "110000"}, "区划"), ({"region": "32"}, "六位"), ({"region": "３２０１０２"}, "六位"), ({"occurred_at": datetime(2026, 11, 20)}, "时区"),
    ({"occurred_at": later(11)}, "晚于现在"), ({"occurred_at": NOW.replace(year=1970)}, "1970"), ({"lon": float("nan"), "lat": 1.0}, "经度"),
    ({"lon": 118.0}, "同时"), ({"evidence": ({"value": float("inf")},)}, "有限数"), ({"inputs": {"value": 1 << 70}}, "64 位"),
    ({"evidence": ({"text": "x" * 70_000},)}, "超过"), ({"entity": {"uscc": 3}}, "文字"), ({"nature": "real"}, "数据性质"),
    ({"evidence": ({"a": "\udc00"},)}, "不完整"), ({"rule": "r" * 65}, "64"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "said"), WRONG)
def test_a_message_that_cannot_be_taken_is_refused_with_its_reason(any_sqlite: Store, wrong: dict[str, Any], said: str) -> None:
    before, after = (message(f"{when} {WRONG.index((wrong, said))}") for when in ("before", "after"))
    outcomes = accept(any_sqlite, [before, message("bad", **wrong), after], desk(), NOW)
    assert [outcome.fate for outcome in outcomes] == [Fate.ACCEPTED, Fate.REFUSED, Fate.ACCEPTED]
    assert said in outcomes[1].reason and outcomes[1].id is None


@pytest.fixture(scope="module")
def any_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Any:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('intake') / 'store.sqlite'}")
    ensure_schema(store)
    yield store
    store.close()


def test_texts_are_kept_inert_and_without_control_signs(any_store: Store) -> None:
    hostile = "<script>alert(1)</script> =cmd|' {{7*7}} \u202eevil\u0000 e\u0301"
    accept_one(
        any_store,
        message(title=hostile, detail="一\r\n二\x1b[31m", evidence=({"note": "a\0b"},), inputs={"series": [[1, 2.5]]}),
        desk(),
        NOW,
    )
    row = rows(any_store)["1"]
    assert row["title"] == "<script>alert(1)</script> =cmd|' {{7*7}} evil é"
    assert row["detail"] == "一\n二[31m" and row["evidence"] == [{"note": "ab"}] and row["inputs"] == {"series": [[1, 2.5]]}


def test_a_retired_code_becomes_the_region_of_today(any_store: Store) -> None:
    accept_one(any_store, message(region="320107", occurred_at=NOW), desk(), NOW)
    row = rows(any_store)["1"]
    assert row["region"] != "320107" and row["region"] in desk().regions.all


def test_the_same_message_again_is_a_duplicate_and_another_body_a_conflict(any_store: Store) -> None:
    first, again, other = (accept_one(any_store, told, desk(), NOW) for told in (message(), message(), message(title="别的")))
    assert (first.fate, again.fate, other.fate) == (Fate.ACCEPTED, Fate.DUPLICATE, Fate.CONFLICT)
    assert first.id == again.id == other.id
    assert rows(any_store)["1"]["title"] == "冷库超温" and len(rows(any_store)) == 1


def test_an_accepted_alert_has_its_first_step_its_ticker_line_and_its_outbox_row(any_store: Store) -> None:
    outcome = accept_one(any_store, message(), desk(), NOW)
    assert steps(any_store, str(outcome.id)) == [(None, "open")]
    with any_store.read() as connection:
        assert connection.execute(select(CHANGE.c.kind, CHANGE.c.object)).all() == [("alert_new", outcome.id)]
        assert connection.execute(select(OUTBOX.c.body)).scalars().all() == [{"tables": ["alert", "alert_step", "change"]}]


@pytest.mark.row("A-02")
def test_a_storm_of_500_of_one_cause_is_one_group_that_counts_500(any_store: Store) -> None:
    storm = [
        message(str(number), cause="同一批次", region=("320102", "320115")[number % 2], title=f"第 {number} 条") for number in range(500)
    ]
    outcomes = accept(any_store, storm, desk(), NOW)
    assert {outcome.fate for outcome in outcomes} == {Fate.ACCEPTED} and len({outcome.group for outcome in outcomes}) == 1
    assert [(head["merged"], head["state"]) for head in heads(any_store)] == [(500, "open")]
    with any_store.read() as connection:
        assert connection.execute(select(func.count()).select_from(ALERT)).scalar() == 500
        assert alerts.open_by_level(connection, WHOLE)["III"] == 1
        assert [row.merged for row in alerts.feed(connection, WHOLE, 20)] == [500]
        assert (connection.execute(select(func.count()).select_from(CHANGE)).scalar() or 0) < 10


@pytest.mark.row("A-02")
def test_the_gravest_of_a_group_gives_it_its_level(any_store: Store) -> None:
    ears = Ears()
    at = desk(after=(ears,))
    accept(
        any_store, [message("a", cause="c", level="IV"), message("b", cause="c", level="II"), message("c", cause="c", level="III")], at, NOW
    )
    assert [(head["source_id"], head["level"], head["merged"]) for head in heads(any_store)] == [("a", "II", 3)]
    assert ears.take() == [("fired", "a", None)]
    accept_one(any_store, message("d", cause="c", level="I"), at, NOW)
    assert ears.take() == [("raised", "a", None)] and heads(any_store)[0]["level"] == "I"


def test_cities_drills_and_natures_never_join(any_store: Store) -> None:
    told = [
        message("a", cause="c"), message("b", cause="c", region="320505"), message("c", cause="c", status=Status.EXERCISE),
        message("d", cause="c", nature="demo"), message("e", cause="c", family="食品安全"), message("f", cause="c", region="320100"),
    ]  # fmt: skip
    outcomes = accept(any_store, told, desk(), NOW)
    assert [outcome.group == outcome.id for outcome in outcomes] == [True] * 5 + [False]
    with any_store.read() as connection:
        assert alerts.open_by_level(connection, WHOLE)["III"] == 4


@pytest.mark.row("A-02")
def test_a_lesser_alert_of_the_same_thing_is_kept_counted_and_not_shown(any_store: Store) -> None:
    ears = Ears()
    at = desk(after=(ears,))
    accept_one(any_store, message("grave", level="I", rule="a", entity={"device": "D1"}), at, NOW)
    accept_one(any_store, message("small", level="IV", rule="b", entity={"device": "D1"}), at, NOW)
    accept_one(any_store, message("other", level="IV", rule="b2", entity={"device": "D2"}), at, NOW)
    found = rows(any_store)
    assert found["small"]["inhibited_by"] == found["grave"]["id"] and found["grave"]["suppressed"] == 1
    assert found["other"]["inhibited_by"] is None
    assert ears.take() == [("fired", "grave", None), ("fired", "small", "inhibited"), ("fired", "other", None)]
    with any_store.read() as connection:
        assert {row.title for row in alerts.feed(connection, WHOLE, 9)} and alerts.open_by_level(connection, WHOLE)["IV"] == 1


@pytest.mark.row("A-02")
def test_a_graver_alert_that_comes_later_inhibits_as_well(any_store: Store) -> None:
    accept(
        any_store,
        [message("small", level="III", rule="b", entity={"batch": "B"}), message("grave", level="II", rule="a", entity={"batch": "B"})],
        desk(),
        NOW,
    )
    found = rows(any_store)
    assert found["small"]["inhibited_by"] == found["grave"]["id"] and found["grave"]["suppressed"] == 1


@pytest.mark.row("A-02")
def test_a_consequence_that_grows_graver_stands_for_itself_again(any_store: Store) -> None:
    ears = Ears()
    at = desk(after=(ears,))
    thing = {"device": "D"}
    accept(
        any_store, [message("grave", level="II", rule="a", entity=thing), message("small", level="III", rule="b", entity=thing)], at, NOW
    )
    ears.take()
    accept_one(any_store, message("same", level="III", rule="b", entity=thing), at, NOW)
    assert rows(any_store)["small"]["inhibited_by"] and ears.take() == []
    accept_one(any_store, message("more", level="I", rule="b", entity=thing), at, NOW)
    assert rows(any_store)["small"]["inhibited_by"] is None and ears.take() == [("raised", "small", None)]


@pytest.mark.row("A-05")
def test_a_citys_silence_inhibits_what_our_rules_read_from_its_figures_and_nothing_from_outside(any_store: Store) -> None:
    told = [
        message("silent", source="rule", level="0", rule="silent"), message("figure", source="rule", level="III", rule="change"),
        message("thing", source="rule", level="III", rule="cold", entity={"device": "D"}), message("grave", source="rule", level="II", rule="grave"),
        message("outside", level="IV", title="群众报告"), message("elsewhere", source="rule", level="III", rule="change", region="320505"),
    ]  # fmt: skip
    accept(any_store, told, desk(), NOW)
    assert {number for number, row in rows(any_store).items() if row["inhibited_by"]} == {"figure"}


@pytest.mark.row("A-07")
def test_a_rule_raises_no_more_than_it_may(any_store: Store) -> None:
    at = desk(allowed=lambda rule: "III" if rule != "tested" else "I")
    told = [
        message("a", source="rule", rule="untested", level="I"),
        message("b", source="rule", rule="tested", level="I"),
        message("c", rule="theirs", level="I"),
    ]
    accept(any_store, told, at, NOW)
    assert {number: row["level"] for number, row in rows(any_store).items()} == {"a": "III", "b": "I", "c": "I"}


def test_the_end_of_an_alert_closes_its_group_when_all_are_over(any_store: Store) -> None:
    ears = Ears()
    at = desk(after=(ears,))
    accept(any_store, [message("a", cause="c"), message("b", cause="c")], at, NOW)
    ears.take()
    first = accept_one(any_store, message("a", cause="c", resolved=True), at, later(1))
    assert first.fate is Fate.UPDATED and heads(any_store)[0]["state"] == "open" and ears.take() == []
    last = accept_one(any_store, message("b", cause="c", resolved=True), at, later(2))
    assert last.fate is Fate.UPDATED and {row["state"] for row in rows(any_store).values()} == {"closed"}
    assert ears.take() == [("resolved", "a", None), ("closed", "a", None)]
    assert accept_one(any_store, message("b", cause="c", resolved=True), at, later(3)).fate is Fate.DUPLICATE
    fresh = accept_one(any_store, message("n", cause="c"), at, later(4))
    assert fresh.group == fresh.id


def test_an_end_that_comes_before_its_beginning_lets_nothing_fire(any_store: Store) -> None:
    ears = Ears()
    at = desk(after=(ears,))
    told = message("a", cause="c")
    assert accept_one(any_store, replace(told, resolved=True), at, NOW).fate is Fate.ACCEPTED
    assert accept_one(any_store, told, at, NOW).fate is Fate.DUPLICATE
    assert rows(any_store)["a"]["state"] == "closed" and ears.take() == []


def test_a_sources_own_revision_takes_the_place_of_its_words(any_store: Store) -> None:
    ears = Ears()
    at = desk(after=(ears,))
    accept_one(any_store, message("a", level="III"), at, NOW)
    ears.take()
    revised = accept_one(any_store, message("a", level="I", title="事故扩大"), at, later(1), revising=True)
    assert revised.fate is Fate.UPDATED and ears.take() == [("raised", "a", None)]
    assert (rows(any_store)["a"]["title"], rows(any_store)["a"]["level"]) == ("事故扩大", "I")
    assert accept_one(any_store, message("a", level="I", title="事故扩大"), at, later(2)).fate is Fate.DUPLICATE


def test_over_capacity_is_said_and_nothing_is_written(any_store: Store) -> None:
    moment = [0.0]
    at = desk(gate=Gate(rate=2, burst=3, clock=lambda: moment[0]))
    outcomes = accept(any_store, [message(str(number)) for number in range(5)] + [message("rule", source="rule", rule="r")], at, NOW)
    assert [outcome.fate for outcome in outcomes] == [Fate.ACCEPTED] * 3 + [Fate.BUSY] * 2 + [Fate.ACCEPTED]
    assert outcomes[4].retry_after == pytest.approx(1.0) and len(rows(any_store)) == 4
    moment[0] = 1.0
    assert accept_one(any_store, message("3"), at, NOW).fate is Fate.ACCEPTED


@pytest.mark.row("X-04")
def test_two_desks_that_get_the_same_alerts_at_once_write_each_once(any_store: Store) -> None:
    """Two desks are two processes: they share no lock, only the store."""
    told = [message(str(number), cause=f"c{number % 3}") for number in range(40)]
    fates: list[list[Fate]] = []

    def work(order: list[Message]) -> None:
        own = desk()
        fates.append([accept_one(any_store, each, own, NOW).fate for each in order])

    threads = [threading.Thread(target=work, args=(order,)) for order in (told, told, told[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(itertools.chain(*fates)) == sorted([Fate.ACCEPTED] * 40 + [Fate.DUPLICATE] * 80)
    assert sorted(head["merged"] for head in heads(any_store)) == [13, 13, 14]
    with any_store.read() as connection:
        assert connection.execute(select(func.count()).select_from(ALERT_STEP)).scalar() == 40


def test_threads_of_one_desk_share_transactions_and_each_gets_its_own_answer(any_store: Store) -> None:
    at, found = desk(), {}

    def work(number: int) -> None:
        found[number] = accept_one(any_store, message(str(number), cause=str(number)), at, NOW)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored = rows(any_store)
    assert {number: outcome.id for number, outcome in found.items()} == {number: stored[str(number)]["id"] for number in range(24)}


CAST = [message(f"{cause}{i}", cause=cause, level=level, region=region) for cause in "pq" for i, (level, region) in enumerate(
    (("IV", "320102"), ("II", "320115"), ("III", "320505"), ("III", "320102")))]  # fmt: skip


@pytest.mark.row("A-02")
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.lists(st.sampled_from(range(len(CAST))), min_size=1, max_size=14), cut=st.integers(1, 5))
def test_any_interleaving_of_the_same_messages_gives_the_same_open_groups(any_store: Store, order: list[int], cut: int) -> None:
    assert groups(any_store, order, cut) == groups(any_store, sorted(set(order)), 100)


def groups(store: Store, numbers: list[int], size: int) -> set[tuple[str, int, frozenset[str]]]:
    """Level, count and members of each open group after these messages came in pieces of a size."""
    with store.write() as connection:
        for table in (ALERT_STEP, CHANGE, ALERT):
            connection.execute(delete(table))
    told = [CAST[number] for number in numbers]
    for first in range(0, len(told), size):
        accept(store, told[first : first + size], desk(), NOW)
    by_head: dict[str, set[str]] = {}
    found = rows(store)
    for number, row in found.items():
        by_head.setdefault(row["head"], set()).add(number)
    return {(row["level"], row["merged"], frozenset(by_head[row["id"]])) for row in found.values() if row["id"] == row["head"]}
