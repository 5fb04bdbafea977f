"""The product with an account that posts alerts and a receiver that hears of them, for the tests and benchmarks of faults and loads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from data_access.stores.alert_tables import ALERT, ALERT_STEP, NOTICE, QUARANTINE
from data_access.stores.engine import Store, ensure_schema, open_store
from security import accounts, tokens
from security.accounts import Applicant
from security.roles import Role
from tests.runtime.product import Product, running

USER, PASSWORD = "senders", "Kuaibao-2026-gaojing"  # noqa: S105 - an account of a throw-away store


@dataclass
class Alerting:
    """The running product, its store and the senders' token."""

    product: Product
    store: Store
    token: str

    def alerts(self) -> dict[str, dict[str, Any]]:
        """All alerts by the number of their source. Fails for a number that stands twice."""
        with self.store.read() as connection:
            rows = [dict(row) for row in connection.execute(select(ALERT)).mappings()]
        found = {row["source_id"]: row for row in rows}
        assert len(found) == len(rows)
        return found

    def notices(self) -> list[dict[str, Any]]:
        with self.store.read() as connection:
            return [dict(row) for row in connection.execute(select(NOTICE)).mappings()]

    def first_steps(self) -> dict[str, int]:
        """How many first steps each alert has: one, the row and its history being of one transaction."""
        query = select(ALERT_STEP.c.alert, func.count()).where(ALERT_STEP.c.state_from.is_(None)).group_by(ALERT_STEP.c.alert)
        with self.store.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def refused(self) -> int:
        """How often something was refused."""
        with self.store.read() as connection:
            return connection.execute(select(func.sum(QUARANTINE.c.times))).scalar() or 0


def store_at(url: str) -> tuple[Store, str]:
    """A new store with the senders' account, and its token."""
    store, now = open_store(url), datetime.now(UTC)
    ensure_schema(store)
    accounts.add(store, Applicant(name=USER, role=Role.DUTY), PASSWORD, now, "320000")
    return store, tokens.add(store, USER, USER, now)


@contextmanager
def alerting(home: Path, *, routes: str = "", url: str = "", **more: str) -> Iterator[Alerting]:
    """The whole product with its own pages, on SQLite or at `url`. `routes` is the text of its alerts.toml."""
    home.mkdir(exist_ok=True)
    (home / "alerts.toml").write_text(routes, "utf-8")
    store, token = store_at(url or f"sqlite:///{home / 'store.sqlite'}")
    if url:
        more["YIPING_STORE_URL"] = url
    try:
        with running(home, app="", **more) as product:
            yield Alerting(product, store, token)
    finally:
        store.close()
