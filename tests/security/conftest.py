"""A small guarded application and the people who use it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dash
import flask
import pytest
from dash import Input, Output, dcc, html
from flask.testing import FlaskClient

from data_access.stores import audit as trail
from data_access.stores.audit import Deed
from data_access.stores.engine import Store, ensure_schema, open_store, store_of
from layouts import login
from security import accounts, guard, headers, policy
from security import policy_table as table
from security.accounts import Applicant
from security.roles import Role
from security.sessions import COOKIE
from settings import Settings

PASSWORD = "Right-Horse-42"
HERE = {"Origin": "http://localhost"}
PEOPLE = {
    "leader": Applicant(name="leader", role=Role.LEADER),
    "duty": Applicant(name="duty", role=Role.DUTY),
    "auditor": Applicant(name="auditor", role=Role.AUDITOR),
    "nanjing": Applicant(name="nanjing", role=Role.CITY, cities=("320100",)),
    "screen": Applicant(name="screen", role=Role.WALL),
}  # fmt: skip


@dataclass
class Clock:
    """The time of the test, which moves when the test says so."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 22, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class House:
    """The guarded application with its store and clock."""

    app: Any
    settings: Settings
    store: Store
    clock: Clock

    def browser(self) -> FlaskClient:
        return self.app.server.test_client()

    def signed_in(self, name: str) -> FlaskClient:
        browser = self.browser()
        answer = browser.post("/login", data={"username": name, "password": PASSWORD}, headers=HERE)
        assert answer.status_code == 303, answer.text
        return browser

    def deeds(self, **equals: str) -> list[Deed]:
        with self.store.read() as connection:
            return [deed for _, deed in trail.entries(connection, limit=10_000, **equals)]


def cookie_of(browser: FlaskClient) -> str:
    cookie = browser.get_cookie(COOKIE)
    return cookie.value if cookie else ""


def call(browser: FlaskClient, output: str = "panel-answer.data", *, live: bool = False, **more: Any) -> Any:
    """One callback, asked as the renderer asks."""
    name, prop = output.split(".")[-2:] if not output.startswith("..") else ("x", "y")
    body = {
        "output": output,
        "outputs": {"id": name, "property": prop},
        "inputs": [{"id": "ask", "property": "data", "value": {"live": live}}],
    }
    return browser.post("/_dash-update-component", json={**body, "changedPropIds": ["ask.data"], "state": [], **more}, headers=HERE)


def build(settings: Settings, clock: Clock) -> Any:
    """A Dash application with a page for each city, a panel callback, an undeclared callback and an API call."""
    server = flask.Flask("house", static_folder=None)
    dash.page_registry.clear()
    app = dash.Dash("house", server=server, use_pages=True, pages_folder="", suppress_callback_exceptions=True)
    dash.register_page("city", path_template="/city/<adcode>", layout=lambda adcode=None, **_: html.P(f"city {adcode}"))
    dash.register_page("cockpit", path="/cockpit", layout=html.P("cockpit"))
    dash.register_page("wall", path="/wall/overview", layout=html.P("wall"))
    app.layout = html.Div(
        [dcc.Location(id="address"), dash.page_container, dcc.Store(id="panel-answer"), dcc.Store(id="ask"), dcc.Store(id="secret")]
    )
    app.callback(Output("panel-answer", "data"), Input("ask", "data"))(lambda _: guard.current().scope.key)
    app.callback(Output("secret", "data"), Input("ask", "data"))(lambda _: "secret")
    guard.install(server, settings, clock)
    headers.install(server, app.csp_hashes)
    login.install(server, settings, clock)
    server.add_url_rule("/api/v1/indicators", "indicators", lambda: {"who": guard.current().user})
    server.add_url_rule("/api/v1/alerts", "alerts", lambda: ({"state": "accepted"}, 202), methods=["POST"])
    server.add_url_rule("/api/v1/undeclared", "undeclared", lambda: "open")
    return app


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store's file with its tables and nothing in them."""
    path = tmp_path_factory.mktemp("blank") / "store.sqlite"
    store = open_store(f"sqlite:///{path}")
    ensure_schema(store)
    store.close()
    return path


@pytest.fixture
def store(config: Settings, blank: Path, quick_hashes: None) -> Iterator[Store]:
    shutil.copy(blank, config.home / "store.sqlite")
    store = store_of(config)
    yield store
    store.close()


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    from argon2 import PasswordHasher

    from security import passwords

    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1))


@pytest.fixture
def house(config: Settings, store: Store, clock: Clock) -> House:
    for person in PEOPLE.values():
        accounts.add(store, person, PASSWORD, clock(), config.province)
    return House(build(config, clock), config, store, clock)


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Adds callback policies for one test."""

    def declare(output: str, *roles: Role) -> None:
        monkeypatch.setitem(table.CALLBACKS, output, frozenset(roles))
        policy.roles_of_output.cache_clear()

    yield declare
    policy.roles_of_output.cache_clear()
