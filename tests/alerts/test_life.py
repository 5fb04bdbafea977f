"""The life of alerts on both engines: acknowledged with an owner, reopened when forgotten, silenced aloud, judged, all of it history."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from alerts import life
from alerts.detail import detail
from alerts.failure import AlertsFailed, Why
from alerts.intake import accept, accept_one
from alerts.life import Wish
from alerts.life.upkeep import keep
from data_access.stores import alerts, audit
from data_access.stores.alert_tables import SILENCE
from data_access.stores.engine import Store
from data_access.stores.tables import CHANGE
from security.audit import verify
from tests.alerts.making import NANJING, NOW, SUZHOU, WHOLE, Ears, desk, hand, heads, later, message, rows, steps

HOUR = timedelta(hours=1)


def deeds(store: Store) -> list[tuple[str, str]]:
    with store.read() as connection:
        return [(deed.action, deed.who) for _, deed in audit.entries(connection, limit=100)]


def ticker(store: Store) -> list[str]:
    with store.read() as connection:
        return list(connection.execute(select(CHANGE.c.text).order_by(CHANGE.c.seq)).scalars())


@pytest.mark.row("A-03")
def test_an_acknowledged_group_has_an_owner_a_time_to_act_in_and_no_more_notices(any_store: Store) -> None:
    ears = Ears()
    at = desk(after=(ears,))
    first, second = accept(any_store, [message("a", cause="c"), message("b", cause="c")], at, NOW)
    ears.take()
    done = life.acknowledge(hand(any_store, at, later(2)), str(second.id), why="已电话核实")
    assert done.id == first.id and done.state == "acknowledged"
    found = rows(any_store)
    assert {(row["state"], row["owner"], row["acknowledged_at"]) for row in found.values()} == {("acknowledged", "王建国", later(2))}
    assert found["a"]["reopen_at"] == later(2) + 4 * HOUR and found["a"]["due_at"] is None
    assert steps(any_store, str(first.id)) == steps(any_store, str(second.id)) == [(None, "open"), ("open", "acknowledged")]
    assert ears.take() == [("acknowledged", "a", None)] and deeds(any_store) == [("alert.ack", "duty")] and verify(any_store) is None
    accept_one(any_store, message("c", cause="c"), at, later(3))
    assert ears.take() == [] and rows(any_store)["c"]["state"] == "acknowledged"


@pytest.mark.row("A-03")
def test_a_graver_member_opens_an_acknowledged_group_again(any_store: Store) -> None:
    ears = Ears()
    at = desk(after=(ears,))
    first = accept_one(any_store, message("a", cause="c"), at, NOW)
    life.acknowledge(hand(any_store, at, later(1)), str(first.id))
    ears.take()
    accept_one(any_store, message("b", cause="c", level="I"), at, later(2))
    assert {(row["state"], row["owner"]) for row in rows(any_store).values()} == {("open", None)}
    assert heads(any_store)[0]["level"] == "I" and ears.take() == [("raised", "a", None)]


@pytest.mark.row("A-03")
def test_an_acknowledgement_is_given_once_and_taken_over_by_name(any_store: Store) -> None:
    at = desk()
    name = str(accept_one(any_store, message(), at, NOW).id)
    life.acknowledge(hand(any_store, at), name)
    assert "此前已由" in life.acknowledge(hand(any_store, at, later(1)), name).reason
    life.acknowledge(hand(any_store, at, later(2)), name, owner="李敏", why="交接班")
    with pytest.raises(AlertsFailed, match="已由 李敏 确认"):
        life.acknowledge(hand(any_store, at, later(3)), name)
    assert steps(any_store, name) == [(None, "open"), ("open", "acknowledged"), ("acknowledged", "acknowledged")]
    assert rows(any_store)["1"]["acknowledged_at"] == NOW


@pytest.mark.row("A-03")
def test_a_forgotten_acknowledgement_reopens_once_and_is_told_again(any_store: Store) -> None:
    ears = Ears()
    at = desk(after=(ears,))
    name = str(accept_one(any_store, message(), at, NOW).id)
    life.acknowledge(hand(any_store, at), name, hold=HOUR)
    ears.take()
    assert keep(any_store, at, later(59)) == 0
    assert keep(any_store, at, later(60)) == 1 and keep(any_store, at, later(61)) == 0
    row = rows(any_store)["1"]
    assert (row["state"], row["owner"], row["reopened"], row["acknowledged_at"]) == ("open", None, 1, NOW)
    assert ears.take() == [("reopened", "1", None)] and "重开" in ticker(any_store)[-1]
    life.acknowledge(hand(any_store, at, later(70)), name)
    assert rows(any_store)["1"]["acknowledged_at"] == NOW  # the first answer is what is measured


@pytest.mark.row("A-03")
def test_a_silence_holds_notices_counts_them_warns_and_tells_at_its_end_what_still_fires(any_store: Store) -> None:
    ears = Ears()
    at = desk(after=(ears,))
    silence = life.silence(hand(any_store, at), Wish(matcher={"rule": "r", "region": "320100"}, until=later(60), why="检修"))
    told = [
        message(n, rule="r", cause=n, region=region) for n, region in (("a", "320102"), ("b", "320115"), ("c", "320505"), ("d", "320104"))
    ]
    accept(any_store, told, at, later(1))
    assert ears.take() == [("fired", "a", "silence"), ("fired", "b", "silence"), ("fired", "c", None), ("fired", "d", "silence")]
    with any_store.read() as connection:
        assert connection.execute(select(SILENCE.c.held_back)).scalar() == 3
        assert alerts.open_by_level(connection, WHOLE)["III"] == 4
        found = detail(connection, WHOLE, rows(any_store)["a"]["id"], later(2))
        assert found is not None and [each["id"] for each in found.silences] == [silence] and found.row["suppressed"] == 1
    life.acknowledge(hand(any_store, at, later(5)), rows(any_store)["b"]["id"])
    accept_one(any_store, message("d", rule="r", cause="d", region="320104", resolved=True), at, later(6))
    ears.take()
    assert keep(any_store, at, later(49)) == 0
    assert keep(any_store, at, later(50)) == 1 and keep(any_store, at, later(51)) == 0 and "10 分钟后结束" in ticker(any_store)[-1]
    assert keep(any_store, at, later(60)) == 1 and keep(any_store, at, later(61)) == 0
    assert ears.take() == [("silence_ended", "a", None)] and "仍有 1 件在报" in ticker(any_store)[-1]


@pytest.mark.row("A-03")
def test_a_silence_that_is_lifted_ends_aloud_as_well(any_store: Store) -> None:
    ears = Ears()
    at = desk(after=(ears,))
    name = str(accept_one(any_store, message(), at, NOW).id)
    silence = life.silence(hand(any_store, at), Wish(matcher={"alert": name}, until=later(600), why="检修"))
    life.lift(hand(any_store, at, later(5)), silence, "检修提前完成")
    keep(any_store, at, later(5))
    assert ears.take() == [("fired", "1", None), ("silence_ended", "1", None)]
    with pytest.raises(AlertsFailed, match="已经结束"):
        life.lift(hand(any_store, at, later(6)), silence, "再来")


def test_a_judged_group_is_closed_with_its_disposition_and_its_key_is_free(any_store: Store) -> None:
    ears = Ears()
    at = desk(after=(ears,))
    first, second = accept(any_store, [message("a", cause="c"), message("b", cause="c")], at, NOW)
    done = life.dismiss(hand(any_store, at, later(3)), str(first.id), "false", "传感器故障")
    assert done.state == "closed" and "误报" in done.reason
    assert {(row["state"], row["disposition"], row["disposed_by"], row["closed_at"]) for row in rows(any_store).values()} == {
        ("closed", "false", "王建国", later(3))
    }
    assert ears.take()[-1] == ("closed", "a", None)
    assert "此前" in life.dismiss(hand(any_store, at), str(second.id), "false", "同上").reason
    with pytest.raises(AlertsFailed, match="先重开"):
        life.dismiss(hand(any_store, at), str(first.id), "confirmed", "改判")
    again = accept_one(any_store, message("n", cause="c"), at, later(4))
    assert again.group == again.id
    life.reopen(hand(any_store, at, later(5)), str(first.id), "复核属实")
    assert heads(any_store)[0]["state"] == "open" and heads(any_store)[0]["disposition"] is None
    assert ears.take()[-1] == ("reopened", "a", None)
    assert [action for action, _ in deeds(any_store)] == ["alert.dismiss", "alert.reopen"]


@pytest.mark.row("A-02")
def test_what_an_alert_held_down_is_told_when_it_closes(any_store: Store) -> None:
    ears = Ears()
    at = desk(after=(ears,))
    accept(
        any_store,
        [message("grave", level="I", cause="x", entity={"device": "D"}), message("small", cause="y", entity={"device": "D"})],
        at,
        NOW,
    )
    ears.take()
    life.close(hand(any_store, at, later(1)), rows(any_store)["grave"]["id"], "已处置")
    assert rows(any_store)["small"]["inhibited_by"] is None
    assert ears.take() == [("fired", "small", None), ("closed", "grave", None)]


@pytest.mark.row("Z-02")
def test_a_foreign_alert_is_refused_in_the_words_for_an_unknown_one_and_nothing_happens(any_store: Store) -> None:
    at = desk()
    name = str(accept_one(any_store, message(), at, NOW).id)
    stranger = hand(any_store, at, scope=SUZHOU, name="suzhou")
    said = set()
    for act in (
        lambda alert: life.acknowledge(stranger, alert),
        lambda alert: life.dismiss(stranger, alert, "false", "x"),
        lambda alert: life.close(stranger, alert, "x"),
        lambda alert: life.reopen(stranger, alert, "x"),
        lambda alert: life.silence(stranger, Wish(matcher={"alert": alert}, until=later(9), why="x")),
    ):
        for alert in (name, "01UNKNOWN"):
            with pytest.raises(AlertsFailed) as failed:
                act(alert)
            said.add((str(failed.value), failed.value.why))
    assert len(said) == 1 and said.pop()[1] is Why.UNKNOWN
    assert rows(any_store)["1"]["state"] == "open" and deeds(any_store) == []
    with any_store.read() as connection:
        assert detail(connection, SUZHOU, name, NOW) is None and detail(connection, NANJING, name, NOW) is not None


def test_a_citys_silence_reaches_no_further_than_the_city(any_store: Store) -> None:
    ears = Ears()
    at = desk(after=(ears,))
    life.silence(hand(any_store, at, scope=NANJING), Wish(matcher={"level": "III"}, until=later(60), why="演练"))
    with pytest.raises(AlertsFailed, match="不在您的数据范围内"):
        life.silence(hand(any_store, at, scope=NANJING), Wish(matcher={"region": "320500"}, until=later(60), why="演练"))
    accept(any_store, [message("a"), message("b", region="320505")], at, NOW)
    assert ears.take() == [("fired", "a", "silence"), ("fired", "b", None)]


def test_many_are_acknowledged_at_once_and_each_is_judged_by_itself(any_store: Store) -> None:
    at = desk()
    outcomes = accept(any_store, [message(str(n), cause=str(n)) for n in range(60)], at, NOW)
    life.close(hand(any_store, at), str(outcomes[7].id), "已处置")
    names = [str(outcome.id) for outcome in outcomes]
    done = life.acknowledge_all(hand(any_store, at, later(1)), [*names, "01UNKNOWN"])
    assert len(done) == 61 and {each.id for each in done if not each.ok} == {names[7], "01UNKNOWN"}
    assert sum(head["state"] == "acknowledged" for head in heads(any_store)) == 59


@pytest.mark.parametrize(
    ("words", "said"), [("", "请填写"), (" \x00", "请填写"), ("长" * 501, "超过 500"), ("\ud800", "不完整")],
)  # fmt: skip
def test_an_act_needs_words_that_can_be_kept(any_store: Store, words: str, said: str) -> None:
    at = desk()
    name = str(accept_one(any_store, message(), at, NOW).id)
    with pytest.raises(AlertsFailed, match=said):
        life.dismiss(hand(any_store, at), name, "false", words)
    with pytest.raises(AlertsFailed):
        life.dismiss(hand(any_store, at), name, "maybe", "说明")
    assert rows(any_store)["1"]["state"] == "open"
