"""What the tests of corrections make: marts of two cities, a store, and clients of the API for whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from flask import Flask
from flask.testing import FlaskClient

import api
from corrections import keeping
from data_access.marts import Marts, Part
from data_access.scope import Scope
from data_access.stores import audit, corrections
from data_access.stores.engine import Store
from security.identity import Identity, Kind
from security.roles import Role
from tests.alerts.making import desk

PROVINCE = "320000"
WHOLE, NANJING, SUZHOU = Scope.whole(PROVINCE), Scope.of(PROVINCE, "320100"), Scope.of(PROVINCE, "320500")
NOW = datetime(2026, 11, 20, 2, 42, tzinfo=UTC)
CODE = "notice.pushed"
DAYS = [date(2026, 11, 1) + timedelta(days=n) for n in range(19)]
ITEMS = "/api/v1/corrections"
KEY = {"day": "2026-11-19", "region": "320102", "department": "商务"}
"""The row that is wrong: 鼓楼-like county of Nanjing on the last day."""


def identity(user: str, role: Role, scope: Scope) -> Identity:
    return Identity(user, f"{user}先生", role, scope, Kind.PERSON)


CITY = identity("nanjing", Role.CITY, NANJING)
OTHER = identity("suzhou", Role.CITY, SUZHOU)
DUTY = identity("duty", Role.DUTY, WHOLE)
LEADER = identity("leader", Role.LEADER, WHOLE)


def notices(value: int = 12, **more: Any) -> pd.DataFrame:
    """Pushed notices of two departments in two counties of different cities; the wrong row has `value`."""
    rows = [
        {"day": day, "region": region, "department": department, "pushed": 10, "claimed": 5, "handled": 4, "overdue": 1}
        for day in DAYS
        for region in ("320102", "320505")
        for department in ("商务", "教育")
    ]
    frame = pd.DataFrame(rows)
    wrong = (frame["day"] == DAYS[-1]) & (frame["region"] == "320102") & (frame["department"] == "商务")
    frame.loc[wrong, "pushed"] = value
    return frame.assign(**more)


@dataclass
class Office:
    """The product's parts that the loop runs through."""

    store: Store
    marts: Marts
    now: datetime = NOW

    def publish(self, value: int = 12, source: str = "S07") -> int:
        return self.marts.publish([Part(table="notice_daily", data=notices(value))], source=source, nature="production", as_of=NOW).number

    def client(self, who: Identity) -> FlaskClient:
        server, at = Flask("server"), desk()
        alerting = api.Alerts(identity=lambda: who, store=lambda: self.store, desk=lambda: at)
        api.install(server, lambda: who, lambda: self.marts, now=lambda: self.now, alerting=alerting)
        return server.test_client()

    def keep(self) -> None:
        """A round of the worker."""
        keeping.keep(self.store, self.marts, PROVINCE, self.now)

    def item(self, id: str) -> dict[str, Any]:
        with self.store.read() as connection:
            found = corrections.one(connection, id)
        assert found is not None
        return found

    def steps(self, id: str) -> list[tuple[str | None, str, str]]:
        with self.store.read() as connection:
            return [(step["state_from"], step["state_to"], step["who"]) for step in corrections.steps(connection, id)]

    def denied(self, who: str) -> list[str]:
        with self.store.read() as connection:
            return [deed.object for _, deed in audit.entries(connection, who=who, result="denied")]

    def pushed(self, who: Identity, **place: str) -> float | None:
        """The doubted number as the API tells it to somebody."""
        found: dict[str, Any] = self.client(who).get(f"/api/v1/indicators/{CODE}/passport", query_string=place).json
        value: float | None = found["value"]
        return value


def office(store: Store, folder: Path) -> Office:
    made = Office(store, Marts(folder, clock=lambda: NOW))
    made.publish()
    return made


def doubt(**more: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "code": CODE,
        "region": "320102",
        "seen": 192,
        "kind": "value",
        "text": "现场核查为 10 件",
        "evidence": "台账",
        "panel": "notice",
    }
    return {**usual, "change": {"mart": "notice_daily", "key": KEY, "column": "pushed", "value": 10}} | more


def filed(client: FlaskClient, **more: Any) -> str:
    answer = client.post(ITEMS, json=doubt(**more))
    assert answer.status_code == 201, answer.text
    id: str = answer.json["id"]
    return id


Ask = Callable[[Identity], FlaskClient]
