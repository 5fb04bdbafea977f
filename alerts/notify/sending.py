"""The sending: claims due notices, sends each from its row on a thread of its own, and writes what became of it.

Sent before marked: a crash between the two sends again with the same key, which a receiver recognises; nothing is lost. A receiver that
hangs holds only its own places.
"""

from __future__ import annotations

import logging
import os
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from alerts.notify.book import Book, Receiver, Shelf
from alerts.notify.channels.by_apprise import ByApprise
from alerts.notify.channels.by_cap import ByCap
from alerts.notify.channels.channel import Channel, Letter, NotSent
from alerts.notify.channels.screen import Screen
from alerts.notify.channels.webhook import Webhook
from alerts.notify.routing import routes_for
from alerts.notify.telling import Call
from alerts.stages.silence import silence_of
from alerts.ways.cap_out import office_of
from data_access.stores import alert_writes, notices
from data_access.stores.engine import Store, StoreFailed
from data_access.stores.escalations import ANSWERED
from data_access.stores.notices import CALLING, Claim, Notice, Places
from settings import Settings

PLACES, PLACES_EACH = 8, 2
"""Letters under way at once, and for one receiver."""
CLAIMED = timedelta(seconds=60)
FIRST_WAIT, LONGEST_WAIT = 1.0, 600.0
"""Seconds until the second try, and the most between two tries; each wait is double the one before."""
log = logging.getLogger("yiping.alerts")
CHANNELS: Mapping[str, Channel] = {"screen": Screen(), "webhook": Webhook(), "apprise": ByApprise()}


@dataclass
class Sender:
    """The sender of a process."""

    store: Store
    shelf: Shelf
    holder: str = ""
    channels: Mapping[str, Channel] = field(default_factory=lambda: dict(CHANNELS))

    def __post_init__(self) -> None:
        self.holder = self.holder or f"{socket.gethostname()}:{os.getpid()}"
        self._threads = ThreadPoolExecutor(PLACES, thread_name_prefix="notice")
        self._lock = threading.Lock()
        self._busy: Counter[str] = Counter()
        self._under_way: set[Future[None]] = set()
        self._begun = False

    def work(self, now: datetime, seconds: float) -> int:
        """Send what is due for so long, or until there is nothing more: each place that becomes free takes the next letter at once."""
        begun, done = time.monotonic(), 0
        while True:
            done += self.step(_later(now, begun))
            left, busy = seconds - (time.monotonic() - begun), list(self._under_way)
            if left <= 0 or not busy:
                return done
            wait(busy, left, FIRST_COMPLETED)

    def step(self, now: datetime) -> int:
        """Claim what is due and has a free place, and start sending it. Returns at once with the number claimed."""
        if not self._begun:
            self._take_over()
        with self._lock:
            free = PLACES - sum(self._busy.values())
            taken = {name: PLACES_EACH - number for name, number in self._busy.items() if number}
        if free < 1:
            return 0
        with self.store.read() as connection:
            if not notices.any_due(connection, now):
                return 0
        with self.store.write() as connection:
            claimed = notices.claim(connection, Claim(self.holder, now, now + CLAIMED), free, Places(PLACES_EACH, taken))
            going = [notice for notice in claimed if self._wanted(connection, notice, now)]
        book = self.shelf.book()
        for notice in going:
            with self._lock:
                self._busy[notice.receiver] += 1
            future = self._threads.submit(self._send, notice, book, now)
            self._under_way.add(future)
            future.add_done_callback(partial(self._landed, notice, book, now))
        return len(going)

    def _landed(self, notice: Notice, book: Book, now: datetime, future: Future[None]) -> None:
        """A letter is over. Whatever went wrong with it unforeseen counts as a try, so that it ends as sent or as visibly failed."""
        self._under_way.discard(future)
        error = None if future.cancelled() else future.exception()
        if isinstance(error, StoreFailed):
            log.error("A notice could not be written down as sent; it goes again when its claim runs out.", exc_info=error)
        elif error:
            log.error("A notice could not be sent.", exc_info=error)
            failure = NotSent(f"发送出错：{type(error).__name__}", again=True)
            self._mark(notice, _failure(notice, book.receivers.get(notice.receiver), failure, now), book, now)

    def _take_over(self) -> None:
        """Free what a process of this machine had claimed before it died: nobody need wait for the claim's end."""
        with self.store.read() as connection:
            gone = [holder for holder in notices.holders(connection) if _dead(holder)]
        if gone:
            with self.store.write() as connection:
                notices.give_back(connection, gone)
        self._begun = True

    def wait(self, timeout: float | None = None) -> None:
        """Wait for the letters under way."""
        wait(list(self._under_way), timeout)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _wanted(self, connection: Any, notice: Notice, now: datetime) -> bool:
        """A call for an answer is not sent any more once there is an answer."""
        alert = notices.alert_now(connection, notice.alert)
        if notice.occasion in CALLING and (alert is None or alert["state"] in ANSWERED):
            why = "发送前已确认或办结"
            notices.finish(connection, notice.id, self.holder, {"state": "held", "error": why}, now)
            return False
        quiet = silence_of(alert, alert_writes.active_silences(connection, now)) if notice.occasion in CALLING and alert else None
        if quiet and alert_writes.count_held(connection, quiet["id"], now):
            notices.finish(connection, notice.id, self.holder, {"state": "held", "error": f"静默至 {quiet['ends_at'].isoformat()}"}, now)
            return False
        return True

    def _send(self, notice: Notice, book: Book, now: datetime) -> None:
        receiver = book.receivers.get(notice.receiver)
        letter, begun = Letter(notice.key, notice.occasion, notice.body), time.monotonic()
        try:
            if receiver is None:
                raise NotSent("通知路由中已没有这个接收方", again=False)
            if receiver.channel not in self.channels:
                raise NotSent(f"此处没有通知渠道 {receiver.channel}", again=False)
            receipt = self.channels[receiver.channel].send(receiver, letter)
        except NotSent as failure:
            values = _failure(notice, receiver, failure, _later(now, begun))
        else:
            values = {"state": "sent", "sent_at": _later(now, begun), "receipt": dict(receipt), "error": None}
        finally:
            with self._lock:
                self._busy[notice.receiver] -= 1
        self._mark(notice, values, book, _later(now, begun))

    def _mark(self, notice: Notice, values: Mapping[str, Any], book: Book, now: datetime) -> None:
        try:
            with self.store.write() as connection:
                if notices.finish(connection, notice.id, self.holder, values, now) and values["state"] == "sent":
                    repeat_later(connection, notice, book, now)
        except StoreFailed as failure:
            if not failure.retry:
                raise
            # unmarked: the claim runs out and the letter goes again under its key


