"""API tokens and wall devices."""

from __future__ import annotations

import pytest

from security import accounts, tokens
from security.identity import AccessFailed
from security.sessions import COOKIE, sessions_of
from tests.security.conftest import HERE, House


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.row("Z-01")
def test_a_token_acts_for_its_account(house: House) -> None:
    token = tokens.add(house.store, "feed", "duty", house.clock())
    program = house.browser()
    assert program.get("/api/v1/indicators", headers=bearer(token)).json == {"who": "duty"}
    assert program.post("/api/v1/alerts", headers=bearer(token)).status_code == 202
    assert program.get("/cockpit", headers=bearer(token)).status_code == 403
    assert program.get("/_dash-layout", headers=bearer(token)).status_code == 403
    assert token.encode() not in b"".join(path.read_bytes() for path in house.settings.home.iterdir())


@pytest.mark.row("Z-06")
def test_a_revoked_token_stops_within_five_seconds(house: House) -> None:
    token = tokens.add(house.store, "feed", "duty", house.clock())
    program = house.browser()
    assert program.get("/api/v1/indicators", headers=bearer(token)).status_code == 200
    tokens.revoke(house.store, "feed", house.clock())
    house.clock.pass_by(seconds=2)
    assert program.get("/api/v1/indicators", headers=bearer(token)).status_code == 401


def test_a_token_is_no_cookie_and_a_cookie_no_token(house: House) -> None:
    token = tokens.add(house.store, "feed", "duty", house.clock())
    program = house.browser()
    program.set_cookie(COOKIE, token)
    assert program.get("/api/v1/indicators").status_code == 401
    signed = house.signed_in("duty")
    cookie = signed.get_cookie(COOKIE)
    assert house.browser().get("/api/v1/indicators", headers=bearer(cookie.value)).status_code == 401


@pytest.mark.parametrize("given", ["Bearer", "Bearer ", "Bearer yp_x", "Bearer " + "y" * 5000, "Basic eDp5", "Bearer yp_" + "\x7f" * 43])
def test_a_malformed_token_is_nobody(house: House, given: str) -> None:
    assert house.browser().get("/api/v1/indicators", headers={"Authorization": given}).status_code == 401


def test_a_name_is_used_once_until_it_is_revoked(house: House) -> None:
    tokens.add(house.store, "feed", "duty", house.clock())
    with pytest.raises(AccessFailed, match="in use"):
        tokens.add(house.store, "feed", "duty", house.clock())
    tokens.revoke(house.store, "feed", house.clock())
    tokens.add(house.store, "feed", "leader", house.clock())
    assert [(token.name, token.user) for token in tokens.everything(house.store)] == [("feed", "leader")]
    with pytest.raises(AccessFailed, match="no open account"):
        tokens.add(house.store, "other", "nobody", house.clock())
    with pytest.raises(AccessFailed, match="No API token"):
        tokens.revoke(house.store, "nothing", house.clock())


def enter(house: House, token: str):
    browser = house.browser()
    return browser, browser.post("/login/wall", data={"token": token}, headers=HERE)


@pytest.mark.row("Z-06")
def test_a_wall_enters_once_and_stays_until_it_is_revoked(house: House) -> None:
    token = tokens.add_wall(house.store, "hall-1", house.clock())
    browser, answer = enter(house, token)
    assert answer.location == "/wall/overview"
    assert enter(house, token)[1].status_code == 401
    house.clock.pass_by(days=90)
    assert browser.get("/wall/overview").status_code == 200
    assert browser.get("/login/wall").location == "/wall/overview"
    assert tokens.walls(house.store)[0].seen_at == house.clock()
    tokens.revoke_wall(house.store, "hall-1", house.clock())
    house.clock.pass_by(seconds=2)
    assert browser.get("/wall/overview").status_code == 303
    again = tokens.add_wall(house.store, "hall-1", house.clock())
    assert enter(house, again)[1].status_code == 303


def test_an_entry_address_runs_out(house: House) -> None:
    token = tokens.add_wall(house.store, "hall-1", house.clock())
    house.clock.pass_by(hours=25)
    assert enter(house, token)[1].status_code == 401
    assert enter(house, "x" * 5000)[1].status_code == 400


def test_a_wall_device_cannot_use_a_password(house: House) -> None:
    tokens.add_wall(house.store, "hall-1", house.clock())
    for name in ("wall:hall-1", "hall-1"):
        answer = house.browser().post("/login", data={"username": name, "password": "!"}, headers=HERE)
        assert answer.status_code in {400, 401}


@pytest.mark.row("Z-06")
def test_a_socket_learns_of_a_revoked_session_and_does_not_keep_it_alive(house: House) -> None:
    cookie = house.signed_in("duty").get_cookie(COOKIE).value
    sessions = sessions_of(house.settings)
    for _ in range(10):
        house.clock.pass_by(minutes=2)
        assert sessions.identify(cookie, house.clock(), active=False).user == "duty"
    house.clock.pass_by(minutes=11)
    assert sessions.identify(cookie, house.clock(), active=False) is None
    again = house.signed_in("duty").get_cookie(COOKIE).value
    assert sessions.identify(again, house.clock(), active=False) is not None
    accounts.disable(house.store, "duty", house.clock())
    house.clock.pass_by(seconds=2)
    assert sessions.identify(again, house.clock(), active=False) is None
