"""The suspected zombie entities by a numbered rule: in business on paper, old enough, and without any event for long."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pandas as pd

from data_access.horizon import horizon
from data_access.lifetimes import Lives, Quiet, quiet_counts
from data_access.measure import Reader
from data_access.scope import Scope
from indicators.period import months_later
from indicators.read import recalled
from settings import settings

PAGE = Path(__file__).parent / "rules" / "zombies.toml"
MARTS = ("enterprise", "enterprise_event")


@dataclass(frozen=True, kw_only=True)
class ZombieRule:
    """The rule as data. `registered_only`: kinds of events that say nothing of life."""

    number: str
    version: str
    quiet_months: int
    least_age_months: int
    registered_only: tuple[str, ...]
    source: str

    def at(self, day: date) -> Quiet:
        """The rule as of a day."""
        return Quiet(
            since=months_later(day, -self.quiet_months), opened_before=months_later(day, -self.least_age_months), ignored=self.registered_only,
            tz=settings().tz,
        )  # fmt: skip


@cache
def zombie_rule() -> ZombieRule:
    """The declared rule."""
    data = tomllib.loads(PAGE.read_text(encoding="utf-8"))
    return ZombieRule(**{**data, "registered_only": tuple(data["registered_only"])})


def known_until(reader: Reader) -> date | None:
    """The day up to which both the register and the events are known; None where one was never published."""
    days = [horizon(reader, mart, settings().tz) for mart in MARTS]
    return min(day for day in days if day is not None) if all(days) else None


def zombies(reader: Reader, scope: Scope, by: str | None = None, region: str | None = None) -> pd.DataFrame | None:
    """Suspected zombies by split (city, region, industry, type; None: all): `by`, `standing` (with them), `quiet` (they), `active`
    (without them) and `share` in %. None where the register or the events are not published. Raises ForeignRegion, MeasureFailed.
    """
    day = known_until(reader)
    if day is None:
        return None
    lives = Lives(scope=scope, until=day + timedelta(days=1), by=by, region=region)
    frame = recalled(reader, f"zombies {lives!r}", lambda: quiet_counts(reader, lives, zombie_rule().at(day)))
    share = frame["quiet"] / frame["standing"].where(frame["standing"] > 0) * 100
    return frame.assign(active=frame["standing"] - frame["quiet"], share=share)
