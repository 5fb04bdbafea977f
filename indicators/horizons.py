"""The horizons of one question: where each mart's data end, whether that day has ended, and who has not reported."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from data_access.horizon import absent_cities, horizon, is_complete
from data_access.measure import Reader
from data_access.scope import Scope
from settings import settings


@dataclass
class Horizons:
    """Answers of the reader, each asked once. Lives as long as one question."""

    reader: Reader
    at: date | None = None
    _last: dict[str, date | None] = field(default_factory=dict)
    _silent: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def last(self, mart: str) -> date | None:
        """The last time of a mart, not after `at`."""
        if mart not in self._last:
            self._last[mart] = horizon(self.reader, mart, settings().tz, self.at)
        return self._last[mart]

    def complete(self, mart: str) -> bool:
        """Whether the mart's last day or hour had ended at its cut-off."""
        last = self.last(mart)
        return last is not None and is_complete(self.reader, mart, last, settings().tz)

    def silent(self, mart: str, scope: Scope) -> tuple[str, ...]:
        """The visible cities that have no row at the mart's last time."""
        last = self.last(mart)
        if last is None:
            return ()
        if (mart, scope.key) not in self._silent:
            self._silent[mart, scope.key] = absent_cities(self.reader, mart, scope, last)
        return self._silent[mart, scope.key]
