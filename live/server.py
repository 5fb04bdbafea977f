"""The server of one role: `python -m live.server web|live`, on its own address or on a socket that the supervisor opened."""

from __future__ import annotations

import argparse
import logging
import os
import socket
import sys
from collections.abc import Sequence

import uvicorn

from settings import Settings, SettingsError, settings

FACTORY = {"web": "app:asgi", "live": "live.asgi:alone"}
GRACE = 3
"""Seconds that open answers have left when the server is told to stop."""
BEAT = 5
LOG_FORM = "%(asctime)s %(levelname)s %(name)s %(message)s"


async def beat() -> None:
    """Show the supervisor that the loop turns."""
    os.write(2, b"\0beat\n")


def configuration(factory: str, chosen: Settings, *, supervised: bool) -> uvicorn.Config:
    return uvicorn.Config(
        factory, factory=True, host="127.0.0.1" if chosen.demo else chosen.host, port=chosen.port,
        loop="uvloop", http="httptools", ws="websockets-sansio", lifespan="on",
        # Messages are small and many browsers hold a socket: packing each would cost memory and time for nothing.
        ws_per_message_deflate=False, ws_max_size=65_536, ws_ping_interval=20, ws_ping_timeout=20,
        timeout_graceful_shutdown=GRACE, timeout_keep_alive=30, backlog=2048, access_log=False, log_config=None, server_header=False,
        callback_notify=beat if supervised else None, timeout_notify=BEAT,
    )  # fmt: skip


def serve(role: str, *, factory: str = "", fd: int | None = None) -> None:
    """Serve one role until told to stop. Raises SettingsError for unusable settings."""
    chosen = settings()
    chosen.signing_key()
    logging.basicConfig(level=chosen.log_level, format=LOG_FORM, stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it names each of its plugins
    server = uvicorn.Server(configuration(factory or FACTORY[role], chosen, supervised=fd is not None))
    if fd is None:
        server.run()
    else:
        server.run(sockets=[socket.socket(fileno=fd)])


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="live.server")
    parser.add_argument("role", choices=sorted(FACTORY))
    parser.add_argument("--app", default="", help="another ASGI factory, module:function")
    parser.add_argument("--fd", type=int, help="number of an open listening socket")
    given = parser.parse_args(argv)
    try:
        serve(given.role, factory=given.app, fd=given.fd)
    except SettingsError as error:
        sys.exit(f"yiping {given.role}: {error}")


if __name__ == "__main__":
    main()
