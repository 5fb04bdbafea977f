"""The product as its own processes, for the tests: start, look, kill a part, stop."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import psutil
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parents[2]
APP = "tests.runtime.small_app:asgi"
Found = TypeVar("Found")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(look: Callable[[], Found], within: float, what: str) -> Found:
    """The first true answer of `look`; fails when there is none in time."""
    pause, deadline = threading.Event(), time.monotonic() + within
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within} s: {what}")
        pause.wait(0.05)


def command(*words: str) -> list[str]:
    return [sys.executable, "-c", "import cli; cli.main()", *words]


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YIPING_")}
    return kept | {"YIPING_HOME": str(home), "PYTHONPATH": str(ROOT), "YIPING_BACKTESTS": "false", "YIPING_FORECASTS": "false"} | more


def refused(home: Path, *words: str, **more: str) -> tuple[int, str]:
    """Exit code and words of a start that must not succeed."""
    done = subprocess.run(
        command("serve", "--app", APP, *words), env=environment(home, **more), cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stderr


class Product:
    """A running `yiping serve`."""

    def __init__(self, home: Path, *, app: str = APP, port: int = 0, **more: str) -> None:
        self.home = home
        self.port = port or free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.said: list[str] = []
        self._words = command("serve", "--port", str(self.port), *(("--app", app) if app else ()))
        self._environment = environment(home, **more)
        self.start()

    def start(self) -> None:
        """Start it; after `stop` again, on the same home and port."""
        self.said.clear()
        self.process = subprocess.Popen(
            self._words, env=self._environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        threading.Thread(target=self._listen, args=(self.process,), daemon=True).start()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            self.said.append(line.rstrip())

    def ready(self, within: float = 60) -> Product:
        until(lambda: any("is ready on" in line for line in self.said) or self.process.poll() is not None, within, "ready")
        assert self.process.poll() is None, self.said
        return self

    def parts(self) -> dict[str, dict[str, Any]]:
        return {part["name"]: part for part in json.loads((self.home / "run" / "parts.json").read_text())["parts"]}

    def health(self) -> dict[str, dict[str, str]]:
        """What /readyz says of each part; empty when nobody answers."""
        try:
            return {part["part"]: part for part in httpx.get(f"{self.base}/readyz", timeout=5).json()["parts"]}
        except httpx.TransportError:
            return {}

    def page(self) -> bool:
        """Whether a page is served now."""
        try:
            return httpx.get(f"{self.base}/page", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def kill(self, part: str, number: int = signal.SIGKILL) -> int:
        pid: int = self.parts()[part]["pid"]
        os.kill(pid, number)
        return pid

    def sign_in(self, **sessions: str) -> None:
        fresh = self.home / "sessions.new"
        fresh.write_text(json.dumps(sessions))
        fresh.replace(self.home / "sessions.json")

    @contextmanager
    def socket(self, session: str = "s1", *, since: str | None = None, origin: str | None = "") -> Iterator[ClientConnection]:
        """An event socket that has said hello."""
        door: Any = self.base if origin == "" else origin
        address, cookie = f"ws://127.0.0.1:{self.port}/live/ws", {"Cookie": f"yiping={session}"}
        with connect(address, additional_headers=cookie, origin=door, compression=None) as held:
            held.send(json.dumps({"hello": {"since": since, "page": "test"}}))
            yield held

    def family(self) -> list[psutil.Process]:
        """The supervisor and all that descend from it."""
        try:
            head = psutil.Process(self.process.pid)
            return [head, *head.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(timeout=15)


def heard(held: ClientConnection, kind: str, within: float = 10) -> dict[str, Any]:
    """The next message of a kind."""
    deadline = time.monotonic() + within
    while True:
        message: dict[str, Any] = json.loads(held.recv(timeout=max(0.01, deadline - time.monotonic())))
        if message["kind"] == kind:
            return message


@contextmanager
def running(home: Path, **more: Any) -> Iterator[Product]:
    """A product that is surely gone afterwards."""
    product = Product(home, **more)
    family: list[psutil.Process] = []
    try:
        product.ready()
        family = product.family()
        yield product
    finally:
        family += product.family()
        try:
            product.stop()
        finally:
            for process in family:
                if process.is_running():
                    process.kill()
