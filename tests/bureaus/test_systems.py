"""The tests of the look at cities' systems: slow, gone, sending away, refusing the frame, endless; and nothing inside our own network."""

from __future__ import annotations

import socket
import time
from datetime import timedelta
from typing import Any

import pytest

from bureaus import systems
from bureaus.failure import BureausFailed
from bureaus.fetching import Bounds, FetchFailed, addresses_of, fetch, origin_of
from bureaus.systems import Admission, looked
from data_access.scope import Scope
from data_access.stores import city_systems
from data_access.stores.city_systems import System
from data_access.stores.engine import Store
from settings import Settings
from tests.bureaus.making import CITY, HERE, NOW, OTHER, PROVINCE, as_json, dripping, endless, manifest, page, sent_to, served, sound

CLOSED = Bounds(seconds=2.0)


def system(base: str) -> System:
    return System(
        "0" * 26, CITY, "旧名", base.rstrip("/"), base, base, True, "unchecked", NOW, None, None, "", None, None, None, "production"
    )


def slow(request: Any) -> None:
    time.sleep(systems.SLOW / 1000 + 0.2)
    status, headers, body = page()
    request.send_response(status)
    for name, value in {**headers, "Content-Length": str(len(body))}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)


@pytest.mark.row("T-03")
def test_a_system_that_keeps_the_contract_runs_and_tells_its_name_and_page() -> None:
    with served(sound()) as base:
        found = looked(system(base), HERE)
    assert (found.state, found.name, found.embed) == ("ok", "食安慧管", f"{base}embed")


@pytest.mark.row("T-03")
@pytest.mark.parametrize(
    ("path", "answer", "state", "word"),
    [
        ("/embed", sent_to("http://127.0.0.2:9/elsewhere"), "redirected", "别处"),
        ("/yiping/manifest.json", sent_to("https://example.invalid/"), "redirected", "别处"),
        ("/embed", sent_to("/embed"), "redirected", "转来转去"),
        ("/embed", page(X_Frame_Options="DENY"), "unframeable", "X-Frame-Options"),
        ("/embed", page(Content_Security_Policy="frame-ancestors 'self'"), "unframeable", "frame-ancestors"),
        ("/embed", (503, {}, b""), "down", "503"),
        ("/health", (500, {}, b""), "down", "500"),
        ("/yiping/manifest.json", as_json([]), "down", "不是本市"),
        ("/yiping/manifest.json", as_json(manifest(adcode=OTHER)), "down", "不是本市"),
        ("/yiping/manifest.json", (200, {}, b"{"), "down", "JSON"),
        ("/yiping/manifest.json", as_json(manifest(embed="http://169.254.169.254/latest/")), "down", "离开了本系统"),
        ("/yiping/manifest.json", as_json(manifest(embed="//example.invalid/x")), "down", "离开了本系统"),
        ("/yiping/manifest.json", dripping, "down", "没有答完"),
        ("/embed", endless, "down", "超过"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_system_is_a_state_and_a_sentence(path: str, answer: Any, state: str, word: str) -> None:
    with served({**sound(), path: answer}) as base:
        found = looked(system(base), HERE)
    assert found.state == state and word in found.detail
    assert OTHER not in found.detail


@pytest.mark.row("T-03")
def test_a_server_that_drips_costs_the_deadline_and_no_more() -> None:
    with served({"/": dripping}) as base:
        began = time.monotonic()
        with pytest.raises(FetchFailed, match="没有答完"):
            fetch(base, Bounds(seconds=1.0, private=HERE.private))
        assert time.monotonic() - began < 4


@pytest.mark.row("T-03")
def test_a_slow_page_is_shown_and_said_to_be_slow() -> None:
    with served({**sound(), "/embed": slow}) as base:
        assert looked(system(base), Bounds(seconds=8, private=HERE.private)).state == "slow"


@pytest.mark.row("T-03")
def test_a_system_that_has_stopped_is_not_reachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{taken.getsockname()[1]}/"
    assert looked(system(base), HERE).state == "down"


@pytest.mark.row("T-03", "Z-05")
@pytest.mark.parametrize(
    "host", ["127.0.0.1", "0.0.0.0", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fc00::1", "100.64.0.1", "224.0.0.1"]
)  # fmt: skip
def test_addresses_inside_are_refused_unless_the_operator_named_their_network(host: str) -> None:
    with pytest.raises(FetchFailed, match="内部网段"):
        addresses_of(host, 80, CLOSED)


@pytest.mark.row("T-03", "Z-05")
@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/", "file:///etc/passwd", "http://user:pass@a.example/", "http:///x", "http://a.example:0/", "http://a.example:99999/", "javascript:alert(1)",
        "http://a.example/ x", "http://a.example/\r\nHost: b", "http://a.example/'", "http://a.example/;script-src *", "http://中文.example/", "x" * 500, "",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(FetchFailed):
        origin_of(url)


def test_an_origin_is_written_as_browsers_write_it() -> None:
    assert origin_of("HTTPS://A.Example:443/x?y") == "https://a.example"
    assert origin_of("http://[::1]:8080/") == "http://[::1]:8080"


@pytest.mark.row("T-03")
def test_the_allow_list_takes_encrypted_systems_of_known_cities_alone(any_store: Store) -> None:
    known = Settings(province=PROVINCE)
    one = systems.allow(known, any_store, Admission(adcode=CITY, base="https://food.example.invalid"), NOW)
    assert (one.origin, one.base, one.state) == ("https://food.example.invalid", "https://food.example.invalid/", "unchecked")
    assert systems.allow(known, any_store, Admission(adcode=CITY, base="https://food.example.invalid/"), NOW).id == one.id
    for adcode, base, word in (
        ("329900", "https://a.example", "no city"),
        ("320602", "https://a.example", "no city"),
        (CITY, "http://8.8.8.8/", "encrypted"),
        (CITY, "x", "cannot"),
    ):
        with pytest.raises(BureausFailed, match=word):
            systems.allow(known, any_store, Admission(adcode=adcode, base=base), NOW)
    with any_store.read() as connection:
        assert city_systems.listed(connection, Scope.of(PROVINCE, OTHER)) == []
    systems.forbid(known, any_store, CITY, one.base, NOW)
    with any_store.read() as connection:
        assert city_systems.listed(connection, Scope.whole(PROVINCE)) == []
    with pytest.raises(BureausFailed, match="not on the list"):
        systems.forbid(known, any_store, CITY, one.base, NOW)


@pytest.mark.row("T-03")
def test_the_time_of_a_state_is_when_it_began(any_store: Store) -> None:
    one = systems.allow(Settings(province=PROVINCE), any_store, Admission(adcode=CITY, base="https://food.example.invalid"), NOW)
    for minutes, state in ((1, "down"), (2, "down"), (3, "ok")):
        with any_store.write() as connection:
            known = city_systems.listed(connection, Scope.whole(PROVINCE))[0]
            found = city_systems.Health(state=state, detail="", millis=None, embed=one.embed, name=one.name)
            city_systems.look(connection, known, found, NOW + timedelta(minutes=minutes))
        with any_store.read() as connection:
            now = city_systems.listed(connection, Scope.whole(PROVINCE))[0]
        assert now.since == NOW + timedelta(minutes=1 if state == "down" else 3)
