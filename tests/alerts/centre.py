"""A small centre for the tests of what leaves the house: a store, a desk with its hooks, routes in a file, and a loop that does what is due."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from alerts.desk import Desk
from alerts.escalation import step_all
from alerts.intake import accept_one
from alerts.message import Message, Outcome
from alerts.notify.book import Shelf
from alerts.notify.channels.channel import Channel
from alerts.notify.sending import CHANNELS, Sender
from alerts.notify.telling import Telling
from data_access.scope import Scope
from data_access.stores import duty, notices
from data_access.stores.engine import Store
from geo.regions import regions_of

ZONE = ZoneInfo("Asia/Shanghai")
_numbers = itertools.count(1)


def message(**more: object) -> Message:
    """An alert of its own, unless told otherwise."""
    number = next(_numbers)
    plain = Message(
        source="试验源", source_id=f"T-{number}", level="II", title=f"冷库超温 {number}", region="320623", occurred_at=datetime.now(UTC), cause=f"C{number}"
    )  # fmt: skip
    return replace(plain, **more)


@dataclass
class Centre:
    """The centre's parts."""

    store: Store
    home: Path
    shelf: Shelf
    desk: Desk

    def routes(self, text: str) -> None:
        """Write the routes' file anew."""
        fresh = self.home / "alerts.new"
        fresh.write_text(text, "utf-8")
        fresh.replace(self.home / "alerts.toml")

    def take(self, **more: object) -> Outcome:
        """An alert comes in now."""
        return accept_one(self.store, message(**more), self.desk, datetime.now(UTC))

    def notices(self, alert: str | None) -> list[tuple[str, str]]:
        """Receiver and state of every notice of an alert."""
        with self.store.read() as connection:
            return [(notice.receiver, notice.state) for notice in notices.of(connection, str(alert), Scope.whole("320000"))]

    def on_duty(self, role: str, person: str, now: datetime | None = None) -> None:
        """Somebody's turn."""
        moment = now or datetime.now(UTC)
        turn = {"role": role, "person": person, "phone": None, "nature": "production"}
        with self.store.write() as connection:
            spell = {"starts_at": moment.replace(year=moment.year - 1), "ends_at": moment.replace(year=moment.year + 1)}
            duty.insert_many(connection, [turn | spell], moment)

    @contextmanager
    def working(self, holder: str = "one", channels: Mapping[str, Channel] = CHANNELS) -> Iterator[Sender]:
        """A worker that does what is due, twenty times a second, until the block ends."""
        sender, stop = Sender(self.store, self.shelf, holder, dict(channels)), threading.Event()

        def work() -> None:
            while not stop.wait(0.05):
                now = datetime.now(UTC)
                step_all(self.store, self.shelf.book(), now)
                sender.step(now)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        yield sender
        stop.set()
        thread.join()
        sender.wait(10)
        sender.close()


def centre(store: Store, home: Path) -> Centre:
    """A centre whose hooks are the product's own."""
    home.mkdir(exist_ok=True)
    shelf = Shelf(home)
    return Centre(store, home, shelf, Desk(province="320000", zone=ZONE, regions=regions_of("320000"), after=(Telling(shelf),)))


def receiver(name: str, address: str, **more: object) -> str:
    """One receiver's entry."""
    entries = {"name": name, "channel": "webhook", "address": address, **more}
    return "[[receiver]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in entries.items())


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int | float) else f'"{value}"'


def route(*names: str, **more: object) -> str:
    """A route for all alerts to these receivers."""
    who = ", ".join(f'"receiver:{name}"' for name in names)
    return f"[[route]]\nwho = [{who}]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in more.items())


def until(wanted: object, seconds: float = 20.0) -> None:
    """Wait for something that the store will say."""
    end = time.monotonic() + seconds
    while not wanted():  # type: ignore[operator]
        assert time.monotonic() < end
        threading.Event().wait(0.02)