def _dead(holder: str) -> bool:
    """Whether a holder surely is a process of this machine that has ended."""
    host, _, number = holder.rpartition(":")
    if host != socket.gethostname() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _later(now: datetime, begun: float) -> datetime:
    """The time after a sending that began at `now`; a clock that is set meanwhile does not matter."""
    return now + timedelta(seconds=time.monotonic() - begun)


def _failure(notice: Notice, receiver: Receiver | None, failure: NotSent, now: datetime) -> dict[str, Any]:
    tries = notice.tries + 1
    if not failure.again or receiver is None or tries >= receiver.tries:
        return {"state": "failed", "error": f"{failure}（共试 {tries} 次）"}
    pause = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries - 1)) * random.uniform(0.8, 1.2)  # noqa: S311 - so that many do not come at once
    return {"state": "waiting", "error": str(failure), "due_at": now + timedelta(seconds=pause)}


def repeat_later(connection: Any, notice: Notice, book: Book, now: datetime) -> None:
    """After a call that was sent, the next one, if the alert's route repeats: it is taken back when somebody answers."""
    alert = notices.alert_now(connection, notice.alert)
    if alert is None or notice.occasion not in CALLING or alert["state"] in ANSWERED or alert["resolved_at"] is not None:
        return
    pauses = [route.repeat for route in routes_for(book, alert) if route.repeat]
    if not pauses or notice.receiver not in book.receivers:
        return
    number = _repeats(notice) + 1
    occasion = Call("repeated", number)
    body = {**notice.body, "occasion": "repeated", "merged": alert["merged"], "level": alert["level"]}
    row: dict[str, Any] = {
        "id": f"{notice.id[:22]}{number % 10000:04d}",
        "key": f"{notice.alert}|{occasion.key}|{notice.receiver}",
        "alert": notice.alert,
    }
    row |= {"receiver": notice.receiver, "channel": notice.channel, "occasion": "repeated", "state": "waiting", "body": body}
    notices.put(connection, [{**row, "due_at": now + min(pauses)}], now)


def _repeats(notice: Notice) -> int:
    if notice.occasion != "repeated":
        return 0
    return int(notice.key.split("|")[1].removeprefix("repeated"))


def sender_of(store: Store, shelf: Shelf, settings: Settings) -> Sender:
    """The sender of a store, one for each process."""
    return _opened(store, shelf, settings, os.getpid())


@cache
def _opened(store: Store, shelf: Shelf, settings: Settings, pid: int) -> Sender:  # noqa: ARG001 - a forked child has threads of its own
    return Sender(store, shelf, channels=channels_of(store, settings))


def channels_of(store: Store, settings: Settings) -> dict[str, Channel]:
    """All channels; CAP needs to know the alerts and who sends them."""
    return {**CHANNELS, "cap": ByCap(store, office_of(settings), settings.province)}
