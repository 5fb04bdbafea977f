"""The hub: the one reader of the event stream in a process, and the ring that all its sockets are served from."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import dropwhile

from data_access.transport import START, Feed, Message, Seq, TransportError

RING = 500
BEHIND = 64
"""A socket further behind than this is told to read everything anew: cheaper for both than the list."""
TICK = 5.0
FIRST_RETRY, LAST_RETRY = 0.25, 2.0
log = logging.getLogger("yiping.live")


@dataclass
class Reader:
    """Where one socket stands: the last message it was told, and the stream's era that it knows."""

    seq: Seq
    era: int
    ticks: int


class Hub:
    """Follows the stream and wakes the sockets. Memory is bounded: sockets hold a place in the shared ring, never a queue of their own."""

    def __init__(self, feed: Feed, now: Callable[[], datetime], *, ring: int = RING) -> None:
        self._feed = feed
        self._now = now
        self._ring: deque[Message] = deque(maxlen=ring)
        self._floor = START
        self.newest = START
        self.up = False
        self.down_since: datetime | None = None
        self.era = 0
        self.ticks = 0
        self.readers = 0
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Follow for ever; reconnects by itself. An outage ends with a new era: every socket then reads anew, whatever got lost."""
        retry = FIRST_RETRY
        while True:
            try:
                await self._join()
                retry = FIRST_RETRY
                while True:
                    self._take(await self._feed.after(self.newest))
            except TransportError as error:
                if self.up or self.down_since is None:
                    log.warning("%s", error)
                    self.down_since = self._now()
                self.up = False
            await asyncio.sleep(retry)
            retry = min(retry * 2, LAST_RETRY)

    async def beat(self) -> None:
        """Wake all sockets at each tick, so that a browser knows within two of them that the server is gone."""
        while True:
            await asyncio.sleep(TICK)
            self.ticks += 1
            self._awake()

    async def waiting(self, reader: Reader) -> None:
        """Return as soon as there is something to say to this socket."""
        while reader.seq >= self.newest and reader.era == self.era and reader.ticks == self.ticks:
            await self._wake.wait()

    def join(self, since: str | None) -> tuple[Reader, str, bool]:
        """A new socket's place: its reader, its greeting, and whether it goes on where it stopped."""
        place = Seq.parse(since)
        resumed = place is not None and self.up and self._floor <= place <= self.newest
        reader = Reader(place if resumed and place else self.newest, self.era, self.ticks)
        hello = self._text("hello", self.newest if not resumed else reader.seq, resumed=resumed)
        return reader, hello, resumed

    def news(self, reader: Reader) -> Iterator[str]:
        """What this socket has to be told now; moves its place."""
        if reader.era != self.era or reader.seq < self._floor or reader.seq > self.newest:
            reader.era, reader.seq = self.era, self.newest
            yield self.resync()
        elif reader.seq < self.newest:
            fresh = list(dropwhile(lambda message: message.seq <= reader.seq, self._ring))
            reader.seq = self.newest
            if len(fresh) > BEHIND:
                yield self.resync()
            else:
                for message in fresh:
                    yield self._text("changed", message.seq, tables=message.tables)
        if reader.ticks != self.ticks:
            reader.ticks = self.ticks
            yield self._text("tick", self.newest)

    def resync(self) -> str:
        return self._text("resync", self.newest)

    async def _join(self) -> None:
        """Fill the ring from the stream's tail. After an outage, or when the stream is not the one we knew, a new era begins."""
        recent = await self._feed.recent(self._ring.maxlen or RING)
        newest = recent[-1].seq if recent else START
        if self.up is False and self.down_since is not None or newest < self.newest:
            self.era += 1
        self._ring.clear()
        self._ring.extend(recent)
        self._floor = recent[0].seq if len(recent) == self._ring.maxlen else START
        self.newest = newest
        if self.down_since is not None:
            log.warning("Live push is back after %.0f s.", (self._now() - self.down_since).total_seconds())
        self.up, self.down_since = True, None
        self._awake()

    def _take(self, messages: list[Message]) -> None:
        if not messages:
            return
        for message in messages:
            if len(self._ring) == self._ring.maxlen:
                self._floor = self._ring[0].seq
            self._ring.append(message)
        self.newest = messages[-1].seq
        self._awake()

    def _awake(self) -> None:
        self._wake.set()
        self._wake = asyncio.Event()

    def _text(self, kind: str, seq: Seq, **more: object) -> str:
        """A message; `up` false says that this server stands but hears of no changes."""
        return json.dumps(
            {"kind": kind, "seq": str(seq), "now": self._now().isoformat(timespec="milliseconds"), "up": self.up, **more},
            ensure_ascii=False,
        )
