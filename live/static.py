"""Static files: `/assets/*` straight from the disk, compressed once, and cached for ever when the address carries a version."""

from __future__ import annotations

import hashlib
import mimetypes
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOR_EVER = "public, max-age=31536000, immutable"
SOON = "public, max-age=60, stale-while-revalidate=604800"
"""Files without a version in their address (maps, fonts, stills): shown from the cache at once, asked for again behind the scenes."""
PACKED = (".js", ".css", ".json", ".svg", ".geojson", ".topojson", ".html", ".txt", ".map", ".xml", ".webmanifest", ".ttf", ".otf")
SMALLEST = 1_000
BIGGEST = 8_000_000
"""Larger files are streamed as they are."""
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("application/geo+json", ".geojson")
mimetypes.add_type("application/json", ".topojson")
READY_MADE = {"br": ".br", "gzip": ".gz"}


@dataclass(frozen=True)
class Stored:
    """A file's bytes in one encoding."""

    body: bytes
    encoding: str | None
    etag: str


class Shelf:
    """The most recently used bytes, up to a limit."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[tuple[object, ...], Stored] = OrderedDict()

    def get(self, key: tuple[object, ...]) -> Stored | None:
        found = self._kept.get(key)
        if found:
            self._kept.move_to_end(key)
        return found

    def put(self, key: tuple[object, ...], stored: Stored) -> None:
        if key in self._kept or len(stored.body) > self._limit:
            return
        self._kept[key] = stored
        self._size += len(stored.body)
        while self._size > self._limit:
            _, dropped = self._kept.popitem(last=False)
            self._size -= len(dropped.body)


class Assets:
    """The endpoint of a folder. Only files inside it, never a listing."""

    def __init__(self, folder: Path, shelf: Shelf) -> None:
        self._folder = folder.resolve()
        self._shelf = shelf

    async def endpoint(self, request: Request) -> Response:
        path = await anyio.to_thread.run_sync(self._file, request.path_params["path"])
        if path is None:
            return PlainTextResponse("not found", 404)
        headers = {"Cache-Control": FOR_EVER if {"m", "v"} & set(request.query_params) else SOON, "X-Content-Type-Options": "nosniff"}
        if path.suffix not in PACKED or path.stat().st_size > BIGGEST:
            return _unchanged(request, FileResponse(path, headers=headers, stat_result=path.stat()))
        accepted = _accepted(request.headers)
        stored = await anyio.to_thread.run_sync(self._packed, path, accepted)
        headers |= {"ETag": stored.etag, "Vary": "Accept-Encoding"} | ({"Content-Encoding": stored.encoding} if stored.encoding else {})
        media = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return _unchanged(request, Response(stored.body, media_type=media, headers=headers))

    def _file(self, wanted: str) -> Path | None:
        """The file of an address, or None when there is none inside the folder."""
        if "\0" in wanted or wanted.startswith("/") or "\\" in wanted:
            return None
        try:
            path = (self._folder / wanted).resolve()
            return path if path.is_relative_to(self._folder) and path.is_file() else None
        except OSError:  # a name too long for any file
            return None

    def _packed(self, path: Path, accepted: frozenset[str]) -> Stored:
        """The file's bytes in the best accepted encoding: ready-made beside it, else packed once and kept."""
        stat = path.stat()
        for encoding, ending in READY_MADE.items():
            made = path.with_name(path.name + ending)
            if encoding in accepted and made.is_file() and made.stat().st_mtime_ns >= stat.st_mtime_ns:
                return self._kept(("file", str(made), made.stat().st_mtime_ns), partial(_ready_made, made, encoding))
        gzip = "gzip" in accepted and stat.st_size >= SMALLEST
        return self._kept(("file", str(path), stat.st_mtime_ns, stat.st_size, gzip), partial(_made, path, gzip))

    def _kept(self, key: tuple[object, ...], make: Callable[[], tuple[bytes, str | None]]) -> Stored:
        found = self._shelf.get(key)
        if found is None:
            body, encoding = make()
            found = Stored(body, encoding, f'"{hashlib.sha256(body).hexdigest()[:20]}"')
            self._shelf.put(key, found)
        return found


class Suites:
    """The component libraries' scripts under fingerprinted addresses: the first answer of the application is packed and kept."""

    PREFIX = "/_dash-component-suites/"

    def __init__(self, app: ASGIApp, shelf: Shelf) -> None:
        self._app = app
        self._shelf = shelf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(self.PREFIX):
            await self._app(scope, receive, send)
            return
        gzip = "gzip" in _accepted(Headers(scope=scope))
        key = ("suite", scope["path"], gzip)
        kept = self._shelf.get(key)
        if kept is None:
            kept = await self._first(scope, receive, send, key)
        if kept is not None:
            headers = {"Cache-Control": FOR_EVER, "ETag": kept.etag, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
            headers |= {"Content-Encoding": kept.encoding} if kept.encoding else {}
            media = mimetypes.guess_type(scope["path"])[0] or "application/octet-stream"
            await _unchanged(Request(scope), Response(kept.body, media_type=media, headers=headers))(scope, receive, send)

    async def _first(self, scope: Scope, receive: Receive, send: Send, key: tuple[object, ...]) -> Stored | None:
        """Ask the application; keep an answer that it allows to be kept for ever, pass any other on as it is and return None."""
        answer: list[Message] = []

        async def collect(message: Message) -> None:
            answer.append(message)

        await self._app(scope, receive, collect)
        headers = Headers(raw=answer[0]["headers"])
        if answer[0]["status"] != 200 or "max-age=31536000" not in headers.get("cache-control", "") or "content-encoding" in headers:
            for message in answer:
                await send(message)
            return None
        body = b"".join(message.get("body", b"") for message in answer[1:])
        gzip = bool(key[-1]) and len(body) >= SMALLEST
        packed, encoding = await anyio.to_thread.run_sync(pack, body) if gzip else (body, None)
        stored = Stored(packed, encoding, f'"{hashlib.sha256(body).hexdigest()[:20]}"')
        self._shelf.put(key, stored)
        return stored


def _ready_made(path: Path, encoding: str) -> tuple[bytes, str | None]:
    return path.read_bytes(), encoding


def _made(path: Path, gzip: bool) -> tuple[bytes, str | None]:
    return pack(path.read_bytes()) if gzip else (path.read_bytes(), None)


def pack(body: bytes) -> tuple[bytes, str]:
    """Bytes in gzip, as small as it gets: done once a file, so time does not matter."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush(), "gzip"


def _accepted(headers: Headers) -> frozenset[str]:
    """The encodings that the asker takes."""
    choices = (choice.partition(";") for choice in headers.get("accept-encoding", "").split(","))
    return frozenset(name.strip() for name, _, quality in choices if quality.replace(" ", "") not in {"q=0", "q=0.0"})


def _unchanged(request: Request, response: Response) -> Response:
    """The response, or 304 when the asker holds these very bytes."""
    etag = response.headers.get("etag")
    if not etag or etag not in {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}:
        return response
    kept = {name: value for name, value in response.headers.items() if name in {"etag", "cache-control", "vary"}}
    return Response(status_code=304, headers=kept)
