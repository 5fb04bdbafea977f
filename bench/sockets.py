"""The crowd: many event sockets of one session, held by a process of its own.

`python -m bench.sockets` reads its orders from the standard input (the first line a plan as JSON, then `stop`) and says `ready`, and
at the end what it heard.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import uvloop
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bench.figures import SuiteFailed
from bench.measure import percentile

ROOT = Path(__file__).resolve().parents[1]
AT_ONCE = 20


class Crowd:
    """The process with the sockets, as a context manager."""

    def __init__(self, base: str, cookie: str, count: int) -> None:
        self._plan = {"url": base.replace("http", "ws", 1) + "/live/ws", "origin": base, "cookie": cookie, "count": count}
        self.heard: dict[str, Any] = {}

    def __enter__(self) -> Crowd:
        command = [sys.executable, "-m", "bench.sockets"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._say(json.dumps(self._plan))
        word = self._hear()
        if word != "ready":
            self._process.kill()
            raise SuiteFailed(f"The event sockets could not be opened: {word or 'their process ended'}.")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self._say("stop")
            self.heard = json.loads(self._hear() or "{}")
            self._process.wait(20)
        finally:
            self._process.kill()
            self._process.wait()

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


class Ears:
    """What the sockets hear: for each message how long after its publication it came to each socket."""

    def __init__(self) -> None:
        self.came: dict[str, list[float]] = {}
        self.closed = 0

    async def listen(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                word = json.loads(text)
                if word.get("kind") == "changed":
                    published = int(word["seq"].partition("-")[0])  # the carrier's own clock, of the same machine
                    self.came.setdefault(word["seq"], []).append(time.time() * 1000 - published)
        except ConnectionClosed:
            pass
        self.closed += 1

    def told(self, count: int) -> dict[str, Any]:
        every = sorted(delay for delays in self.came.values() for delay in delays)
        whole = sum(len(delays) == count for delays in self.came.values())
        shown = {f"p{share}_ms": percentile(every, share) for share in (50, 95, 100)}
        rounded = {name: round(value, 1) if value is not None else None for name, value in shown.items()}
        return {"sockets": count, "closed": self.closed, "messages": len(self.came), "heard_by_all": whole, **rounded}


async def _open(plan: dict[str, Any]) -> ClientConnection:
    socket = await connect(
        plan["url"], additional_headers={"Cookie": plan["cookie"]}, origin=plan["origin"], compression=None, open_timeout=30
    )
    await socket.send(json.dumps({"hello": {"since": None}}))
    await asyncio.wait_for(socket.recv(), 30)
    return socket


async def _hold() -> None:
    loop = asyncio.get_running_loop()
    plan = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    ears, sockets = Ears(), []
    try:
        for start in range(0, plan["count"], AT_ONCE):
            sockets += await asyncio.gather(*(_open(plan) for _ in range(min(AT_ONCE, plan["count"] - start))))
    except Exception as error:
        print(f"{type(error).__name__}: {error}", flush=True)
        return
    tasks = [asyncio.create_task(ears.listen(socket)) for socket in sockets]
    print("ready", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    print(json.dumps(ears.told(len(sockets))), flush=True)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


if __name__ == "__main__":
    uvloop.run(_hold())
