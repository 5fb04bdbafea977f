"""The effects of a running story on what the demo publishes: silent cities, stopped sources, added readings, cameras out of order.

The gaps of `demo/gaps.py` follow from the clock alone; these lie over them while a story runs and end with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import pandas as pd

NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Effects:
    """What a story has done to the province so far. Times are aware ISO texts: the whole is kept as JSON in the store."""

    silent: Mapping[str, str] = field(default_factory=dict)
    """City → since when nothing came from it."""
    reporting: Mapping[str, str] = field(default_factory=dict)
    """City → the day on which it delivered after all: what was delivered stays delivered until midnight."""
    stopped: Mapping[str, str] = field(default_factory=dict)
    """Source system → since when nothing came from it."""
    added: tuple[Mapping[str, Any], ...] = ()
    """Rows of hourly tables that hold more than the generator drew: table, hour, where, add."""
    cameras: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Camera of the province → the columns that the story holds."""

    @classmethod
    def of(cls, kept: Mapping[str, Any] | None) -> Effects:
        """From a story's record."""
        return cls(**{**kept, "added": tuple(kept.get("added", ()))}) if kept else cls()

    def told(self) -> dict[str, Any]:
        """As plain data for the record."""
        return {**asdict(self), "added": [dict(one) for one in self.added]}

    @property
    def lasting(self) -> Effects:
        """What outlives the story."""
        return Effects(reporting=self.reporting)

    def on_marts(self) -> tuple[Any, ...]:
        """All that changes what is published; two effects with the same need no new publication."""
        return dict(self.silent), dict(self.reporting), dict(self.stopped), self.added

    def silences(self) -> tuple[tuple[str, datetime], ...]:
        return tuple((city, datetime.fromisoformat(since)) for city, since in sorted(self.silent.items()))

    def stops(self) -> tuple[tuple[str, datetime], ...]:
        return tuple((source, datetime.fromisoformat(since)) for source, since in sorted(self.stopped.items()))

    def delivered(self, today: date) -> frozenset[str]:
        """Cities whose standing silence is over for today."""
        return frozenset(city for city, day in self.reporting.items() if day == today.isoformat())

    def applied(self, table: str, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of a table with what the story added to them; rows that have not come get nothing."""
        for one in self.added:
            if one["table"] == table and not rows.empty:
                found = rows["hour"] == pd.Timestamp(one["hour"])
                for column, value in one["where"].items():
                    found &= rows[column] == value
                for column, more in one["add"].items():
                    rows.loc[found, column] += more
        return rows

    def without(self, *, city: str = "", source: str = "", camera: str = "") -> Effects:
        """The effects without those on one city, source or camera."""
        return replace(
            self,
            silent={key: since for key, since in self.silent.items() if key != city},
            stopped={key: since for key, since in self.stopped.items() if key != source},
            cameras={key: held for key, held in self.cameras.items() if key != camera},
        )
