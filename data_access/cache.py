"""The answer cache: what was computed once for a version of the data and a scope is not computed again.

Every key holds the scope and the versions of all that was read, so nothing has to be invalidated and no caller can meet
another's rows. Values are text. One caller computes, the others of the same key wait for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

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


def _shelf() -> SimpleCache:
    return SimpleCache(threshold=4000, default_timeout=0)


@dataclass
class AnswerCache:
    """A bounded in-process cache of texts, safe for threads."""

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

    def last(self, key: Key) -> str | None:
        """The newest good text of this place, of whatever version."""
        with self._lock:
            return self._last.get(key.place)

    def _made(self, key: Key, make: Callable[[], str]) -> str:
        text = make()
        with self._lock:
            self._rows.set(key.text, text)
            self._last.set(key.place, text)
        return text
