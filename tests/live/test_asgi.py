"""The ASGI side: static files, compression, the bridge, and who may have a socket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import flask
import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from live.asgi import Wiring, assemble
from live.health import Condition, NamedProbe, PartHealth
from settings import Settings

BIG = "const word = '一屏';\n" * 400
SUITE = "/_dash-component-suites/dash/deps/react.v1m2.min.js"


@dataclass(frozen=True)
class Person:
    role: str


def pages(asked: list[str]) -> flask.Flask:
    app = flask.Flask("pages", static_folder=None)

    @app.get(SUITE)
    def suite() -> flask.Response:
        asked.append(SUITE)
        return flask.Response(BIG, mimetype="application/javascript", headers={"Cache-Control": "public, max-age=31536000"})

    @app.get("/_dash-component-suites/secret.js")
    def refused() -> tuple[str, int]:
        asked.append("secret")
        return BIG, 401

    @app.get("/big")
    def big() -> str:
        return BIG

    @app.post("/echo")
    def echo() -> bytes:
        return flask.request.get_data()

    @app.get("/stream")
    def stream() -> flask.Response:
        return flask.Response((part for part in ("one ", "two ", "three")), mimetype="text/plain")

    @app.get("/")
    def home() -> str:
        return "home"

    return app


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def client(tmp_path: Path, asked: list[str]) -> Iterator[TestClient]:
    assets = tmp_path / "assets"
    (assets / "deep").mkdir(parents=True)
    (assets / "deep" / "page.js").write_text(BIG)
    (assets / "dot.png").write_bytes(b"\x89PNG" + b"0" * 3000)
    (tmp_path / "secret.txt").write_text("secret")
    (assets / "way-out").symlink_to(tmp_path / "secret.txt")
    sessions = {"s1": Person("duty"), "s2": Person("briefer")}
    wiring = Wiring(settings=Settings(home=tmp_path), identify=lambda cookie: sessions.get(cookie or ""), wsgi=pages(asked), assets=assets)
    with TestClient(assemble(wiring), base_url="http://wall.example") as found:
        yield found


def test_pages_come_through_whole_and_packed_only_when_worth_it(client: TestClient) -> None:
    small, big = client.get("/"), client.get("/big")
    assert (small.text, small.headers["content-length"], "content-encoding" in small.headers) == ("home", "4", False)
    assert (big.text, big.headers["content-encoding"]) == (BIG, "gzip")
    assert int(big.headers["content-length"]) < len(BIG) / 5
    assert client.post("/echo", content=b"\x00\xff" * 9000).content == b"\x00\xff" * 9000
    assert client.get("/stream").text == "one two three"
    assert client.head("/").status_code == 200


def test_an_asset_with_a_version_is_kept_for_ever_and_one_without_is_asked_again(client: TestClient) -> None:
    versioned, bare = client.get("/assets/deep/page.js?m=17"), client.get("/assets/deep/page.js")
    assert versioned.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "stale-while-revalidate" in bare.headers["cache-control"]
    assert versioned.headers["content-encoding"] == "gzip"
    assert versioned.headers["content-type"].startswith("text/javascript")
    assert versioned.text == BIG
    assert client.get("/assets/deep/page.js", headers={"If-None-Match": bare.headers["etag"]}).status_code == 304
    assert client.get("/assets/deep/page.js", headers={"Accept-Encoding": "identity"}).text == BIG
    assert "content-encoding" not in client.get("/assets/dot.png").headers


def test_a_changed_asset_is_served_anew(client: TestClient, tmp_path: Path) -> None:
    before = client.get("/assets/deep/page.js").headers["etag"]
    (tmp_path / "assets" / "deep" / "page.js").write_text(BIG + "// more")
    after = client.get("/assets/deep/page.js")
    assert after.text.endswith("// more")
    assert after.headers["etag"] != before


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt", "%2e%2e/secret.txt", "deep/%2e%2e/%2e%2e/secret.txt",
         "%2Fetc/passwd", "/etc/passwd", "page.js%00", "..%5csecret.txt", "", "deep", "deep/", "way-out", "x" * 5000,
    ],
)  # fmt: skip
def test_nothing_outside_the_folder_is_served(client: TestClient, path: str) -> None:
    answer = client.get(f"/assets/{path}")
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_a_library_script_is_asked_and_packed_once(client: TestClient, asked: list[str]) -> None:
    answers = [client.get(SUITE) for _ in range(3)]
    assert {answer.text for answer in answers} == {BIG}
    assert answers[-1].headers["content-encoding"] == "gzip"
    assert asked == [SUITE]


def test_a_refused_library_script_is_never_kept(client: TestClient, asked: list[str]) -> None:
    assert [client.get("/_dash-component-suites/secret.js").status_code for _ in range(2)] == [401, 401]
    assert asked == ["secret", "secret"]


def close_code(client: TestClient, headers: dict[str, str], hello: str = '{"hello": {"since": null}}') -> int | None:
    with client.websocket_connect("/live/ws", headers=headers) as held:
        held.send_text(hello)
        try:
            held.receive_text()
        except WebSocketDisconnect as closed:
            return closed.code
    return None


OURS = {"origin": "http://wall.example", "host": "wall.example"}


@pytest.mark.row("Z-01")
def test_a_foreign_page_or_a_stranger_gets_no_socket(client: TestClient) -> None:
    assert close_code(client, OURS) == 4401
    assert close_code(client, OURS | {"cookie": "yiping=unknown"}) == 4401
    for origin in ("http://evil.example", "null", "wall.example", "http://wall.example:81", "file://wall.example"):
        assert close_code(client, OURS | {"cookie": "yiping=s1", "origin": origin}) == 4403
    assert close_code(client, {"host": "wall.example", "cookie": "yiping=s1"}) == 4403


@pytest.mark.parametrize("hello", ["", "[]", "{}", '{"hello": 1}', '{"hello": {"since": ', "一屏", "[" * 5000])
def test_a_socket_that_says_nonsense_is_closed(client: TestClient, hello: str) -> None:
    assert close_code(client, OURS | {"cookie": "yiping=s1"}, hello) == 4400


@pytest.mark.row("Z-01")
def test_only_those_who_watch_over_the_product_see_its_parts(client: TestClient) -> None:
    assert client.get("/live/parts").status_code == 401
    assert client.get("/live/parts", headers={"cookie": "yiping=s2"}).status_code == 403
    assert "facts" in client.get("/live/parts", headers={"cookie": "yiping=s1"}).json()["parts"][0]


def test_metrics_are_for_the_machine_itself(tmp_path: Path) -> None:
    wiring = Wiring(settings=Settings(home=tmp_path), identify=lambda cookie: None, token_ok=lambda token: token == "right")
    app = assemble(wiring)
    with TestClient(app, client=("127.0.0.1", 9)) as near, TestClient(app, client=("10.1.1.1", 9)) as far:
        assert "yiping_part_state" in near.get("/metrics").text
        assert near.get("/metrics", headers={"X-Forwarded-For": "10.1.1.1"}).status_code == 403
        assert far.get("/metrics").status_code == 403
        assert far.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
        assert far.get("/metrics", headers={"Authorization": "Bearer right"}).status_code == 200


def test_a_probe_that_hangs_is_named_and_hides_no_other(tmp_path: Path) -> None:
    import asyncio
    import threading
    from datetime import UTC

    from live.doorman import Doorman
    from live.health import Health

    free = threading.Event()

    def hangs(now: datetime) -> list[PartHealth]:
        free.wait()
        return []

    def fine(now: datetime) -> list[PartHealth]:
        return [PartHealth("fine", Condition.OK, "正常。")]

    async def look() -> list[PartHealth]:
        health = Health(
            [NamedProbe("stuck", "主题库", hangs, vital=True), NamedProbe("fine", "甲", fine)],
            Doorman(lambda c: None),
            lambda: datetime.now(UTC),
        )
        return await health.parts()

    try:
        parts = {part.part: part for part in asyncio.run(look())}
    finally:
        free.set()
    assert parts["stuck"].state is Condition.DOWN
    assert "主题库" in parts["stuck"].text
    assert parts["fine"].state is Condition.OK


def test_ready_is_refused_only_when_no_page_can_be_served(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_text("this is no database at all" * 100)
    wiring = Wiring(settings=Settings(home=tmp_path), identify=lambda cookie: None)
    with TestClient(assemble(wiring)) as client:
        answer = client.get("/readyz")
        assert client.get("/healthz").text == "ok"
    parts = {part["part"]: part for part in answer.json()["parts"]}
    assert answer.status_code == 503
    assert parts["store"]["state"] == "down"
    assert parts["transport"]["state"] == "down"
    assert json.dumps(parts["store"]["text"], ensure_ascii=False)[1] == "业"
