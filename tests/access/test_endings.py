"""The ends of access: after a change of role, a logout or an expiry the caches give nothing any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from data_access.stores import accounts as kept
from data_access.stores.tables import SESSION
from security import accounts
from security.accounts import Applicant
from security.roles import Role
from security.sessions import FRESH, digest
from tests.access.conftest import HERE, House, answered, ask, cookie_of

PASSWORD = "Right-Horse-42"
WHOLE = {"page": "overview"}


@pytest.fixture
def mover(house: House, request: pytest.FixtureRequest) -> Iterator[str]:
    """An account of a leader that only one test uses."""
    name = f"m{abs(hash(request.node.name)) % 10**9}"
    accounts.add(house.store, Applicant(name=name, role=Role.LEADER), PASSWORD, datetime.now(UTC), house.settings.province)
    house.passwords[name] = PASSWORD
    yield name
    del house.passwords[name]


def warmed(house: House, name: str) -> FlaskClient:
    """A client that has seen the whole wall, so that every cache is warm."""
    client = house.signed_in(name)
    found = answered(ask(client, WHOLE))
    assert found is not None and len(found["panels"]) > 10
    assert client.get("/wall/overview").status_code == 200
    return client


def wait_until_asked_again(house: House) -> None:
    """What the two seconds do for which an answer of the store is believed."""
    assert timedelta(0) < FRESH <= timedelta(seconds=2)
    house.sessions.known.clear()


@pytest.mark.row("Z-02")
def test_after_a_change_of_role_the_old_pages_are_gone(house: House, mover: str) -> None:
    client = warmed(house, mover)
    with house.store.write() as connection:
        assert kept.change(connection, mover, datetime.now(UTC), role="city", cities="320100")
    wait_until_asked_again(house)
    assert ask(client, WHOLE).get_json()["response"] == {}
    assert client.get("/wall/overview").status_code == 403
    assert client.get("/city/320500").status_code == 403
    assert [deed.scope for deed in house.denied(mover)] == ["320100"] * 3


@pytest.mark.row("Z-02")
def test_after_the_account_is_shut_nothing_is_left(house: House, mover: str) -> None:
    client = warmed(house, mover)
    accounts.disable(house.store, mover, datetime.now(UTC))
    wait_until_asked_again(house)
    assert ask(client, WHOLE).status_code == 401
    assert client.get("/wall/overview").status_code == 303


@pytest.mark.row("Z-02")
def test_after_a_logout_the_cookie_opens_nothing(house: House, mover: str) -> None:
    client = warmed(house, mover)
    value = cookie_of(client)
    client.post("/logout", headers=HERE)
    again = house.anonymous()
    again.set_cookie("yiping", value)
    answer = ask(again, WHOLE)
    assert answer.status_code == 401 and "panels" not in answer.text
    assert again.get("/wall/overview").status_code == 303
    assert again.get("/api/v1/indicators").status_code == 401


@pytest.mark.row("Z-02")
def test_after_an_expiry_the_cookie_opens_nothing(house: House, mover: str) -> None:
    client = warmed(house, mover)
    with house.store.write() as connection:
        past = datetime.now(UTC) - timedelta(seconds=1)
        connection.execute(update(SESSION).where(SESSION.c.token_hash == digest(cookie_of(client))).values(expires_at=past))
    wait_until_asked_again(house)
    assert ask(client, WHOLE).status_code == 401
    assert client.get("/wall/overview").status_code == 303


@pytest.mark.row("Z-02")
def test_a_wall_that_is_asked_between_two_roles_mixes_nothing(house: House, mover: str) -> None:
    leader, city = warmed(house, mover), house.signed_in("nanjing")
    for _ in range(3):
        assert answered(ask(leader, {"page": "overview", "keys": ["alerts"]})) is not None
        assert ask(city, {"page": "overview", "keys": ["alerts"]}).get_json()["response"] == {}
