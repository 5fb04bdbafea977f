"""The doorman: who may hold a socket, asked again every few seconds so that a revoked session loses it at once."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

from starlette.requests import HTTPConnection

COOKIE = "yiping"
AGAIN = 3.0
"""Seconds between two looks at a session that holds sockets; with the look itself well under the promised five."""
log = logging.getLogger("yiping.live")


class Identity(Protocol):
    """Who somebody is: only the role matters here."""

    @property
    def role(self) -> str: ...


Identify = Callable[[str | None], Identity | None]
"""The identity that a session cookie stands for, None when it stands for nobody. Raises OSError or RuntimeError when it cannot tell."""


class Undecided(RuntimeError):
    """The store of sessions does not answer: nobody new is let in, nobody is thrown out."""


@dataclass
class Pass:
    """One session's right to hold sockets; all sockets of a session share it."""

    cookie: str
    identity: Identity
    checked: float
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    holders: int = 0


class Doorman:
    """Admits sessions and watches them. One look per session serves all its sockets."""

    def __init__(self, identify: Identify) -> None:
        self._identify = identify
        self._passes: dict[str, Pass] = {}
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="doorman")

    async def identity(self, cookie: str | None) -> Identity | None:
        """Who this cookie stands for now. Raises Undecided."""
        if not cookie:
            return None
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._identify, cookie)
        except (OSError, RuntimeError) as error:
            raise Undecided(str(error)) from error

    async def enter(self, cookie: str | None) -> Pass | None:
        """A pass for a socket, to be given back by `leave`; None when the cookie stands for nobody. Raises Undecided."""
        identity = await self.identity(cookie)
        if identity is None or cookie is None:
            return None
        held = self._passes.get(cookie)
        if held is None or held.ended.is_set():
            held = self._passes[cookie] = Pass(cookie, identity, time.monotonic())
        held.holders += 1
        return held

    def leave(self, held: Pass) -> None:
        held.holders -= 1
        if held.holders <= 0 and self._passes.get(held.cookie) is held:
            del self._passes[held.cookie]

    async def watch(self) -> None:
        """Look again at every session that holds sockets, for ever."""
        while True:
            await asyncio.sleep(AGAIN / 3)
            due = [held for held in self._passes.values() if time.monotonic() - held.checked >= AGAIN * 2 / 3]
            for held in due:
                await self._look(held)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _look(self, held: Pass) -> None:
        try:
            identity = await self.identity(held.cookie)
        except Undecided as error:
            log.warning("Sessions cannot be checked: %s", error)
            return
        held.checked = time.monotonic()
        if identity is None:
            held.ended.set()


def same_origin(connection: HTTPConnection) -> bool:
    """Whether a browser page of our own opened this connection. No Origin is foreign: every browser sends one with a socket."""
    origin = connection.headers.get("origin", "")
    scheme, separator, host = origin.partition("://")
    return separator == "://" and scheme in {"http", "https"} and host.lower() == connection.headers.get("host", "").lower()


def cookie_of(connection: HTTPConnection) -> str | None:
    return connection.cookies.get(COOKIE)
