"""The witness of a page in the browser tests: what it asked for, whether it was loaded anew, and how the store is changed beneath it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

from playwright.sync_api import Page, Request
from sqlalchemy import select

from alerts.desk import desk_of
from alerts.life.acts import close
from alerts.life.hand import Hand
from data_access.scope import Scope
from data_access.stores import alerts, changes
from data_access.stores.alert_reads import HEAD, OPEN
from data_access.stores.engine import open_store
from data_access.stores.tables import ALERT
from security.identity import Identity, Kind
from security.roles import Role
from settings import Settings
from tests.runtime.product import Product

LIVE = 'body[data-link="live"]'
SOURCES = ("test", "测温平台")
"""Who sends the alerts of the browser tests."""


@dataclass
class Witness:
    """What happened to a page since it was given to the witness."""

    page: Page
    asks: list[list[str] | None] = field(default_factory=list)
    navigations: int = 0

    @classmethod
    def of(cls, page: Page) -> Witness:
        found = cls(page)
        page.on("request", found._note)
        page.on("framenavigated", lambda frame: found._navigated())
        page.evaluate("window.__born = Math.random()")
        return found

    def _navigated(self) -> None:
        self.navigations += 1

    def _note(self, request: Request) -> None:
        if "/_dash-update-component" in request.url:
            body = json.loads(request.post_data or "{}")
            asked = [one["value"] for one in body.get("inputs", []) if one.get("id") == "panel-ask"]
            self.asks += [one["keys"] for one in asked if isinstance(one, dict)]

    def settle(self, quiet: float = 2.0) -> None:
        """Wait until the page is live and has asked for nothing for a while."""
        self.page.wait_for_selector(LIVE, timeout=30_000)
        self.page.wait_for_function(
            "() => window.dash_clientside && window.dash_clientside.set_props && document.querySelector('#_pages_content')"
        )
        known, since = len(self.asks), time.monotonic()
        while time.monotonic() - since < quiet:
            self.page.wait_for_timeout(100)
            if len(self.asks) != known:
                known, since = len(self.asks), time.monotonic()

    @property
    def same(self) -> bool:
        """Whether it is still the very page."""
        return self.navigations == 0 and self.page.evaluate("typeof window.__born === 'number'")


def raise_alert(product: Product, title: str, *, ticker: str = "") -> str:
    """Write an alert, and a line of the ticker with it, as any part of the product would: with the outbox row in the same transaction."""
    now, name = datetime.now(UTC), uuid4().hex[:26]
    row = {
        "id": name, "source": "test", "source_id": name, "level": "I", "title": title, "detail": "现场已停用", "region": "320102",
        "lon": 118.8, "lat": 32.06, "merged": 1, "state": "open", "status": "actual", "occurred_at": now, "changed_at": now, "nature": "demo",
    }  # fmt: skip
    line = {"at": now, "kind": "alert", "region": "320102", "text": ticker, "level_to": "I", "object": name, "nature": "demo"}
    store = open_store(f"sqlite:///{product.home / 'store.sqlite'}")
    try:
        with store.write() as connection:
            alerts.insert_many(connection, [row], [], now)
            if ticker:
                changes.insert_many(connection, [line], now)
    finally:
        store.close()
    return name


def close_all(product: Product) -> None:
    """Close what tests have raised and left open, as an officer would: the feed shows the gravest alone, and theirs would fill it."""
    known = Settings(home=product.home, demo=True)
    officer = Identity(user="duty", shown_name="值班员", role=Role.DUTY, scope=Scope.whole(known.province), kind=Kind.PERSON)
    store = open_store(known.store)
    try:
        with store.read() as connection:
            left = connection.scalars(select(ALERT.c.id).where(HEAD, OPEN, ALERT.c.source.in_(SOURCES))).all()
        for alert in left:
            close(Hand(store=store, desk=desk_of(known), identity=officer, now=datetime.now(UTC)), alert, "试验完毕")
    finally:
        store.close()
