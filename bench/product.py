"""The running product: started for the benchmarks in a home of its own, signed in as the wall, and stopped afterwards."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any

from playwright.sync_api import Error as BrowserError

from bench.figures import SuiteFailed
from bench.measure import WAIT, Browser, wait_until
from bench.ports import free_port

ROOT = Path(__file__).resolve().parents[1]
START = 240.0
"""Seconds that the first start may take: it builds the demo province."""
WALL = "wall"
ROLES = ("web", "live", "worker", "valkey")


class RunningProduct:
    """`yiping serve --demo` on a free port, as a context manager."""

    def __init__(self, log: Path) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="yiping-bench-"))
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.storage: dict[str, Any] = {}
        self.started_in = 0.0
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> RunningProduct:
        try:
            self.started_in = self._start()
            self.storage = self.sign_in(WALL, "/wall/overview")
        except BaseException:
            self._clear()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._clear()

    @property
    def wall(self) -> str:
        """Address of the wall page."""
        return f"{self.base}/wall/overview"

    @property
    def cookie(self) -> str:
        """The wall session as a Cookie header."""
        return "; ".join(f"{one['name']}={one['value']}" for one in self.storage["cookies"])

    def parts(self) -> dict[str, list[int]]:
        """Process numbers by role: supervisor, web, live, worker, valkey. A role that this start does not have is absent."""
        told = json.loads((self.home / "run" / "parts.json").read_text())
        found: dict[str, list[int]] = {"supervisor": [told["supervisor"]]}
        for part in told["parts"]:
            role = next((role for role in ROLES if part["name"].startswith(role)), part["name"])
            if part["pid"]:
                found.setdefault(role, []).append(part["pid"])
        return found

    def restart(self) -> float:
        """Stop and start again on the same home; seconds until ready."""
        self._stop()
        return self._start()

    def readiness(self) -> dict[str, Any] | None:
        """What /readyz says, or None while it does not answer."""
        try:
            with urllib.request.urlopen(f"{self.base}/readyz", timeout=3) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except (OSError, ValueError):
            return None

    def _start(self) -> float:
        began = time.monotonic()
        environment = {**os.environ, "YIPING_HOME": str(self.home), "PYTHONPATH": str(ROOT)}
        for name in [name for name in environment if name.startswith("YIPING_") and name not in ("YIPING_HOME", "YIPING_SHARED")]:
            del environment[name]  # the benchmark measures the product as it comes
        environment["YIPING_BACKTESTS"] = "false"  # but for the first day's replays of rules, which would run beside every figure
        environment["YIPING_FORECASTS"] = "false"  # nor the night's forecasts
        command = [sys.executable, "-c", "import cli; cli.main()", "serve", "--demo", "--port", str(self.port)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
        wait_until(self._settled, START, f"The product (see {self._log})", 0.1)
        return round(time.monotonic() - began, 2)

    def _settled(self) -> bool:
        """Whether pages are served and the demo province is there."""
        if self._process is not None and self._process.poll() is not None:
            words = self._log.read_text(errors="replace").splitlines()[-6:]
            raise SuiteFailed(f"The product ended with code {self._process.returncode}: {' | '.join(words)}")
        return self.readiness() is not None and (self.home / "demo-accounts.json").exists()

    def _stop(self) -> None:
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._process = None

    def _clear(self) -> None:
        self._stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def sign_in(self, user: str, first: str = "") -> dict[str, Any]:
        """A user's session, begun by the login form; it leads to the address `first` (any other than the form's where it is empty)."""
        accounts = json.loads((self.home / "demo-accounts.json").read_text())
        with Browser() as browser:
            context = browser.context()
            page = context.new_page()
            page.goto(f"{self.base}/login", wait_until="domcontentloaded", timeout=WAIT)
            form = page.locator("form").filter(has=page.locator("input[type=password]"))
            form.locator("input:not([type=password]):not([type=hidden]):visible").first.fill(user)
            form.locator("input[type=password]").fill(accounts[user]["password"])
            form.locator("input[type=password]").press("Enter", no_wait_after=True)
            try:
                page.wait_for_url(f"**{first}" if first else lambda at: "/login" not in at, timeout=WAIT, wait_until="commit")
            except BrowserError as error:
                said = page.locator("body").inner_text()[:200]
                raise SuiteFailed(f"{user} could not sign in: {page.url} says {said!r}.") from error
            found: dict[str, Any] = dict(context.storage_state())
            context.close()
        return found
