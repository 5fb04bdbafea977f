"""The real application over the small demo province, and a signed-in client for everybody who uses it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dash
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import app as application
from app import Cockpit
from data_access.stores import audit
from data_access.stores.audit import Deed
from data_access.stores.engine import Store, store_of
from demo.prepare import bureau_accounts
from security import demo_accounts
from security.sessions import COOKIE, Sessions, sessions_of
from settings import Settings
from tests.demo.conftest import Stood, copied

HERE = {"Origin": "http://localhost"}
CALLBACK = "/_dash-update-component"
CALLERS = ("leader", "duty", "nanjing", "suzhou", "briefer", "auditor", "admin", "wall")


@dataclass(frozen=True)
class House:
    """The application as a process holds it, and the accounts of the demo."""

    app: Cockpit
    settings: Settings
    store: Store
    passwords: dict[str, str]
    pages: dict[str, Any]

    @property
    def sessions(self) -> Sessions:
        return sessions_of(self.settings)

    def anonymous(self) -> FlaskClient:
        return self.app.server.test_client()

    def signed_in(self, name: str) -> FlaskClient:
        """A client with a session of its own."""
        client = self.anonymous()
        answer = client.post("/login", data={"username": name, "password": self.passwords[name]}, headers=HERE)
        assert answer.status_code == 303, answer.text
        return client

    def denied(self, who: str) -> list[Deed]:
        """The refusals that the audit trail holds of somebody."""
        with self.store.read() as connection:
            return [deed for _, deed in audit.entries(connection, limit=100_000, who=who, result="denied")]


def ask(client: FlaskClient, asked: Any, **headers: str) -> TestResponse:
    """The panel callback, called as the renderer calls it."""
    body = {
        "output": "panel-answer.data",
        "outputs": {"id": "panel-answer", "property": "data"},
        "inputs": [{"id": "panel-ask", "property": "data", "value": asked}],
        "changedPropIds": ["panel-ask.data"],
        "state": [],
    }
    return client.post(CALLBACK, data=json.dumps(body), content_type="application/json", headers={**HERE, **headers})


def answered(response: TestResponse) -> dict[str, Any] | None:
    """The panels of an answer; None where nothing was given."""
    if response.status_code == 204:
        return None
    assert response.status_code == 200, response.text
    found: dict[str, Any] = json.loads(response.get_json()["response"]["panel-answer"]["data"])
    return found


def cookie_of(client: FlaskClient) -> str:
    cookie = client.get_cookie(COOKIE)
    return cookie.value if cookie else ""


def build(settings: Settings) -> Cockpit:
    """The application, wired anew: Dash keeps its pages in one registry for the whole process."""
    dash.page_registry.clear()
    return application.build(settings)


@pytest.fixture(scope="session")
def house(stood: Stood, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The whole product but for its sockets, with the demo's accounts of every role."""
    own = copied(stood, tmp_path_factory.mktemp("access"))
    own.store.close()
    store = store_of(own.settings)
    file = demo_accounts.ensure(own.settings, store, bureau_accounts(own.settings.province))
    passwords = {name: account["password"] for name, account in json.loads(Path(file).read_text("utf-8")).items()}
    app = build(own.settings)
    yield House(app, own.settings, store, passwords, dict(dash.page_registry))
    store.close()


@pytest.fixture(autouse=True)
def pages_of_the_house(house: House) -> None:
    """The registry holds the house's pages, whatever application another test has made in between."""
    dash.page_registry.clear()
    dash.page_registry.update(house.pages)


@pytest.fixture(scope="session")
def clients(house: House) -> dict[str, FlaskClient]:
    """One signed-in client of every role, and one of nobody. Tests that end sessions take their own."""
    return {"anonymous": house.anonymous(), **{name: house.signed_in(name) for name in CALLERS}}
