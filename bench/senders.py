"""The senders: alerts posted at a steady rate over kept-alive connections, by a light process that keeps a ledger of what it was told.

`python -m bench.senders` reads a plan from its standard input and writes the ledger to its standard output, both JSON. A sender is
patient, as real ones should be: whatever was not answered with a decision (no answer, 429, 503) is sent again under the same number.
"""

from __future__ import annotations

import asyncio
import json
import select
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, cast

import uvloop

ROOT = Path(__file__).resolve().parents[1]
COUNTIES = (
    "320102",
    "320205",
    "320302",
    "320404",
    "320505",
    "320602",
    "320703",
    "320803",
    "320902",
    "321002",
    "321102",
    "321202",
    "321302",
)
PAUSE = 0.25
AGAIN = (429, 503)
MALFORMED = b'{"source": "storm", "source_id": "bad-%d", "level": "V"}'


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How many alerts a second, for how long. Shares are of all that is sent."""

    port: int
    token: str
    rate: float
    seconds: float
    name: str = "storm"
    """The source; numbers are `name-N`."""
    duplicates: float = 0.0
    malformed: float = 0.0
    causes: int = 0
    """Over how many causes the alerts are spread; 0: each is a matter of its own."""
    level: str = "III"
    lines: int = 32
    patience: float = 60.0
    """Seconds until a sender gives an alert up."""


@dataclass
class Sent:
    """What became of one alert that was sent. `ms` is from the moment when it was to be sent to the answer that decided it."""

    number: str
    kind: str
    at: float
    status: int = 0
    told: str = ""
    """Id in the store."""
    state: str = ""
    group: str = ""
    ms: float = 0.0
    tries: int = 0
    others: dict[str, int] = field(default_factory=dict)
    """Answers before the last one."""


class Line:
    """One kept-alive connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, wire: bytes) -> tuple[int, bytes, bytes]:
        """Status, head and body of the answer. Raises OSError and EOFError; the connection is closed then."""
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._streams
            writer.write(wire)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            at = head.find(b"content-length:")
            body = await reader.readexactly(int(head[at + 15 : head.index(b"\r\n", at)])) if at >= 0 else b""
        except BaseException:
            self.close()
            raise
        if b"\r\nconnection: close" in head:
            self.close()
        return int(head[9:12]), head, body

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()
            self._streams = None


def order(plan: Plan) -> list[tuple[str, str]]:
    """What is sent, in order, as (kind, number): duplicates repeat a number that was sent a while before, evenly spread."""
    found: list[tuple[str, str]] = []
    fresh, bad, again = 0, 0.0, 0.0
    for place in range(round(plan.rate * plan.seconds)):
        bad, again = bad + plan.malformed, again + plan.duplicates
        if bad >= 1:
            bad -= 1
            found.append(("malformed", str(place)))
        elif again >= 1 and fresh > 20:
            again -= 1
            found.append(("duplicate", f"{plan.name}-{fresh - 20 + place % 20}"))
        else:
            found.append(("fresh", f"{plan.name}-{fresh}"))
            fresh += 1
    return found


def body(plan: Plan, number: str) -> bytes:
    """The alert of a number: the same each time."""
    value = int(number.rsplit("-", 1)[1])
    cause = f"{plan.name} {value % plan.causes}" if plan.causes else f"{plan.name} {value}"
    region = COUNTIES[0] if plan.causes else COUNTIES[value % len(COUNTIES)]
    told = {
        "source": plan.name, "source_id": number, "level": plan.level, "title": f"冷库超温 {number}", "region": region, "cause": cause,
        "occurred_at": f"2026-11-22T{value // 3600 % 24:02d}:{value // 60 % 60:02d}:{value % 60:02d}+08:00", "family": "食品安全",
        "detail": "3 号库 −12.4 ℃，上限 −18 ℃，已持续 22 分",
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False).encode()


def wire(plan: Plan, text: bytes) -> bytes:
    """A POST as it goes over the line."""
    head = f"POST /api/v1/alerts HTTP/1.1\r\nHost: 127.0.0.1:{plan.port}\r\nAuthorization: Bearer {plan.token}\r\n"
    return f"{head}Content-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n".encode() + text


async def _send(plan: Plan, line: Line, sent: Sent, due: float) -> None:
    text = MALFORMED % int(sent.number) if sent.kind == "malformed" else body(plan, sent.number)
    packed, end = wire(plan, text), time.monotonic() + plan.patience
    while True:
        sent.tries += 1
        try:
            sent.status, head, answer = await asyncio.wait_for(line.post(packed), 20)
            word = str(sent.status) if sent.status != 503 or b"\r\nretry-after:" in head else "503 without Retry-After"
        except (OSError, EOFError, TimeoutError, asyncio.IncompleteReadError) as error:
            sent.status, answer, word = 0, b"", type(error).__name__
        if (sent.status and sent.status not in AGAIN) or time.monotonic() > end:
            break
        sent.others[word] = sent.others.get(word, 0) + 1
        await asyncio.sleep(PAUSE)
    sent.ms = round((time.monotonic() - due) * 1000, 2)
    if sent.status == 202:
        told = json.loads(answer)
        sent.told, sent.state, sent.group = told["id"], told["state"], told["group"]


async def _run(plan: Plan) -> dict[str, Any]:
    waiting: asyncio.Queue[tuple[Sent, float] | None] = asyncio.Queue()
    ledger: list[Sent] = []

    async def work() -> None:
        line = Line(plan.port)
        while (job := await waiting.get()) is not None:
            await _send(plan, line, *job)
        line.close()

    workers = [asyncio.create_task(work()) for _ in range(plan.lines)]
    begun, used, wall = time.monotonic(), time.process_time(), time.time()
    for place, (kind, number) in enumerate(order(plan)):
        due = begun + place / plan.rate
        if (pause := due - time.monotonic()) > 0:
            await asyncio.sleep(pause)
        sent = Sent(number=number, kind=kind, at=wall + place / plan.rate)
        ledger.append(sent)
        waiting.put_nowait((sent, due))
    for _ in workers:
        waiting.put_nowait(None)
    await asyncio.gather(*workers)
    return {
        "cpu": round(time.process_time() - used, 3),
        "wall": round(time.monotonic() - begun, 3),
        "sent": [asdict(one) for one in ledger],
    }


class Senders:
    """The process of senders, working while this one does other things."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        command = [sys.executable, "-m", "bench.senders"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(plan)))
        self._process.stdin.close()
        self.cpu = 0.0

    def told(self) -> bool:
        """Whether the ledger has begun to come: everything is decided."""
        return bool(select.select([self._process.stdout], [], [], 0)[0])

    def ledger(self) -> list[Sent]:
        """What became of everything, once all is decided."""
        assert self._process.stdout is not None
        text = self._process.stdout.read()
        self._process.wait(plan_end(self.plan))
        found = cast(dict[str, Any], json.loads(text))
        self.cpu = found["cpu"]
        return [Sent(**one) for one in found["sent"]]

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


def plan_end(plan: Plan) -> float:
    """Seconds within which the senders surely have ended."""
    return plan.seconds + 2 * plan.patience + 30


def main() -> None:
    json.dump(uvloop.run(_run(Plan(**json.load(sys.stdin)))), sys.stdout)


if __name__ == "__main__":
    main()
