"""The replay client: users in a closed loop over raw HTTP/1.1, in a process of its own whose CPU is told.

`python -m bench.client` reads a plan from its standard input and writes what it saw to its standard output, both JSON.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import uvloop

ROOT = Path(__file__).resolve().parents[1]
MOST_ERRORS = 50


@dataclass(frozen=True)
class Ask:
    """One recorded request: method, path with query, headers, body."""

    method: str
    path: str
    headers: dict[str, str]
    body: str = ""

    def wire(self, host: str) -> bytes:
        """The request as it goes over the line."""
        body = self.body.encode()
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {host}", "Accept-Encoding: gzip"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        lines += [f"Content-Length: {len(body)}"] if body or self.method == "POST" else []
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass(frozen=True)
class Plan:
    """Who asks what, for how long. `views` limits the number of views a user (0: by time alone)."""

    host: str
    port: int
    asks: tuple[Ask, ...]
    users: int
    seconds: float
    views: int = 0


class Line:
    """One kept-alive connection."""

    def __init__(self, host: str, port: int) -> None:
        self._to = (host, port)
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, wire: bytes) -> tuple[int, int]:
        """Status and size of the answer; opens the connection when it is closed."""
        fresh = self._streams is None
        if self._streams is None:
            self._streams = await asyncio.open_connection(*self._to, limit=1 << 20)
        reader, writer = self._streams
        try:
            writer.write(wire)
            return await self._answer(reader)
        except (OSError, asyncio.IncompleteReadError):
            self.close()
            if fresh:
                raise
            return await self.ask(wire)  # the server may close a line that was idle; a new one must do

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()
            self._streams = None

    async def _answer(self, reader: asyncio.StreamReader) -> tuple[int, int]:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        status = int(head[9:12])
        size = 0
        if b"transfer-encoding: chunked" in head:
            while (length := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16)) > 0:
                size += len(await reader.readexactly(length + 2)) - 2
            await reader.readexactly(2)
        elif (at := head.find(b"content-length:")) >= 0:
            size = int(head[at + 15 : head.index(b"\r\n", at)])
            await reader.readexactly(size)
        if b"\r\nconnection: close" in head:
            self.close()
        return status, size


async def _user(plan: Plan, wires: Sequence[bytes], end: float, seen: dict[str, Any]) -> None:
    line, done = Line(plan.host, plan.port), 0
    while time.monotonic() < end and len(seen["errors"]) < MOST_ERRORS and (not plan.views or done < plan.views):
        began, parts = time.perf_counter(), []
        try:
            for ask, wire in zip(plan.asks, wires, strict=True):
                at = time.perf_counter()
                status, size = await asyncio.wait_for(line.ask(wire), 60)
                parts.append((time.perf_counter() - at) * 1000)
                seen["bytes"] += size
                if status >= 400:
                    raise RuntimeError(f"{status} {ask.method} {ask.path}")
        except Exception as error:
            seen["errors"].append(repr(error)[:200])
            line.close()
            continue
        seen["ms"].append(round((time.perf_counter() - began) * 1000, 2))
        seen["parts"].append([round(part, 1) for part in parts])
        done += 1
    line.close()


async def _run(plan: Plan) -> dict[str, Any]:
    wires = [ask.wire(f"{plan.host}:{plan.port}") for ask in plan.asks]
    seen: dict[str, Any] = {"ms": [], "parts": [], "errors": [], "bytes": 0}
    began, used = time.monotonic(), time.process_time()
    await asyncio.gather(*(_user(plan, wires, began + plan.seconds, seen) for _ in range(plan.users)))
    return {**seen, "wall": round(time.monotonic() - began, 3), "client_cpu": round(time.process_time() - used, 3)}


def replay(plan: Plan) -> dict[str, Any]:
    """Run a plan in a client process.

    Gives the milliseconds of each view (`ms`) and of its requests (`parts`), `errors`, `bytes`, and seconds: `wall`, `client_cpu`.
    """
    told = json.dumps({**asdict(plan)})
    command = [sys.executable, "-m", "bench.client"]
    done = subprocess.run(command, cwd=ROOT, input=told, capture_output=True, text=True, timeout=plan.seconds + 120, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    raw = json.load(sys.stdin)
    plan = Plan(**{**raw, "asks": tuple(Ask(**ask) for ask in raw["asks"])})
    json.dump(uvloop.run(_run(plan)), sys.stdout)


if __name__ == "__main__":
    main()
