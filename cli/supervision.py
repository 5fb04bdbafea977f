"""The supervisor: starts the parts of a plan, restarts the dead, names them, and leaves no process behind.

`yiping serve` checks everything, writes the plan and becomes this program by exec, so that it stays small: it imports none of the product.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cli.parts import LogFile, Part, PartSpec

GRACE = 4.5
"""Seconds between asking to stop and killing."""
LAST_GRACE = 3.6
"""Seconds that the others have before the last parts are asked as well."""
ASK_READY = 0.3
LATE = 60.0
HOPELESS = 4
"""Early deaths of one part, before the product was ever ready, after which the supervisor gives up."""


@dataclass(frozen=True)
class Plan:
    """What to run and what to say."""

    parts: tuple[PartSpec, ...]
    probe: tuple[str, int]
    home: Path
    greeting: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> Plan:
        raw = json.loads(path.read_text())
        parts = tuple(PartSpec(**{**part, "argv": tuple(part["argv"]), "fds": tuple(part["fds"])}) for part in raw["parts"])
        return cls(parts, (raw["probe"][0], raw["probe"][1]), Path(raw["home"]), tuple(raw["greeting"]))


class Supervisor:
    """One loop, one thread: children, their words, signals, and the question whether all is ready."""

    def __init__(self, plan: Plan, say: Callable[[str], None]) -> None:
        self._plan = plan
        self._say = say
        self._parts = [Part(spec, plan.home / "logs") for spec in plan.parts]
        self._selector = selectors.DefaultSelector()
        self._stops = 0
        self._stopping_since: float | None = None
        self._stage = 0
        self._code = 0
        self._ready = False
        self._began = time.monotonic()
        self._probe: socket.socket | None = None
        self._probe_at = self._began
        self._complained = False

    def run(self) -> int:
        """Run until told to stop and all children are gone; returns the exit code."""
        self._listen_to_signals()
        self._write_state()
        while self._stopping_since is None or any(part.alive for part in self._parts):
            self._start_due()
            for key, _ in self._selector.select(self._patience()):
                key.data()
            self._kill_the_hung()
            self._reap()
            self._go_on_stopping()
            self._ask_whether_ready()
        (self._plan.home / "run" / "parts.json").unlink(missing_ok=True)
        return self._code

    def _listen_to_signals(self) -> None:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        theirs.setblocking(False)
        signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        self._theirs = theirs  # closed with the process
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._told_to_stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector.register(ours, selectors.EVENT_READ, lambda: ours.recv(4096))

    def _told_to_stop(self, *_: object) -> None:
        self._stops += 1

    def _start_due(self) -> None:
        moment = time.monotonic()
        if self._stops:
            return
        for part in self._parts:
            if part.due is not None and part.due <= moment:
                pipe = part.start(moment)
                self._selector.register(pipe, selectors.EVENT_READ, lambda part=part, pipe=pipe: self._hear(part, pipe))
                self._write_state()

    def _hear(self, part: Part, pipe: int) -> None:
        try:
            data = os.read(pipe, 65_536)
        except BlockingIOError:
            return
        if not data:
            self._selector.unregister(pipe)
            return
        for line in part.hear(data, time.monotonic()):
            self._say(f"{part.spec.name}: {line.decode(errors='replace')[:300]}")

    def _kill_the_hung(self) -> None:
        moment = time.monotonic()
        for part in self._parts:
            if part.hung_at is not None and part.hung_at <= moment:
                self._say(
                    f"{part.spec.name} hangs: its loop has not turned for {part.spec.hung_after:.0f} s. It is killed and starts again."
                )
                part.beat = None
                part.signal(signal.SIGKILL)

    def _reap(self) -> None:
        for part in self._parts:
            if part.process is None or part.process.poll() is None:
                continue
            pipe = part.process.stdout
            if pipe and pipe.fileno() in self._selector.get_map():
                self._hear_the_rest(part, pipe.fileno())
            part.died(part.process.returncode, time.monotonic(), wanted=self._stops > 0)
            self._write_state()
            if not self._stops:
                self._tell_death(part)

    def _hear_the_rest(self, part: Part, pipe: int) -> None:
        while pipe in self._selector.get_map():
            before = len(part.words), part.log
            self._hear(part, pipe)
            if (len(part.words), part.log) == before:
                break
        if pipe in self._selector.get_map():
            self._selector.unregister(pipe)

    def _tell_death(self, part: Part) -> None:
        last = part.words[-1].decode(errors="replace")[:300] if part.words else ""
        if not self._ready and part.early_deaths >= HOPELESS:
            self._say(f"{part.spec.name} cannot start ({part.last_exit}). Its last words: {last}\nThe whole log: {part.log.path}")
            self._stops, self._code = 1, 1
            return
        wait = max(0.0, (part.due or 0.0) - time.monotonic())
        self._say(f"{part.spec.name} stopped ({part.last_exit}), starts again in {wait:.1f} s; log: {part.log.path}")

    def _go_on_stopping(self) -> None:
        """The first call asks all but the last parts to stop, later ones ask the last, then kill; a second Ctrl-C kills at once."""
        if not self._stops:
            return
        moment = time.monotonic()
        if self._stopping_since is None:
            self._stopping_since = moment
            self._signal(signal.SIGTERM, lambda part: not part.spec.last)
        waited = moment - self._stopping_since
        others_gone = not any(part.alive for part in self._parts if not part.spec.last)
        if self._stage == 0 and (others_gone or waited > LAST_GRACE):
            self._stage = 1
            self._signal(signal.SIGTERM, lambda part: part.spec.last)
        if self._stage < 2 and (self._stops > 1 or waited > GRACE):
            self._stage = 2
            self._signal(signal.SIGKILL, lambda part: True)

    def _signal(self, number: int, which: Callable[[Part], bool]) -> None:
        for part in self._parts:
            if which(part):
                part.signal(number)

    def _patience(self) -> float:
        """Seconds until something has to be done even if nothing happens."""
        if self._stops:
            return 0.05
        moments = [moment for part in self._parts for moment in (part.due, part.hung_at) if moment is not None]
        if not self._ready:
            moments.append(self._probe_at)
        return max(0.0, min(moments) - time.monotonic()) if moments else 3600.0

    def _ask_whether_ready(self) -> None:
        moment = time.monotonic()
        if self._ready or self._stops or moment < self._probe_at:
            return
        self._drop_probe()
        self._probe_at = moment + (ASK_READY if self._probe is None else 3.0)
        if moment - self._began > LATE and not self._complained:
            self._complained = True
            self._say(f"Not ready after {LATE:.0f} s; the logs are in {self._plan.home / 'logs'}. Still trying.")
        try:
            self._probe = socket.create_connection(self._plan.probe, timeout=1)
            self._probe.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        except OSError:
            self._drop_probe()
            return
        self._probe_at = moment + 3.0
        self._selector.register(self._probe, selectors.EVENT_READ, self._hear_probe)

    def _hear_probe(self) -> None:
        if self._probe is None:
            return
        try:
            answer = self._probe.recv(4096)
        except OSError:
            answer = b""
        self._drop_probe()
        self._probe_at = time.monotonic() + ASK_READY
        if answer.startswith(b"HTTP/1.1 200"):
            self._ready = True
            for line in self._plan.greeting:
                self._say(line)

    def _drop_probe(self) -> None:
        if self._probe is not None:
            if self._probe.fileno() in self._selector.get_map():
                self._selector.unregister(self._probe)
            self._probe.close()
            self._probe = None

    def _write_state(self) -> None:
        """Tell the web role how the parts are, whole or not at all. A full disk keeps the old state, never stops the product."""
        path = self._plan.home / "run" / "parts.json"
        body = {"supervisor": os.getpid(), "at": datetime.now(UTC).isoformat(), "parts": [part.told() for part in self._parts]}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(".new")
            fresh.write_text(json.dumps(body, ensure_ascii=False))
            fresh.replace(path)
        except OSError as error:
            self._say(f"The state of the parts cannot be written to {path}: {error.strerror}.")


def main() -> None:
    plan = Plan.read(Path(sys.argv[1]))
    log = LogFile(plan.home / "logs" / "supervisor.log")

    def say(line: str) -> None:
        log.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {line}\n".encode())
        with contextlib.suppress(OSError):  # a terminal that has gone does not stop the product
            print(line, flush=True)

    sys.exit(Supervisor(plan, say).run())


if __name__ == "__main__":
    main()
