"""Health: `/healthz`, `/readyz` and `/live/parts`, answered on asyncio so that busy page threads never hide the truth."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from live.doorman import Doorman, Undecided, cookie_of

PATIENCE = 2.0
"""Seconds that one probe may take."""
FRESH = 1.0
"""Seconds that one round of probes is good for, however many ask."""
WATCHERS = frozenset({"admin", "duty", "leader", "wall"})


class Condition(StrEnum):
    OK = "ok"
    LATE = "late"
    DOWN = "down"


@dataclass(frozen=True)
class PartHealth:
    """One part: its state, a Chinese sentence that names it, and the facts behind."""

    part: str
    state: Condition
    text: str
    vital: bool = False
    """Whether no page can be served without it."""
    facts: dict[str, Any] = field(default_factory=dict)


Probe = Callable[[datetime], Sequence[PartHealth]]
"""Looks at some parts, blocking; run in a thread with a limit."""


@dataclass(frozen=True)
class NamedProbe:
    """A probe and the part that is to blame when it does not answer."""

    part: str
    zh: str
    look: Probe
    vital: bool = False


class Health:
    """Asks all probes at once and tells the outcome."""

    def __init__(self, probes: Sequence[NamedProbe], doorman: Doorman, now: Callable[[], datetime]) -> None:
        self._probes = tuple(probes)
        self._doorman = doorman
        self._now = now
        self._threads = ThreadPoolExecutor(max(2, 2 * len(self._probes)), thread_name_prefix="health")
        self._lock = asyncio.Lock()
        self._last: tuple[float, list[PartHealth]] | None = None

    async def parts(self) -> list[PartHealth]:
        """All parts as they are, at most FRESH seconds old."""
        async with self._lock:
            if self._last and time.monotonic() - self._last[0] < FRESH:
                return self._last[1]
            found = await asyncio.gather(*(self._ask(probe) for probe in self._probes))
            self._last = (time.monotonic(), [part for some in found for part in some])
            return self._last[1]

    async def alive(self, request: Request) -> Response:
        return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})

    async def ready(self, request: Request) -> Response:
        """200 while pages can be served, else 503; names every part either way."""
        parts = await self.parts()
        serves = not any(part.vital and part.state is Condition.DOWN for part in parts)
        return JSONResponse(self._report(parts, serves), 200 if serves else 503, headers={"Cache-Control": "no-store"})

    async def seen(self, request: Request) -> Response:
        """`/live/parts`: the same with its facts, for those who watch over the product."""
        try:
            identity = await self._doorman.identity(cookie_of(request))
        except Undecided:
            return JSONResponse({"title": "会话库没有回答，请稍后再试。"}, 503)
        if identity is None:
            return JSONResponse({"title": "请先登录。"}, 401)
        if identity.role not in WATCHERS:
            return JSONResponse({"title": "您的角色不查看运行状态。"}, 403)
        parts = await self.parts()
        body = self._report(parts, True)
        for told, part in zip(body["parts"], parts, strict=True):
            told["facts"] = part.facts
        return JSONResponse(body, headers={"Cache-Control": "no-store"})

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _report(self, parts: list[PartHealth], serves: bool) -> dict[str, Any]:
        worst = max((part.state for part in parts), key=list(Condition).index, default=Condition.OK)
        told = [{"part": part.part, "state": part.state, "text": part.text} for part in parts]
        return {"serves": serves, "state": worst, "now": self._now().isoformat(timespec="seconds"), "parts": told}

    async def _ask(self, probe: NamedProbe) -> Sequence[PartHealth]:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(PATIENCE):
                return await loop.run_in_executor(self._threads, probe.look, self._now())
        except TimeoutError:
            return [PartHealth(probe.part, Condition.DOWN, f"{probe.zh}在 {PATIENCE:.0f} 秒内没有回答。", probe.vital)]
