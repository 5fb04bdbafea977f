"""The event socket of the real application: without a session or from a foreign page it is shut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from live.asgi import build as build_asgi
from security.sessions import COOKIE
from tests.access.conftest import House, cookie_of

HOST = "wall.example"
OURS = f"http://{HOST}"


@pytest.fixture(scope="module")
def door(house: House) -> Iterator[TestClient]:
    whole = build_asgi(
        house.app.server, house.settings, identify=lambda cookie: house.sessions.identify(cookie, datetime.now(UTC), active=False)
    )
    with TestClient(whole, base_url=OURS) as client:
        yield client


def closed(door: TestClient, cookie: str | None, origin: str | None, says: str = "") -> int:
    """The code that the socket is closed with, without a word or after one that is no hello."""
    headers = {
        "Host": HOST,
        **({"Cookie": f"{COOKIE}={cookie}"} if cookie is not None else {}),
        **({"Origin": origin} if origin is not None else {}),
    }
    with pytest.raises(WebSocketDisconnect) as end, door.websocket_connect("/live/ws", headers=headers) as socket:
        if says:
            socket.send_text(says)
        socket.receive_text()
    return end.value.code


@pytest.mark.row("Z-01")
@pytest.mark.parametrize("cookie", [None, "", "x", "A" * 43, "yp_" + "A" * 40, "%00" * 20, "A" * 5_000])
def test_a_socket_without_a_session_is_shut(door: TestClient, cookie: str | None) -> None:
    assert closed(door, cookie, OURS) == 4401


@pytest.mark.row("Z-01")
@pytest.mark.parametrize(
    "origin", [None, "", "null", "http://evil.example", "http://wall.example.evil.example", "http://wall.example:81", "file://wall.example"]
)
def test_a_socket_from_a_foreign_page_is_shut(house: House, door: TestClient, origin: str | None) -> None:
    assert closed(door, cookie_of(house.signed_in("leader")), origin) == 4403


@pytest.mark.row("Z-01")
def test_a_socket_of_an_ended_session_is_shut(house: House, door: TestClient) -> None:
    client = house.signed_in("duty")
    value = cookie_of(client)
    assert closed(door, value, OURS, says="no hello") == 4400
    client.post("/logout", headers={"Origin": "http://localhost"})
    assert closed(door, value, OURS) == 4401
