"""The transport: the event stream and the panel cache in Redis or Valkey; the only place that speaks to them.

The database is the record, this is only the carrier: when it is gone, publishing raises `TransportError` (the outbox keeps the row
and sends it later), the cache answers None, and no page fails.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import redis
import redis.asyncio
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

STREAM = "yiping:live"
KEPT = 10_000
CACHE = "yiping:cache:"
QUICK = 0.05
"""Seconds that a page may lose to the cache."""
PATIENT = 1.5
BLOCK = 2.0
"""Seconds that one read of the stream waits for news; a dead connection is noticed within twice this."""


class TransportError(RuntimeError):
    """Redis or Valkey did not answer; the text says so and what it means. Publishing may be tried again."""


class Seq(NamedTuple):
    """Place of a message in the stream, ordered."""

    ms: int
    n: int

    @classmethod
    def parse(cls, text: str | None) -> Seq | None:
        """The place that a text names; None when it names none."""
        ms, dash, n = (text or "").partition("-")
        return cls(int(ms), int(n)) if dash and _number(ms) and _number(n) else None

    def __str__(self) -> str:
        return f"{self.ms}-{self.n}"


START = Seq(0, 0)


@dataclass(frozen=True)
class Message:
    """Some tables changed."""

    seq: Seq
    tables: tuple[str, ...]
    note: str = ""


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 20


def _gone(url: str, error: Exception) -> TransportError:
    place = url.rsplit("@", 1)[-1]  # never the password
    return TransportError(
        f"Valkey at {place} does not answer ({type(error).__name__}): pages go on without live push; see `yiping doctor`."
    )


def _messages(entries: Iterable[tuple[bytes, dict[bytes, bytes]]]) -> list[Message]:
    found = []
    for key, fields in entries:
        seq = Seq.parse(key.decode())
        if seq is None or b"body" not in fields:  # another writer's entry is not ours to judge
            continue
        body = json.loads(fields[b"body"])
        found.append(Message(seq, tuple(body["tables"]), body.get("note", "")))
    return found


class Breaker:
    """A switch that stops asking a carrier that has just failed: closed, or open for 0.5 to 5 s."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures = 0
        self._until = 0.0

    def allows(self, monotonic: float) -> bool:
        return monotonic >= self._until

    def failed(self, monotonic: float) -> None:
        with self._lock:
            self._failures = min(self._failures + 1, 5)
            self._until = monotonic + min(0.25 * 2**self._failures, 5.0)

    def worked(self) -> None:
        if self._failures:
            with self._lock:
                self._failures = 0


class Bus:
    """The blocking side: publish a change, read and write the cache. Safe for threads; connects at first use."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._breaker = Breaker()
        self._patient = _client(url, PATIENT)
        self._quick = _client(url, QUICK)

    def publish(self, tables: Collection[str], *, now: datetime | None = None, note: str = "") -> str:
        """Tell all live sockets that these tables changed. Returns the message's place; raises TransportError."""
        body = {"tables": sorted(set(tables)), "at": (now or datetime.now(UTC)).isoformat(), "note": note}
        try:
            key: Any = self._patient.xadd(STREAM, {"body": json.dumps(body, ensure_ascii=False)}, maxlen=KEPT, approximate=True)
        except RedisError as error:
            raise _gone(self.url, error) from error
        return str(key.decode())

    def newest(self) -> str | None:
        """Place of the newest message, for a page to resume from; None when the carrier is gone or the stream is empty."""
        return self._ask(self._newest)

    def cache_get(self, key: str) -> bytes | None:
        """The cached bytes, or None: absent, expired, or the carrier is gone."""
        return self._ask(lambda: self._quick.get(CACHE + key))

    def cache_set(self, key: str, value: bytes, ttl: float) -> bool:
        """Keep bytes for `ttl` seconds; False when the carrier is gone."""
        return bool(self._ask(lambda: self._quick.set(CACHE + key, value, px=max(1, int(ttl * 1000)))))

    def ping(self) -> float:
        """Seconds that the carrier took to answer; raises TransportError."""
        start = time.monotonic()
        try:
            self._patient.ping()
        except RedisError as error:
            raise _gone(self.url, error) from error
        return time.monotonic() - start

    def close(self) -> None:
        self._patient.close()
        self._quick.close()

    def _newest(self) -> str | None:
        entries: Any = self._quick.xrevrange(STREAM, count=1)
        return entries[0][0].decode() if entries else None

    def _ask(self, question: Any) -> Any:
        if not self._breaker.allows(time.monotonic()):
            return None
        try:
            answer = question()
        except RedisError:
            self._breaker.failed(time.monotonic())
            return None
        self._breaker.worked()
        return answer


class Feed:
    """The asyncio side: one reader of the stream per process."""

    def __init__(self, url: str) -> None:
        self.url = url
        # One connection that only ever blocks in XREAD; its timeout must outlast the block.
        self._client = redis.asyncio.Redis.from_url(
            url, socket_timeout=BLOCK * 2, socket_connect_timeout=PATIENT, retry=redis.asyncio.retry.Retry(NoBackoff(), 0)
        )

    async def recent(self, count: int) -> list[Message]:
        """The newest messages, oldest first."""
        try:
            entries: Any = await self._client.xrevrange(STREAM, count=count)
        except RedisError as error:
            raise _gone(self.url, error) from error
        return _messages(reversed(entries))

    async def after(self, seq: Seq) -> list[Message]:
        """The messages after a place; waits up to BLOCK seconds for the first, else an empty list."""
        try:
            answer: Any = await self._client.xread({STREAM: str(seq)}, count=200, block=int(BLOCK * 1000))
        except RedisError as error:
            raise _gone(self.url, error) from error
        if not answer:
            return []
        entries = answer[STREAM.encode()] if isinstance(answer, dict) else answer[0][1]
        if isinstance(answer, dict) and entries and isinstance(entries[0], list):  # the newer protocol wraps once more
            entries = entries[0]
        return _messages(entries)

    async def close(self) -> None:
        await self._client.aclose()


def _client(url: str, timeout: float) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=timeout, socket_connect_timeout=timeout, retry=Retry(NoBackoff(), 0))
