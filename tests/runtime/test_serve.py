"""One program: it starts, names and restarts its dead, keeps serving, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from data_access.transport import Bus
from tests.runtime.product import Product, heard, running, until


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running(tmp_path_factory.mktemp("home")) as found:
        found.sign_in(s1="duty")
        yield found


def test_one_port_answers_pages_health_and_the_event_socket(product: Product) -> None:
    assert product.page()
    assert {"web-1", "web-2", "worker", "valkey", "live", "store", "marts", "jobs", "transport"} <= set(product.health())
    with product.socket() as held:
        assert heard(held, "hello")["resumed"] is False


def test_it_says_where_it_is_and_nothing_else(product: Product) -> None:
    assert product.said[0] == f"Yiping 一屏 is ready on {product.base}"
    assert product.said[1] == "Stop it with Ctrl-C."


def test_a_second_start_on_the_same_home_is_refused(product: Product) -> None:
    from tests.runtime.product import free_port, refused

    code, words = refused(product.home, "--port", str(free_port()))
    assert code != 0
    assert "already runs" in words
    assert str(product.process.pid) in words


@pytest.mark.row("X-02")
def test_a_killed_web_process_is_named_and_restarted_while_the_other_answers(product: Product) -> None:
    killed = product.kill("web-1")
    until(lambda: product.page(), 15, "a page")
    named = until(lambda: (h := product.health().get("web-1")) and h["state"] != "ok" and h, 15, "web-1 named")
    assert "web-1" in named["text"]
    until(lambda: product.parts()["web-1"]["state"] == "running" and product.parts()["web-1"]["pid"] != killed, 15, "restarted")
    assert "SIGKILL" in until(lambda: product.health().get("web-1"), 5, "health")["text"]


@pytest.mark.row("X-02")
def test_a_killed_worker_is_named_and_works_again(product: Product) -> None:
    killed = product.kill("worker")
    named = until(lambda: (h := product.health().get("worker")) and h["state"] != "ok" and h, 15, "worker named")
    assert "worker" in named["text"]
    until(lambda: product.parts()["worker"]["pid"] not in (None, killed), 15, "restarted")


@pytest.mark.row("X-03")
def test_without_valkey_pages_are_served_and_afterwards_nothing_is_lost(product: Product) -> None:
    bus = Bus(f"unix://{product.home / 'valkey.sock'}")
    with product.socket() as held:
        since = heard(held, "hello")["seq"]
        last = bus.publish(["alert"])
        assert heard(held, "changed")["seq"] == last
    os.kill(product.parts()["valkey"]["pid"], signal.SIGSTOP)  # frozen, so that the gap is long enough to be seen
    assert product.page()
    named = until(lambda: (h := product.health().get("transport")) and h["state"] == "down" and h, 15, "valkey named")
    assert "Valkey" in named["text"]
    product.kill("valkey")
    until(lambda: bus.cache_get("nothing") is None and bus.newest() == last, 15, "the stream as it was")

    def missed() -> str | None:
        """What a socket is told that goes on where it stopped; None from a process that has not found Valkey yet."""
        with product.socket(since=since) as held:
            return heard(held, "changed")["seq"] if heard(held, "hello")["resumed"] else None

    assert until(missed, 15, "resumed") == last


@pytest.mark.row("Z-06")
def test_a_revoked_session_loses_its_socket_within_five_seconds(product: Product) -> None:
    from websockets.exceptions import ConnectionClosed

    product.sign_in(s1="duty", s2="leader")
    with product.socket("s2") as held:
        heard(held, "hello")
        product.sign_in(s1="duty")
        with pytest.raises(ConnectionClosed) as closed:
            heard(held, "nothing", within=5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


def test_what_the_parts_say_is_kept_in_their_logs(product: Product) -> None:
    assert "Ready to accept connections" in (product.home / "logs" / "valkey.log").read_text()
    assert "Application startup complete" in (product.home / "logs" / "web-1.log").read_text()


def test_all_parts_are_small(product: Product) -> None:
    sizes = {process.pid: process.memory_info().rss / 1e6 for process in product.family()}
    assert sizes[product.process.pid] < 40
    assert sum(sizes.values()) < 400


def test_a_spoilt_transport_is_set_aside_and_the_product_goes_on(tmp_path: Path) -> None:
    spoilt = tmp_path / "valkey" / "appendonlydir"
    spoilt.mkdir(parents=True)
    (spoilt / "appendonly.aof.manifest").write_text("this is no manifest")
    with running(tmp_path) as product:
        until(lambda: product.health().get("transport", {}).get("state") == "ok", 20, "valkey on a new folder")
        assert any(line.startswith("valkey stopped") for line in product.said)
    assert list((tmp_path / "valkey").glob("appendonlydir.broken-*"))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_process_is_left_after(how: signal.Signals, tmp_path: Path) -> None:
    with running(tmp_path) as product:
        family = product.family()
        assert len(family) == 5
        os.kill(product.process.pid, how)
        assert product.process.wait(8) == (-9 if how is signal.SIGKILL else 0)
        _, left = psutil.wait_procs(family, timeout=8)
        assert not left
