"""The inbox of alerts in Redis or Valkey: a stream with a consumer group, whose entries stay pending until they are durable elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError
from redis.retry import Retry

from data_access.transport import PATIENT, TransportError

STREAM = "yiping:alerts:in"
GROUP = "yiping"
AT_ONCE = 100
ABANDONED = timedelta(seconds=30)
"""After this time without an acknowledgement an entry's reader counts as dead and another takes it over."""


@dataclass(frozen=True)
class Entry:
    """One entry: its place and its fields as they came."""

    place: str
    fields: Mapping[bytes, bytes]


@dataclass(frozen=True)
class Backlog:
    """What waits: entries that nobody has read yet, and entries that were read and not acknowledged. None: the server does not say."""

    lag: int | None
    pending: int


class AlertStream:
    """The stream as one reader sees it. Connects at first use; every call raises TransportError when the carrier is gone."""

    def __init__(self, url: str, reader: str, abandoned: timedelta = ABANDONED) -> None:
        self._url, self._reader, self._idle = url, reader, int(abandoned.total_seconds() * 1000)
        self._client = redis.Redis.from_url(url, socket_timeout=PATIENT, socket_connect_timeout=PATIENT, retry=Retry(NoBackoff(), 0))

    def taken(self) -> list[Entry]:
        """The next entries for this reader: first those of dead readers, then its own that it did not finish, then new ones."""
        return self._asked(self._taken)

    def finished(self, places: Collection[str]) -> None:
        """These are durable: they leave the pending list and the stream. Told twice, nothing happens."""
        if places:
            self._asked(lambda: self._finish(list(places)))

    def put(self, fields: Mapping[str, str | bytes]) -> str:
        """Add an entry, as a sender does. Gives its place."""
        entry: dict[Any, Any] = dict(fields)
        return str(self._asked(lambda: self._client.xadd(STREAM, entry)).decode())

    def backlog(self) -> Backlog:
        """What waits now; 0 and 0 before the first entry."""
        return self._asked(self._backlog)

    def close(self) -> None:
        self._client.close()

    def _taken(self) -> list[Entry]:
        try:
            return self._claimed() or self._read("0") or self._read(">")
        except ResponseError as error:
            if "NOGROUP" not in str(error):
                raise
        self._make_group()
        return self._read(">")

    def _claimed(self) -> list[Entry]:
        answer: Any = self._client.xautoclaim(STREAM, GROUP, self._reader, self._idle, "0-0", count=AT_ONCE)
        return _entries(answer[1])

    def _read(self, after: str) -> list[Entry]:
        answer: Any = self._client.xreadgroup(GROUP, self._reader, {STREAM: after}, count=AT_ONCE)
        if not answer:
            return []
        entries = answer[STREAM.encode()] if isinstance(answer, dict) else answer[0][1]
        if isinstance(answer, dict) and entries and isinstance(entries[0], list):  # the newer protocol wraps once more
            entries = entries[0]
        return _entries(entries)

    def _finish(self, places: list[str]) -> None:
        with self._client.pipeline(transaction=True) as pipe:
            pipe.xack(STREAM, GROUP, *places)
            pipe.xdel(STREAM, *places)
            pipe.execute()

    def _make_group(self) -> None:
        try:
            self._client.xgroup_create(STREAM, GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):  # another reader made it in between
                raise

    def _backlog(self) -> Backlog:
        if not self._client.exists(STREAM):
            return Backlog(0, 0)
        groups: Any = self._client.xinfo_groups(STREAM)
        found = next((group for group in groups if group["name"] in (GROUP, GROUP.encode())), None)
        if found is None:
            return Backlog(int(self._client.xlen(STREAM)), 0)
        return Backlog(found.get("lag"), int(found["pending"]))

    def _asked(self, question: Any) -> Any:
        try:
            return question()
        except RedisError as error:
            place = self._url.rsplit("@", 1)[-1]  # never the password
            raise TransportError(
                f"The inbox of alerts in Valkey at {place} does not answer ({type(error).__name__}): entries wait there; see `yiping doctor`."
            ) from error


def _entries(found: Any) -> list[Entry]:
    """Entries that still have their fields; one that was deleted while pending has none."""
    return [Entry(place.decode(), dict(fields or {})) for place, fields in found]
