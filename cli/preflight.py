"""The checks before a start: each gives what the start needs, or a sentence that names the part and the remedy."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import socket
from pathlib import Path

from data_access import valkey
from data_access.batches import MartsFailed
from data_access.marts import marts_of
from data_access.stores.engine import StoreFailed, ensure_schema, migrate, open_store
from data_access.transport import Bus, TransportError
from geo.regions import RegionsFailed, regions_of
from settings import Settings, SettingsError

LEAST_FREE = 64_000_000
"""Bytes that must be free to start."""

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class CannotStart(RuntimeError):
    """Why the product does not start, and what to do."""


def listen_address(chosen: Settings) -> tuple[str, int]:
    """Where to listen: demo mode never leaves the machine."""
    return ("127.0.0.1" if chosen.demo else chosen.host), chosen.port


def home(chosen: Settings) -> Path:
    """The home folder, made and proved writable, with room on its disk."""
    probe = chosen.home / "run" / "probe"
    try:
        for folder in (chosen.home, chosen.home / "run", chosen.home / "logs"):
            folder.mkdir(parents=True, exist_ok=True)
        with probe.open("wb") as file:
            file.write(b"\0" * 65_536)
            file.flush()
            os.fsync(file.fileno())
        probe.unlink()
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise CannotStart(
                f"The disk of {chosen.home} is full: free some space, or set YIPING_HOME to a folder on another disk."
            ) from error
        raise CannotStart(
            f"The home folder {chosen.home} cannot be written ({error.strerror}): "
            "give this user write access, or set YIPING_HOME to another folder."
        ) from error
    free = shutil.disk_usage(chosen.home).free
    if free < LEAST_FREE:
        raise CannotStart(
            f"The disk of {chosen.home} is full ({free // 1_000_000} MB free, {LEAST_FREE // 1_000_000} MB needed): "
            "free some space, or set YIPING_HOME to a folder on another disk."
        )
    return chosen.home


def lock(chosen: Settings) -> int:
    """The lock of the home folder, held until the process ends; returns its file number."""
    path = chosen.home / "run" / "serve.lock"
    held = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        owner = os.pread(held, 32, 0).decode(errors="replace").strip() or "unknown"
        os.close(held)
        raise CannotStart(
            f"Yiping already runs on {chosen.home} (process {owner}): stop it first, or set YIPING_HOME to another folder."
        ) from error
    os.ftruncate(held, 0)
    os.pwrite(held, str(os.getpid()).encode(), 0)
    return held


def listening(chosen: Settings) -> socket.socket:
    """The one listening socket, open before anything else is started."""
    if chosen.demo and chosen.host not in LOOPBACK:
        raise CannotStart(
            f"Demo mode listens on this machine alone, not on {chosen.host}: unset YIPING_HOST, or start without --demo and YIPING_DEMO."
        )
    host, port = listen_address(chosen)
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        door.listen(2048)
    except OSError as error:
        door.close()
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"Port {port} is taken by another program: stop it, or choose another port with `yiping serve --port N` or YIPING_PORT."
            ) from error
        raise CannotStart(
            f"Cannot listen on {host} port {port} ({error.strerror}): "
            "choose another address with YIPING_HOST or another port with `yiping serve --port N`."
        ) from error
    return door


def key(chosen: Settings) -> None:
    try:
        chosen.signing_key()
    except (SettingsError, OSError) as error:
        raise CannotStart(str(error)) from error


def province(chosen: Settings) -> None:
    """The province's list of regions, without which nothing can be placed."""
    try:
        regions_of(chosen.province)
    except RegionsFailed as error:
        raise CannotStart(str(error)) from error


def marts(chosen: Settings) -> None:
    """The place of the marts. A damaged batch does not stop the start: its panels say so, the others are served."""
    try:
        marts_of(chosen)
    except MartsFailed as error:
        raise CannotStart(str(error)) from error


def transport(chosen: Settings) -> valkey.EmbeddedValkey | None:
    """The embedded Valkey ready to be started; None when a running one is configured and answers or is expected to."""
    try:
        if chosen.redis_url:
            Bus(chosen.redis_url).ping()
            return None
        return valkey.prepare(valkey.locate(), chosen.home / "valkey", chosen.redis_socket)
    except ValueError as error:
        raise CannotStart(f"YIPING_REDIS_URL is no address ({error}): write redis://host:6379/0 or unix:///path.") from error
    except TransportError as error:
        if chosen.redis_url:
            return None  # pages are served without it and say so; it may come back
        raise CannotStart(str(error)) from error


def store(chosen: Settings) -> None:
    """The store with its tables, made when it is new; a demonstration's own is brought up without asking, for it can be built anew."""
    try:
        opened = open_store(chosen.store)
        if chosen.demo and not chosen.store_url:
            migrate(opened)
        ensure_schema(opened)
        opened.close()
    except StoreFailed as error:
        raise CannotStart(str(error)) from error
