"""The verbs that run the product: `serve` (everything), and `web`, `live`, `worker` (one role alone)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from cli import preflight
from cli.parts import PartSpec
from data_access.valkey import EmbeddedValkey
from settings import Settings, SettingsError, settings

ROOT = Path(__file__).resolve().parents[1]
PYTHON = (sys.executable, "-P")
"""Python without the working folder on its path: a stray `click.py` there must not be imported."""
HUNG = 30.0
Port = Annotated[int | None, typer.Option(min=1, max=65535, help="Port of the one origin; default YIPING_PORT or 8050.")]
Demo = Annotated[bool | None, typer.Option("--demo", help="Demo mode: the demo province, loopback only.")]
App = Annotated[str, typer.Option(hidden=True, help="Another ASGI factory, module:function.")]


def register(root: typer.Typer) -> None:
    root.command()(serve)
    root.command()(web)
    root.command()(live)
    root.command()(worker)


def serve(port: Port = None, demo: Demo = None, app: App = "") -> None:
    """Web, live and worker with their Valkey under one supervisor; a dead part is restarted and named."""
    chosen = read_settings(port, demo)
    try:
        preflight.home(chosen)
        held = preflight.lock(chosen)
        door = preflight.listening(chosen)
        preflight.key(chosen)
        preflight.province(chosen)
        preflight.marts(chosen)
        embedded = preflight.transport(chosen)
        preflight.store(chosen)
    except preflight.CannotStart as error:
        _refuse(str(error))
    if not app:
        _prepare()
    plan = chosen.home / "run" / "plan.json"
    plan.touch(mode=0o600)
    plan.write_text(json.dumps(_plan(chosen, door.fileno(), embedded, app), ensure_ascii=False))
    for number in (held, door.fileno()):
        os.set_inheritable(number, True)
    if embedded:
        os.environ["YIPING_REDIS_URL"] = embedded.url
    _become([*PYTHON, "-m", "cli.supervision", str(plan)])


def _prepare() -> None:
    """Store, accounts and demo province, in a process of their own; its sentence is ours when it fails."""
    done = subprocess.run([*PYTHON, "-m", "demo.prepare"], env={**os.environ, "PYTHONPATH": _path()}, check=False)
    if done.returncode:
        raise typer.Exit(done.returncode)


def web(port: Port = None, app: App = "") -> None:
    """Pages, API and live sockets of one process, for production behind a reverse proxy."""
    _alone("web", port, app)


def live(port: Port = None, app: App = "") -> None:
    """The live sockets alone, for production behind a reverse proxy."""
    _alone("live", port, app)


def worker() -> None:
    """The timetable alone. Several may run: one works, the others wait to take over."""
    read_settings()
    _become([*PYTHON, "-c", "import jobs; jobs.main()"])


def _alone(role: str, port: int | None, app: str) -> None:
    chosen = read_settings(port, None)
    try:
        preflight.home(chosen)
        preflight.listening(chosen).close()
        preflight.key(chosen)
    except preflight.CannotStart as error:
        _refuse(str(error))
    _become([*PYTHON, "-m", "live.server", role, *(("--app", app) if app else ())])


def read_settings(port: int | None = None, demo: bool | None = None) -> Settings:
    """The settings with the command line's; passed on to every part by the environment."""
    if port is not None:
        os.environ["YIPING_PORT"] = str(port)
    if demo:
        os.environ["YIPING_DEMO"] = "true"
    settings.cache_clear()
    try:
        chosen = settings()
    except SettingsError as error:
        _refuse(str(error))
    os.environ["YIPING_HOME"] = str(chosen.home)
    return chosen


def _plan(chosen: Settings, door: int, embedded: EmbeddedValkey | None, app: str) -> dict[str, object]:
    """What the supervisor runs: as many web processes as wished on one socket, the worker, and Valkey when it is ours."""
    factory = ("--app", app) if app else ()
    parts = [
        PartSpec(f"web-{number + 1}", (*PYTHON, "-m", "live.server", "web", "--fd", str(door), *factory), fds=(door,), hung_after=HUNG)
        for number in range(chosen.processes)
    ]
    parts.append(PartSpec("worker", (*PYTHON, "-c", "import jobs; jobs.main(supervised=True)"), hung_after=HUNG))
    if embedded:
        parts.insert(
            0, PartSpec("valkey", embedded.command, last=True, quiet=True, gentle=True, spoils=str(embedded.folder / "appendonlydir"))
        )
    host, port = preflight.listen_address(chosen)
    here = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 - only compared
    greeting = [f"Yiping 一屏 is ready on http://{here}:{port}"]
    if chosen.demo:
        greeting.append(f"Demo accounts: {chosen.home / 'demo-accounts.json'}")
    greeting.append("Stop it with Ctrl-C.")
    return {"parts": [asdict(part) for part in parts], "probe": [here, port], "home": str(chosen.home), "greeting": greeting}


def _become(command: list[str]) -> NoReturn:
    """Turn into another program with the same process number."""
    os.environ["PYTHONPATH"] = _path()
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606


def _path() -> str:
    return os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))


def _refuse(sentence: str) -> NoReturn:
    typer.echo(f"yiping: {sentence}", err=True)
    raise typer.Exit(2)
