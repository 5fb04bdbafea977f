"""The hub: order, resuming, and bounded memory, on a real Valkey."""

from __future__ import annotations

import asyncio
import json
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from data_access.transport import Bus, Feed, TransportError
from data_access.valkey import EmbeddedValkey, locate, prepare
from live.hub import BEHIND, Hub


def now() -> datetime:
    return datetime.now(UTC)


class Carrier:
    """A Valkey that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.spec: EmbeddedValkey = prepare(locate(), folder / "valkey", folder / "valkey.sock")
        self.bus = Bus(self.spec.url)
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.spec.command, stdout=subprocess.DEVNULL)
        for _ in range(200):
            try:
                self.bus.ping()
                return
            except TransportError:
                threading.Event().wait(0.02)
        raise AssertionError("Valkey did not start")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def carrier(tmp_path: Path) -> Iterator[Carrier]:
    found = Carrier(tmp_path)
    yield found
    found.kill()


async def _when(hub: Hub, true: Any) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


def told(hub: Hub, reader: Any) -> list[dict[str, Any]]:
    return [json.loads(text) for text in hub.news(reader)]


def with_hub(carrier: Carrier, story: Any, **more: int) -> None:
    """Run a story beside a hub that follows the stream."""

    async def play() -> None:
        hub = Hub(Feed(carrier.spec.url), now, **more)
        follow = asyncio.create_task(hub.run())
        try:
            await _when(hub, lambda: hub.up)
            await story(hub)
        finally:
            follow.cancel()
            await asyncio.gather(follow, return_exceptions=True)

    asyncio.run(play())


def test_a_socket_hears_what_changed_in_order(carrier: Carrier) -> None:
    async def story(hub: Hub) -> None:
        reader, hello, _ = hub.join(None)
        assert json.loads(hello)["kind"] == "hello"
        seqs = [carrier.bus.publish([table]) for table in ("alert", "work_order")]
        await _when(hub, lambda: str(hub.newest) == seqs[-1])
        assert [(m["kind"], m["seq"], m["tables"]) for m in told(hub, reader)] == [
            ("changed", seqs[0], ["alert"]),
            ("changed", seqs[1], ["work_order"]),
        ]
        assert told(hub, reader) == []

    with_hub(carrier, story)


def test_a_socket_that_comes_back_hears_only_what_it_missed(carrier: Carrier) -> None:
    seqs = [carrier.bus.publish([f"t{n}"]) for n in range(5)]

    async def story(hub: Hub) -> None:
        reader, _, resumed = hub.join(seqs[2])
        assert resumed
        assert [m["seq"] for m in told(hub, reader)] == seqs[3:]

    with_hub(carrier, story)


@pytest.mark.parametrize("since", ["1-0", "99999999999999-0", "no place", "1-2-3", "-", "１-０"])
def test_a_place_outside_the_ring_is_not_resumed(carrier: Carrier, since: str) -> None:
    for n in range(6):
        carrier.bus.publish([f"t{n}"])

    async def story(hub: Hub) -> None:
        _, hello, resumed = hub.join(since)
        assert resumed is json.loads(hello)["resumed"] is False

    with_hub(carrier, story, ring=4)


def test_a_slow_socket_is_told_to_read_anew_instead_of_growing_memory(carrier: Carrier) -> None:
    async def story(hub: Hub) -> None:
        slow, _, _ = hub.join(None)
        last = [carrier.bus.publish(["alert"]) for _ in range(BEHIND + 20)][-1]
        await _when(hub, lambda: str(hub.newest) == last)
        assert [(m["kind"], m["seq"]) for m in told(hub, slow)] == [("resync", last)]

    with_hub(carrier, story)


def test_after_valkey_was_away_everybody_reads_anew_and_the_stream_is_whole(carrier: Carrier) -> None:
    before = carrier.bus.publish(["alert"])

    async def story(hub: Hub) -> None:
        reader, _, _ = hub.join(None)
        carrier.kill()
        await _when(hub, lambda: not hub.up)
        carrier.start()
        await _when(hub, lambda: hub.up)
        assert [m["kind"] for m in told(hub, reader)] == ["resync"]
        assert str(hub.newest) == before
        after = carrier.bus.publish(["alert"])
        await _when(hub, lambda: str(hub.newest) == after)
        assert [m["kind"] for m in told(hub, reader)] == ["changed"]

    with_hub(carrier, story)


def test_the_cache_keeps_bytes_and_is_silent_when_its_carrier_is_gone(carrier: Carrier) -> None:
    assert carrier.bus.cache_set("panel", b"\x00answer", 60)
    assert carrier.bus.cache_get("panel") == b"\x00answer"
    carrier.kill()
    assert carrier.bus.cache_get("panel") is None
    assert not carrier.bus.cache_set("panel", b"x", 60)
    with pytest.raises(TransportError, match="does not answer"):
        carrier.bus.publish(["alert"])
