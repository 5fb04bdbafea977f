"""What the tests of alerts make: a desk, messages, and a look at what stands in the store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from alerts.desk import Desk
from alerts.life import Hand
from alerts.message import Message
from data_access.scope import Scope
from data_access.stores.alert_tables import ALERT, ALERT_STEP
from data_access.stores.alerts import HEAD
from data_access.stores.engine import Store
from geo.regions import regions_of
from security.identity import Identity, Kind
from security.roles import Role

NOW = datetime(2026, 11, 20, 2, 42, tzinfo=UTC)
PROVINCE = "320000"
WHOLE, NANJING, SUZHOU = Scope.whole(PROVINCE), Scope.of(PROVINCE, "320100"), Scope.of(PROVINCE, "320500")


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def desk(**more: Any) -> Desk:
    return Desk(province=PROVINCE, zone=ZoneInfo("Asia/Shanghai"), regions=regions_of(PROVINCE), **more)


def message(number: str = "1", **more: Any) -> Message:
    usual: dict[str, Any] = {
        "source": "平台",
        "source_id": number,
        "level": "III",
        "title": "冷库超温",
        "region": "320102",
        "occurred_at": NOW,
    }
    return Message(**usual | more)


def person(scope: Scope = WHOLE, name: str = "duty") -> Identity:
    return Identity(name, "王建国", Role.DUTY, scope, Kind.PERSON)


def hand(store: Store, at: Desk, now: datetime = NOW, scope: Scope = WHOLE, name: str = "duty") -> Hand:
    return Hand(store=store, desk=at, identity=person(scope, name), now=now)


def rows(store: Store) -> dict[str, dict[str, Any]]:
    """All alerts by their source's number."""
    with store.read() as connection:
        return {row["source_id"]: dict(row) for row in connection.execute(select(ALERT)).mappings()}


def heads(store: Store) -> list[dict[str, Any]]:
    with store.read() as connection:
        return [dict(row) for row in connection.execute(select(ALERT).where(HEAD).order_by(ALERT.c.id)).mappings()]


def steps(store: Store, alert: str) -> list[tuple[str | None, str]]:
    """The states that an alert went through."""
    with store.read() as connection:
        query = select(ALERT_STEP.c.state_from, ALERT_STEP.c.state_to).where(ALERT_STEP.c.alert == alert).order_by(ALERT_STEP.c.seq)
        return [(row[0], row[1]) for row in connection.execute(query)]


class Ears:
    """A hook that remembers what it heard."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str, str | None]] = []

    def __call__(self, _connection: Any, row: Any, outcome: Any, _now: datetime) -> None:
        self.heard.append((str(outcome.occasion), row["source_id"], outcome.held and outcome.held.split(":")[0]))

    def take(self) -> list[tuple[str, str, str | None]]:
        """What was heard since the last time."""
        found, self.heard = self.heard, []
        return found
