"""The event socket: `/live/ws` tells a browser which tables changed, in order, and lets it go on where it stopped."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from live.doorman import Doorman, Pass, Undecided, cookie_of, same_origin
from live.hub import Hub

FOREIGN, NOBODY, TRY_LATER, BAD_WORDS, CROWDED = 4403, 4401, 1013, 4400, 1013
HELLO_WITHIN = 10.0
LONGEST_HELLO = 500
SEND_WITHIN = 20.0
"""A browser that takes no bytes for so long is gone."""
MOST = 2_000
"""Sockets of one process."""


class EventSocket:
    """The endpoint. It accepts before it refuses: a browser sees the reason only of an open socket."""

    def __init__(self, hub: Hub, doorman: Doorman) -> None:
        self._hub = hub
        self._doorman = doorman

    async def endpoint(self, socket: WebSocket) -> None:
        await socket.accept()
        if not same_origin(socket):
            await socket.close(FOREIGN, "foreign origin")
            return
        if self._hub.readers >= MOST:
            await socket.close(CROWDED, "too many sockets")
            return
        try:
            held = await self._doorman.enter(cookie_of(socket))
        except Undecided:
            await socket.close(TRY_LATER, "sessions cannot be checked")
            return
        if held is None:
            await socket.close(NOBODY, "no session")
            return
        self._hub.readers += 1
        try:
            await self._hold(socket, held)
        finally:
            self._hub.readers -= 1
            self._doorman.leave(held)

    async def _hold(self, socket: WebSocket, held: Pass) -> None:
        """Serve one socket until it closes, its session ends, or it takes no more."""
        try:
            since = _since(await asyncio.wait_for(socket.receive_text(), HELLO_WITHIN))
        except WebSocketDisconnect:
            return
        except (TimeoutError, ValueError, KeyError):
            await socket.close(BAD_WORDS, "hello expected")
            return
        tasks = [asyncio.create_task(work) for work in (self._tell(socket, since), _listen(socket), held.ended.wait())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if held.ended.is_set():
            await _close(socket, NOBODY, "session ended")
        else:
            await _close(socket, TRY_LATER, "try again")

    async def _tell(self, socket: WebSocket, since: str | None) -> None:
        reader, hello, resumed = self._hub.join(since)
        await _send(socket, hello)
        if since is not None and not resumed:
            await _send(socket, self._hub.resync())
        while True:
            await self._hub.waiting(reader)
            for text in self._hub.news(reader):
                await _send(socket, text)


def _since(text: str) -> str | None:
    """The place in a hello. Raises ValueError for anything else than `{"hello": {"since": …}}`."""
    if len(text) > LONGEST_HELLO:
        raise ValueError("hello too long")
    words: Any = json.loads(text)
    hello = words.get("hello") if isinstance(words, dict) else None
    if not isinstance(hello, dict):
        raise ValueError("hello expected")
    since = hello.get("since")
    return since if isinstance(since, str) else None


async def _listen(socket: WebSocket) -> None:
    """Read what the browser says (nothing that matters) until it goes."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass


async def _send(socket: WebSocket, text: str) -> None:
    async with asyncio.timeout(SEND_WITHIN):
        await socket.send_text(text)


async def _close(socket: WebSocket, code: int, why: str) -> None:
    """Close; a browser that has gone, or takes no more bytes, needs no farewell."""
    with contextlib.suppress(RuntimeError, TimeoutError, WebSocketDisconnect):
        async with asyncio.timeout(2):
            await socket.close(code, why)
