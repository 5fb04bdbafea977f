"""The answer cache: what was computed once for a version of the data and a scope is not computed again.

Every key holds the scope and the versions of all that was read, so nothing has to be invalidated and no caller can meet
another's rows. Values are text. One caller computes, the others of the same key wait for it.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from flask_caching.backends.simplecache import SimpleCache

from data_access.scope import Scope


@dataclass(frozen=True)
class Key:
    """What an answer depends on. The scope is not optional."""

    what: str
    scope: Scope
    versions: tuple[object, ...] = ()
    params: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        return "|".join((self.what, self.scope.key, repr(self.versions), repr(self.params)))

    @property
    def place(self) -> str:
        """The key without versions: where the last good answer is kept."""
        return "|".join((self.what, self.scope.key, repr(self.params)))


SHARED_SECONDS = 180.0
"""How long the other web processes may take an answer over; its versions are soon gone anyway."""


class Carrier(Protocol):
    """The shared cache (Valkey). It never raises: without it each process computes for itself."""

    def cache_get(self, key: str) -> bytes | None: ...
    def cache_set(self, key: str, value: bytes, ttl: float) -> bool: ...


def _shelf() -> SimpleCache:
    return SimpleCache(threshold=4000, default_timeout=0)


@dataclass
class AnswerCache:
    """A bounded in-process cache of texts, safe for threads, over one that all web processes share."""

    shared: Carrier | None = None
    edition: str = ""
    """What the answers are made by: another edition of the product does not take them over."""
    _rows: SimpleCache = field(default_factory=_shelf)
    _last: SimpleCache = field(default_factory=_shelf)
    _busy: dict[str, threading.Lock] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: Key, make: Callable[[], str]) -> str:
        """The kept text of this key, else what `make` gives. Whatever `make` raises passes through and nothing is kept."""
        name = key.text
        with self._lock:
            found = self._rows.get(name)
            gate = None if found is not None else self._busy.setdefault(name, threading.Lock())
        if gate is None:
            return found
        try:
            with gate:
                with self._lock:
                    found = self._rows.get(name)
                return found if found is not None else self._made(key, make)
        finally:
            with self._lock:
                self._busy.pop(name, None)

    def peek(self, key: Key) -> str | None:
        """The kept text of this key, if this process has it."""
        with self._lock:
            return self._rows.get(key.text)

    def last(self, key: Key) -> str | None:
        """The newest good text of this place, of whatever version."""
        with self._lock:
            return self._last.get(key.place)

    def _made(self, key: Key, make: Callable[[], str]) -> str:
        place = f"answer:{hashlib.blake2b(f'{self.edition}|{key.text}'.encode(), digest_size=20).hexdigest()}"
        kept = self.shared.cache_get(place) if self.shared else None
        text = kept.decode() if kept is not None else make()
        if kept is None and self.shared:
            self.shared.cache_set(place, text.encode(), SHARED_SECONDS)
        with self._lock:
            self._rows.set(key.text, text)
            self._last.set(key.place, text)
        return text
