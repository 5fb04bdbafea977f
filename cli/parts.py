"""A part of the running product: one child process, its log, its restarts and its last words."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FIRST_WAIT, LONGEST_WAIT = 0.5, 15.0
STEADY = 30.0
"""Seconds after which a part counts as having started well."""
LOG_BYTES, LOG_FILES = 5_000_000, 4
PR_SET_PDEATHSIG = 1
BEAT = b"\0beat\n"
"""What a part writes every few seconds to show that its loop turns."""
LOUD = re.compile(rb"^.{0,40}\b(WARNING|ERROR|CRITICAL)\b")
LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class PartSpec:
    """What a part is: its command, the sockets it inherits, and how it goes down."""

    name: str
    argv: tuple[str, ...]
    fds: tuple[int, ...] = ()
    last: bool = False
    """Whether the others must have stopped before it may."""
    quiet: bool = False
    """Whether its warnings stay in its log."""
    spoils: str | None = None
    """A folder that is moved aside when the part cannot start with it."""
    gentle: bool = False
    """Whether it is asked, not killed, when the supervisor itself is killed."""
    hung_after: float = 0.0
    """Seconds without a beat after which a part that has ever beaten counts as hung; 0: it does not beat."""


class LogFile:
    """A part's log, kept to a few files of limited size."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab", buffering=0)
        self._size = path.stat().st_size

    def write(self, data: bytes) -> None:
        """Append; a full disk loses the line, never the part."""
        try:
            self._file.write(data)
            self._size += len(data)
            if self._size > LOG_BYTES:
                self._turn()
        except OSError:
            return

    def _turn(self) -> None:
        self._file.close()
        for number in range(LOG_FILES - 1, 0, -1):
            older = self.path.with_suffix(f".log.{number}")
            if older.exists():
                older.replace(self.path.with_suffix(f".log.{number + 1}"))
        self.path.replace(self.path.with_suffix(".log.1"))
        self._file = self.path.open("ab", buffering=0)
        self._size = 0


class Part:
    """One child. The supervisor tells it the monotonic time; it never waits."""

    def __init__(self, spec: PartSpec, logs: Path) -> None:
        self.spec = spec
        self.log = LogFile(logs / f"{spec.name}.log")
        self.process: subprocess.Popen[bytes] | None = None
        self.due: float | None = 0.0
        self.started = 0.0
        self.since: datetime | None = None
        self.restarts = 0
        self.early_deaths = 0
        self.last_exit: str | None = None
        self.last_exit_at: datetime | None = None
        self.words: deque[bytes] = deque(maxlen=20)
        self.beat: float | None = None
        self._rest = b""

    @property
    def alive(self) -> bool:
        return self.process is not None

    def start(self, monotonic: float) -> int:
        """Start the child; returns the number of the pipe that carries what it says."""
        self._set_aside_what_is_spoilt()
        supervisor, sign = os.getpid(), signal.SIGTERM if self.spec.gentle else signal.SIGKILL

        def tie() -> None:
            """In the child: die with the supervisor, whatever kills that, and take signals as any program does."""
            LIBC.prctl(PR_SET_PDEATHSIG, sign)
            if os.getppid() != supervisor:
                os._exit(1)

        self.process = subprocess.Popen(
            self.spec.argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            pass_fds=self.spec.fds, process_group=0, preexec_fn=tie,  # noqa: PLW1509 - the supervisor has one thread
        )  # fmt: skip
        self.due, self.started, self.since, self.beat = None, monotonic, datetime.now(UTC), None
        pipe = self.process.stdout
        if pipe is None:
            raise RuntimeError("a child without a pipe")
        os.set_blocking(pipe.fileno(), False)
        return pipe.fileno()

    def hear(self, data: bytes, monotonic: float) -> list[bytes]:
        """Keep what the child said, but for its beats; returns the lines that the terminal should see."""
        if self.spec.hung_after and BEAT in data:
            self.beat, data = monotonic, data.replace(BEAT, b"")
        self.log.write(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        self._rest = self._rest[-4096:]
        self.words.extend(line for line in lines if line.strip())
        return [] if self.spec.quiet else [line for line in lines if LOUD.match(line)]

    @property
    def hung_at(self) -> float | None:
        """The moment at which the child will count as hung unless it beats before; None for one that does not beat (yet)."""
        return self.beat + self.spec.hung_after if self.process and self.beat is not None else None

    def died(self, code: int, monotonic: float, *, wanted: bool) -> None:
        """Note the end of the child and when to start it anew."""
        if self.process and self.process.stdout:
            self.process.stdout.close()
        self.process = None
        self.last_exit, self.last_exit_at = (None, None) if wanted else (_cause(code), datetime.now(UTC))
        if wanted:
            self.due = None
            return
        self.early_deaths = 0 if monotonic - self.started > STEADY else self.early_deaths + 1
        self.restarts += 1
        self.due = monotonic + min(FIRST_WAIT * 2 ** max(0, self.early_deaths - 1), LONGEST_WAIT)

    def signal(self, number: int) -> None:
        if self.process:
            try:
                os.kill(self.process.pid, number)
            except ProcessLookupError:
                return

    def told(self) -> dict[str, Any]:
        """The part as plain data, for the state file."""
        return {
            "name": self.spec.name, "state": "running" if self.alive else "stopped", "pid": self.process.pid if self.process else None,
            "since": self.since.isoformat() if self.since else None, "restarts": self.restarts,
            "last_exit": self.last_exit, "last_exit_at": self.last_exit_at.isoformat() if self.last_exit_at else None,
        }  # fmt: skip

    def _set_aside_what_is_spoilt(self) -> None:
        """After three early deaths move the part's data aside (kept, not deleted): it carries nothing that the database does not hold."""
        if self.spec.spoils and self.early_deaths == 3:
            spoilt = Path(self.spec.spoils)
            if spoilt.exists():
                spoilt.rename(spoilt.with_name(f"{spoilt.name}.broken-{datetime.now(UTC):%Y%m%dT%H%M%S}"))


def _cause(code: int) -> str:
    """Why a child ended, in words."""
    if code >= 0:
        return f"退出码 {code}"
    try:
        return f"信号 {-code} {signal.Signals(-code).name}"
    except ValueError:
        return f"信号 {-code}"
