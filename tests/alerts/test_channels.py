"""The channels to other houses, on real receivers: a gateway of the library, and CAP."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from alerts.notify.sending import channels_of
from alerts.ways import cap
from settings import Settings
from tests.alerts.centre import Centre, receiver, route, until
from tests.alerts.collector import collector

pytestmark = pytest.mark.row("I-02")


def test_a_gateway_of_the_library_gets_title_and_words(here: Centre) -> None:
    with collector() as one:
        here.routes(receiver("gate", one.address.replace("http://", "json://"), channel="apprise") + route("gate"))
        with here.working():
            taken = here.take(title="冷库超温 *加粗* {{7*7}}", detail="限 −18 ℃")
            got = one.wait(lambda got: len(got) == 1)[0]
            until(lambda: here.notices(taken.id) == [("gate", "sent")])
    assert "Ⅱ级（橙）" in got.body["title"] and "冷库超温 *加粗* {{7*7}}" in got.body["title"] and "限 −18 ℃" in got.body["message"]


def test_a_receiver_of_cap_gets_a_message_that_our_own_way_in_reads(here: Centre) -> None:
    with collector() as one:
        here.routes(receiver("other", one.address, channel="cap") + route("other"))
        with here.working(channels=channels_of(here.store, Settings(home=here.home))):
            taken = here.take(title="冷库超温")
            got = one.wait(lambda got: len(got) == 1)[0]
    read = cap.read(got.raw, here.desk.regions, datetime.now(UTC), None)
    assert str(taken.id) in got.raw.decode() and "冷库超温" in repr(read)
