"""What leaves the house, in the manner of Alertmanager's acceptance tests: real receivers, real time, and windows in which things must come."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from alerts.life.acts import acknowledge
from alerts.life.hand import Hand
from alerts.life.silences import Wish, lift, silence
from alerts.life.upkeep import keep
from alerts.message import Status
from alerts.notify.channels.webhook import signature
from data_access.scope import Scope
from data_access.stores import notices
from data_access.stores.alert_tables import NOTICE
from data_access.stores.tables import ALERT_STEP, DUTY
from security.identity import Identity, Kind
from security.roles import Role
from tests.alerts.centre import Centre, receiver, route, until
from tests.alerts.collector import Collector, collector

WHOLE = Scope.whole("320000")
pytestmark = pytest.mark.row("I-02")


def hand(here: Centre) -> Hand:
    """A duty officer acts now."""
    officer = Identity(user="duty", shown_name="值班员", role=Role.DUTY, scope=WHOLE, kind=Kind.PERSON)
    return Hand(store=here.store, desk=here.desk, identity=officer, now=datetime.now(UTC))


def test_a_failing_receiver_gets_it_in_the_end_and_the_healthy_one_once(here: Centre) -> None:
    def third_time(found: Collector) -> int:
        return 200 if len(found.tried) >= 3 else 503

    with collector(third_time) as ill, collector() as well:
        here.routes(receiver("ill", ill.address) + receiver("well", well.address) + route("ill", "well"))
        with here.working():
            begun = time.monotonic()
            here.take()
            ill.wait(lambda got: len(got) == 1)
    pauses = [b - a for a, b in zip(ill.tried, ill.tried[1:], strict=False)]
    assert len(ill.tried) == 3 and pauses[0] >= 0.75 and pauses[1] >= 1.5, "each wait is about double the one before"
    assert well.occasions() == ["fired"] and well.arrivals[0].at - begun < 3


def test_what_nobody_answers_is_repeated_until_somebody_does(here: Centre) -> None:
    with collector() as one:
        here.routes(receiver("one", one.address) + route("one", repeat="0.5s"))
        with here.working():
            taken = here.take()
            got = one.wait(lambda got: len(got) >= 3)
            acknowledge(hand(here), str(taken.id))
            until(lambda: all(state in ("sent", "held") for _, state in here.notices(taken.id)))
            before = len(one.arrivals)
            threading.Event().wait(1.2)
    assert [arrival.occasion for arrival in got[:3]] == ["fired", "repeated", "repeated"]
    assert all(b.at - a.at >= 0.45 for a, b in zip(got, got[1:], strict=False))
    assert len(one.arrivals) == before, "no notice after the acknowledgement"
    assert len({arrival.key for arrival in one.arrivals}) == before


def test_the_end_is_told_to_those_who_were_told_of_it_and_want_to_know(here: Centre) -> None:
    with collector() as one, collector() as other:
        here.routes(receiver("one", one.address) + receiver("other", other.address, resolved=False) + route("one", "other"))
        with here.working():
            here.take(source_id="R-1", cause="R")
            one.wait(lambda got: len(got) == 1)
            other.wait(lambda got: len(got) == 1)
            here.take(source_id="R-1", cause="R", resolved=True)
            one.wait(lambda got: len(got) == 2)
    assert one.occasions() == ["fired", "resolved"] and other.occasions() == ["fired"]


def test_what_came_while_no_worker_ran_is_told_once_when_one_starts(here: Centre) -> None:
    with collector() as one:
        here.routes(receiver("one", one.address) + route("one"))
        taken = [here.take().id for _ in range(5)]
        assert one.arrivals == []
        with here.working():
            one.wait(lambda got: len(got) == 5)
    assert sorted(arrival.alert for arrival in one.arrivals) == sorted(map(str, taken))


def test_a_changed_file_counts_at_once_and_a_broken_one_leaves_the_last_good_in_force(here: Centre) -> None:
    with collector() as one, collector() as other:
        here.routes(receiver("one", one.address) + route("one"))
        with here.working():
            here.take()
            one.wait(lambda got: len(got) == 1)
            here.routes(receiver("one", one.address) + receiver("other", other.address) + route("other"))
            here.take()
            other.wait(lambda got: len(got) == 1)
            here.routes("[[route]]\nwho = ['receiver:nobody']\n")
            here.take()
            other.wait(lambda got: len(got) == 2)
    assert len(one.arrivals) == 1
    assert here.shelf.trouble and "receiver:nobody" in here.shelf.trouble


def test_a_receiver_that_hangs_is_tried_again_and_holds_nobody_up(here: Centre) -> None:
    go_on = threading.Event()

    def hang_first(found: Collector) -> int:
        if len(found.tried) == 1:
            go_on.wait(10)
            return 500
        return 200

    with collector(hang_first) as slow, collector() as quick:
        here.routes(receiver("slow", slow.address, timeout=0.4) + receiver("quick", quick.address) + route("slow", "quick"))
        with here.working():
            begun = time.monotonic()
            here.take()
            got = quick.wait(lambda got: len(got) == 1)
            slow.wait(lambda got: len(got) == 1)
            go_on.set()
    assert got[0].at - begun < 3 and slow.tried[1] - slow.tried[0] >= 0.4 + 0.75


def test_two_workers_send_each_notice_once(here: Centre) -> None:
    with collector() as one:
        here.routes(receiver("one", one.address) + route("one"))
        with here.working("first"), here.working("second"):
            taken = [here.take().id for _ in range(40)]
            one.wait(lambda got: len(got) >= 40)
            until(lambda: all(here.notices(alert) == [("one", "sent")] for alert in taken))
    assert len(one.arrivals) == 40 and len({arrival.key for arrival in one.arrivals}) == 40


@pytest.mark.row("A-02")
def test_a_lesser_alert_of_the_same_thing_is_held_down_and_counted(here: Centre) -> None:
    with collector() as one:
        here.routes(receiver("one", one.address) + route("one"))
        with here.working():
            grave = here.take(level="I", entity={"camera": "K1"})
            one.wait(lambda got: len(got) == 1)
            lesser = here.take(level="III", entity={"camera": "K1"})
            here.take()
            one.wait(lambda got: len(got) == 2)
    assert lesser.id not in {arrival.alert for arrival in one.arrivals}
    with here.store.read() as connection:
        row = notices.alert_now(connection, str(lesser.id))
    assert row and row["inhibited_by"] == grave.id


@pytest.mark.row("A-03")
def test_a_silence_holds_notices_back_and_tells_at_once_what_still_fires_when_it_ends(here: Centre) -> None:
    with collector() as one:
        here.routes(receiver("one", one.address) + route("one"))
        with here.working():
            name = silence(hand(here), Wish(matcher={"source": "试验源"}, until=datetime.now(UTC) + timedelta(minutes=5), why="检修"))
            held = here.take()
            here.take(source="别的源")
            one.wait(lambda got: len(got) == 1)
            lift(hand(here), name, "检修完")
            keep(here.store, here.desk, datetime.now(UTC))
            got = one.wait(lambda got: len(got) == 2)
    assert got[0].alert != held.id and (got[1].alert, got[1].occasion) == (held.id, "silence_ended")


@pytest.mark.row("A-03")
def test_a_silence_also_stops_what_is_repeated(here: Centre) -> None:
    with collector() as one:
        here.routes(receiver("one", one.address) + route("one", repeat="0.4s"))
        with here.working():
            taken = here.take()
            one.wait(lambda got: len(got) == 2)
            silence(hand(here), Wish(matcher={"alert": str(taken.id)}, until=datetime.now(UTC) + timedelta(minutes=5), why="检修"))
            until(lambda: ("one", "held") in here.notices(taken.id))
            before = len(one.arrivals)
            threading.Event().wait(1)
    assert len(one.arrivals) == before


def test_notices_of_one_alert_come_in_the_order_in_which_things_happened(here: Centre) -> None:
    def second_time(found: Collector) -> int:
        return 200 if len(found.tried) > 1 else 503

    with collector(second_time) as one:
        here.routes(receiver("one", one.address) + route("one"))
        with here.working():
            here.take(source_id="O-1", cause="O", level="III")
            until(lambda: len(one.tried) >= 1)
            here.take(source_id="O-2", cause="O", level="I")
            one.wait(lambda got: len(got) == 2)
            here.take(source_id="O-1", cause="O", level="III", resolved=True)
            here.take(source_id="O-2", cause="O", level="I", resolved=True)
            one.wait(lambda got: len(got) == 3)
    assert one.occasions() == ["fired", "raised", "resolved"]


def test_a_refusal_for_good_is_not_tried_again_and_is_visible(here: Centre) -> None:
    with collector(lambda _: 410) as gone:
        here.routes(receiver("gone", gone.address) + route("gone"))
        with here.working():
            taken = here.take()
            until(lambda: here.notices(taken.id) == [("gone", "failed")])
    with here.store.read() as connection:
        failed = notices.failed(connection, WHOLE, datetime.now(UTC) - timedelta(hours=1))
    assert len(gone.tried) == 1 and "410" in str(failed[0].error)


def test_a_drill_reaches_nobody(here: Centre) -> None:
    with collector() as one:
        here.routes(receiver("one", one.address) + route("one"))
        with here.working():
            drill = here.take(status=Status.EXERCISE)
            here.take(status=Status.TEST)
            here.take()
            one.wait(lambda got: len(got) == 1)
    assert here.notices(drill.id) == [("one", "held")] and drill.id not in {arrival.alert for arrival in one.arrivals}


def test_a_receiver_can_tell_who_sent_it(here: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_SECRET", "sesam-öffne-dich")
    with collector() as one:
        here.routes(receiver("one", one.address, secret="${HOOK_SECRET}") + route("one"))
        with here.working():
            here.take(title="=cmd|' /C calc'!A0 <script>alert(1)</script>")
            got = one.wait(lambda got: len(got) == 1)[0]
    assert got.headers["x-yiping-signature"] == signature("sesam-öffne-dich", got.headers["x-yiping-timestamp"], got.raw)
    assert got.body["alert"]["title"].startswith("=cmd|"), "texts are data"
    assert "sesam" not in repr(here.shelf.book())


def test_a_whole_storm_is_one_notice(here: Centre) -> None:
    with collector() as one:
        here.routes(receiver("one", one.address) + route("one"))
        for number in range(60):
            here.take(source_id=f"S-{number}", cause="storm")
        with here.working():
            here.take()
            one.wait(lambda got: len(got) == 2)
    assert one.occasions() == ["fired", "fired"]


def test_people_on_duty_are_told_through_their_own_receivers(here: Centre) -> None:
    with collector() as one, collector() as other:
        text = receiver("one", one.address, person="周明远") + receiver("other", other.address, person="陈立")
        here.routes(text + '[[route]]\nwho = ["duty"]\n')
        here.on_duty("duty", "陈立")
        with here.working():
            here.take()
            other.wait(lambda got: len(got) == 1)
    assert one.arrivals == []


def test_one_screen_before_two_people_on_duty_is_told_once(here: Centre) -> None:
    here.routes('[[receiver]]\nname = "screen"\nperson = "*"\nchannel = "screen"\n[[route]]\nwho = ["duty"]\n')
    here.on_duty("duty", "陈立")
    here.on_duty("duty", "许蔓")
    outcome = here.take()
    with here.store.read() as connection:
        assert len(connection.execute(select(NOTICE.c.id).where(NOTICE.c.alert == outcome.id)).all()) == 1


@pytest.mark.row("A-04")
def test_an_empty_rota_goes_up_and_nobody_reachable_is_said(here: Centre) -> None:
    with collector() as boss:
        here.routes(receiver("boss", boss.address, person="周明远") + '[[route]]\nwho = ["duty"]\n')
        here.on_duty("lead", "周明远")
        with here.working():
            here.take()
            boss.wait(lambda got: len(got) == 1)
    with here.store.write() as connection:
        connection.execute(delete(DUTY))
    nobody = here.take()
    with here.store.read() as connection:
        said = connection.execute(select(ALERT_STEP.c.why).where(ALERT_STEP.c.alert == nobody.id)).scalars().all()
    assert any("无人可通知：值班员未排班、带班领导未排班" in why for why in said)
